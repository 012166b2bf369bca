package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/remote"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// The variables that --github reads. The first two are those of the gh program
// and of GitHub's workflows.
const (
	tokenVariable         = "GH_TOKEN"
	workflowTokenVariable = "GITHUB_TOKEN"
	githubVariable        = "GOLIVE_GITHUB_URL"
	appVariable           = "GOLIVE_APP_ID"
)

// githubCheck judges a release on GitHub.
type githubCheck struct {
	flags     checkFlags
	catalogue catalogue.Catalogue
	runner    *checks.Runner
	logger    *slog.Logger
	progress  *terminal.Progress
}

// judge returns the report; notes of how it was judged go to the progress.
func (g githubCheck) judge(ctx context.Context) (checks.Report, error) {
	target, err := remote.ParseTarget(g.flags.github)
	if err != nil {
		return checks.Report{}, usage(fmt.Errorf("--github %w", err))
	}
	token := cmp.Or(os.Getenv(tokenVariable), os.Getenv(workflowTokenVariable))
	if token == "" {
		return checks.Report{}, usage(fmt.Errorf("--github: there is no token in %s. One that reads is enough:\n  %s=$(gh auth token) golive check --github %s", tokenVariable, tokenVariable, target))
	}
	var app int64
	if named := os.Getenv(appVariable); named != "" {
		if app, err = strconv.ParseInt(named, 10, 64); err != nil || app <= 0 {
			return checks.Report{}, usage(fmt.Errorf("%s: %q is no id of an App", appVariable, named))
		}
	}
	directory, remove, err := mirrorDirectory(g.flags.noCache)
	if err != nil {
		return checks.Report{}, &exitError{exitFailure, err}
	}
	defer remove()
	report, notes, err := remote.Judge(ctx, remote.Options{
		Target: target, Base: g.flags.base, Policy: g.flags.policy, Only: g.flags.only,
		Catalogue: g.catalogue, Runner: g.runner, Version: buildVersion(), Now: time.Now, Token: token,
		GitHub: github.Options{
			AppID: app, APIURL: cmp.Or(os.Getenv(githubVariable), "https://api.github.com"), DataDirectory: directory,
			Logger: g.logger, UserAgent: "golive/" + buildVersion(),
		},
		Doing: func(what string) { g.progress.Step(what, 0, 0, "") },
		Began: func(number, total int, item checks.ItemID) { g.progress.Step("checking", number, total, string(item)) },
	})
	g.progress.Done()
	if err != nil {
		return checks.Report{}, g.failure(ctx, target, err)
	}
	for _, note := range notes {
		g.progress.Say("note: " + terminal.Clean(note))
	}
	return report, nil
}

// failure words why nothing was judged, and whose fault it is.
func (g githubCheck) failure(ctx context.Context, target remote.Target, err error) error {
	var policy *config.PolicyError
	var limited *jobs.LimitedError
	text := terminal.Clean(strings.TrimPrefix(err.Error(), "github: "))
	switch {
	case errors.As(err, &policy):
		return usage(policyProblems(g.flags.policy, policy))
	case errors.Is(err, remote.ErrUsage):
		return usage(errors.New(strings.TrimPrefix(err.Error(), "usage: ")))
	case ctx.Err() != nil:
		return &exitError{exitFailure, errors.New("interrupted: nothing was judged")}
	case errors.As(err, &limited):
		return &exitError{exitFailure, fmt.Errorf("--github %s: %s is used up: nothing was judged; try again after %s", target, limited.Reason, limited.Until.Local().Format("15:04"))}
	case errors.Is(err, jobs.ErrGone), errors.Is(err, jobs.ErrForbidden), errors.Is(err, jobs.ErrEmpty):
		return usage(fmt.Errorf("--github %s: %s", target, text))
	default:
		return &exitError{exitFailure, fmt.Errorf("--github %s: %s", target, text)}
	}
}

// mirrorDirectory returns where copies of repositories are kept for the next run,
// or a directory for this run alone, and what ends its use.
func mirrorDirectory(passing bool) (directory string, remove func(), err error) {
	if kept := keptDirectory(); kept != "" && !passing {
		return filepath.Join(kept, "github"), func() {}, nil
	}
	if directory, err = os.MkdirTemp("", "golive-github-"); err != nil {
		return "", nil, err
	}
	return directory, func() { _ = os.RemoveAll(directory) }, nil // nobody waits for what is left
}
