package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// meaning says in a few lines what a policy in order means. What it has from the
// policy that it stands over says so.
func meaning(one validated, base config.Policy, under string) string {
	policy := one.policy
	changed := map[string]bool{}
	for _, difference := range base.Differences(policy) {
		changed[difference.Path] = true
	}
	from := func(path string) string {
		if changed[path] {
			return ""
		}
		return " (" + under + ")"
	}
	var lines [][2]string
	add := func(name, text string) { lines = append(lines, [2]string{name, printable(text)}) }

	says := "golive only observes: check runs succeed and say what the verdict would be"
	if policy.Mode == config.ModeEnforce {
		says = "golive may block: check runs conclude as the verdict says"
	}
	add("mode", string(policy.Mode)+from("mode")+" – "+says)
	for _, section := range checks.Sections() {
		if mode := policy.Sections.Of(string(section.ID)); mode != "" {
			add("", string(section.ID)+": "+string(mode)+from("sections."+string(section.ID)))
		}
	}
	release := policy.Release
	add("release", "a pull request from a branch "+anyOf(release.Branches)+from("release.branches"))
	add("", "a pull request with the label "+anyOf(release.Labels)+from("release.labels"))
	add("", "a pull request with a title that matches "+anyOf(release.Titles)+from("release.titles"))
	add("", "a tag "+anyOf(release.Tags)+from("release.tags"))
	for _, role := range roleNames(policy.Roles) {
		if role == config.RoleLoadTesters {
			continue // said with what they start
		}
		add("signs", role+": "+strings.Join(policy.Roles[role], ", ")+from("roles."+role))
	}
	others := "every other role: "
	if len(policy.Roles) == 0 {
		others = "every role: "
	}
	add("signs", others+"whoever has maintain or admin in the repository")
	if least := policy.Items.Coverage.Minimum; least != 0 {
		add("asks", fmt.Sprintf("code.coverage: %g %% of lines%s", least, from("items.code.coverage.minimum")))
	}
	for _, one := range []struct {
		path  string
		limit config.DeclaredLimit
	}{{"public", policy.Items.RateLimit.Public}, {"login", policy.Items.RateLimit.Login}} {
		if one.limit.Declared() {
			add("asks", fmt.Sprintf("security.rate-limit: %s answers one client %d times in %s; golive tries that with a burst%s", one.limit.Path, one.limit.Limit, one.limit.Time(), from("items.security.rate-limit."+one.path+".limit")))
		}
	}
	if least := policy.Items.Coverage.Changed; least != 0 {
		add("asks", fmt.Sprintf("code.coverage: %g %% of the lines that a release changes%s", least, from("items.code.coverage.changed")))
	}
	for _, text := range loadMeaning(policy, from) {
		add("load", text)
	}
	if policy.Probes.AllowWrites {
		add("probes", "staging may be sent what changes data, as .golive/smoke.yml, .golive/authz.yml and probes.upload say"+from("probes.allow_writes"))
	}
	if upload := policy.Probes.Upload; upload.Declared() {
		add("probes", uploadMeaning(policy.Probes)+from("probes.upload.path"))
	}
	for _, closed := range policy.Secrets.Closed {
		add("closed", "secret "+closed.String()+from("secrets.closed"))
	}
	for _, environment := range []struct{ name, url, deployment string }{
		{"staging", policy.Environments.Staging.URL, policy.Environments.Staging.Deployment},
		{"production", policy.Environments.Production.URL, policy.Environments.Production.Deployment},
	} {
		named := strings.Join(slices.DeleteFunc([]string{environment.url, environment.deployment}, func(text string) bool { return text == "" }), ", ")
		if named != "" {
			visited := " – visited where its host consents"
			if environment.name == "production" {
				visited = " – read on GitHub, and not visited"
			}
			add(environment.name, named+visited)
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s: in order\n", printable(one.File))
	for _, line := range lines {
		fmt.Fprintf(&text, "  %-11s%s\n", line[0], line[1])
	}
	return text.String()
}

// uploadMeaning says what golive uploads, if it may.
func uploadMeaning(probes config.Probes) string {
	text := "small files are uploaded to POST " + probes.Upload.Path + " of staging where it is proven to run the release, "
	switch {
	case !probes.AllowWrites:
		return "no file is uploaded to POST " + probes.Upload.Path + " of staging: probes.allow_writes is not true"
	case probes.Upload.Delete == "":
		return text + "and stay there: probes.upload.delete is not set"
	default:
		return text + "and deleted with DELETE " + probes.Upload.Delete
	}
}

// anyOf lists patterns; none is a word of its own.
func anyOf(patterns []string) string {
	if len(patterns) == 0 {
		return "– none –"
	}
	return strings.Join(patterns, " or ")
}

// roleNames are the roles that somebody holds by name, in a stable order.
func roleNames(roles map[string][]string) []string {
	var names []string
	for _, key := range config.PolicyKeys() {
		if role, found := strings.CutPrefix(key, "roles."); found && len(roles[role]) > 0 {
			names = append(names, role)
		}
	}
	return names
}
