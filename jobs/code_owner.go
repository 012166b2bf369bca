package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/owner"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
)

// Named returns whom the run's policy names for a role of an item, code owners by their
// names. An entry that stands for nobody says so in a form that is no login and no team,
// so that a role which the policy gives to few never falls to everybody.
func (r Run) Named(role checks.Role, item checks.ItemID) []string {
	var named []string
	for _, entry := range r.Rules.Roles[string(role)] {
		found := []string{entry}
		switch path, is := config.CodeOwnersOf(entry); {
		case is && path == "" && len(r.Owners[item]) > 0:
			found = r.Owners[item]
		case is:
			found[0] += ": nobody"
		}
		for _, one := range found {
			if !slices.ContainsFunc(named, func(known string) bool { return strings.EqualFold(known, one) }) {
				named = append(named, one)
			}
		}
	}
	return named
}

// rulesFor returns the run's policy with the roles of one item by name.
func (r Run) rulesFor(item checks.ItemID) config.Policy {
	rules := r.Rules
	rules.Roles = make(map[string][]string, len(r.Rules.Roles))
	for role := range r.Rules.Roles {
		rules.Roles[role] = r.Named(checks.Role(role), item)
	}
	return rules
}

// nameOwners gives the run the names of the code owners that its policy speaks of. The
// file is that of the branch whose policy holds, so a release names nobody for itself.
// It can be repeated: what was named stays.
func (w *Worker) nameOwners(ctx context.Context, repository Repository, read *content, run *Run) error {
	return nameOwners(ctx, repository, read, run, w.Catalogue.Items())
}

func nameOwners(ctx context.Context, repository checks.CodeOwnerReader, read *content, run *Run, items []checks.Item) error {
	if !slices.ContainsFunc(slices.Collect(entriesOf(run.Rules)), func(entry string) bool { _, is := config.CodeOwnersOf(entry); return is }) {
		return nil
	}
	branch := run.Release.Repository.DefaultBranch
	if run.Key.Tag == "" && !run.Key.IsLook() && run.Release.BaseBranch != "" {
		branch = run.Release.BaseBranch
	}
	found, err := repository.CodeOwners(ctx, branch)
	if err != nil {
		return fmt.Errorf("code owners of %s: %w", branch, err)
	}
	if found.Path == "" || found.TooLarge {
		reason := "there is no CODEOWNERS on " + branch
		if found.TooLarge {
			reason = "GitHub does not read " + found.Path + " on " + branch + ", which is too large"
		}
		run.note("the policy gives roles to code owners, and " + reason + ": nobody holds them by that")
		return nil
	}
	file := owner.Parse(found.Data)
	roles := make(map[string][]string, len(run.Rules.Roles))
	scoped := map[checks.Role]bool{}
	for role, entries := range run.Rules.Roles {
		for _, entry := range entries {
			path, is := config.CodeOwnersOf(entry)
			switch {
			case !is:
				roles[role] = append(roles[role], entry)
			case path == "":
				scoped[checks.Role(role)] = true
				roles[role] = append(roles[role], entry)
			default:
				names := ownersOf(file, underFolder(path))
				if len(names) == 0 {
					run.note(fmt.Sprintf("%s of %s names no login and no team for %s, so nobody holds the role %s by that", found.Path, branch, path, role))
					names = []string{entry}
				}
				roles[role] = append(roles[role], names...)
			}
		}
	}
	run.Rules.Roles, run.Owners = roles, map[checks.ItemID][]string{}
	var without []string
	for _, item := range items {
		if len(scoped) == 0 {
			break
		}
		if names := ownersOfItem(file, read, item); len(names) > 0 {
			run.Owners[item.ID] = names
		} else if scoped[checks.SigningRole(item)] {
			without = append(without, string(item.ID))
		}
	}
	if len(without) > 0 {
		run.note(fmt.Sprintf("%s of %s names no login and no team for what %s is about, so nobody signs it as code owner", found.Path, branch, wording.Listed(without, 5)))
	}
	return nil
}

// underFolder is a file by which a path is looked up: itself, or a new one in the folder.
func underFolder(path string) string {
	if strings.HasSuffix(path, "/") {
		return path + "new-file"
	}
	return path
}

// ownersOfItem returns the code owners of the files that an item's sign-off depends on,
// and of one that depends on all, whoever owns everything. Files that the release itself
// adds count for nobody.
func ownersOfItem(file owner.File, read *content, item checks.Item) []string {
	if len(item.Scope) == 0 {
		for _, rule := range slices.Backward(file.Rules) {
			if rule.Everything() && len(rule.Unknown) == 0 {
				return namesIn(rule)
			}
		}
		return nil
	}
	var names []string
	for _, one := range read.source.Files() {
		inScope := slices.ContainsFunc(item.Scope, func(glob string) bool { return doublestar.MatchUnvalidated(glob, one.Path) })
		if !inScope || isNew(read.span, one.Path) {
			continue
		}
		for _, name := range ownersOf(file, one.Path) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// isNew reports whether a path is one that the range brings: all of its lines are.
func isNew(span *checks.Range, path string) bool {
	if span == nil {
		return false
	}
	return slices.ContainsFunc(span.Changed, func(change checks.Change) bool {
		return change.Path == path && (change.Created || change.OldPath != "")
	})
}

func ownersOf(file owner.File, path string) []string {
	rule, found := file.Of(path)
	if !found {
		return nil
	}
	return namesIn(rule)
}

// namesIn returns the logins and teams of a rule. An e-mail address names no account
// that golive could know again.
func namesIn(rule owner.Rule) []string {
	return slices.Concat(rule.People, rule.Teams)
}

func entriesOf(policy config.Policy) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, entries := range policy.Roles {
			for _, entry := range entries {
				if !yield(entry) {
					return
				}
			}
		}
	}
}
