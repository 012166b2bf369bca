package draft

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/owner"
)

// roleWords are the words of a path that say which role its owners have.
var roleWords = map[checks.Role][]string{
	checks.RoleDBA: {
		"migrations", "migration", "migrate", "db", "database", "databases", "sql", "prisma", "alembic", "flyway", "liquibase", "schema",
	},
	checks.RoleSecurity: {
		"security", "auth", "authentication", "authorization", "oauth", "iam", "crypto", "cryptography", "secrets", "permissions",
	},
	checks.RoleSRE: {
		"infra", "infrastructure", "deploy", "deployment", "deployments", "k8s", "kubernetes", "terraform", "tf", "helm", "charts",
		"kustomize", "ansible", "ops", "devops", "monitoring", "alerting", "dockerfile", "docker", "sre", "platform",
	},
	checks.RoleQA: {
		"qa", "e2e", "test", "tests", "spec", "cypress", "playwright", "acceptance", "integration-tests", "e2e-tests",
	},
	checks.RoleReleaseManager: {
		"changelog", "changes", "history", "release", "releases", "releasing", ".changeset", "version", "release-please-config", ".release-please-manifest",
	},
}

// roleOf returns the role that a pattern's paths belong to, told by its last
// part that says one; empty where none does.
func roleOf(pattern string) checks.Role {
	parts := strings.Split(strings.ToLower(strings.Trim(pattern, "/")), "/")
	for _, part := range slices.Backward(parts) {
		part = strings.Trim(part, "*")
		extension := strings.TrimPrefix(path.Ext(part), ".")
		for _, role := range drafted {
			known := roleWords[role]
			if slices.Contains(known, part) || slices.Contains(known, strings.TrimSuffix(part, "."+extension)) ||
				part == "."+extension && slices.Contains(known, extension) {
				return role
			}
		}
	}
	return ""
}

// drafted are the roles in the order in which they are written.
var drafted = []checks.Role{
	checks.RoleSenior, checks.RoleReleaseManager, checks.RoleQA, checks.RoleDBA, checks.RoleSecurity, checks.RoleSRE,
}

// purposes say what each role signs.
var purposes = map[checks.Role]string{
	checks.RoleSenior:         "reviews the code of a release",
	checks.RoleReleaseManager: "confirms plans, waives and closes a release",
	checks.RoleQA:             "signs what was tested by hand",
	checks.RoleDBA:            "signs migrations and queries",
	checks.RoleSecurity:       "signs what touches access and secrets",
	checks.RoleSRE:            "signs infrastructure, monitoring and on-call",
}

// holder is what CODEOWNERS says of a role.
type holder struct {
	people  []string
	rules   []owner.Rule // that name anyone for it
	passed  []owner.Rule // that a later rule takes every file from, or that match none
	teams   []string
	mails   []string
	unknown []string
}

// mostPeople bounds the people of one role.
const mostPeople = 30

// holders gathers the owners of each role: senior from the rule for everything,
// the others from the rules whose patterns speak of their paths. The last rule
// that matches a file decides alone, so a rule counts only where it is the last
// one for a file that is there.
func (c *codeOwners) holders(files []checks.File) map[checks.Role]*holder {
	found := map[checks.Role]*holder{}
	for index, rule := range c.rules {
		role := roleOf(rule.Pattern)
		if rule.Everything() {
			role = checks.RoleSenior
		}
		if role == "" {
			continue
		}
		held := found[role]
		if held == nil {
			held = &holder{}
			found[role] = held
		}
		if !decides(rule, c.rules[index+1:], files) {
			held.passed = append(held.passed, rule)
			continue
		}
		held.rules = append(held.rules, rule)
		held.people = distinct(held.people, rule.People)
		held.teams = distinct(held.teams, rule.Teams)
		held.mails = distinct(held.mails, rule.Mails)
		held.unknown = distinct(held.unknown, rule.Unknown)
	}
	return found
}

// decides reports whether a rule is the last one for any file.
func decides(rule owner.Rule, later []owner.Rule, files []checks.File) bool {
	for _, file := range files {
		if rule.Owns(file.Path) && !slices.ContainsFunc(later, func(other owner.Rule) bool { return other.Owns(file.Path) }) {
			return true
		}
	}
	return false
}

// distinct appends what is not in the list yet; logins differ in more than case.
func distinct(list, more []string) []string {
	for _, one := range more {
		if len(list) < mostPeople && !slices.ContainsFunc(list, func(known string) bool { return strings.EqualFold(known, one) }) {
			list = append(list, one)
		}
	}
	return list
}

const withoutRoles = "With no name for a role, people sign who hold maintain or admin in the repository and wrote none of the release."

// writeRoles writes who signs what.
func writeRoles(written *page, report *Draft, owners *codeOwners) {
	written.gap()
	written.say(0, "Who signs what no machine can decide, and who reviews. %s", withoutRoles)
	section := &entry{key: "roles"}
	var held map[checks.Role]*holder
	switch {
	case owners == nil:
		section.because = append(section.because, "Nothing is set: there is no CODEOWNERS (looked in .github/, at the top and in docs/).")
		report.left("roles", "no CODEOWNERS, so no role is named. %s", withoutRoles)
	default:
		held = owners.holders(report.files)
		if len(held) == 0 {
			section.because = append(section.because, fmt.Sprintf(`Nothing is set: of %s in %s none is for everything ("*") or speaks of the paths of a role.`,
				count(len(owners.rules), "rule", "rules"), owners.path))
		}
	}
	for _, role := range drafted {
		section.children = append(section.children, roleEntry(report, owners, role, held[role]))
	}
	written.put(section)
}

// roleEntry writes one role: with people where CODEOWNERS names some.
func roleEntry(report *Draft, owners *codeOwners, role checks.Role, held *holder) *entry {
	written := &entry{key: string(role), value: list([]string{"@login"}), example: true, note: purposes[role]}
	key := "roles." + string(role)
	if held == nil || len(held.rules) == 0 {
		if held != nil {
			text := fmt.Sprintf("Not by %s: later lines take all of those files, or there are none.", place(owners, held.passed))
			written.because = append(written.because, text)
			report.left(key, "%s", text)
		} else if owners != nil {
			reason := "speaks of such paths"
			if role == checks.RoleSenior {
				reason = `is for everything ("*")`
			}
			report.left(key, "no line of %s %s", owners.path, reason)
		}
		return written
	}
	where := place(owners, held.rules)
	if len(held.people) == 0 {
		text := fmt.Sprintf("%s names no login. %s", where, others(held))
		if len(held.teams)+len(held.mails)+len(held.unknown) == 0 {
			text = where + " leaves these files without an owner."
		}
		written.because = append(written.because, text)
		report.left(key, "%s", text)
		return written
	}
	written.value, written.example = list(held.people), false
	because := fmt.Sprintf("because %s names them.", where)
	if len(held.people) == 1 {
		because = fmt.Sprintf("because %s names this one person. What they wrote themselves is shown as self-attested: add a second.", where)
	}
	written.because = append(written.because, because)
	if rest := others(held); rest != "" {
		written.because = append(written.because, rest)
	}
	report.noted(key, "%s: %s", words(held.people, 5), strings.TrimPrefix(because, "because "))
	if len(held.teams) > 0 {
		report.left(key, "%s", others(held))
	}
	return written
}

// others says who is named in CODEOWNERS and cannot be in the policy.
func others(held *holder) string {
	var parts []string
	if len(held.teams) == 1 {
		parts = append(parts, words(held.teams, 1)+" is a team: write it or its people here. To read who is in it takes the organisation permission `members: read`.")
	} else if len(held.teams) > 1 {
		parts = append(parts, words(held.teams, 6)+" are teams: write them or their people here. To read who is in them takes the organisation permission `members: read`.")
	}
	if len(held.mails) > 0 {
		parts = append(parts, count(len(held.mails), "owner is an e-mail address", "owners are e-mail addresses")+": golive needs the login.")
	}
	if len(held.unknown) > 0 {
		parts = append(parts, words(held.unknown, 3)+": neither a login, a team nor an e-mail address.")
	}
	return strings.Join(parts, " ")
}

// place names lines of CODEOWNERS with their patterns.
func place(owners *codeOwners, rules []owner.Rule) string {
	var lines []string
	for _, rule := range rules {
		lines = append(lines, fmt.Sprintf("line %d (%q)", rule.Line, name(rule.Pattern)))
	}
	return owners.path + " " + words(lines, 3)
}
