// Package remote judges a release on GitHub from wherever it runs, with the
// token of whoever asks. It only reads: nothing is shown on GitHub, queued or
// stored but a copy of the repository. It serves `golive check --github`; what
// is judged, and by which policy, is decided by jobs.Examine, as for the App.
package remote

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/publish"
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

	Token string
	// GitHub says which GitHub it is. AppID is the App whose records of what people
	// signed count; without one none do. Of the App nothing else is needed.
	GitHub github.Options

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
	repository, err := visitor.Repository(ctx, options.Target.Owner, options.Target.Name)
	if err != nil {
		return checks.Report{}, nil, err
	}
	examination.Repository = repository
	if options.GitHub.AppID != 0 {
		examination.Ledger = publish.New(publish.Options{
			Forge:     func(context.Context, jobs.Target) (publish.Forge, error) { return visitor.Published(repository), nil },
			Catalogue: publish.Catalogue{Items: options.Catalogue.Items(), Rows: options.Catalogue.Rows},
			AppID:     options.GitHub.AppID, Version: options.Version, Now: options.Now, Logger: slog.New(slog.DiscardHandler),
		})
	}
	examined, err := jobs.Examine(ctx, examination)
	if err != nil {
		return checks.Report{}, nil, err
	}
	if options.GitHub.AppID == 0 && examined.Release.Kind != checks.ReleaseBranch {
		if note := unsigned(ctx, visitor, repository, examined.Release.SHA); note != "" {
			examined.Notes = append(examined.Notes, note)
		}
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
		Items: items, Rows: options.Catalogue.Rows, Results: examined.Results, Skipped: examined.Skipped, Snapshot: examined.Rules.Snapshot(),
	}, examined.Notes, nil
}

// unsigned says that what people signed and waived on a commit does not count, and how it would;
// empty where no golive shows anything there. Which App golive is cannot be told from
// a name that every workflow may give its check runs, so who asks has to say it.
func unsigned(ctx context.Context, visitor *github.Visitor, repository *github.Repository, commit string) string {
	apps, err := visitor.AppsOf(ctx, repository, commit, checks.ReadyCheck)
	if err != nil || len(apps) == 0 {
		return "" // what cannot be seen adds nothing to the verdicts either
	}
	ids := make([]string, len(apps))
	for index, id := range apps {
		ids[index] = strconv.FormatInt(id, 10)
	}
	return fmt.Sprintf("sign-offs and waivers on GitHub are not counted; GOLIVE_APP_ID=%s counts those that this App records", strings.Join(ids, " or "))
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
