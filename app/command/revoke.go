package command

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// revoke takes back what was said of an item: one's own words, or for a release
// manager anyone's where none are their own. Without its approval a proposal waits
// for another one.
func (r *request) revoke(ctx context.Context, command Command) error {
	item := command.Items[0]
	revoked, others := 0, checks.Word{}
	for _, release := range r.releases {
		given, err := r.options.Releases.Attestations(ctx, release.key)
		if err != nil {
			return fmt.Errorf("read what people said of %s: %w", release.key, err)
		}
		words := given[item].Words()
		mine := r.own(words)
		if len(mine) == 0 && len(words) > 0 {
			if !r.manages(ctx, release) {
				others = words[0]
				continue
			}
			mine = words
		}
		for _, word := range mine {
			if err := r.options.Releases.RemoveWord(ctx, release.key, word); err != nil {
				return fmt.Errorf("remove the %s of %s: %w", word.Kind, item, err)
			}
			r.options.Logger.InfoContext(ctx, string(word.Kind)+" revoked", append(r.log(), "item", item, "by", word.By, "reason", command.Note)...)
			revoked++
		}
		if len(mine) == 0 {
			continue
		}
		if err := r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item}}); err != nil {
			return err
		}
	}
	switch {
	case revoked > 0:
		return nil
	case others.By != "":
		return refuse("%s was %s by %s; besides them a release manager may revoke it", code(string(item)), others.Given(), code(others.By))
	default:
		return refuse("nobody has signed or waived %s, or called it n/a", code(string(item)))
	}
}

// own returns the words that are the person's own.
func (r *request) own(words []checks.Word) []checks.Word {
	var own []checks.Word
	for _, word := range words {
		if sameLogin(word.By, r.login) {
			own = append(own, word)
		}
	}
	return own
}

// manages reports whether the person may overrule what others said.
func (r *request) manages(ctx context.Context, release release) bool {
	if r.can(checks.PermissionMaintain) {
		return true
	}
	holds, _ := r.holds(ctx, release.run.Named(checks.RoleReleaseManager, ""))
	return holds
}
