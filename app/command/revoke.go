package command

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// revoke takes a sign-off back: one's own, or for a release manager anyone's.
func (r *request) revoke(ctx context.Context, command Command) error {
	item := command.Items[0]
	revoked, others := 0, ""
	for _, release := range r.releases {
		signed, err := r.options.Releases.SignOffs(ctx, release.key)
		if err != nil {
			return fmt.Errorf("read sign-offs of %s: %w", release.key, err)
		}
		signOff, found := signed[item]
		if !found {
			continue
		}
		if !sameLogin(signOff.By, r.login) && !r.manages(ctx, release) {
			others = signOff.By
			continue
		}
		if err := r.options.Releases.RemoveSignOff(ctx, release.key, item); err != nil {
			return fmt.Errorf("remove sign-off of %s: %w", item, err)
		}
		r.options.Logger.InfoContext(ctx, "sign-off revoked", append(r.log(), "item", item, "by", signOff.By, "reason", command.Note)...)
		if err := r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item}}); err != nil {
			return err
		}
		revoked++
	}
	switch {
	case revoked > 0:
		return nil
	case others != "":
		return refuse("%s was signed by %s; besides them a release manager may revoke it", code(string(item)), code(others))
	default:
		return refuse("nobody has signed %s", code(string(item)))
	}
}

// manages reports whether the person may overrule what others signed.
func (r *request) manages(ctx context.Context, release release) bool {
	if r.can(checks.PermissionMaintain) {
		return true
	}
	holds, _ := r.holds(ctx, release.run.Rules.Roles[string(checks.RoleReleaseManager)])
	return holds
}
