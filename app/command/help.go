package command

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// help shows what the person who asks may run, and nothing else.
func (r *request) help(ctx context.Context) error {
	rerun, err := r.mayRerun(ctx)
	if err != nil {
		return err
	}
	signs := slices.ContainsFunc(r.releases, func(release release) bool { return r.signsSomething(ctx, release) })
	var text strings.Builder
	fmt.Fprintf(&text, "What %s may run here, on the first line of a new comment:\n\n| Command | |\n|--|--|\n", code(r.login))
	for _, usage := range usages() {
		switch usage.verb {
		case VerbRerun:
			if !rerun {
				continue
			}
		case VerbSignOff, VerbWaive, VerbApprove:
			if !signs {
				continue
			}
		case VerbAdmit:
			if !r.can(checks.PermissionWrite) || !slices.ContainsFunc(r.releases, fromFork) {
				continue
			}
		case VerbLoad:
			if mayLoad, _ := r.mayLoad(ctx); r.options.Loads == nil || !mayLoad {
				continue
			}
		case VerbCancel:
			if r.options.Loads == nil || !r.can(checks.PermissionWrite) {
				continue
			}
		case VerbExclude, VerbRevoke:
			if !signs && !r.can(checks.PermissionWrite) {
				continue
			}
		}
		fmt.Fprintf(&text, "| %s | %s |\n", cell(mention+" "+usage.form), usage.purpose)
	}
	text.WriteString("\nAn item is named by its id or the end of it (`rollback`), a section by its name or number. ")
	text.WriteString("Nobody signs or waives what they wrote, and a fail by evidence is mended or waived, not signed.\n")
	return r.reply(ctx, text.String())
}

// signsSomething reports whether the person holds any role on the release.
func (r *request) signsSomething(ctx context.Context, release release) bool {
	return slices.ContainsFunc(r.options.Items, func(item checks.Item) bool {
		holds, _ := r.holds(ctx, release.run.Named(checks.SigningRole(item), item.ID))
		return holds
	})
}
