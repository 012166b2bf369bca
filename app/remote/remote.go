// Package remote judges a release on GitHub from wherever it runs, with the
// token of whoever asks. It only reads: nothing is shown on GitHub, queued or
// stored but a copy of the repository. It serves `golive check --github`; what
// is judged, and by which policy, is decided by jobs.Examine, as for the App.
package remote

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// Options say what to judge and with which token.
type Options struct {
	Target    Target
	Base      string // the range starts after it; empty: where golive would start it
	Policy    string // policy file of this machine; empty: the repository's
	Only      []string
	Catalogue catalogue.Catalogue
	Runner    *checks.Runner
	Version   string // golive's own
	Now       func() time.Time

	Token  string
	GitHub github.Options // of the App's part nothing is needed

	// Doing is told what is under way before the items; Began of each item that is
	// begun, from several goroutines at once.
	Doing func(what string)
	Began func(number, total int, item checks.ItemID)
}

// ErrUsage wraps what the caller asked for and cannot have.
var ErrUsage = errors.New("usage")

// keptMirrors is how much of the copies of repositories is kept, in bytes.
const keptMirrors = 4 << 30

// Judge judges the target. The notes tell people how it was judged.
func Judge(ctx context.Context, options Options) (report checks.Report, notes []string, err error) {
	entries, err := options.Catalogue.Select(options.Only)
	if err != nil {
		return checks.Report{}, nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	examination := jobs.Examination{
		Number: options.Target.Number, Tag: options.Target.Tag, Base: options.Base, Entries: entries,
		Runner: options.Runner, Now: options.Now, Doing: options.Doing, Began: options.Began,
	}
	if options.Policy != "" {
		if err := readPolicy(&examination, options.Policy); err != nil {
			return checks.Report{}, nil, fmt.Errorf("%w: %w", ErrUsage, err)
		}
	}
	visitor, err := github.NewVisitor(options.GitHub, options.Token)
	if err != nil {
		return checks.Report{}, nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	if examination.Repository, err = visitor.Repository(ctx, options.Target.Owner, options.Target.Name); err != nil {
		return checks.Report{}, nil, err
	}
	examined, err := jobs.Examine(ctx, examination)
	if err != nil {
		return checks.Report{}, nil, err
	}
	if _, err := visitor.TidyMirrors(ctx, keptMirrors); err != nil && ctx.Err() == nil {
		examined.Notes = append(examined.Notes, fmt.Sprintf("copies of repositories were not tidied up: %v", err))
	}
	items := make([]checks.Item, len(entries))
	for index, entry := range entries {
		items[index] = entry.Item
	}
	return checks.Report{
		ToolVersion: options.Version, Policy: examined.Policy, Release: examined.Release, Range: examined.Range,
		Items: items, Rows: options.Catalogue.Rows, Results: examined.Results, Skipped: examined.Skipped,
	}, examined.Notes, nil
}

// readPolicy lets a file of this machine hold: its owner is whoever types.
func readPolicy(examination *jobs.Examination, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	policy, err := config.DecodePolicy(data, config.DefaultPolicy())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	examination.Policy = &policy
	examination.PolicySource = checks.PolicySource{Source: path, Hash: policy.Hash(), Mode: string(policy.Mode)}
	return nil
}
