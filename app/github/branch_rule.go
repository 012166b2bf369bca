package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// BranchRules reads what a branch asks for before something is merged into it,
// from rulesets and from the classic protection: a repository can have either,
// or both, and who looks at one alone reports the other as missing.
func (r *Repository) BranchRules(ctx context.Context, branch string) (checks.BranchRules, error) {
	var rules checks.BranchRules
	if branch == "" {
		return rules, fmt.Errorf("github: %s: %w: a branch without a name", r.Describe().FullName(), jobs.ErrGone)
	}
	var err error
	if rules.Rulesets, err = r.rulesetsOf(ctx, branch); err != nil {
		return checks.BranchRules{}, err
	}
	rules.Protection, err = r.protectionOf(ctx, branch)
	return rules, err
}

// rulesetsOf reads the active rules for a branch, those of its owners too. The
// address needs no more than metadata.
// https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
func (r *Repository) rulesetsOf(ctx context.Context, branch string) (checks.RuleReading, error) {
	type rule struct {
		Type       string          `json:"type"`
		Parameters json.RawMessage `json:"parameters"`
	}
	found, err := list[rule](ctx, r, "/rules/branches/"+escape(branch))
	if err != nil {
		return r.unreadRules(err, "metadata: read", "rules of branch %s", branch)
	}
	reading := checks.RuleReading{Known: true}
	for _, one := range found {
		if one.Type != "pull_request" {
			continue
		}
		var asked struct {
			Approvals     int  `json:"required_approving_review_count"`
			DismissStale  bool `json:"dismiss_stale_reviews_on_push"`
			LastPush      bool `json:"require_last_push_approval"`
			CodeOwners    bool `json:"require_code_owner_review"`
			Conversations bool `json:"required_review_thread_resolution"`
		}
		if len(one.Parameters) > 0 {
			if err := json.Unmarshal(one.Parameters, &asked); err != nil {
				return checks.RuleReading{}, fmt.Errorf("github: %s: rules of branch %s: %w", r.Describe().FullName(), branch, err)
			}
		}
		reading.Rule = stricter(reading.Rule, checks.ApprovalRule(asked))
	}
	return reading, nil
}

// stricter joins rules as GitHub does: what any of them asks for is asked for.
func stricter(one *checks.ApprovalRule, other checks.ApprovalRule) *checks.ApprovalRule {
	if one == nil {
		return &other
	}
	return &checks.ApprovalRule{
		Approvals: max(one.Approvals, other.Approvals), DismissStale: one.DismissStale || other.DismissStale, LastPush: one.LastPush || other.LastPush,
		CodeOwners: one.CodeOwners || other.CodeOwners, Conversations: one.Conversations || other.Conversations,
	}
}

// protectionOf reads the classic protection of a branch. That a branch has none
// at all everybody is told who reads it; what it says only those who may read the
// repository's administration.
// https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection
func (r *Repository) protectionOf(ctx context.Context, branch string) (checks.RuleReading, error) {
	var known struct {
		Protected *bool `json:"protected"`
	}
	err := r.get(ctx, "/branches/"+escape(branch), &known)
	switch {
	case err != nil:
		return r.unreadRules(err, "contents: read", "branch %s", branch)
	case known.Protected != nil && !*known.Protected:
		return checks.RuleReading{Known: true}, nil
	}
	var protection struct {
		Reviews *struct {
			Approvals    int  `json:"required_approving_review_count"`
			DismissStale bool `json:"dismiss_stale_reviews"`
			LastPush     bool `json:"require_last_push_approval"`
			CodeOwners   bool `json:"require_code_owner_reviews"`
		} `json:"required_pull_request_reviews"`
		Conversations *struct {
			Enabled bool `json:"enabled"`
		} `json:"required_conversation_resolution"`
	}
	if err := r.get(ctx, "/branches/"+escape(branch)+"/protection", &protection); err != nil {
		var answer *gh.ErrorResponse
		if errors.As(err, &answer) && status(err) == http.StatusNotFound && strings.Contains(strings.ToLower(answer.Message), "not protected") {
			return checks.RuleReading{Known: true}, nil // by rulesets alone
		}
		return r.unreadRules(err, "administration: read", "protection of branch %s", branch)
	}
	reading := checks.RuleReading{Known: true}
	if asked := protection.Reviews; asked != nil {
		reading.Rule = &checks.ApprovalRule{Approvals: asked.Approvals, DismissStale: asked.DismissStale, LastPush: asked.LastPush, CodeOwners: asked.CodeOwners}
		reading.Rule.Conversations = protection.Conversations != nil && protection.Conversations.Enabled
	}
	return reading, nil
}

// unreadRules tells "there can be none" and "we are not shown it" from other
// failures. A plan without the feature has no rules that could hold.
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
func (r *Repository) unreadRules(err error, grant, format string, arguments ...any) (checks.RuleReading, error) {
	var answer *gh.ErrorResponse
	if errors.As(err, &answer) && status(err) == http.StatusForbidden && strings.HasPrefix(strings.ToLower(answer.Message), "upgrade to github") {
		return checks.RuleReading{Known: true}, nil
	}
	err = r.explain(err, format, arguments...)
	if errors.Is(err, jobs.ErrForbidden) {
		return checks.RuleReading{Grant: grant}, nil
	}
	return checks.RuleReading{}, err
}
