package code_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/config"
)

// closing puts entries into the policy in force.
func closing(entries ...config.ClosedSecret) checkstest.Option {
	return func(subject *checks.Subject) { subject.Policy.Secrets.Closed = entries }
}

// fingerprintsOf are those that the report shows, by path.
func fingerprintsOf(t *testing.T, files map[string]string, options ...checkstest.Option) map[string]string {
	t.Helper()
	shown := map[string]string{}
	result := checkstest.Judge(t, secretsItem, secretsCheck(t), checkstest.Subject(checkstest.Tree(files), options...))
	for _, finding := range result.Findings {
		shown[finding.Path] = finding.Fingerprint
		if finding.Severity != checks.SeverityNotice && !strings.Contains(finding.Remedy, finding.Fingerprint) {
			t.Errorf("the remedy does not say the fingerprint: %q", finding.Remedy)
		}
	}
	return shown
}

func TestClosedSecrets(t *testing.T) {
	t.Parallel()
	files := map[string]string{"config/prod.ts": "k = '" + secretAWS + "'\n"}
	known := fingerprintsOf(t, files)["config/prod.ts"]
	for name, test := range map[string]struct {
		files    map[string]string
		entry    config.ClosedSecret
		verdict  checks.Verdict
		severity checks.Severity
		message  string // a part of it
		evidence string // a part of one
	}{
		"revoked": {files, config.ClosedSecret{Fingerprint: known, As: config.ClosedRevoked, Because: "rotated, INC-42"}, checks.Pass, checks.SeverityNotice,
			"; closed by the policy as revoked: `rotated, INC-42`", "1 finding is closed by the policy: `config/prod.ts` as revoked: `rotated, INC-42`"},
		"no secret": {files, config.ClosedSecret{Fingerprint: known, As: config.ClosedFalsePositive, Because: "a sample"}, checks.Pass, checks.SeverityNotice,
			"closed by the policy as false-positive", "1 finding is closed"},
		"not dealt with yet": {files, config.ClosedSecret{Fingerprint: known, As: config.ClosedBaseline, Because: "moving", Until: "2026-12-31"}, checks.Warn, checks.SeverityWarning,
			"closed by the policy as baseline until 2026-12-31: `moving`", "1 finding is closed"},
		"on the last day": {files, config.ClosedSecret{Fingerprint: known, As: config.ClosedRevoked, Because: "x", Until: "2026-11-23"}, checks.Pass, checks.SeverityNotice, "closed by", "1 finding is closed"},
		"an entry that is over": {files, config.ClosedSecret{Fingerprint: known, As: config.ClosedRevoked, Because: "x", Until: "2026-11-22"}, checks.Fail, checks.SeverityError,
			"the policy closed it as revoked until 2026-11-22: `x`, which is over", "searched"},
		"another value in the same file": {map[string]string{"config/prod.ts": "k = 'AKIA" + "ZZLPMN5HFIQR7XYB'\n"}, config.ClosedSecret{Fingerprint: known, As: config.ClosedRevoked, Because: "x"},
			checks.Fail, checks.SeverityError, "AWS access token", "1 entry of the policy's secrets.closed matched nothing here: `" + known + "` as revoked (`x`)"},
		"the same value in another file": {map[string]string{"config/live.ts": files["config/prod.ts"]}, config.ClosedSecret{Fingerprint: known, As: config.ClosedFalsePositive, Because: "x"},
			checks.Fail, checks.SeverityError, "AWS access token", "matched nothing here"},
		"the same value on another line": {map[string]string{"config/prod.ts": "\n\n// moved\n" + files["config/prod.ts"]}, config.ClosedSecret{Fingerprint: known, As: config.ClosedRevoked, Because: "x"},
			checks.Pass, checks.SeverityNotice, "closed by", "1 finding is closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, secretsItem, secretsCheck(t), checkstest.Subject(checkstest.Tree(test.files), closing(test.entry)))
			if result.Verdict() != test.verdict || len(result.Findings) != 1 {
				t.Fatalf("verdict %s, findings %+v", result.Verdict(), result.Findings)
			}
			if finding := result.Findings[0]; finding.Severity != test.severity || !strings.Contains(finding.Message, test.message) {
				t.Errorf("%s: %q, want %s: …%q", finding.Severity, finding.Message, test.severity, test.message)
			}
			if !slices.ContainsFunc(result.Evidence, func(e checks.Evidence) bool { return strings.Contains(e.Summary, test.evidence) }) {
				t.Errorf("no evidence says %q: %+v", test.evidence, result.Evidence)
			}
			for _, evidence := range result.Evidence {
				if strings.Contains(evidence.Summary, "secrets.closed") && evidence.Outcome != checks.Neutral {
					t.Errorf("%q decides: %s", evidence.Summary, evidence.Outcome)
				}
			}
			assertNoValue(t, result)
		})
	}
}

// A working copy has no repository id: its fingerprints have another salt, and
// close the secret on the server too.
func TestSecretsAreClosedByAFingerprintOfAnotherCopy(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.ts": "k = '" + secretAWS + "'\n"}
	local := checkstest.Releasing(func(r *checks.Release) { r.Repository = checks.Repository{Name: "checkout"} })
	there, here := fingerprintsOf(t, files, local)["a.ts"], fingerprintsOf(t, files)["a.ts"]
	if there == here {
		t.Fatal("both have one salt")
	}
	entry := config.ClosedSecret{Fingerprint: there, As: config.ClosedRevoked, Because: "x"}
	result := checkstest.Judge(t, secretsItem, secretsCheck(t), checkstest.Subject(checkstest.Tree(files), closing(entry)))
	if result.Verdict() != checks.Pass {
		t.Errorf("verdict %s, %+v", result.Verdict(), result.Findings)
	}
}

// The policy takes what the report shows.
func TestThePolicyReadsTheFingerprintsOfTheReport(t *testing.T) {
	t.Parallel()
	known := fingerprintsOf(t, map[string]string{"a.ts": "k = '" + secretAWS + "'\n"})["a.ts"]
	file := "version: 1\nsecrets: {closed: [{fingerprint: " + known + ", as: revoked, because: x}]}\n"
	if _, err := config.DecodePolicy([]byte(file), config.DefaultPolicy()); err != nil {
		t.Error(err)
	}
}

func TestClosedSecretsOfTheHistory(t *testing.T) {
	t.Parallel()
	line := "k = '" + secretStripe + "'\n"
	past := func(paths ...string) []checkstest.Option {
		history := checkstest.History{}
		for _, path := range paths {
			history["c1c1c1c1c1"] = append(history["c1c1c1c1c1"], checks.AddedText{Path: path, Lines: checks.Lines{First: 1, Last: 1}, Text: line})
		}
		return []checkstest.Option{checkstest.Adding(checks.Commit{SHA: "c1c1c1c1c1"}), checkstest.Remembering(history)}
	}
	clean := map[string]string{"a.go": "package a\n"}
	known := fingerprintsOf(t, clean, past("pay.ts")...)["pay.ts"]
	entry := config.ClosedSecret{Fingerprint: known, As: config.ClosedFalsePositive, Because: "x"}
	for name, test := range map[string]struct {
		files   map[string]string
		past    []string
		verdict checks.Verdict
		found   int
	}{
		"the closed one":                      {clean, []string{"pay.ts"}, checks.Pass, 1},
		"still in the content":                {map[string]string{"pay.ts": line}, []string{"pay.ts"}, checks.Pass, 1},
		"its value in another file, too":      {clean, []string{"pay.ts", "live.ts"}, checks.Fail, 2},
		"closed in the content, and not here": {map[string]string{"pay.ts": line}, []string{"live.ts"}, checks.Fail, 2},
	} {
		options := append(past(test.past...), closing(entry))
		result := checkstest.Judge(t, secretsItem, secretsCheck(t), checkstest.Subject(checkstest.Tree(test.files), options...))
		if result.Verdict() != test.verdict || len(result.Findings) != test.found {
			t.Errorf("%s: %s, %+v", name, result.Verdict(), result.Findings)
		}
		assertNoValue(t, result)
	}
}
