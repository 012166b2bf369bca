package publish

import (
	"context"

	"github.com/golive-app/golive/jobs"
)

// Bundle names the evidence bundle of a run.
type Bundle struct {
	Sum     string // SHA-256 of the file, in hexadecimal
	Address string // where it is handed out; empty: golive has no public address
}

// Bundler makes evidence bundles.
type Bundler interface {
	// Bundle makes the bundle of a run in which nothing is being checked any more,
	// the same for the same run, and hands it out from then on.
	Bundle(ctx context.Context, run jobs.Run) (Bundle, error)
}

// bundle makes the bundle that the comment on a run names. Without one the comment is
// as good but for its name.
func (p *Publisher) bundle(ctx context.Context, run jobs.Run) Bundle {
	if p.options.Bundler == nil || run.Key.IsLook() || run.Ended != "" || !run.Complete() {
		return Bundle{}
	}
	made, err := p.options.Bundler.Bundle(ctx, run)
	if err != nil {
		p.options.Logger.WarnContext(ctx, "no evidence bundle was made", "release", run.Key.String(), "error", err.Error())
		return Bundle{}
	}
	return made
}

// bundleName names the bundle in the footer: short where its address is at hand, and
// whole where it is not.
func (p page) bundleName() string {
	const short = 12
	switch sum := p.bundle.Sum; {
	case len(sum) <= short:
		return ""
	case p.bundle.Address == "":
		return "evidence bundle `sha256:" + sum + "`"
	default:
		return "evidence bundle " + link("`sha256:"+sum[:short]+"`", p.bundle.Address)
	}
}
