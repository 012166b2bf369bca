package infrastructure

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/compose"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Backup checks infrastructure.backup: what is kept is backed up, and somebody has
// restored it lately. Declarations say that backups are meant; only the record of
// a restore says that they are any good.
type Backup struct {
	Manifests Manifests
	Projects  Projects
}

// NewBackup returns the check.
func NewBackup(manifests Manifests, projects Projects) *Backup {
	return &Backup{Manifests: manifests, Projects: projects}
}

const (
	// drillLasts is how long a restore counts.
	drillLasts     = 90 * 24 * time.Hour
	maxBackupFiles = 600
	maxBackupBytes = 512 << 10
)

// declaration is a line that declares a backup.
type declaration struct {
	path string
	line int
	what string
	off  bool // it switches backups off
}

// backupFacts are what was seen.
type backupFacts struct {
	skipped  int // files beyond the limits, which may declare something
	declared []declaration
	cloud    *terraform.Configuration
	restores []declaration  // jobs of a cluster that restore on a schedule
	bare     []bareDatabase // databases of which no manifest says by itself that they are backed up
	unread   int            // manifests that could not be read
	drills   []string       // workflows that restore
	asked    bool
	restored *checks.WorkflowRun // the newest restore that succeeded
	failed   *checks.WorkflowRun // the newest restore, where it did not
	failure  error
	// What says that something is kept; empty: nothing that was searched does.
	keeps        string
	manifests    int    // that were searched for it
	dependencies int    // manifests of dependencies
	code         string // that was searched, in words
}

// backupSigns are what declares backups, by the ends of the files they stand in.
var backupSigns = []struct {
	ends string
	sign *regex.Expression
	what string
	off  *regex.Expression // what makes it the opposite
}{
	{"*", regex.New(`(?m)^[^#\n]*\b(pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump|pg_basebackup|wal-g backup-push|pgbackrest .*backup|restic backup|velero backup create)\b`), "a command that dumps or backs up", nil},
}

// Observe reads declarations, and asks the forge for runs of restores.
func (b *Backup) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	declared, err := b.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for backups: %w", err)
	}
	facts := backupFacts{cloud: declared.Terraform}
	facts.readDeclared(declared)
	read := 0
	for _, file := range subject.Source.Files() {
		declares, keeps := mayDeclare(file), mayKeep(file)
		if !declares && !keeps {
			continue
		}
		if read >= maxBackupFiles || file.Size > maxBackupBytes {
			facts.skipped++
			continue
		}
		read++
		data, err := subject.Source.Read(ctx, file.Path)
		if err != nil {
			return checks.Observation{}, fmt.Errorf("look for backups: %w", err)
		}
		if declares {
			facts.read(file.Path, string(data))
		}
		if keeps {
			facts.readState(file.Path, string(data))
		}
	}
	if facts.keeps == "" {
		if err := facts.readCode(ctx, b.Projects, subject.Source); err != nil {
			return checks.Observation{}, err
		}
	}
	flows, err := workflow.Read(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, err
	}
	for _, flow := range flows.Workflows {
		if restoreName.MatchString(flow.Path) || restoreName.MatchString(flow.Name) {
			facts.drills = append(facts.drills, flow.Path)
		}
	}
	if reason := facts.stateless(); reason != "" {
		return checks.Observation{NotApplicable: reason}, nil
	}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.asked = true
		facts.failure = facts.ask(ctx, subject)
	}
	return observeBackup(facts, subject.Release, subject.Now()), ctx.Err()
}

var restoreName = regex.New(`(?i)restore|backup[-_ ]?(test|drill|verif)|(dr|recovery)[-_ ]drill|disaster[-_ ]recovery`)

// manifestText matches an object of Kubernetes, or a template of one.
var manifestText = regex.New(`(?m)^apiVersion:\s*\S`)

// mayDeclare reports whether a file can declare a backup of what is released.
func mayDeclare(file checks.File) bool {
	switch file.Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassVendored, checks.ClassDocumentation, checks.ClassGenerated:
		return false
	}
	switch strings.ToLower(path.Ext(file.Path)) {
	case ".yml", ".yaml", ".sh", ".bash":
		return true
	}
	return path.Base(file.Path) == "Makefile" || strings.HasPrefix(path.Base(file.Path), "crontab")
}

func (f *backupFacts) read(name, text string) {
	if manifestText.MatchString(text) || compose.Named(name) {
		return // it is read for what it declares
	}
	for _, one := range backupSigns {
		extension := strings.ToLower(path.Ext(name))
		if one.ends == ".y*ml" && extension != ".yml" && extension != ".yaml" {
			continue
		}
		at := one.sign.FindStringIndex(text)
		if at == nil {
			continue
		}
		found := strings.TrimRight(text[at[0]:at[1]], " \r\n")
		off := one.off != nil && one.off.MatchString(found)
		if stage := environment.StageOf(name); off && (stage == environment.Staging || stage == environment.Local) {
			continue // nobody misses what is in there
		}
		f.declared = append(f.declared, declaration{name, 1 + strings.Count(text[:at[0]], "\n") + strings.Count(found, "\n"), one.what, off})
	}
}

func (f *backupFacts) ask(ctx context.Context, subject checks.Subject) error {
	for _, name := range f.drills {
		runs, err := subject.Forge.RunsOfWorkflow(ctx, name, subject.Now().Add(-drillLasts))
		if err != nil {
			return err
		}
		for i, run := range runs {
			if run.State == checks.CISuccess && (f.restored == nil || run.UpdatedAt.After(f.restored.UpdatedAt)) {
				f.restored = &runs[i]
			}
		}
		if len(runs) > 0 && runs[0].State.Red() && f.failed == nil {
			f.failed = &runs[0]
		}
	}
	return nil
}

// observeBackup states what the facts mean for the item.
func observeBackup(facts backupFacts, release checks.Release, now time.Time) checks.Observation {
	const drill = "Schedule a drill as a workflow whose name says `restore`: restore the newest backup into a scratch database and compare counts of rows; or a DBA signs with the record of one."
	observation := checks.Observation{Remedy: drill}
	if facts.keeps != "" {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Neutral, Kind: "file", Source: "backups", ObservedAt: now, Tree: release.Tree, Summary: "what is kept here, and could be lost: " + facts.keeps,
		})
	}
	meant := facts.observeCloud(&observation, release, now)
	for _, one := range facts.declared {
		if one.off {
			observation.Findings = append(observation.Findings, checks.Finding{
				Rule: "backup.off", Severity: checks.SeverityError, Path: one.path, Line: one.line, Message: one.what + " is switched off", Remedy: "Switch it on, or move what is no production database to a folder that says so.", Fingerprint: checks.Fingerprint("backup.off", one.path, one.what),
			})
			continue
		}
		meant++
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Supports, Kind: "file", Source: "backups", Path: one.path, Line: one.line, Summary: one.what + " is declared", ObservedAt: now, Tree: release.Tree,
		})
	}
	facts.observeBare(&observation, meant)
	for _, one := range facts.restores {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Neutral, Kind: "file", Source: "backups", Path: one.path, Line: one.line, Summary: one.what + " restores on a schedule; whether it succeeds, the cluster knows", ObservedAt: now, Tree: release.Tree,
		})
	}
	if facts.skipped > 0 {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Neutral, Kind: "file", Source: "backups", ObservedAt: now, Tree: release.Tree, Sample: facts.skipped,
			Summary: fmt.Sprintf("%s beyond golive's limits (%d files of %d KiB) not read for what declares backups", wording.Counted(facts.skipped, "file is", "files are"), maxBackupFiles, maxBackupBytes>>10),
		})
	}
	switch {
	case facts.failed != nil:
		observation.Findings = append(observation.Findings, checks.Finding{
			Rule: "backup.restore-failed", Severity: checks.SeverityError, Path: facts.failed.Path, Grade: checks.E3, Message: "the last restore failed, on " + facts.failed.UpdatedAt.UTC().Format(time.DateOnly), Remedy: "Mend what it says: " + facts.failed.Link, Fingerprint: checks.Fingerprint("backup.restore-failed", facts.failed.Path),
		})
	case facts.restored != nil:
		grade := checks.E3
		if meant == 0 {
			grade = checks.E2 // something was restored; what makes the backups is not here to be read
		}
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: grade, Outcome: checks.Supports, Kind: "ci", Source: "github", Link: facts.restored.Link, ObservedAt: now, ExpiresAt: facts.restored.UpdatedAt.Add(drillLasts),
			Summary: fmt.Sprintf("%s restored on %s", wording.QuotedPath(facts.restored.Path), facts.restored.UpdatedAt.UTC().Format(time.DateOnly)),
		})
	case facts.failure != nil:
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: "Runs of restores could not be read: " + facts.failure.Error() + ".", Remedy: "Grant the App the permission `actions: read` if it lacks it.",
		})
	default:
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionCluster, Reason: fmt.Sprintf("No restore is on record in the last 90 days (%s that restore); what backs up outside of this repository is not read.", wording.Counted(len(facts.drills), "workflow", "workflows")), Remedy: drill,
		})
	}
	return observation
}
