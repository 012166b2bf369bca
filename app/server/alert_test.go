package server_test

import (
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// What GitHub's scanners found decides, and what was mended there is mended here.
func TestAlertsOfGitHubDecide(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	head := pull.HeadSHA
	w.verdict(head)
	w.becomes(head, "security.injection", checks.Unknown)
	w.becomes(head, "code.secrets", checks.Pass)

	const ref = "refs/heads/release/v1.4.0"
	w.do(w.github.AddCodeAnalysis(shop, simulator.CodeAnalysis{Tool: "CodeQL", Category: "/language:javascript-typescript", Ref: ref, SHA: head}))
	leak := must(w.github.AddSecretAlert(shop, simulator.SecretAlert{Type: "acme_token", Name: "Acme token", Path: "src/index.js", Line: 1, SHA: head, Blob: head}))(t)
	w.command(pull.Number, "dana", "/golive rerun security.injection code.secrets", done)
	w.becomes(head, "security.injection", checks.Pass)
	w.becomes(head, "code.secrets", checks.Fail)

	must(w.github.AddCodeAlert(shop, simulator.CodeAlert{
		Tool: "CodeQL", Rule: "js/sql-injection", Description: "Database query built from user-controlled sources", Severity: "high",
		Tags: []string{"external/cwe/cwe-089"}, Ref: ref, SHA: head, Path: "src/index.js", Line: 1,
	}))(t)
	w.do(w.github.ResolveSecretAlert(shop, leak, "revoked", "dana"))
	w.command(pull.Number, "dana", "/golive rerun security.injection code.secrets", done)
	w.becomes(head, "security.injection", checks.Fail)
	w.becomes(head, "code.secrets", checks.Pass)
}
