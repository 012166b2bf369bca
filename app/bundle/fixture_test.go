package bundle

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const (
	head = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"
	tree = "ffeeddccbbaa99887766554433221100ffeeddcc"
)

func items() []checks.Item {
	e2, attested := checks.Minimum{Grade: checks.E2}, checks.Minimum{Grade: checks.E3, Attestation: true}
	return []checks.Item{
		{ID: "code.review", Section: checks.SectionCode, Title: "Reviewed", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSenior},
		{ID: "code.debug-leftovers", Section: checks.SectionCode, Title: "No leftovers", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: e2, Role: checks.RoleSenior},
		{ID: "code.secrets", Section: checks.SectionCode, Title: "No secrets", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: e2, Role: checks.RoleSecurity, NeverWaive: true},
		{ID: "delivery.rollback", Section: checks.SectionDelivery, Title: "Rollback", Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: attested, Role: checks.RoleReleaseManager},
		{ID: "performance.caching", Section: checks.SectionPerformance, Title: "Caching", Kind: checks.KindMix, Level: checks.LevelWarn, Minimum: e2, Role: checks.RoleSenior},
		{ID: "monitoring.alerts.queue", Section: checks.SectionMonitoring, Title: "Queue", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: e2, Role: checks.RoleSRE},
		{ID: "launch.changelog", Section: checks.SectionLaunch, Title: "Changelog", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: e2, Role: checks.RoleReleaseManager},
	}
}

func supports(grade checks.Grade) checks.Evidence {
	return checks.Evidence{Grade: grade, Outcome: checks.Supports, Summary: "12 of 12 seen", Kind: "scan", Source: "git", ObservedAt: noon, Tree: tree, Sample: 12}
}

// judged is a release of which everything is in order by one way or another: seen,
// signed, waived, called n/a.
func judged() checks.Report {
	release := checks.Release{
		Repository: checks.Repository{ID: 81, Owner: "acme", Name: "shop", DefaultBranch: "main"}, Kind: checks.ReleasePullRequest,
		Ref: "refs/pull/12/head", SHA: head, Tree: tree, Number: 12, Version: "1.4.0", Author: "kim", Fork: true,
		Approval: &checks.ForkApproval{By: "lee", SHA: head, Tree: tree, Comment: 4, At: noon},
	}
	observed := map[checks.ItemID]checks.Observation{
		"code.review":          {Headline: "approved", Evidence: []checks.Evidence{supports(checks.E3), supports(checks.E1)}},
		"code.secrets":         {Evidence: []checks.Evidence{supports(checks.E2)}, Findings: []checks.Finding{{Rule: "secret.old", Severity: checks.SeverityNotice, Message: "closed"}}},
		"code.debug-leftovers": {Evidence: []checks.Evidence{supports(checks.E2)}, Findings: []checks.Finding{{Rule: "debug.console", Severity: checks.SeverityError, Path: "a.js", Line: 3, Message: "<b>console.log</b>"}}},
		"launch.changelog":     {NotApplicable: "nothing is released to anybody: searched 12 files"},
		"performance.caching":  {Missing: []checks.Missing{{Connection: checks.ConnectionStaging, Reason: "no staging", Remedy: "connect it"}}},
	}
	said := map[checks.ItemID]checks.Attestations{
		"delivery.rollback":       {SignOff: &checks.SignOff{Item: "delivery.rollback", By: "dana", Role: checks.RoleReleaseManager, Link: "https://example.com", SHA: head, Tree: tree, Comment: 1, At: noon}},
		"code.debug-leftovers":    {Waiver: &checks.Waiver{Item: "code.debug-leftovers", By: "dana", Role: checks.RoleReleaseManager, Reason: "with the next build", Until: noon.AddDate(0, 0, 7), SHA: head, Tree: tree, Comment: 2, At: noon, Accepts: checks.Fail}},
		"monitoring.alerts.queue": {Exclusion: &checks.Exclusion{Item: "monitoring.alerts.queue", By: "wim", Reason: "there is no queue", SHA: head, Tree: tree, Comment: 3, At: noon, Approval: &checks.Approval{By: "dana", Role: checks.RoleSRE, Comment: 5, At: noon}}},
	}
	policy := config.DefaultPolicy()
	report := checks.Report{
		ToolVersion: "v1.0.0", Policy: checks.PolicySource{Source: "built-in defaults", Ref: "main", Hash: policy.Hash(), Mode: "observe"},
		Release: release, Range: &checks.Range{From: "77c0de1", To: head, Reason: "last release v1.3.0"}, Items: items(),
		Rows:    []checks.ReadyRow{{ID: checks.ReadyCode, Title: "Code clean and stable", Members: []checks.ItemID{"code.review", "code.secrets"}}},
		Results: map[checks.ItemID]checks.Result{}, Snapshot: policy.Snapshot(), Skipped: []checks.Skipped{{Path: "big.bin", Reason: "too large"}},
	}
	for _, item := range report.Items {
		report.Results[item.ID] = checks.Judge(checks.Case{Item: item, Release: release, Observation: observed[item.ID], Attestations: said[item.ID], Now: noon})
	}
	return report
}

func ran() Run { return Run{ID: "r7", Generation: 3, Started: noon, Finished: noon.Add(time.Minute)} }

// privateKey makes one key for all tests: it takes a while.
var privateKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

func signer(t testing.TB) *Signer {
	t.Helper()
	made, err := NewSigner(privateKey())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func built(t testing.TB, report checks.Report, by *Signer) []byte {
	t.Helper()
	data, err := Build(report, ran(), by)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
