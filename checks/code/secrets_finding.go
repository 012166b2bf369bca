package code

import (
	"fmt"
	"path"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// foundSecrets are the findings, gravest first, and how many placeholders were
// set aside.
type foundSecrets struct {
	list  []checks.Finding
	aside int
}

func (f foundSecrets) count(severity checks.Severity) int {
	count := 0
	for _, finding := range f.list {
		if finding.Severity == severity {
			count++
		}
	}
	return count
}

// secretFindings turns matches into findings: those in the content, and those
// that only the history still holds.
func secretFindings(facts secretFacts, closing *closures, now time.Time) foundSecrets {
	var found foundSecrets
	since := map[string]checks.Commit{}
	for _, past := range facts.history.Hits {
		if _, known := since[past.Hash]; !known {
			since[past.Hash] = past.Commit
		}
	}
	present, noted := map[string]bool{}, map[string]bool{}
	// closedAt are the places of closed values: they are told once, and the same
	// value elsewhere is not closed by that.
	closedAt := map[string]bool{}
	for _, hit := range facts.tree.Hits {
		if closing.holds(hit.File.Path, hit.Match, now) {
			closedAt[secretAt(hit.File.Path, hit.Match)] = true
		} else {
			present[sameSecret(hit.File.Path, hit.Match)] = true
		}
		severity, report := secretSeverity(hit.Match, hit.File.Path, hit.File.Class, now)
		if severity == checks.SeverityNotice {
			// One line a value and file is enough for the record.
			again := hit.File.Path + "\x00" + hit.Hash
			if noted[again] {
				continue
			}
			noted[again] = true
		}
		if !report {
			found.aside++
			continue
		}
		finding := closing.finding(hit.Match, hit.File.Path, severity, now)
		finding.Line, finding.EndLine, finding.Column = hit.Line, hit.EndLine, hit.Column
		if commit, known := since[hit.Hash]; known && !hit.Placeholder {
			finding.Message += " since " + wording.ShortSHA(commit.SHA)
		}
		closing.close(&finding, hit.Match, now)
		facts.alerts.weigh(&finding, "", hit.Line)
		found.list = append(found.list, finding)
	}
	classes := classesOf(facts.files)
	for _, past := range facts.history.Hits {
		key := sameSecret(past.Path, past.Match)
		at := secretAt(past.Path, past.Match)
		if present[key] || closedAt[at] {
			continue
		}
		if closing.holds(past.Path, past.Match, now) {
			closedAt[at] = true
		} else {
			present[key] = true
		}
		severity, report := secretSeverity(past.Match, past.Path, classes.of(past.Path), now)
		if !report || past.Placeholder && !expired(past.Match, now) {
			found.aside++
			continue
		}
		finding := closing.finding(past.Match, past.Path, severity, now)
		where := "commit " + wording.ShortSHA(past.Commit.SHA)
		if past.Line > 0 {
			where = fmt.Sprintf("line %d of commit %s", past.Line, wording.ShortSHA(past.Commit.SHA))
		}
		finding.Message += " was added in " + where + ": removed later, still in the history"
		finding.Remedy = "1) Rotate it now: everyone who can read the repository can read its history. 2) Consider purging it from the history. 3) `/golive rerun code.secrets`; a rotated secret is closed by the policy or by the security role with a link."
		closing.close(&finding, past.Match, now)
		facts.alerts.weigh(&finding, past.Commit.SHA, past.Line)
		found.list = append(found.list, finding)
	}
	found.list = append(found.list, facts.alerts.others(classes)...)
	checks.SortFindings(found.list)
	return found
}

// sameSecret is equal for the same value, or for the same file where the file
// itself is the secret.
func sameSecret(name string, match secret.Match) string {
	if match.Kind == secret.KindFile {
		return match.Rule + "\x00" + name
	}
	return match.Hash
}

// secretAt is equal for the same value in the same file.
func secretAt(name string, match secret.Match) string {
	return match.Rule + "\x00" + name + "\x00" + match.Hash
}

// finding says what a match is, before the policy is asked.
func (c *closures) finding(match secret.Match, name string, severity checks.Severity, now time.Time) checks.Finding {
	message := match.Title
	if match.Tail != "" {
		message += " ending `…" + match.Tail + "`"
	}
	if match.Placeholder {
		message += " (a placeholder by its looks)"
	}
	if expired(match, now) {
		message += " that expired on " + match.Expires.Format(time.DateOnly)
	}
	if match.Note != "" {
		message += " (" + match.Note + ")"
	}
	if match.Allowed {
		message += ", marked gitleaks:allow, which is not accepted for a release"
	}
	message += " in " + wording.QuotedPath(name)
	if match.Line > 0 && match.Kind != secret.KindFile {
		message += fmt.Sprintf(":%d", match.Line)
	}
	return checks.Finding{
		Rule: "secret." + match.Rule, Severity: severity, Path: name, Message: message, Remedy: secretRemedy(match, name, severity),
		Fingerprint: c.fingerprints.of(c.fingerprints.salt, name, match), Grade: checks.E2,
	}
}

func secretRemedy(match secret.Match, name string, severity checks.Severity) string {
	switch {
	case match.Rule == secret.RuleEnvironment && match.Line == 0:
		return "Nothing to do while it holds no secret."
	case match.Placeholder || match.Kind == secret.KindPublic:
		return "Nothing to do if it is none; else rotate it."
	case match.Kind == secret.KindTest:
		return "Load it from the environment, so that the test mode cannot go live by mistake."
	case match.Rule == secret.RuleEnvironment && severity != checks.SeverityError:
		return "If it serves development or tests alone, nothing is to be done. If one of its values opens anything else, rotate that one and take it out: it is in the history."
	case match.Rule == secret.RuleEnvironment:
		return "1) Rotate what is secret in it: it is in the history. 2) `git rm --cached " + wording.Argument(name, "FILE") + "` and add it to .gitignore; keep names without values in .env.example. 3) Set the values where the release runs, or encrypt the file."
	case match.Rule == secret.RuleState:
		return "1) Move the state to a remote backend and `git rm --cached` it. 2) Rotate every secret in it."
	case severity == checks.SeverityError:
		return "1) **Rotate it now**: deleting the line is not enough, it is in the history. 2) Load it from the environment or a secret manager in place of " + wording.QuotedPath(name) + ". 3) `/golive rerun code.secrets`."
	default:
		return "If it is a secret, rotate it and load it from the environment; if it is none, nothing is to be done."
	}
}

// secretSeverity ranks a match by what it is and where it stands; false for a
// stand-in that is not worth a line.
func secretSeverity(match secret.Match, name string, class checks.PathClass, now time.Time) (checks.Severity, bool) {
	if expired(match, now) {
		return checks.SeverityNotice, true // it opens nothing any more
	}
	if match.Placeholder {
		return checks.SeverityNotice, match.Kind == secret.KindProvider || match.Kind == secret.KindPrivateKey || match.Kind == secret.KindFile
	}
	severity := checks.SeverityError
	development := secret.DevelopmentEnvironment(name)
	switch match.Kind {
	case secret.KindPublic:
		return checks.SeverityNotice, true
	case secret.KindTest:
		severity = checks.SeverityWarning
	case secret.KindGeneric:
		if !match.Strong || development || !configuration(name) {
			severity = checks.SeverityWarning
		}
	case secret.KindPassword, secret.KindFile:
		file := match.Kind == secret.KindFile && match.Rule != secret.RuleEnvironment
		if !match.Strong || development && !file {
			severity = checks.SeverityWarning
		}
		// Tools such as Vite and Rails mean the settings of development to be
		// committed; without a secret in them there is nothing to look at.
		if match.Rule == secret.RuleEnvironment && match.Line == 0 && development {
			return checks.SeverityNotice, true
		}
	case secret.KindPrivateKey:
		if secret.TestSettings(name) {
			severity = checks.SeverityWarning
		}
	case secret.KindProvider:
		// A front end's Firebase key names a project and grants nothing by itself.
		if match.Rule == "gcp-api-key" && firebase.MatchString(path.Base(name)) {
			severity = checks.SeverityWarning
		}
	}
	switch class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation, checks.ClassVendored:
		severity = severity.Lower()
	}
	return severity, true
}

// expired reports whether a token says of itself that it is no longer valid.
func expired(match secret.Match, now time.Time) bool {
	return !match.Expires.IsZero() && match.Expires.Before(now)
}

var (
	firebase    = regex.New(`(?i)firebase|google-services|GoogleService-Info`)
	configFile  = regex.New(`(?i)^(?:\.env.*|.*\.(?:tf|tfvars|ini|conf|cfg|properties|env|toml)|(?:docker-)?compose[^/]*\.ya?ml|dockerfile.*|appsettings[^/]*\.json|application[^/]*\.ya?ml|secrets?[^/]*\.(?:ya?ml|json)|credentials[^/]*|values[^/]*\.ya?ml|settings[^/]*\.(?:py|json|ya?ml)|config[^/]*\.(?:json|ya?ml|js|ts|py|rb|php)|\.gitlab-ci\.yml|\.npmrc|\.travis\.yml)$`)
	configClass = regex.New(`(?i)(?:^|/)(?:config|configs|conf|settings|deploy|deployment|infra|infrastructure|terraform|k8s|kubernetes|helm|charts|manifests|ansible|environments|\.github/workflows|\.circleci)/`)
)

// configuration reports whether a file holds settings of what runs, by its
// name: there a random value beside a secret's name is one.
func configuration(name string) bool {
	return configFile.MatchString(path.Base(name)) || configClass.MatchString(name)
}

// pathClasses answers which class a path has that is no longer in the content:
// that of its folder where all files of the folder agree.
type pathClasses struct {
	files   map[string]checks.PathClass
	folders map[string]checks.PathClass
}

func classesOf(files []checks.File) pathClasses {
	classes := pathClasses{map[string]checks.PathClass{}, map[string]checks.PathClass{}}
	for _, file := range files {
		classes.files[file.Path] = file.Class
		folder := path.Dir(file.Path)
		if class, known := classes.folders[folder]; known && class != file.Class {
			classes.folders[folder] = checks.ClassProduction
			continue
		}
		classes.folders[folder] = file.Class
	}
	return classes
}

func (p pathClasses) of(name string) checks.PathClass {
	if class, known := p.files[name]; known {
		return class
	}
	if folder := path.Dir(name); folder != "." {
		if class, known := p.folders[folder]; known {
			return class
		}
	}
	return checks.ClassProduction
}
