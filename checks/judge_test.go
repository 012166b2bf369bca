package checks_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

var judgedAt = time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC)

const thisTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

func seen(grade checks.Grade, outcome checks.Outcome) checks.Evidence {
	return checks.Evidence{Grade: grade, Outcome: outcome, Summary: "looked", Kind: "test", Source: "test", ObservedAt: judgedAt, Tree: thisTree}
}

func blockItem() checks.Item {
	return checks.Item{
		ID: "code.review", Section: checks.SectionCode, Level: checks.LevelBlock,
		Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSenior,
	}
}

func warnItem() checks.Item {
	item := blockItem()
	item.Level = checks.LevelWarn
	return item
}

func judge(item checks.Item, observation checks.Observation) checks.Result {
	return checks.Judge(checks.Case{Item: item, Release: checks.Release{Kind: checks.ReleasePullRequest, Tree: thisTree}, Observation: observation, Now: judgedAt})
}

// The table of the design, row by row.
func TestJudge(t *testing.T) {
	t.Parallel()
	finding := func(severity checks.Severity) []checks.Finding {
		return []checks.Finding{{Rule: "test.rule", Severity: severity, Path: "src/a.ts", Line: 3, Message: "seen"}}
	}
	number := func(value float64) *float64 { return &value }
	missing := []checks.Missing{{Connection: checks.ConnectionStaging, Reason: "no staging", Remedy: "add one"}}
	for name, test := range map[string]struct {
		observation checks.Observation
		change      func(*checks.Item)
		block, warn checks.Verdict
	}{
		"an error finding fails": {
			observation: checks.Observation{Findings: finding(checks.SeverityError), Evidence: []checks.Evidence{seen(checks.E2, checks.Refutes)}},
			block:       checks.Fail, warn: checks.Warn,
		},
		"an error finding fails a warn item where findings decide": {
			observation: checks.Observation{Findings: finding(checks.SeverityError)},
			change:      func(item *checks.Item) { item.FindingsDecide = true },
			block:       checks.Fail, warn: checks.Fail,
		},
		"an error finding outweighs a missing connection": {
			observation: checks.Observation{Findings: finding(checks.SeverityError), Missing: missing},
			block:       checks.Fail, warn: checks.Warn,
		},
		"a finding from a mere signal does not fail": {
			observation: checks.Observation{Findings: []checks.Finding{{Rule: "r", Severity: checks.SeverityError, Grade: checks.E1}}},
			block:       checks.Unknown, warn: checks.Unknown,
		},
		"evidence at the minimum passes": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}},
			block:       checks.Pass, warn: checks.Pass,
		},
		"evidence at the minimum with warnings is a warning": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}, Findings: finding(checks.SeverityWarning)},
			block:       checks.Warn, warn: checks.Warn,
		},
		"notices do not lower a pass": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}, Findings: finding(checks.SeverityNotice)},
			block:       checks.Pass, warn: checks.Pass,
		},
		"evidence below the minimum waits for a person": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E2, checks.Supports), seen(checks.E1, checks.Supports)}},
			block:       checks.NeedsSignOff, warn: checks.Warn,
		},
		"much weak evidence is not strong evidence": {
			observation: checks.Observation{Evidence: []checks.Evidence{
				seen(checks.E2, checks.Supports), seen(checks.E2, checks.Supports), seen(checks.E2, checks.Supports), seen(checks.E2, checks.Supports),
			}},
			block: checks.NeedsSignOff, warn: checks.Warn,
		},
		"an item that only people can pass waits for one": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E5, checks.Supports)}},
			change:      func(item *checks.Item) { item.Minimum = checks.Minimum{Attestation: true} },
			block:       checks.NeedsSignOff, warn: checks.Warn,
		},
		"evidence on both sides fails": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports), seen(checks.E3, checks.Refutes)}},
			block:       checks.Fail, warn: checks.Warn,
		},
		"absence alone is unknown": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E2, checks.Refutes)}},
			block:       checks.Unknown, warn: checks.Warn,
		},
		"absence fails where absence decides": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E2, checks.Refutes)}},
			change:      func(item *checks.Item) { item.AbsenceDecides = true },
			block:       checks.Fail, warn: checks.Warn,
		},
		"nothing looked at is unknown": {block: checks.Unknown, warn: checks.Unknown},
		"a missing connection is unknown": {
			observation: checks.Observation{Missing: missing}, block: checks.Unknown, warn: checks.Unknown,
		},
		"half a look is no pass": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}, Missing: missing},
			block:       checks.Unknown, warn: checks.Pass,
		},
		"neutral evidence decides nothing": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E5, checks.Neutral)}},
			block:       checks.Unknown, warn: checks.Unknown,
		},
		"a rule by which it cannot apply": {
			observation: checks.Observation{NotApplicable: "no database client in 12 manifests"},
			block:       checks.NotApplicable, warn: checks.NotApplicable,
		},
		"an error finding outweighs not applying": {
			observation: checks.Observation{NotApplicable: "no database", Findings: finding(checks.SeverityError)},
			block:       checks.Fail, warn: checks.Warn,
		},
		"evidence of other content is stale": {
			observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E3, Outcome: checks.Supports, ObservedAt: judgedAt, Tree: "another"}}},
			block:       checks.Stale, warn: checks.Stale,
		},
		"evidence past its time is stale": {
			observation: checks.Observation{Evidence: []checks.Evidence{{
				Grade: checks.E3, Outcome: checks.Supports, ObservedAt: judgedAt.Add(-time.Hour), ExpiresAt: judgedAt.Add(-time.Minute),
			}}},
			block: checks.Stale, warn: checks.Stale,
		},
		"evidence from the future counts for nothing": {
			observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E3, Outcome: checks.Supports, ObservedAt: judgedAt.Add(time.Hour)}}},
			block:       checks.Unknown, warn: checks.Unknown,
		},
		"evidence without a time counts for nothing": {
			observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E3, Outcome: checks.Supports}}},
			block:       checks.Unknown, warn: checks.Unknown,
		},
		"a measurement that is no number counts for nothing": {
			observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E5, Outcome: checks.Supports, ObservedAt: judgedAt, Value: number(math.NaN())}}},
			block:       checks.Unknown, warn: checks.Unknown,
		},
		"an endless measurement counts for nothing": {
			observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E5, Outcome: checks.Supports, ObservedAt: judgedAt, Value: number(math.Inf(-1))}}},
			block:       checks.Unknown, warn: checks.Unknown,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, item := range []checks.Item{blockItem(), warnItem()} {
				want := map[checks.Level]checks.Verdict{checks.LevelBlock: test.block, checks.LevelWarn: test.warn}[item.Level]
				if test.change != nil {
					test.change(&item)
				}
				if got := judge(item, test.observation); got.Verdict() != want {
					t.Errorf("%s item: verdict %s, want %s (%s: %s)", item.Level, got.Verdict(), want, got.Headline, got.Why)
				}
			}
		})
	}
}

// Connecting something would not change what cannot apply, and so nobody is asked to.
func TestWhatDoesNotApplyMissesNothing(t *testing.T) {
	t.Parallel()
	result := checks.Judge(checks.Case{Item: blockItem(), Now: judgedAt, Observation: checks.Observation{
		NotApplicable: "no route in 12 files", Missing: []checks.Missing{{Connection: checks.ConnectionStaging, Reason: "no staging"}},
	}})
	if result.Verdict() != checks.NotApplicable || len(result.Missing) > 0 {
		t.Errorf("%s, and it misses %v", result.Verdict(), result.Missing)
	}
}

func TestLevelOfAnItemThatBlocksOnlyTags(t *testing.T) {
	t.Parallel()
	item := blockItem()
	item.BlocksOnlyTags = true
	for kind, want := range map[checks.ReleaseKind]checks.Level{
		checks.ReleaseTag: checks.LevelBlock, checks.ReleasePullRequest: checks.LevelWarn, checks.ReleaseDirectory: checks.LevelWarn,
	} {
		if got := item.LevelFor(kind); got != want {
			t.Errorf("level of a %s: %s, want %s", kind, got, want)
		}
	}
}

func TestSigning(t *testing.T) {
	t.Parallel()
	sign := func(change func(*checks.SignOff)) *checks.SignOff {
		signed := &checks.SignOff{
			Item: "code.review", By: "dana", Role: checks.RoleSenior, Link: "https://example.com/run/7", Tree: thisTree, At: judgedAt,
		}
		if change != nil {
			change(signed)
		}
		return signed
	}
	weak := checks.Observation{Evidence: []checks.Evidence{seen(checks.E1, checks.Supports)}}
	failing := checks.Observation{Findings: []checks.Finding{{Rule: "r", Severity: checks.SeverityError}}}
	for name, test := range map[string]struct {
		item        func(*checks.Item)
		observation checks.Observation
		signed      *checks.SignOff
		want        checks.Verdict
		attested    bool
	}{
		"a permitted role closes what waits for it":  {observation: weak, signed: sign(nil), want: checks.Pass, attested: true},
		"a permitted role decides the unknown":       {signed: sign(nil), want: checks.Pass, attested: true},
		"a fail by evidence is never signed away":    {observation: failing, signed: sign(nil), want: checks.Fail},
		"another role's word does not count":         {observation: weak, signed: sign(func(s *checks.SignOff) { s.Role = checks.RoleQA }), want: checks.NeedsSignOff},
		"an outdated sign-off does not count":        {observation: weak, signed: sign(func(s *checks.SignOff) { s.Outdated = "src changed" }), want: checks.NeedsSignOff},
		"what the machine verified is not attested":  {observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}}, signed: sign(nil), want: checks.Pass},
		"a link is wanted where the item wants one":  {item: func(i *checks.Item) { i.LinkedSignature = true }, observation: weak, signed: sign(func(s *checks.SignOff) { s.Link = "" }), want: checks.NeedsSignOff},
		"never-waive wants the security role":        {item: func(i *checks.Item) { i.NeverWaive = true }, signed: sign(nil), want: checks.Unknown},
		"never-waive takes security with a link":     {item: func(i *checks.Item) { i.NeverWaive = true }, signed: sign(func(s *checks.SignOff) { s.Role = checks.RoleSecurity }), want: checks.Pass, attested: true},
		"never-waive takes no word without a link":   {item: func(i *checks.Item) { i.NeverWaive = true }, signed: sign(func(s *checks.SignOff) { s.Role, s.Link = checks.RoleSecurity, "" }), want: checks.Unknown},
		"never-waive is not signed away once failed": {item: func(i *checks.Item) { i.NeverWaive = true }, observation: failing, signed: sign(func(s *checks.SignOff) { s.Role = checks.RoleSecurity }), want: checks.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := blockItem()
			if test.item != nil {
				test.item(&item)
			}
			got := checks.Judge(checks.Case{
				Item: item, Release: checks.Release{Tree: thisTree}, Observation: test.observation,
				Attestations: checks.Attestations{SignOff: test.signed}, Now: judgedAt,
			})
			if got.Verdict() != test.want || got.Attested != test.attested {
				t.Errorf("verdict %s attested %v, want %s %v", got.Verdict(), got.Attested, test.want, test.attested)
			}
			if got.SignOff == nil {
				t.Error("the sign-off must stay visible whatever it decides")
			}
		})
	}
}

func TestWaiving(t *testing.T) {
	t.Parallel()
	failing := checks.Observation{Headline: "1 to mend", Findings: []checks.Finding{{Rule: "r", Severity: checks.SeverityError}}}
	weak := checks.Observation{Evidence: []checks.Evidence{seen(checks.E1, checks.Supports)}}
	good := checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}}
	const changed = "waived on 77c0de1, and the content has changed since"
	for name, test := range map[string]struct {
		observation checks.Observation
		waiver      func(*checks.Waiver)
		never       bool
		want        checks.Verdict
		outdated    string
	}{
		"a fail until a date to come":             {observation: failing, want: checks.Waived},
		"what could not be looked at":             {waiver: accepts(checks.Unknown), want: checks.Waived},
		"what waits for a person":                 {observation: weak, waiver: accepts(checks.NeedsSignOff), want: checks.Waived},
		"a fail that cannot be looked at now":     {want: checks.Waived},
		"not after its date":                      {observation: failing, waiver: until(-time.Hour), want: checks.Fail, outdated: "it ended on"},
		"not at the very moment that it ends":     {observation: failing, waiver: until(0), want: checks.Fail, outdated: "it ended on"},
		"never where the item may not be":         {observation: failing, never: true, want: checks.Fail},
		"nor while that is undecided":             {never: true, want: checks.Unknown},
		"not by nobody":                           {observation: failing, waiver: func(w *checks.Waiver) { w.By = "" }, want: checks.Fail},
		"not what the evidence says no to by now": {observation: failing, waiver: accepts(checks.Unknown), want: checks.Fail, outdated: "it was given while the item was undecided"},
		"not a fail of other content":             {observation: failing, waiver: on(changed), want: checks.Fail, outdated: changed},
		"what nothing is known of on any content": {waiver: on(changed), want: checks.Waived},
		"not by who has lost the role":            {waiver: func(w *checks.Waiver) { w.Outdated = "@dana is no release manager" }, want: checks.Unknown, outdated: "@dana is no release manager"},
		"and is not needed where it passes":       {observation: good, want: checks.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := blockItem()
			item.NeverWaive = test.never
			waiver := checks.Waiver{Item: item.ID, By: "dana", Accepts: checks.Fail, Until: judgedAt.Add(time.Hour)}
			if test.waiver != nil {
				test.waiver(&waiver)
			}
			kept := waiver
			weighed := checks.Case{Item: item, Release: checks.Release{Tree: thisTree}, Observation: test.observation, Now: judgedAt}
			without := checks.Judge(weighed)
			weighed.Attestations.Waiver = &waiver
			got := checks.Judge(weighed)
			if got.Verdict() != test.want || got.Attested {
				t.Errorf("verdict %s, attested %v, want %s", got.Verdict(), got.Attested, test.want)
			}
			if got.Waiver == nil || !strings.HasPrefix(got.Waiver.Outdated, test.outdated) || (got.Waiver.Outdated == "") != (test.outdated == "") {
				t.Errorf("the waiver is shown as %+v", got.Waiver)
			}
			if got.WithoutWaiver() != without.Verdict() || got.Headline != without.Headline || len(got.Findings) != len(without.Findings) || got.Remedy != without.Remedy {
				t.Errorf("what was waived must stay visible: %+v", got)
			}
			if waiver != kept {
				t.Errorf("the word itself was changed: %+v", waiver)
			}
		})
	}
}

func accepts(verdict checks.Verdict) func(*checks.Waiver) {
	return func(waiver *checks.Waiver) { waiver.Accepts = verdict }
}

func until(span time.Duration) func(*checks.Waiver) {
	return func(waiver *checks.Waiver) { waiver.Until = judgedAt.Add(span) }
}

func on(changed string) func(*checks.Waiver) {
	return func(waiver *checks.Waiver) { waiver.Changed = changed }
}

func TestCallingAnItemNotApplicable(t *testing.T) {
	t.Parallel()
	failing := checks.Observation{Findings: []checks.Finding{{Rule: "r", Severity: checks.SeverityError}}}
	for name, test := range map[string]struct {
		observation checks.Observation
		item        func(*checks.Item)
		said        func(*checks.Exclusion)
		want        checks.Verdict
	}{
		"by two people":              {want: checks.NotApplicable},
		"where a person had to look": {observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E1, checks.Supports)}}, want: checks.NotApplicable},
		"where nothing was found that is only warned of": {
			observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E2, checks.Refutes)}}, item: func(i *checks.Item) { i.Level = checks.LevelWarn }, want: checks.NotApplicable,
		},
		"not by one":                           {said: func(e *checks.Exclusion) { e.Approval = nil }, want: checks.Unknown},
		"not by one under two spellings":       {said: func(e *checks.Exclusion) { e.Approval = &checks.Approval{By: "Kim"} }, want: checks.Unknown},
		"not on other content":                 {said: func(e *checks.Exclusion) { e.Outdated = "the content has changed" }, want: checks.Unknown},
		"not what the evidence says no to":     {observation: failing, want: checks.Fail},
		"nor a finding that is only warned of": {observation: failing, item: func(i *checks.Item) { i.Level = checks.LevelWarn }, want: checks.Warn},
		"never what is never waived":           {item: func(i *checks.Item) { i.NeverWaive = true }, want: checks.Unknown},
		"and is not needed where it passes":    {observation: checks.Observation{Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}}, want: checks.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := blockItem()
			if test.item != nil {
				test.item(&item)
			}
			said := checks.Exclusion{Item: item.ID, By: "kim", Reason: "nothing is stored", Approval: &checks.Approval{By: "dana", Role: checks.RoleSenior}}
			if test.said != nil {
				test.said(&said)
			}
			got := checks.Judge(checks.Case{
				Item: item, Release: checks.Release{Tree: thisTree}, Observation: test.observation, Now: judgedAt, Attestations: checks.Attestations{Exclusion: &said},
			})
			if got.Verdict() != test.want || got.Exclusion == nil || got.Attested {
				t.Errorf("verdict %s, attested %v, shown %+v, want %s", got.Verdict(), got.Attested, got.Exclusion, test.want)
			}
			named := strings.Contains(got.Headline, "@kim") && strings.Contains(got.Headline, "@dana") && strings.Contains(got.Why, "nothing is stored")
			if named != (test.want == checks.NotApplicable) {
				t.Errorf("it reads %q, %q", got.Headline, got.Why)
			}
		})
	}
}

// Who reads why there is no verdict reads first what could not be looked at.
func TestWhyAnItemIsUnknownIsInItsLine(t *testing.T) {
	t.Parallel()
	wall := checks.Missing{Connection: checks.ConnectionStaging, Reason: "Cloudflare answers before staging does", Remedy: "let golive in"}
	later := checks.Missing{Connection: checks.ConnectionTelemetry, Reason: "metrics are not read", Later: true}
	none := []checks.Evidence{seen(checks.E2, checks.Refutes)}
	for name, test := range map[string]struct {
		observation checks.Observation
		why         string
	}{
		"nothing else is known":              {checks.Observation{Missing: []checks.Missing{wall}}, "Cloudflare answers before staging does"},
		"the code says something too":        {checks.Observation{Missing: []checks.Missing{wall}, Why: "12 of 14 routes ask.", Evidence: none}, "Cloudflare answers before staging does. 12 of 14 routes ask."},
		"the check says it itself":           {checks.Observation{Missing: []checks.Missing{wall}, Why: "On staging cloudflare answers before staging does."}, "On staging cloudflare answers before staging does."},
		"a part was seen":                    {checks.Observation{Missing: []checks.Missing{wall}, Why: "Half holds.", Evidence: []checks.Evidence{seen(checks.E3, checks.Supports)}}, "Cloudflare answers before staging does. Half holds."},
		"what nobody can connect is no why":  {checks.Observation{Missing: []checks.Missing{later}, Why: "No rule was found.", Evidence: none}, "No rule was found."},
		"behind what nobody can connect":     {checks.Observation{Missing: []checks.Missing{later, wall}, Why: "No rule was found.", Evidence: none}, "Cloudflare answers before staging does. No rule was found."},
		"an item that fails has another why": {checks.Observation{Missing: []checks.Missing{wall}, Why: "It is open.", Findings: []checks.Finding{{Rule: "r", Severity: checks.SeverityError}}}, "It is open."},
	} {
		if got := judge(blockItem(), test.observation); got.Why != test.why {
			t.Errorf("%s: %s, %q", name, got.Verdict(), got.Why)
		}
	}
}
