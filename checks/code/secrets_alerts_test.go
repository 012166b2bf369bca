package code_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

func TestSecretsAndGitHubsAlerts(t *testing.T) {
	t.Parallel()
	const name = "config/prod.ts"
	leaked := "export const a = 1\nk = '" + secretAWS + "'\n"
	moved := "export const a = 1\n// moved\nk = '" + secretAWS + "'\n"
	alert := func(change func(*checks.SecretAlert)) checks.SecretAlert {
		one := checks.SecretAlert{Number: 3, Type: "aws_access_key_id", Name: "AWS key", State: checks.AlertOpen, Validity: "unknown", Path: name, Line: 2, EndLine: 2, Blob: checkstest.Blob(leaked), Commit: "01d", Link: "https://github.com/acme/shop/security/secret-scanning/3"}
		change(&one)
		return one
	}
	revoked := func(a *checks.SecretAlert) {
		a.State, a.Resolution, a.By, a.ResolvedAt = checks.AlertResolved, "revoked", "mia", checkstest.Now
	}
	for title, test := range map[string]struct {
		content string
		alerts  []checks.SecretAlert
		failing error
		want    checks.Verdict
		says    string
	}{
		"clean, and no alert":                 {content: "export {}\n", want: checks.Pass, says: "GitHub's secret scanning: 0 alerts, 0 open"},
		"both found it":                       {content: leaked, alerts: []checks.SecretAlert{alert(func(*checks.SecretAlert) {})}, want: checks.Fail, says: "GitHub's alert #3 (https://github.com/acme/shop/security/secret-scanning/3) is open"},
		"revoked":                             {content: leaked, alerts: []checks.SecretAlert{alert(revoked)}, want: checks.Pass, says: "`mia` resolved it as revoked on 23 November 2026"},
		"revoked, and the line has moved":     {content: moved, alerts: []checks.SecretAlert{alert(revoked)}, want: checks.Pass, says: "resolved it as revoked"},
		"revoked by the author themselves":    {content: leaked, alerts: []checks.SecretAlert{alert(func(a *checks.SecretAlert) { revoked(a); a.By = "ada" })}, want: checks.Fail, says: "closes nothing here"},
		"called revoked, and it works":        {content: leaked, alerts: []checks.SecretAlert{alert(func(a *checks.SecretAlert) { revoked(a); a.Validity = "active" })}, want: checks.Fail},
		"inactive by its service":             {content: leaked, alerts: []checks.SecretAlert{alert(func(a *checks.SecretAlert) { a.Validity = "inactive" })}, want: checks.Pass, says: "its service says that it is inactive"},
		"called no problem":                   {content: leaked, alerts: []checks.SecretAlert{alert(func(a *checks.SecretAlert) { revoked(a); a.Resolution = "false_positive" })}, want: checks.Fail, says: "resolved as `false_positive` by `mia`, which closes nothing here"},
		"another secret took the line":        {content: strings.Replace(leaked, secretAWS, secretAWS[:len(secretAWS)-4]+"5ZQB", 1), alerts: []checks.SecretAlert{alert(revoked)}, want: checks.Fail},
		"GitHub alone found it":               {content: "a\nsome token\n", alerts: []checks.SecretAlert{alert(func(a *checks.SecretAlert) { a.Blob = checkstest.Blob("a\nsome token\n") })}, want: checks.Fail, says: "error secret.github-alert config/prod.ts:2 GitHub's alert #3 is open: `AWS key`"},
		"an old one in the history":           {content: "export {}\n", alerts: []checks.SecretAlert{alert(func(*checks.SecretAlert) {})}, want: checks.Warn, says: "in the history before this release"},
		"an old one that works":               {content: "export {}\n", alerts: []checks.SecretAlert{alert(func(a *checks.SecretAlert) { a.Validity = "active"; a.Bypassed = "lee" })}, want: checks.Fail, says: "`lee` pushed it past the push protection"},
		"secret scanning is off":              {content: "export {}\n", failing: checks.ErrSwitchedOff, want: checks.Pass, says: "is off for this repository"},
		"no permission":                       {content: "export {}\n", failing: checks.ErrForbidden, want: checks.Pass, says: "grant the App `secret_scanning_alerts: read`"},
		"no permission, and golive found one": {content: leaked, failing: checks.ErrForbidden, want: checks.Fail},
		"GitHub fails":                        {content: "export {}\n", failing: checkstest.ErrForge, want: checks.Pass, says: "`/golive rerun code.secrets` asks again"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			forge := &checkstest.Forge{Alerts: checkstest.Alerts{Secrets: test.alerts}}
			if test.failing != nil {
				forge.Failing = map[string]error{"SecretAlerts": fmt.Errorf("x: %w", test.failing)}
			}
			subject := checkstest.Subject(checkstest.Tree(map[string]string{name: test.content}), checkstest.PullRequest(), checkstest.On(forge))
			subject.History = formerly{files: map[string]string{name: leaked}}
			result := checkstest.Judge(t, secretsItem, secretsCheck(t), subject)
			if result.Verdict() != test.want || !strings.Contains(said(result), test.says) {
				t.Errorf("%s, want %s: %s", result.Verdict(), test.want, said(result))
			}
			assertNoValue(t, result)
		})
	}
}
