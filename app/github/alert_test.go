package github

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestAlerts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	must(t, w.AddCodeAnalysis("acme/shop", simulator.CodeAnalysis{Tool: "CodeQL", Category: "/language:go", Ref: "refs/heads/main", SHA: w.first}))
	for _, state := range []string{"open", "dismissed", "fixed"} {
		_, err := w.AddCodeAlert("acme/shop", simulator.CodeAlert{Tool: "CodeQL", Rule: "go/sql-injection", Severity: "high", Tags: []string{"security", "external/cwe/cwe-089"}, State: state, By: "kim", Ref: "refs/heads/main", SHA: w.first, Path: "a.go", Line: 3})
		must(t, err)
	}
	_, err := w.AddSecretAlert("acme/shop", simulator.SecretAlert{Type: "aws", Name: "AWS", Secret: "AKIAIOSFODNN7EXAMPLE", State: "resolved", Resolution: "revoked", By: "kim", Path: "a.env", Line: 2, SHA: w.first, Blob: "b10b", BypassedBy: "lee"})
	must(t, err)
	for number := range 130 {
		_, err := w.AddDependencyAlert("acme/shop", simulator.DependencyAlert{Package: fmt.Sprint("p", number), Ecosystem: "npm", Severity: "high", Advisory: "GHSA-1", CWEs: []string{"CWE-79"}, FixedIn: "2.0.0"})
		must(t, err)
	}
	analyses, err := r.CodeAnalyses(w.ctx)
	must(t, err)
	if len(analyses) != 1 || analyses[0].Tool != "CodeQL" || analyses[0].Commit != w.first || analyses[0].Category != "/language:go" {
		t.Errorf("%+v", analyses)
	}
	found, err := r.CodeAlerts(w.ctx, "refs/heads/main")
	must(t, err)
	if len(found) != 2 || found[0].State != checks.AlertOpen || !slices.Equal(found[0].Weaknesses, []int{89}) || found[0].Path != "a.go" || found[0].Line != 3 || found[1].By != "kim" {
		t.Errorf("%+v", found)
	}
	secrets, err := r.SecretAlerts(w.ctx)
	must(t, err)
	if len(secrets) != 1 || secrets[0].Resolution != "revoked" || secrets[0].By != "kim" || secrets[0].Path != "a.env" || secrets[0].Line != 2 || secrets[0].Bypassed != "lee" || secrets[0].ResolvedAt.IsZero() {
		t.Errorf("%+v", secrets)
	}
	dependencies, err := r.DependencyAlerts(w.ctx)
	must(t, err)
	if len(dependencies) != 130 || dependencies[0].Package != "p129" || dependencies[129].Package != "p0" || dependencies[0].FixedIn != "2.0.0" || !slices.Equal(dependencies[0].Weaknesses, []int{79}) {
		t.Errorf("%d, %+v", len(dependencies), dependencies[:1])
	}
	for _, request := range w.Requests() {
		if strings.Contains(request.Path, "/secret-scanning/") && request.Query.Get("hide_secret") != "true" {
			t.Error("the value of a secret was asked for")
		}
	}
}

// asked asks for every kind of alert.
func (w *world) asked(r *Repository) map[string]error {
	answers := map[string]error{}
	_, answers["security_events"] = r.CodeAnalyses(w.ctx)
	_, answers["security_events again"] = r.CodeAlerts(w.ctx, "refs/heads/main")
	_, answers["secret_scanning_alerts"] = r.SecretAlerts(w.ctx)
	_, answers["vulnerability_alerts"] = r.DependencyAlerts(w.ctx)
	return answers
}

func TestAScannerThatIsOffIsNoMissingPermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	for name, err := range w.asked(r) {
		if !errors.Is(err, checks.ErrSwitchedOff) || errors.Is(err, checks.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, w.SwitchScanner("acme/shop", simulator.CodeScanning, true))
	if analyses, err := r.CodeAnalyses(w.ctx); err != nil || len(analyses) != 0 {
		t.Errorf("before the first analysis: %v, %v", analyses, err)
	}
	w.Inject(simulator.Fault{Kind: simulator.ServerError, Status: http.StatusInternalServerError, Path: regexp.MustCompile("/code-scanning|/secret-scanning|/dependabot")})
	for name, err := range w.asked(r) {
		if err == nil || errors.Is(err, checks.ErrSwitchedOff) || errors.Is(err, checks.ErrForbidden) {
			t.Errorf("%s with a server error: %v", name, err)
		}
	}
}

func TestAlertsWithoutThePermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(simulated *simulator.Options, _ *Options) {
		simulated.Permissions = map[string]string{"metadata": "read", "contents": "read"}
	})
	for name, err := range w.asked(w.repository()) {
		permission, _, _ := strings.Cut(name, " ")
		if !errors.Is(err, checks.ErrForbidden) || errors.Is(err, checks.ErrSwitchedOff) || !strings.Contains(err.Error(), permission+": read") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
