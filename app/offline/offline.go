// Package offline judges a directory on this machine, with what its files and
// its git history can tell: no forge, no queue, and no network but a staging that was
// named. It serves `golive check`. Items that need more say which connection they wait for.
package offline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// Options say what to judge.
type Options struct {
	Directory string
	Base      string // revision that the range starts at; empty: all content counts as new
	Policy    string // policy file; empty: the directory's own, else the defaults
	Only      []string
	Catalogue catalogue.Catalogue
	Runner    *checks.Runner
	Version   string // golive's own
	Now       func() time.Time
	// Visit opens a visit to staging; nil: it is not visited.
	Visit func(checks.Subject) (checks.Staging, checks.Missing)
	// Browser shows pages of staging; nil: none is opened.
	Browser checks.Browser
	// Began is told of each item that is begun, with its number from 1; it is
	// called from several goroutines at once.
	Began func(number, total int, item checks.ItemID)
}

// ErrUsage wraps what the caller asked for and cannot have: an unknown item, a
// directory that is not there, a revision that git does not know, a policy that
// cannot be read.
var ErrUsage = errors.New("usage")

// Judge judges the directory's working tree.
func Judge(ctx context.Context, options Options) (checks.Report, error) {
	entries, err := options.Catalogue.Select(options.Only)
	if err != nil {
		return checks.Report{}, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	if information, err := os.Stat(options.Directory); err != nil || !information.IsDir() {
		return checks.Report{}, fmt.Errorf("%w: %s is no directory", ErrUsage, options.Directory)
	}
	policy, policySource, err := readPolicy(options)
	if err != nil {
		return checks.Report{}, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	snapshot, err := source.OpenDirectory(ctx, source.Options{Directory: options.Directory})
	switch {
	case errors.Is(err, source.ErrBareRepository):
		return checks.Report{}, fmt.Errorf("%w: %s: %w; clone it (`git clone`) and check the clone", ErrUsage, options.Directory, source.ErrBareRepository)
	case err != nil:
		return checks.Report{}, fmt.Errorf("read %s: %w", options.Directory, err)
	}
	defer snapshot.Close()
	subject := checks.Subject{Source: snapshot, Policy: policy, Now: options.Now, Trusted: checks.TrustedFiles{Read: snapshot.Read}, Once: checks.NewOnce()}
	for _, one := range policy.Related {
		// A directory says nothing of where other repositories are, nor may it.
		subject.Related = append(subject.Related, checks.Related{Repository: one.Repo, Folder: one.Path, Reason: "it is another repository, which `golive check` of a directory does not read; `golive check --github` does"})
	}
	if subject.Release, err = describe(ctx, options.Directory, snapshot); err != nil {
		return checks.Report{}, err
	}
	tags, versioned, err := readTags(ctx, options.Directory)
	if err != nil {
		return checks.Report{}, err
	}
	if versioned {
		subject.Tags = tags
		subject.Release.Version = cmp.Or(tags.version(subject.Release.SHA), subject.Release.Version)
	}
	if options.Base != "" {
		if subject.Range, err = readRange(ctx, options.Directory, options.Base, snapshot); err != nil {
			return checks.Report{}, err
		}
		subject.History = source.History{Directory: options.Directory}
	}
	if options.Visit != nil {
		subject.Staging, subject.NoStaging = options.Visit(subject)
		subject.Browser = options.Browser
	}
	results, err := options.Runner.RunAll(ctx, subject, entries, nil, options.Began)
	if err != nil {
		return checks.Report{}, err
	}
	items := make([]checks.Item, len(entries))
	for index, entry := range entries {
		items[index] = entry.Item
	}
	return checks.Report{
		ToolVersion: options.Version, Policy: policySource, Release: subject.Release, Range: subject.Range,
		Items: items, Rows: options.Catalogue.Rows, Results: results, Skipped: snapshot.Skipped(), Snapshot: policy.Snapshot(),
	}, nil
}

// readPolicy reads the policy that holds. On this machine its owner is whoever
// types, so the directory's own file is trusted.
func readPolicy(options Options) (config.Policy, checks.PolicySource, error) {
	path, named := options.Policy, options.Policy != ""
	if !named {
		path = filepath.Join(options.Directory, config.PolicyFile)
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && !named {
		policy := config.DefaultPolicy()
		return policy, checks.PolicySource{Source: "built-in defaults", Hash: policy.Hash(), Mode: string(policy.Mode)}, nil
	}
	if err != nil {
		return config.Policy{}, checks.PolicySource{}, err
	}
	policy, err := config.DecodePolicy(data, config.DefaultPolicy())
	if err != nil {
		return config.Policy{}, checks.PolicySource{}, fmt.Errorf("%s: %w", path, err)
	}
	return policy, checks.PolicySource{Source: path, Hash: policy.Hash(), Mode: string(policy.Mode)}, nil
}
