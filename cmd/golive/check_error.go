package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/golive-app/golive/app/offline"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/spelling"
)

// validate refuses what can be refused before anything is read.
func (f checkFlags) validate() error {
	if _, found := failOns()[f.failOn]; !found {
		return usage(fmt.Errorf("--fail-on %s: it takes fail, unknown or sign-off%s", f.failOn, meant(f.failOn, []string{"fail", "unknown", "sign-off"})))
	}
	if _, found := formats()[f.format]; !found && f.format != "text" {
		return usage(fmt.Errorf("--format %s: it takes text, json, markdown, sarif or junit%s", f.format, meant(f.format, []string{"text", "json", "markdown", "sarif", "junit"})))
	}
	switch {
	case f.named["staging"] && f.github != "":
		return usage(errors.New("--staging goes with a directory; what the App may visit for a release on GitHub is its operator's to say"))
	case f.named["browser"] && !f.named["staging"]:
		return usage(errors.New("--browser opens a page of staging; name it with --staging URL"))
	case f.named["staging-rps"] && !f.named["staging"]:
		return usage(errors.New("--staging-rps goes with --staging URL"))
	case f.named["staging-rps"] && (f.rps < 1 || f.rps > config.MostProbeRPS):
		return usage(fmt.Errorf("--staging-rps %d: it takes a number from 1 to %d", f.rps, config.MostProbeRPS))
	case f.named["only"] && strings.TrimSpace(strings.Join(f.only, "")) == "":
		return usage(errors.New("--only names no item; `golive check --list` prints them"))
	case f.named["github"] && f.github == "":
		return usage(errors.New("--github names no repository; it takes OWNER/REPO, OWNER/REPO#PULL-REQUEST or OWNER/REPO@TAG"))
	case f.named["base"] && f.base == "":
		return usage(errors.New("--base names no revision; without the flag, all content counts as new"))
	case f.named["policy"] && f.policy == "":
		return usage(errors.New("--policy names no file; without the flag, DIR/" + config.PolicyFile + " holds"))
	case f.named["output"] && f.output == "":
		return usage(errors.New("--output names no file; without the flag, the report goes to standard output"))
	}
	if f.policy != "" {
		if information, err := os.Stat(f.policy); err != nil {
			return usage(fmt.Errorf("--policy %s: %w", f.policy, reasonOf(err)))
		} else if information.IsDir() {
			return usage(fmt.Errorf("--policy %s: it is a directory; name the file in it", f.policy))
		}
	}
	if f.named["bundle"] && f.bundle == "" {
		return usage(errors.New("--bundle names no file"))
	}
	return errors.Join(validateFile("--output", f.output), validateFile("--bundle", f.bundle))
}

// validateFile refuses a place that cannot be written before minutes are spent
// on what would be written.
func validateFile(flag, path string) error {
	if path == "" || path == "-" {
		return nil
	}
	if information, err := os.Stat(path); err == nil && information.IsDir() {
		return usage(fmt.Errorf("%s %s: it is a directory; name a file in it", flag, path))
	}
	if information, err := os.Stat(filepath.Dir(path)); err != nil {
		return usage(fmt.Errorf("%s %s: its directory: %w", flag, path, reasonOf(err)))
	} else if !information.IsDir() {
		return usage(fmt.Errorf("%s %s: %s is no directory", flag, path, filepath.Dir(path)))
	}
	return nil
}

// judgeError words why nothing was judged, and whose fault it is.
func judgeError(ctx context.Context, err error, directory string, flags checkFlags) error {
	var policy *config.PolicyError
	switch {
	case errors.As(err, &policy):
		file := flags.policy
		if file == "" {
			file = filepath.Join(directory, config.PolicyFile)
		}
		return usage(policyProblems(file, policy))
	case errors.Is(err, offline.ErrUsage):
		return usage(errors.New(strings.TrimPrefix(err.Error(), "usage: ")))
	case ctx.Err() != nil:
		return &exitError{exitFailure, errors.New("interrupted: nothing was judged")}
	default:
		return &exitError{exitFailure, err}
	}
}

// policyProblems words what is wrong with a policy file, one problem a line, in
// the form that editors and CI systems open: FILE:LINE:COLUMN.
func policyProblems(file string, problems *config.PolicyError) error {
	lines := []string{"the policy cannot be used, so nothing was judged:"}
	for _, problem := range problems.Problems {
		place := file
		if problem.Line > 0 {
			place += fmt.Sprintf(":%d", problem.Line)
			if problem.Column > 0 {
				place += fmt.Sprintf(":%d", problem.Column)
			}
		}
		lines = append(lines, terminal.Clean(place+": "+problem.Text()))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// meant proposes what a mistyped word stands for, or nothing.
func meant(word string, words []string) string {
	if closest := spelling.Closest(strings.ToLower(word), words); closest != "" {
		return "; did you mean " + closest + "?"
	}
	return ""
}

// reasonOf takes the name of the file out of an error that is told beside it.
func reasonOf(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
