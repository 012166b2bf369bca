package performance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/loadimport"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of what is opened for one release.
const (
	mostLoadArtifacts = 20
	mostLoadBytes     = 256 << 20
	mostLoadResults   = 20
)

// speaksOfLoad are names of artifacts that may hold the result of a load test. Others
// are not downloaded.
var speaksOfLoad = regex.New(`(?i)load|perf|stress|soak|bench|k6|gatling|jmeter|locust|vegeta|artillery|fortio|wrk|\brps\b`)

// importedLoad is the result of another tool, with where it lay.
type importedLoad struct {
	artifact checks.Artifact
	result   loadimport.Imported
}

func (i importedLoad) place() string { return wording.Quoted(i.artifact.Name + "/" + i.result.Name) }

// importedLoads are what CI runs left behind for a content.
type importedLoads struct {
	results []importedLoad
	unread  []string // what should have been read and was not, with the reason
	missing *checks.Missing
}

// readImportedLoads looks at the runs on each commit that holds the content, until one
// has results.
func readImportedLoads(ctx context.Context, subject checks.Subject) (importedLoads, error) {
	var found importedLoads
	for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
		if err := found.read(ctx, subject.Forge, commit.SHA); err != nil {
			return found, err
		}
		if len(found.results) > 0 || found.missing != nil {
			break
		}
	}
	return found, nil
}

func (i *importedLoads) read(ctx context.Context, forge checks.Forge, commit string) error {
	runs, err := forge.WorkflowRuns(ctx, commit)
	if err != nil {
		return i.refused(ctx, err)
	}
	opened, downloaded := 0, int64(0)
	for _, run := range runs {
		artifacts, err := forge.Artifacts(ctx, run.ID)
		if err != nil {
			return i.refused(ctx, err)
		}
		for _, artifact := range artifacts {
			if artifact.Expired || !speaksOfLoad.MatchString(artifact.Name) {
				continue
			}
			if opened >= mostLoadArtifacts || downloaded+artifact.Size > mostLoadBytes || len(i.results) >= mostLoadResults {
				i.unread = append(i.unread, "artifact "+wording.Quoted(artifact.Name)+" (more than is opened)")
				continue
			}
			opened++
			downloaded += artifact.Size
			if err := i.open(ctx, forge, artifact); err != nil || i.missing != nil {
				return err
			}
		}
	}
	return nil
}

// open reads the results in an artifact.
func (i *importedLoads) open(ctx context.Context, forge checks.Forge, artifact checks.Artifact) error {
	skipped, err := forge.ReadArtifact(ctx, artifact, checks.ArtifactVisitor{
		Wants: func(entry checks.ArtifactEntry) bool { return loadimport.Named(entry.Path) },
		Visit: func(entry checks.ArtifactEntry, content io.Reader) error {
			result, err := loadimport.Read(entry.Path, content)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil && len(i.results) < mostLoadResults:
				i.results = append(i.results, importedLoad{artifact, result})
			case errors.Is(err, loadimport.ErrTooLarge):
				i.unread = append(i.unread, wording.Quoted(artifact.Name+"/"+entry.Path)+" (larger than is read)")
			}
			return nil // what is no result is one of the many other files
		},
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, checks.ErrForbidden):
		return i.refused(ctx, err)
	case err != nil && !errors.Is(err, checks.ErrExpired):
		i.unread = append(i.unread, "artifact "+wording.Quoted(artifact.Name)+" (it could not be downloaded or opened)")
	}
	for _, one := range skipped {
		i.unread = append(i.unread, fmt.Sprintf("%s (%s)", wording.Quoted(artifact.Name+"/"+one.Path), one.Reason))
	}
	return nil
}

// refused notes what could not be read. Only the end of the whole look is an error.
func (i *importedLoads) refused(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	i.missing = &checks.Missing{
		Connection: checks.ConnectionArtifacts, Reason: "whether CI left the result of a load test could not be read from GitHub",
		Remedy: "Try `/golive rerun performance.load`; if it stays, see that the App may read Actions (`actions: read`).",
	}
	return nil
}

// withImported adds what other tools measured in CI for this content, where golive
// measured nothing itself.
func withImported(ctx context.Context, observation checks.Observation, subject checks.Subject) (checks.Observation, error) {
	if subject.Forge == nil || subject.Policy.Load.TargetRPS == 0 {
		return observation, nil
	}
	found, err := readImportedLoads(ctx, subject)
	if err != nil {
		return checks.Observation{}, err
	}
	observation.Evidence, observation.Findings = slices.Clone(observation.Evidence), slices.Clone(observation.Findings)
	judge := &importedJudge{subject: subject, observation: &observation}
	for _, one := range found.results {
		judge.weigh(one)
	}
	judge.settle()
	if found.missing != nil {
		observation.Missing = append(observation.Missing, *found.missing)
	}
	if len(found.unread) > 0 {
		const shown = 3
		observation.Missing = append(observation.Missing, checks.Missing{Reason: "what CI left behind could not all be read: " + wording.Listed(found.unread, shown), Remedy: "Upload the summary of the load test by itself."})
	}
	return observation, nil
}
