package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// Ruleset protects branches or tags by pattern.
type Ruleset struct {
	ID   int64
	Name string
	// Target is "branch" or "tag".
	Target string
	// Enforcement is "active", "evaluate" or "disabled"; active when empty.
	Enforcement string
	// Include and Exclude are full refs with fnmatch wildcards
	// ("refs/tags/release/*"), "~ALL" or "~DEFAULT_BRANCH".
	Include, Exclude []string
	// Rules are GitHub's JSON objects: {"type": "deletion"}, …
	Rules []map[string]any

	createdAt time.Time
}

// AddRuleset adds a ruleset to a repository and returns its id.
func (g *GitHub) AddRuleset(fullName string, ruleset Ruleset) (int64, error) {
	err := g.withRepository(fullName, func(r *repository) error {
		if ruleset.Target != "branch" && ruleset.Target != "tag" {
			return fmt.Errorf("simulator: no ruleset target %q", ruleset.Target)
		}
		if ruleset.Enforcement == "" {
			ruleset.Enforcement = "active"
		}
		ruleset.ID, ruleset.createdAt = g.id(), g.now()
		r.rulesets = append(r.rulesets, ruleset)
		return nil
	})
	return ruleset.ID, err
}

// RemoveRuleset takes a ruleset away.
func (g *GitHub) RemoveRuleset(fullName string, id int64) error {
	return g.withRepository(fullName, func(r *repository) error {
		r.rulesets = slices.DeleteFunc(r.rulesets, func(s Ruleset) bool { return s.ID == id })
		return nil
	})
}

// covers tells whether the ruleset applies to a full ref.
func (s Ruleset) covers(r *repository, ref string) bool {
	matches := func(pattern string) bool {
		switch pattern {
		case "~ALL":
			return true
		case "~DEFAULT_BRANCH":
			return ref == "refs/heads/"+r.defaultBranch
		}
		// GitHub's fnmatch has no braces.
		pattern = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(pattern)
		matched, err := doublestar.Match(pattern, ref)
		return err == nil && matched
	}
	return slices.ContainsFunc(s.Include, matches) && !slices.ContainsFunc(s.Exclude, matches)
}

func (g *GitHub) renderRuleset(r *repository, s Ruleset) object {
	self := fmt.Sprintf("%s/repos/%s/rulesets/%d", g.apiURL(), r.fullName(), s.ID)
	return object{
		"id": s.ID, "node_id": nodeID("RepositoryRuleset", s.ID), "name": s.Name, "target": s.Target, "source_type": "Repository", "source": r.fullName(),
		"enforcement": s.Enforcement, "created_at": stamp(s.createdAt), "updated_at": stamp(s.createdAt),
		"_links": object{"self": object{"href": self}, "html": object{"href": fmt.Sprintf("%s/%s/rules/%d", g.options.PublicURL, r.fullName(), s.ID)}},
	}
}

func (g *GitHub) rulesetRoutes() []route {
	const all = "/repos/{owner}/{repo}/rulesets"
	return []route{
		// The list has neither conditions nor rules.
		// https://docs.github.com/rest/repos/rules#get-all-repository-rulesets
		{"GET", all, "metadata:read", func(c *call) *answer {
			found := slices.DeleteFunc(slices.Clone(c.repository.rulesets), func(s Ruleset) bool {
				targets := c.query.Get("targets")
				return targets != "" && !slices.Contains(strings.Split(targets, ","), s.Target)
			})
			return paginate(c, found, func(s Ruleset) object { return c.g.renderRuleset(c.repository, s) })
		}},
		// Who may bypass it is shown to administrators only.
		// https://docs.github.com/rest/repos/rules#get-a-repository-ruleset
		{"GET", all + "/{id}", "metadata:read", func(c *call) *answer {
			for _, s := range c.repository.rulesets {
				if s.ID == c.number("id") {
					rendered := c.g.renderRuleset(c.repository, s)
					rendered["conditions"] = object{"ref_name": object{"include": orEmpty(s.Include), "exclude": orEmpty(s.Exclude)}}
					rendered["rules"] = list(s.Rules, func(rule map[string]any) object { return rule })
					rendered["current_user_can_bypass"] = "never"
					return ok(rendered)
				}
			}
			return fail(http.StatusNotFound, "Not Found", "https://docs.github.com/rest/repos/rules#get-a-repository-ruleset")
		}},
		{"GET", "/repos/{owner}/{repo}/rules/branches/{branch*}", "metadata:read", func(c *call) *answer {
			return paginate(c, c.g.rulesFor(c.repository, c.vars["branch"]), func(rule object) object { return rule })
		}},
	}
}

// rulesFor are the active rules for a branch, which need not exist, each with
// the ruleset that it comes from.
// https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
func (g *GitHub) rulesFor(r *repository, branch string) []object {
	found := []object{}
	for _, s := range r.rulesets {
		if s.Target != "branch" || s.Enforcement != "active" || !s.covers(r, "refs/heads/"+branch) {
			continue
		}
		for _, rule := range s.Rules {
			shown := object{"ruleset_id": s.ID, "ruleset_source_type": "Repository", "ruleset_source": r.fullName()}
			for name, value := range rule {
				shown[name] = value
			}
			found = append(found, shown)
		}
	}
	return found
}
