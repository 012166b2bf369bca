package code

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/coverage"
	"github.com/golive-app/golive/checks/evidence/junit"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of what is opened for one release.
const (
	mostArtifacts    = 60
	mostDownloaded   = 512 << 20
	largestUnnamed   = 20 << 20 // of an artifact whose name does not speak of tests
	mostReportBytes  = 64 << 20
	shownOfArtifacts = 5
)

// foundReport is one report in an artifact.
type foundReport struct {
	artifact checks.Artifact
	path     string // in the artifact
	report   coverage.Report
}

func (f foundReport) name() string { return f.artifact.Name + "/" + f.path }

func (f foundReport) place() coverage.Place {
	return coverage.Place{Artifact: f.artifact.Name, Folder: path.Dir(f.path)}
}

// leftBehind is what CI runs left behind for a content.
type leftBehind struct {
	commit  checks.ContentCommit // that the reports are of
	runs    []checks.WorkflowRun // of that commit
	reports []foundReport
	tests   junit.Counts
	suites  int      // JUnit documents
	running []string // workflows that have not ended and may leave a report
	red     []string // workflows with a report that ended red
	expired []checks.Artifact
	unread  []string // what should have been read and was not, with the reason
	passed  []string // artifacts that were not opened
	nested  []string // packed files within artifacts
	opened  int
	missing *checks.Missing // what kept golive from looking

}

// readLeftBehind looks at the runs on each commit that holds the content, the released
// one first, until one has reports.
func readLeftBehind(ctx context.Context, subject checks.Subject) (leftBehind, error) {
	var first leftBehind
	for index, commit := range subject.Commits(checks.ReleaseBooks()...) {
		found, err := readRuns(ctx, subject, commit)
		if err != nil {
			return found, err
		}
		if len(found.reports) > 0 {
			return found, nil
		}
		if index == 0 {
			first = found
		}
		if len(first.running) == 0 {
			first.running = found.running
		}
		if found.missing != nil {
			first.missing = cmp.Or(first.missing, found.missing)
			break // the next one would be refused as well
		}
		first.runs = append(first.runs, found.runs...)
		first.expired = append(first.expired, found.expired...)
		first.unread = append(first.unread, found.unread...)
	}
	return first, nil
}

func readRuns(ctx context.Context, subject checks.Subject, commit checks.ContentCommit) (leftBehind, error) {
	found := leftBehind{commit: commit}
	runs, err := subject.Forge.WorkflowRuns(ctx, commit.SHA)
	if err != nil {
		return found, found.refused(ctx, "The workflow runs of "+wording.ShortSHA(commit.SHA), err)
	}
	found.runs = runs
	var artifacts []checks.Artifact
	states := map[int64]checks.WorkflowRun{}
	for _, run := range runs {
		states[run.ID] = run
		if !run.State.Ended() && run.State != checks.CIActionRequired && mayLeave(ctx, subject, run) {
			found.running = append(found.running, run.Workflow)
		}
		of, err := subject.Forge.Artifacts(ctx, run.ID)
		if err != nil {
			return found, found.refused(ctx, "The artifacts of the CI runs", err)
		}
		artifacts = append(artifacts, of...)
	}
	if err := found.open(ctx, subject.Forge, artifacts); err != nil || found.missing != nil {
		return found, err
	}
	for _, report := range found.reports {
		if run := states[report.artifact.Run]; run.State.Red() && !slices.Contains(found.red, run.Workflow) {
			found.red = append(found.red, run.Workflow)
		}
	}
	return found, nil
}

// refused notes what could not be read. Only the end of the whole look is an error.
func (l *leftBehind) refused(ctx context.Context, what string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	l.missing = unreadCI(what, err)
	return nil
}

func unreadCI(what string, err error) *checks.Missing {
	missing := checks.Missing{
		Connection: checks.ConnectionArtifacts, Reason: what + " could not be read from GitHub.",
		Remedy: "Try `/golive rerun code.coverage`; if it stays, see that the App may read Actions (`actions: read`).",
	}
	if errors.Is(err, checks.ErrForbidden) {
		missing.Reason = what + " may not be read: the App lacks `actions: read`."
		missing.Remedy = "Grant the App `actions: read` under \"Permissions & events\" and accept it, then `/golive rerun code.coverage`: it lets golive read CI runs and the coverage reports that they leave."
	}
	return &missing
}

// mayLeave reports whether a run that has not ended may leave a report behind. A
// deployment that waits for this very verdict would otherwise be waited for.
func mayLeave(ctx context.Context, subject checks.Subject, run checks.WorkflowRun) bool {
	text, err := subject.Source.Read(ctx, run.Path)
	return err != nil || leaves.Match(text)
}

var leaves = regex.New(`(?i)upload-artifact|coverage|uses:\s*["']?(?:\./|[\w.-]+/[\w.-]+/\.github/workflows/)`)

// speaking are names of artifacts that speak of tests.
var speaking = regex.New(`(?i)cov|test|junit|jacoco|clover|report|result|kover|nyc|unit`)

// open reads the artifacts, those whose names speak of tests first.
func (l *leftBehind) open(ctx context.Context, reader checks.ArtifactReader, artifacts []checks.Artifact) error {
	rank := func(one checks.Artifact) int {
		if speaking.MatchString(one.Name) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(artifacts, func(a, b checks.Artifact) int { return rank(a) - rank(b) })
	var downloaded int64
	for _, artifact := range artifacts {
		switch {
		case artifact.Expired:
			l.expired = append(l.expired, artifact)
			continue
		case rank(artifact) > 0 && artifact.Size > largestUnnamed, l.opened >= mostArtifacts, downloaded+artifact.Size > mostDownloaded:
			l.passed = append(l.passed, wording.Quoted(artifact.Name))
			continue
		}
		l.opened++
		downloaded += artifact.Size
		skipped, err := reader.ReadArtifact(ctx, artifact, checks.ArtifactVisitor{Wants: wantsReport, Visit: func(entry checks.ArtifactEntry, content io.Reader) error {
			l.visit(artifact, entry, content)
			return ctx.Err()
		}})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, checks.ErrExpired):
			l.expired = append(l.expired, artifact)
		case errors.Is(err, checks.ErrForbidden):
			l.missing = unreadCI("The artifacts of the CI runs", err)
			return nil
		case err != nil:
			l.unread = append(l.unread, fmt.Sprintf("artifact %s (%s)", wording.Quoted(artifact.Name), reasonOf(err)))
		}
		for _, one := range skipped {
			if strings.Contains(one.Reason, "archive") {
				l.nested = append(l.nested, wording.Quoted(artifact.Name+"/"+one.Path))
			} else {
				l.unread = append(l.unread, fmt.Sprintf("%s (%s)", wording.Quoted(artifact.Name+"/"+one.Path), one.Reason))
			}
		}
	}
	return nil
}

// reasonOf words a failure without what a stranger may have written.
func reasonOf(err error) string {
	if errors.Is(err, checks.ErrTooLarge) {
		return "it is too large"
	}
	return "it could not be downloaded or opened"
}

func wantsReport(entry checks.ArtifactEntry) bool {
	return !strings.Contains("/"+entry.Path, "/node_modules/") && (coverage.Named(entry.Path) || junit.Named(entry.Path))
}

// visit takes a file for what it holds.
func (l *leftBehind) visit(artifact checks.Artifact, entry checks.ArtifactEntry, content io.Reader) {
	note := func(reason string) {
		l.unread = append(l.unread, fmt.Sprintf("%s (%s)", wording.Quoted(artifact.Name+"/"+entry.Path), reason))
	}
	text, err := io.ReadAll(io.LimitReader(content, mostReportBytes+1))
	switch {
	case err != nil:
		return // the reader of the archive says why
	case len(text) > mostReportBytes:
		note("larger than is read of a report")
		return
	}
	report, err := coverage.Read(bytes.NewReader(text))
	switch {
	case err == nil:
		l.reports = append(l.reports, foundReport{artifact, entry.Path, report})
		return
	case errors.Is(err, coverage.ErrTooLarge):
		note("larger than is read of a report")
		return
	}
	if tests, err := junit.Read(bytes.NewReader(text)); err == nil {
		l.tests.Add(tests.Counts)
		l.suites++
	} else if damaged(entry.Path, text) {
		note("it is damaged")
	}
}

// damaged reports whether what could not be read looks like a report that was cut.
func damaged(name string, text []byte) bool {
	start := string(text[:min(len(text), 300)])
	return strings.HasPrefix(start, "mode: ") || strings.HasSuffix(name, "lcov.info") && strings.Contains(start, "SF:") ||
		strings.HasPrefix(path.Base(name), "coverage-") && strings.HasPrefix(strings.TrimSpace(start), "{\"") || strings.Contains(start, "<coverage ") && strings.Contains(start, "line-rate")
}

// lastExpired tells when the newest of the artifacts expired that speak of tests.
func (l *leftBehind) lastExpired() (time.Time, bool) {
	var last time.Time
	for _, one := range l.expired {
		if speaking.MatchString(one.Name) && one.ExpiresAt.After(last) {
			last = one.ExpiresAt
		}
	}
	return last, len(l.expired) > 0 && !last.IsZero()
}
