package draft

import (
	"context"

	"github.com/golive-app/golive/checks/evidence/owner"
)

// codeOwners is a CODEOWNERS file.
type codeOwners struct {
	path  string
	rules []owner.Rule
}

// readOwners reads the one file that GitHub reads.
func readOwners(ctx context.Context, r *repository) *codeOwners {
	where, ok := r.firstOf(owner.Places...)
	if !ok {
		return nil
	}
	data, ok := r.read(ctx, where)
	if !ok {
		return nil
	}
	return &codeOwners{path: where, rules: parseOwners(data)}
}

// parseOwners keeps the lines that can be told, and the people whom a policy can
// name.
func parseOwners(data []byte) []owner.Rule {
	var rules []owner.Rule
	known := map[string]bool{}
	for _, rule := range owner.Parse(data).Rules {
		if !usable(rule.Pattern) {
			continue
		}
		var people []string
		for _, one := range rule.People {
			taken, seen := known[one]
			if !seen {
				taken = accepted(one, "roles", "senior")
				known[one] = taken
			}
			if taken {
				people = append(people, one)
			} else {
				rule.Unknown = append(rule.Unknown, one)
			}
		}
		rule.People = people
		rules = append(rules, rule)
	}
	return rules
}
