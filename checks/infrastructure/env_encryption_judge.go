package infrastructure

import (
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// observeEncryption states what the facts mean for the item.
func observeEncryption(facts envFacts, release checks.Release, now time.Time) checks.Observation {
	var observation checks.Observation
	record := func(outcome checks.Outcome, summary string, at place) {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: outcome, Kind: "file", Source: "git", Summary: summary, Path: at.path, Line: at.line,
			ObservedAt: now, Tree: release.Tree, Sample: facts.files,
		})
	}
	observation.Findings = encryptionFindings(facts)
	if facts.noHistory {
		record(checks.Neutral, "the history of the range could not be searched for environment files", place{})
	}
	ways := facts.ways()
	for _, way := range ways {
		record(checks.Neutral, way.summary, way.place)
	}
	errors, warnings := 0, 0
	for _, finding := range observation.Findings {
		switch finding.Severity {
		case checks.SeverityError:
			errors++
		case checks.SeverityWarning:
			warnings++
		}
	}
	searched := wording.Counted(facts.files, "file", "files")
	none, short := "no secret in plain text", "none in plain text"
	if warnings > 0 {
		none = "no secret in plain text that is production's for sure, and " + wording.Counted(warnings, "place", "places") + " to look at"
		short = wording.Counted(warnings, "place", "places") + " to look at"
	}
	switch {
	case errors > 0:
		first := observation.Findings[0]
		record(checks.Refutes, fmt.Sprintf("searched %s, %s in plain text", searched, wording.Counted(errors, "place holds a secret", "places hold secrets")), place{path: first.Path, line: first.Line})
		observation.Headline, observation.Why, observation.Remedy = wording.Counted(errors, "place", "places")+" with secrets in plain text", first.Message+".", first.Remedy
	case len(facts.unread) > 0:
		observation.Headline = "could only look in part"
		observation.Why = "Not read: " + wording.Listed(wording.QuotedPaths(facts.unread), 5) + "."
		observation.Remedy = "Take what is too large out of the repository, or split it."
	case facts.files == 0:
		observation.Headline = "nothing to search"
	case facts.nothing():
		observation.NotApplicable = "No configuration secret found in " + searched + ": no environment file, no Kubernetes Secret, no compose, Helm or Terraform value with a secret's name, and " + facts.readText() + "."
	case len(ways) == 0:
		record(checks.Supports, "searched "+searched+", "+none, place{})
		at := facts.secretReads()
		at = at[:min(len(at), 1)]
		finding := checks.Finding{
			Rule: "env.manager-unknown", Severity: checks.SeverityWarning, Grade: checks.E2, Fingerprint: checks.Fingerprint("env.manager-unknown"),
			Message: "nothing here tells where production's secrets are kept" + readFor(at), Remedy: "Keep them encrypted in the repository (SOPS, dotenvx), or refer to the secret manager that has them, so that a release can be set up again from it.",
		}
		for _, read := range at {
			finding.Path, finding.Line, finding.EndLine = read.path, read.line, read.line
		}
		observation.Findings = append(observation.Findings, finding)
		observation.Headline, observation.Why, observation.Remedy = short+", secret manager not identified", "Searched "+searched+": "+none+"; "+finding.Message+".", finding.Remedy
	default:
		record(checks.Supports, fmt.Sprintf("searched %s, %s; %s", searched, none, ways[0].summary), ways[0].place)
		observation.Headline = ways[0].short
		if warnings > 0 {
			observation.Headline = wording.Counted(warnings, "place", "places") + " to look at; production's are " + ways[0].short
			observation.Why, observation.Remedy = observation.Findings[0].Message+".", observation.Findings[0].Remedy
		}
	}
	return observation
}

// readFor names the first secret that is read.
func readFor(reads []place) string {
	if len(reads) == 0 || reads[0].what == "" {
		return ""
	}
	return ", such as " + wording.Quoted(reads[0].what)
}

// nothing reports whether the release has no configuration secrets at all.
func (f envFacts) nothing() bool {
	return len(f.plain) == 0 && len(f.past) == 0 && len(f.encrypted) == 0 && len(f.managers) == 0 && len(f.keys) == 0 && len(f.secretReads()) == 0
}

// secretReads are the places where the product reads what can be a secret,
// those with a name first.
func (f envFacts) secretReads() []place {
	var named, whole []place
	for _, one := range f.reads {
		switch {
		case one.what == "":
			whole = append(whole, one)
		case secretRead(one.what):
			named = append(named, one)
		}
	}
	return append(named, whole...)
}

// readText says what code reads where none of it can be a secret.
func (f envFacts) readText() string {
	var names []string
	for _, one := range f.reads {
		if !slices.Contains(names, one.what) {
			names = append(names, one.what)
		}
	}
	if len(names) == 0 {
		return "no code that reads its environment"
	}
	return "code reads no variable that is named for a secret (" + wording.Listed(names, 5) + ")"
}

// way is how secrets are kept, with where that is seen.
type way struct {
	place
	summary string
	short   string
}

// ways lists how secrets are kept: each kind of encryption and each manager
// once, with its first place.
func (f envFacts) ways() []way {
	var found []way
	known := map[string]bool{}
	counts := map[string]int{}
	for _, file := range f.encrypted {
		counts[file.how]++
	}
	for _, file := range f.encrypted {
		if known[file.how] {
			continue
		}
		known[file.how] = true
		found = append(found, way{place{path: file.path}, fmt.Sprintf("%s encrypted with %s", wording.Counted(counts[file.how], "file is", "files are"), file.how), "encrypted with " + file.how})
	}
	for _, sign := range f.managers {
		if known[sign.manager] {
			continue
		}
		known[sign.manager] = true
		found = append(found, way{sign.place, "secrets come from " + sign.manager, "kept in " + sign.manager})
	}
	return found
}

// encryptionFindings turns the facts into findings, gravest first.
func encryptionFindings(facts envFacts) []checks.Finding {
	var findings []checks.Finding
	add := func(rule string, severity checks.Severity, at place, message, remedy string) {
		findings = append(findings, checks.Finding{
			Rule: "env." + rule, Severity: severity, Path: at.path, Line: at.line, EndLine: at.line, Message: message, Remedy: remedy,
			Fingerprint: checks.Fingerprint("env."+rule, at.path, at.what), Grade: checks.E2,
		})
	}
	for _, plain := range facts.plain {
		rule, message, remedy := plain.describe()
		if plain.severity != checks.SeverityError {
			remedy = "If they serve development alone, nothing is to be done. If one opens anything of production: " + remedy
		}
		add(rule, plain.severity, plain.place, message, remedy)
	}
	for _, past := range facts.past {
		add("plain-history", past.severity, place{path: past.path},
			fmt.Sprintf("commit `%s` added %s with %s in plain text (line %d there): removed later, still in the history", wording.ShortSHA(past.commit), wording.QuotedPath(past.path), wording.Counted(past.count, "secret", "secrets"), past.line),
			"1) Rotate them: everyone who can read the repository can read its history. 2) Consider purging the file from the history.")
	}
	for _, key := range facts.keys {
		add("private-key", checks.SeverityError, key, fmt.Sprintf("%s in %s: it opens what is encrypted here", key.what, wording.QuotedPath(key.path)),
			"1) Make a new key and encrypt with it. 2) `git rm --cached` this file; the old key is in the history. 3) Rotate what it could open.")
	}
	for _, file := range facts.encrypted {
		if file.broken != "" {
			add("sops-broken", checks.SeverityWarning, place{path: file.path}, wording.QuotedPath(file.path)+" has values of SOPS and "+file.broken+" in its metadata: it cannot be opened as it stands",
				"Encrypt it anew by `sops --encrypt`, and change it by `sops` alone.")
		}
		if file.recipients == 1 && !file.shared {
			add("single-recipient", checks.SeverityWarning, place{path: file.path}, wording.QuotedPath(file.path)+" can be opened by one key only: who loses it loses the secrets",
				"Add a second recipient to `.sops.yaml` and run `sops updatekeys`.")
		}
	}
	checks.SortFindings(findings)
	return findings
}

// describe words a finding of plain text.
func (p plainSecrets) describe() (rule, message, remedy string) {
	values := wording.Counted(p.count, "secret", "secrets")
	switch p.kind {
	case plainKubernetes:
		name := "a Kubernetes Secret"
		if p.what != "" {
			name = "the Kubernetes Secret " + wording.QuotedPath(p.what)
		}
		return "kubernetes-secret", fmt.Sprintf("%s in %s holds %s that anyone can read: base64 is no encryption", name, wording.QuotedPath(p.path), wording.Counted(p.count, "value", "values")),
			"1) Rotate them. 2) Replace it by a SealedSecret (`kubeseal`), an ExternalSecret, or encrypt the file with SOPS."
	case plainContainer:
		return "container", p.what + " gives " + values + " to its containers in plain text", "1) Rotate them. 2) Take them from a Secret (`valueFrom: {secretKeyRef: …}`) that a secret manager fills, or that is encrypted in the repository."
	case plainConfigMap:
		return "configmap", "the ConfigMap " + wording.Quoted(p.what) + " has " + values + " in plain text", "1) Rotate them. 2) Move them to a Secret that a secret manager fills, or that is encrypted in the repository."
	case plainCloud:
		return "terraform", wording.Quoted(p.what) + " has " + values + " in plain text, and so has Terraform's state", "1) Rotate them. 2) Keep them in a secret manager that Terraform does not fill, and hand on the reference: `secrets = [{ name = …, valueFrom = aws_secretsmanager_secret.NAME.arn }]` of ECS, `value_source { secret_key_ref { … } }` of Cloud Run, `@Microsoft.KeyVault(…)` of Azure, `manage_master_user_password = true` of RDS."
	case plainTerraform:
		return "tfvars", wording.QuotedPath(p.path) + " has " + values + " in plain text", "1) Rotate them. 2) Pass them as `TF_VAR_…` from the pipeline's secrets, or read them from a secret manager."
	case plainCompose:
		return "compose", wording.QuotedPath(p.path) + " gives " + values + " to services in plain text", "1) Rotate them. 2) Use compose `secrets:` or `${NAME}` with values from outside of the repository."
	case plainSettings:
		return "settings", wording.QuotedPath(p.path) + " has " + values + " in plain text", "1) Rotate them. 2) Encrypt the file with SOPS, or refer to the secret manager that has them."
	default:
		return "plain", wording.QuotedPath(p.path) + " has " + values + " in plain text",
			"1) Rotate them. 2) Encrypt the file (`sops --encrypt --age … " + wording.Argument(p.path, "FILE") + "`), or set the values where the release runs. 3) `git rm --cached " + wording.Argument(p.path, "FILE") + "` and ignore it; it stays in the history until that is purged."
	}
}
