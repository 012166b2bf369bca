package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

// noticed is a checklist of three items: qa signs two, dba the third.
func noticed() []checks.Item {
	return []checks.Item{
		{ID: "launch.qa-checklist", Level: checks.LevelBlock, Role: checks.RoleQA, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}},
		{ID: "delivery.staging", Level: checks.LevelBlock, Role: checks.RoleQA, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}},
		{ID: "infrastructure.backup", Level: checks.LevelBlock, Role: checks.RoleDBA, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}},
	}
}

// judgedAt is a run over those items at these verdicts.
func judgedAt(sha string, verdicts ...checks.Verdict) Run {
	run := Run{Key: released, Release: checks.Release{SHA: sha, Tree: "tree of " + sha, Kind: checks.ReleasePullRequest}, Policy: checks.PolicySource{Mode: "enforce"}, Results: map[checks.ItemID]checks.Result{}}
	for index, item := range noticed() {
		seen := checks.Observation{}
		if verdicts[index] == checks.Running {
			run.Results[item.ID] = checks.Pending(item, run.Release.Kind)
			continue
		}
		switch verdicts[index] {
		case checks.Pass:
			seen.Evidence = []checks.Evidence{{Grade: checks.E3, Outcome: checks.Supports, Summary: "seen", ObservedAt: testedAt}}
		case checks.NeedsSignOff:
			seen.Evidence = []checks.Evidence{{Grade: checks.E2, Outcome: checks.Supports, Summary: "seen", ObservedAt: testedAt}}
		case checks.Fail:
			seen.Findings = []checks.Finding{{Rule: "a.b", Severity: checks.SeverityError, Message: "no"}}
			seen.Evidence = []checks.Evidence{{Grade: checks.E2, Outcome: checks.Refutes, Summary: "seen", ObservedAt: testedAt}}
		}
		run.Results[item.ID] = checks.Judge(checks.Case{Item: item, Release: run.Release, Observation: seen, Now: testedAt})
	}
	return run
}

func came(verdicts ...checks.Verdict) *PreviousRun {
	run := judgedAt("older", verdicts...)
	return previousOf(run)
}

func TestWhichTurnOfAReleaseIsTold(t *testing.T) {
	t.Parallel()
	const pass, fail, sign, unknown = checks.Pass, checks.Fail, checks.NeedsSignOff, checks.Unknown
	ready, notReady := came(pass, pass, pass), came(pass, fail, pass)
	held := came(pass, pass, pass)
	held.Held = true
	told := func(kind NoticeKind, sha string) []Notice {
		return []Notice{{Kind: kind, Key: released.String(), SHA: sha}}
	}
	for name, test := range map[string]struct {
		run      Run
		previous *PreviousRun
		told     []Notice
		want     NoticeKind
	}{
		"the first run, ready":                   {judgedAt("head", pass, pass, pass), nil, nil, ""},
		"the first run, not ready":               {judgedAt("head", pass, fail, pass), nil, nil, ""},
		"not ready, then ready":                  {judgedAt("head", pass, pass, pass), notReady, nil, NoticeReady},
		"waiting, then ready":                    {judgedAt("head", pass, pass, pass), came(sign, pass, pass), nil, NoticeReady},
		"ready, then failing":                    {judgedAt("head", pass, fail, pass), ready, nil, NoticeNotReady},
		"ready, then waiting for a person":       {judgedAt("head", pass, sign, pass), ready, nil, NoticeNotReady},
		"ready, then nobody can tell":            {judgedAt("head", pass, unknown, pass), ready, nil, NoticeNotReady},
		"ready as before":                        {judgedAt("head", pass, pass, pass), ready, nil, ""},
		"not ready as before":                    {judgedAt("head", sign, fail, pass), notReady, nil, ""},
		"told already, by who forgot the run":    {judgedAt("head", pass, pass, pass), nil, told(NoticeReady, "head"), ""},
		"told already, and the run before lasts": {judgedAt("head", pass, pass, pass), notReady, told(NoticeReady, "head"), ""},
		"told ready of an earlier commit":        {judgedAt("head", pass, fail, pass), notReady, told(NoticeReady, "older"), NoticeNotReady},
		"told of another release":                {judgedAt("head", pass, pass, pass), notReady, []Notice{{Kind: NoticeReady, Key: "81:pr:7", SHA: "head"}}, NoticeReady},
		"asked, which is no turn":                {judgedAt("head", pass, pass, pass), notReady, told(NoticeAsk, "head"), NoticeReady},
		"the policy was mended":                  {judgedAt("head", pass, pass, pass), held, nil, NoticeReady},
		"often enough for one commit":            {judgedAt("head", pass, fail, pass), ready, slices.Repeat(told(NoticeReady, "head"), mostTurns), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.Previous = test.previous
			notice, is := turned(test.run, noticed(), test.told)
			if is != (test.want != "") || is && (notice.Kind != test.want || notice.SHA != "head" || notice.Key != released.String()) {
				t.Errorf("%+v, %v; want %q", notice, is, test.want)
			}
		})
	}
}

func TestWhoIsAskedForASignOff(t *testing.T) {
	t.Parallel()
	const pass, fail, sign, unknown = checks.Pass, checks.Fail, checks.NeedsSignOff, checks.Unknown
	qa := []Recipient{{Name: "Mia"}, {Name: "kim"}}
	people := map[checks.ItemID][]Recipient{
		"launch.qa-checklist": qa, "delivery.staging": qa,
		"infrastructure.backup": {{"acme/dba", []string{"lee", "mia", "sam", "tom", "uma", "val"}}},
	}
	lapsed := func(run Run, id checks.ItemID, by string, comment int64) Run {
		result := run.Results[id]
		result.SignOff = &checks.SignOff{Item: id, By: by, Comment: comment, Outdated: "signed on 77c0de1, and db/1.sql has changed since, in 9f8e7d6"}
		run.Results[id] = result
		return run
	}
	asked := func(sha string, people, items string, lapsed ...int64) Notice {
		notice := Notice{Kind: NoticeAsk, Key: released.String(), SHA: sha, People: strings.Fields(people), Lapsed: lapsed}
		for _, id := range strings.Fields(items) {
			notice.Items = append(notice.Items, checks.ItemID(id))
		}
		return notice
	}
	for name, test := range map[string]struct {
		run  Run
		told []Notice
		want string
	}{
		"nothing to sign":                        {judgedAt("head", pass, pass, pass), nil, ""},
		"each of a role, once for all its items": {judgedAt("head", sign, sign, pass), nil, "Mia: launch.qa-checklist delivery.staging; kim: launch.qa-checklist delivery.staging"},
		"a team":                                 {judgedAt("head", pass, pass, sign), nil, "acme/dba: infrastructure.backup"},
		"nobody through a team and by name": {judgedAt("head", sign, pass, sign), nil,
			"Mia: launch.qa-checklist; kim: launch.qa-checklist"},
		"nobody while something fails":              {judgedAt("head", sign, fail, pass), nil, ""},
		"what only more evidence decides":           {judgedAt("head", unknown, pass, pass), nil, ""},
		"once for a content":                        {judgedAt("head", sign, sign, pass), []Notice{asked("head", "mia kim", "launch.qa-checklist")}, ""},
		"for what is left with the next content":    {judgedAt("head", sign, sign, pass), []Notice{asked("older", "mia kim", "launch.qa-checklist")}, "Mia: delivery.staging; kim: delivery.staging"},
		"not again for the same with the next":      {judgedAt("head", sign, pass, pass), []Notice{asked("older", "mia kim", "launch.qa-checklist")}, ""},
		"whoever of a role was not mentioned yet":   {judgedAt("head", sign, pass, pass), []Notice{asked("head", "mia", "delivery.staging")}, "kim: launch.qa-checklist"},
		"not the team of somebody mentioned":        {judgedAt("head", pass, pass, sign), []Notice{asked("head", "mia", "launch.qa-checklist")}, ""},
		"by another release of the same content":    {judgedAt("head", sign, pass, pass), []Notice{{Kind: NoticeAsk, Key: "81:tag:v1", SHA: "head", People: []string{"mia", "kim"}}}, ""},
		"who signed, where it went stale":           {lapsed(judgedAt("head", sign, pass, pass), "launch.qa-checklist", "mia", 9), []Notice{asked("older", "mia kim", "launch.qa-checklist")}, "mia: launch.qa-checklist (again)"},
		"once for each sign-off that went stale":    {lapsed(judgedAt("head", sign, pass, pass), "launch.qa-checklist", "mia", 9), []Notice{asked("older", "mia", "launch.qa-checklist", 9)}, ""},
		"the others, where who signed may no more":  {lapsed(judgedAt("head", sign, pass, pass), "launch.qa-checklist", "gone", 9), nil, "Mia: launch.qa-checklist; kim: launch.qa-checklist"},
		"who signed, where nothing speaks for it":   {lapsed(judgedAt("head", unknown, pass, pass), "launch.qa-checklist", "kim", 9), nil, "kim: launch.qa-checklist (again)"},
		"who is in the team, where it went stale":   {lapsed(judgedAt("head", pass, pass, sign), "infrastructure.backup", "lee", 9), nil, "lee: infrastructure.backup (again)"},
		"not who was reached through a team before": {lapsed(judgedAt("head", pass, pass, sign), "infrastructure.backup", "lee", 9), []Notice{asked("head", "acme/dba", "infrastructure.backup")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			notice, is := asking(test.run, noticed(), test.told, people)
			var asks []string
			for _, one := range notice.Asks {
				words := one.Whom + ":"
				for _, item := range one.Items {
					words += " " + string(item.ID)
					if item.Lapsed != "" {
						words += " (again)"
					}
				}
				asks = append(asks, words)
			}
			if got := strings.Join(asks, "; "); got != test.want || is != (test.want != "") {
				t.Errorf("%q, want %q", got, test.want)
			}
			if len(notice.People) != len(notice.Asks) {
				t.Errorf("mentions %q", notice.People)
			}
		})
	}
}

func TestWhoCanBeMentionedForARole(t *testing.T) {
	t.Parallel()
	large := []string{"a", "b", "c", "d", "e", "f"}
	forge := &teamForge{fakeForge: newFakeForge(), teams: map[string][]string{"acme/qa": {"mia", "kim"}, "acme/all": large, "acme/none": {}}}
	for name, test := range map[string]struct {
		named []string
		want  string
	}{
		"people":                             {[]string{"@mia", "kim"}, "mia kim"},
		"the members of a small team":        {[]string{"@acme/qa"}, "mia kim"},
		"a large team as that":               {[]string{"@acme/all"}, "acme/all(6)"},
		"a team that cannot be read":         {[]string{"@acme/secret"}, "acme/secret(0)"},
		"somebody by name and through teams": {[]string{"@mia", "@acme/qa", "@b", "@acme/all"}, "mia kim acme/all(6)"},
		"nobody":                             {nil, ""},
	} {
		var got []string
		for _, one := range recipientsOf(t.Context(), forge, test.named) {
			word := one.Name
			if strings.Contains(word, "/") {
				word += fmt.Sprintf("(%d)", len(one.Members))
			}
			got = append(got, word)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// teamForge is a forge with teams.
type teamForge struct {
	*fakeForge
	teams map[string][]string
}

func (f *teamForge) TeamMembers(ctx context.Context, team string) ([]string, error) {
	if members, found := f.teams[team]; found {
		return members, nil
	}
	return nil, fmt.Errorf("team %s: %w", team, ErrForbidden)
}
