package github

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/golive-app/golive/jobs"
)

// ruleset is what golive reads of one.
// https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
type ruleset struct {
	ID          int64  `json:"id"`
	Target      string `json:"target"`
	Enforcement string `json:"enforcement"`
	Conditions  *struct {
		RefName *struct {
			Include []string `json:"include"`
			Exclude []string `json:"exclude"`
		} `json:"ref_name"`
	} `json:"conditions"`
	Rules []struct {
		Type string `json:"type"`
	} `json:"rules"`
}

// TagsProtected reports whether the active rulesets for this tag, of the
// repository and of its owners together, keep it from being moved ("update")
// and from being deleted ("deletion"). "non_fast_forward" alone does not: a tag
// can still be moved to a later commit. Who may bypass a ruleset only its
// administrators are shown; it is not considered.
//
// known is false where GitHub does not show the rulesets, which for private
// repositories is so on plans without them.
func (r *Repository) TagsProtected(ctx context.Context, tag string) (protected, known bool, err error) {
	found, err := list[ruleset](ctx, r, "/rulesets?includes_parents=true")
	if unreadable, err := r.unreadable(err); unreadable || err != nil {
		return false, false, err
	}
	var update, deletion bool
	for _, candidate := range found {
		if candidate.Target != "tag" || candidate.Enforcement != "active" {
			continue
		}
		var whole ruleset // the list has neither conditions nor rules
		err := r.get(ctx, fmt.Sprintf("/rulesets/%d?includes_parents=true", candidate.ID), &whole)
		if unreadable, err := r.unreadable(err); unreadable || err != nil {
			return false, false, err
		}
		if !whole.covers(tagPrefix + tag) {
			continue
		}
		for _, rule := range whole.Rules {
			update = update || rule.Type == "update"
			deletion = deletion || rule.Type == "deletion"
		}
	}
	return update && deletion, true, nil
}

// unreadable tells "we are not shown it" from other failures.
func (r *Repository) unreadable(err error) (bool, error) {
	if err == nil {
		return false, nil
	}
	err = r.explain(err, "rulesets")
	if errors.Is(err, jobs.ErrForbidden) || errors.Is(err, jobs.ErrGone) {
		return true, nil
	}
	return false, err
}

func (s ruleset) covers(ref string) bool {
	if s.Conditions == nil || s.Conditions.RefName == nil {
		return false
	}
	for _, pattern := range s.Conditions.RefName.Exclude {
		if matchesRef(pattern, ref) {
			return false
		}
	}
	for _, pattern := range s.Conditions.RefName.Include {
		if matchesRef(pattern, ref) {
			return true
		}
	}
	return false
}

// matchesRef applies a ruleset's pattern: fnmatch with FNM_PATHNAME, where "*"
// stops at a slash and "**/" does not, and without braces.
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#using-fnmatch-syntax
func matchesRef(pattern, ref string) bool {
	if pattern == "~ALL" {
		return true
	}
	if !utf8.ValidString(pattern) || !utf8.ValidString(ref) {
		return false // the library compares runes, and all broken ones are alike to it
	}
	pattern = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(pattern)
	if pattern == "**" || strings.HasSuffix(pattern, "/**") {
		pattern = strings.TrimSuffix(pattern, "*") // at the end it is a plain star there
	}
	matched, err := doublestar.Match(pattern, ref)
	return err == nil && matched
}
