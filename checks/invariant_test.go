package checks_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/golive-app/golive/checks"
)

func anyEvidence(t *rapid.T) checks.Evidence {
	return checks.Evidence{
		Grade:      rapid.SampledFrom([]checks.Grade{checks.E0, checks.E1, checks.E2, checks.E3, checks.E4, checks.E5}).Draw(t, "grade"),
		Outcome:    rapid.SampledFrom([]checks.Outcome{checks.Supports, checks.Refutes, checks.Neutral}).Draw(t, "outcome"),
		ObservedAt: judgedAt.Add(time.Duration(rapid.IntRange(-100, 100).Draw(t, "minutes")) * time.Minute),
		Tree:       rapid.SampledFrom([]string{"", thisTree, "another"}).Draw(t, "tree"),
	}
}

func anyFinding(t *rapid.T) checks.Finding {
	return checks.Finding{
		Rule:     "test.rule",
		Severity: rapid.SampledFrom([]checks.Severity{checks.SeverityError, checks.SeverityWarning, checks.SeverityNotice}).Draw(t, "severity"),
		Grade:    rapid.SampledFrom([]checks.Grade{checks.E0, checks.E1, checks.E2, checks.E3}).Draw(t, "finding grade"),
		Line:     rapid.IntRange(0, 9).Draw(t, "line"),
	}
}

func anyItem(t *rapid.T) checks.Item {
	return checks.Item{
		ID: checks.ItemID(fmt.Sprintf("code.item-%d", rapid.IntRange(0, 1<<30).Draw(t, "id"))), Section: checks.SectionCode,
		Level: rapid.SampledFrom([]checks.Level{checks.LevelBlock, checks.LevelWarn}).Draw(t, "level"),
		Minimum: checks.Minimum{
			Grade:       rapid.SampledFrom([]checks.Grade{checks.E0, checks.E1, checks.E2, checks.E3, checks.E4, checks.E5}).Draw(t, "minimum"),
			Attestation: rapid.Bool().Draw(t, "attestation"),
		},
		Role:       checks.RoleSenior,
		NeverWaive: rapid.Bool().Draw(t, "never"), AbsenceDecides: rapid.Bool().Draw(t, "absence"), FindingsDecide: rapid.Bool().Draw(t, "findings"),
	}
}

func anyObservation(t *rapid.T) checks.Observation {
	observation := checks.Observation{
		Evidence: rapid.SliceOfN(rapid.Custom(anyEvidence), 0, 4).Draw(t, "evidence"),
		Findings: rapid.SliceOfN(rapid.Custom(anyFinding), 0, 3).Draw(t, "findings"),
	}
	if rapid.Bool().Draw(t, "missing") {
		observation.Missing = []checks.Missing{{Connection: checks.ConnectionStaging, Reason: "none"}}
	}
	return observation
}

func anyCase(t *rapid.T) checks.Case {
	c := checks.Case{Item: anyItem(t), Release: checks.Release{Tree: thisTree}, Observation: anyObservation(t), Now: judgedAt}
	if rapid.Bool().Draw(t, "signed") {
		c.Attestations.SignOff = &checks.SignOff{
			Item: c.Item.ID, By: "dana", At: judgedAt, Tree: thisTree,
			Role: rapid.SampledFrom([]checks.Role{checks.RoleSenior, checks.RoleSecurity}).Draw(t, "role"),
			Link: rapid.SampledFrom([]string{"", "https://example.com"}).Draw(t, "link"),
		}
	}
	if rapid.Bool().Draw(t, "called n/a") {
		c.Attestations.Exclusion = &checks.Exclusion{Item: c.Item.ID, By: "kim"}
		if rapid.Bool().Draw(t, "approved") {
			c.Attestations.Exclusion.Approval = &checks.Approval{By: rapid.SampledFrom([]string{"", "kim", "dana"}).Draw(t, "by")}
		}
	}
	if rapid.Bool().Draw(t, "waived") {
		c.Attestations.Waiver = &checks.Waiver{Item: c.Item.ID, By: "dana", Accepts: rapid.SampledFrom([]checks.Verdict{checks.Unknown, checks.Fail}).Draw(t, "accepts"), Until: judgedAt.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "hours")) * time.Hour)}
	}
	return c
}

func TestTheZeroVerdictIsUnknown(t *testing.T) {
	t.Parallel()
	var verdict checks.Verdict
	var result checks.Result
	if verdict != checks.Unknown || result.Verdict() != checks.Unknown || result.Ready() {
		t.Fatalf("zero values: %s, %s, ready %v", verdict, result.Verdict(), result.Ready())
	}
}

func TestNothingPassesWithoutEvidence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := anyCase(t)
		result := checks.Judge(c)
		if result.Verdict() != checks.Pass {
			return
		}
		sufficient := slices.ContainsFunc(result.Evidence, func(evidence checks.Evidence) bool {
			return evidence.Outcome == checks.Supports && c.Item.Minimum.MetBy(evidence.Grade)
		})
		if !sufficient {
			t.Fatalf("passed on %+v with minimum %s", result.Evidence, c.Item.Minimum)
		}
	})
}

func TestAStoredPassWithoutEvidenceIsReadAsUnknown(t *testing.T) {
	t.Parallel()
	var result checks.Result
	if err := json.Unmarshal([]byte(`{"item":"code.review","verdict":"pass","level":"block"}`), &result); err != nil {
		t.Fatal(err)
	}
	if result.Verdict() != checks.Unknown {
		t.Fatalf("verdict %s", result.Verdict())
	}
}

func TestResultsSurviveStorage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := checks.Judge(anyCase(t))
		data, err := json.Marshal(before)
		if err != nil {
			t.Fatal(err)
		}
		var after checks.Result
		if err := json.Unmarshal(data, &after); err != nil {
			t.Fatal(err)
		}
		if after.Verdict() != before.Verdict() || after.Ready() != before.Ready() || after.Attested != before.Attested ||
			len(after.Findings) != len(before.Findings) || len(after.Evidence) != len(before.Evidence) {
			t.Fatalf("before %+v, after %+v", before, after)
		}
	})
}

func TestEvidenceAgainstNeverHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := anyCase(t)
		c.Attestations = checks.Attestations{}
		before := checks.Judge(c)
		c.Observation.Evidence = append(slices.Clone(c.Observation.Evidence), checks.Evidence{Grade: checks.E3, Outcome: checks.Refutes, ObservedAt: judgedAt, Tree: thisTree})
		after := checks.Judge(c)
		if after.Level == checks.LevelBlock && after.Ready() && !before.Ready() {
			t.Fatalf("%s became %s by evidence against it", before.Verdict(), after.Verdict())
		}
	})
}

func TestWeakEvidenceNeverUpgradesPastTheMinimum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := anyCase(t)
		c.Attestations = checks.Attestations{}
		c.Item.Level, c.Item.Minimum = checks.LevelBlock, checks.Minimum{Grade: checks.E4}
		for index := range c.Observation.Evidence {
			c.Observation.Evidence[index].Grade = min(c.Observation.Evidence[index].Grade, checks.E3)
		}
		if verdict := checks.Judge(c).Verdict(); verdict == checks.Pass || verdict == checks.Warn {
			t.Fatalf("%s on evidence below the minimum", verdict)
		}
	})
}

func TestReadyMeansThatEveryBlockingItemCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		results := map[checks.ItemID]checks.Result{}
		var items []checks.Item
		for range rapid.IntRange(0, 6).Draw(t, "items") {
			c := anyCase(t)
			if slices.ContainsFunc(items, func(item checks.Item) bool { return item.ID == c.Item.ID }) {
				continue // a checklist has each item once
			}
			items = append(items, c.Item)
			if rapid.Bool().Draw(t, "judged") {
				results[c.Item.ID] = checks.Judge(c)
			}
		}
		if checks.Stand(items, results) != checks.StandingReady {
			return
		}
		if len(items) == 0 {
			t.Fatal("nothing is ready")
		}
		for _, item := range items {
			result, found := results[item.ID]
			if item.Level != checks.LevelBlock {
				continue
			}
			counts := result.Verdict() == checks.Pass || result.Verdict() == checks.Warn || result.Verdict() == checks.NotApplicable || result.Verdict() == checks.Waived
			if !found || !counts {
				t.Fatalf("ready although %s is %s", item.ID, result.Verdict())
			}
		}
	})
}

func TestNothingIsNotReady(t *testing.T) {
	t.Parallel()
	if standing := checks.Stand(nil, nil); standing != checks.StandingUnknown {
		t.Errorf("no items stand at %s", standing)
	}
	item := checks.Item{ID: "performance.caching", Level: checks.LevelWarn}
	if standing := checks.Stand([]checks.Item{item}, nil); standing == checks.StandingReady {
		t.Error("an item nobody looked at made it ready")
	}
}

func TestARowIsTheWorstOfItsMembers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		row := checks.ReadyRow{ID: checks.ReadyCode, Title: "Code clean and stable"}
		results := map[checks.ItemID]checks.Result{}
		for range rapid.IntRange(0, 5).Draw(t, "members") {
			c := anyCase(t)
			row.Members = append(row.Members, c.Item.ID)
			results[c.Item.ID] = checks.Judge(c)
		}
		derived := checks.DeriveRow(row, results)
		if derived.Verdict == checks.Pass {
			for _, id := range row.Members {
				result := results[id]
				if !result.Ready() {
					t.Fatalf("row passed with %s at %s", id, result.Verdict())
				}
			}
		}
		if len(row.Members) == 0 && derived.Verdict == checks.Pass {
			t.Fatal("a row without members passed")
		}
		if derived.Why == "" {
			t.Fatal("a row says why")
		}
	})
}
