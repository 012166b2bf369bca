package github

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// describeRules writes rules as one line.
func describeRules(rules checks.BranchRules) string {
	one := func(reading checks.RuleReading) string {
		switch {
		case !reading.Known:
			return "unread " + reading.Grant
		case reading.Rule == nil:
			return "none"
		}
		return fmt.Sprintf("%+v", *reading.Rule)
	}
	return one(rules.Rulesets) + " | " + one(rules.Protection)
}

func TestBranchRules(t *testing.T) {
	t.Parallel()
	rule := func(approvals int, stale bool) map[string]any {
		return map[string]any{"type": "pull_request", "parameters": map[string]any{
			"required_approving_review_count": approvals, "dismiss_stale_reviews_on_push": stale, "require_last_push_approval": false,
			"require_code_owner_review": !stale, "required_review_thread_resolution": true,
		}}
	}
	ruleset := func(rules ...map[string]any) simulator.Ruleset {
		return simulator.Ruleset{Name: "main", Target: "branch", Include: []string{"~DEFAULT_BRANCH"}, Rules: rules}
	}
	classic := map[string]any{
		"required_pull_request_reviews":    map[string]any{"required_approving_review_count": 1, "dismiss_stale_reviews": false, "require_last_push_approval": true, "require_code_owner_reviews": false},
		"required_conversation_resolution": map[string]any{"enabled": true},
	}
	administration := map[string]string{"metadata": "read", "contents": "read", "pull_requests": "read", "administration": "read"}
	for name, test := range map[string]struct {
		permissions map[string]string
		rulesets    []simulator.Ruleset
		protection  map[string]any
		want        string
	}{
		"neither":                               {nil, nil, nil, "none | none"},
		"a ruleset, and nothing classic to see": {nil, []simulator.Ruleset{ruleset(rule(2, true))}, nil, "{Approvals:2 DismissStale:true LastPush:false CodeOwners:false Conversations:true} | unread administration: read"},
		"two rulesets together":                 {administration, []simulator.Ruleset{ruleset(rule(2, true)), ruleset(rule(1, false))}, nil, "{Approvals:2 DismissStale:true LastPush:false CodeOwners:true Conversations:true} | none"},
		"a ruleset about something else":        {administration, []simulator.Ruleset{ruleset(map[string]any{"type": "deletion"})}, nil, "none | none"},
		"a ruleset for tags":                    {administration, []simulator.Ruleset{{Name: "tags", Target: "tag", Include: []string{"~ALL"}, Rules: []map[string]any{{"type": "deletion"}}}}, nil, "none | none"},
		"classic, not to be seen":               {nil, nil, classic, "none | unread administration: read"},
		"classic":                               {administration, nil, classic, "none | {Approvals:1 DismissStale:false LastPush:true CodeOwners:false Conversations:true}"},
		"classic without reviews":               {administration, nil, map[string]any{"enforce_admins": map[string]any{"enabled": true}}, "none | none"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(simulated *simulator.Options, _ *Options) { simulated.Permissions = test.permissions })
			for _, one := range test.rulesets {
				_, err := w.AddRuleset("acme/shop", one)
				must(t, err)
			}
			must(t, w.SetProtection("acme/shop", "main", test.protection))
			rules, err := w.repository().BranchRules(w.ctx, "main")
			must(t, err)
			equal(t, "rules", describeRules(rules), test.want)
		})
	}
}

func TestRulesWhereThePlanHasNone(t *testing.T) {
	t.Parallel()
	const upgrade = "Upgrade to GitHub Pro or make this repository public to enable this feature."
	for name, test := range map[string]struct {
		status  int
		message string
		want    string // empty: an error
	}{
		"a plan without them": {403, upgrade, "none | none"},
		"forbidden":           {403, "Resource not accessible by integration", "unread metadata: read | none"},
		"a server that fails": {500, "Server Error", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, "")
			f.HandleFunc("GET /repos/acme/shop/rules/branches/main", func(writer http.ResponseWriter, _ *http.Request) { answer(writer, test.status, message(test.message)) })
			f.HandleFunc("GET /repos/acme/shop/branches/main", func(writer http.ResponseWriter, _ *http.Request) {
				answer(writer, 200, map[string]any{"name": "main", "protected": false})
			})
			rules, err := f.repository(t, "").BranchRules(t.Context(), "main")
			if (err != nil) != (test.want == "") || err == nil && describeRules(rules) != test.want {
				t.Errorf("%s, %v", describeRules(rules), err)
			}
		})
	}
	if _, err := newFake(t, "").repository(t, "").BranchRules(t.Context(), "main"); err == nil {
		t.Error("a branch that is not there has rules")
	}
}
