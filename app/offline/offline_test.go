package offline_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/app/offline"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

const changelog = "# Changelog\n\n## [1.0.0] - 2026-11-01\n- The shop\n"

func TestJudgeTellsWhatItJudged(t *testing.T) {
	t.Parallel()
	made := newRepository(t, "CHANGELOG.md", changelog, "main.go", "package main\n")
	head := made.git("rev-parse", "HEAD")
	report := made.judged(nil)
	release := report.Release
	if release.Kind != checks.ReleaseDirectory || release.SHA != head || release.Tree != made.git("rev-parse", "HEAD^{tree}") || release.HeadBranch != "main" {
		t.Errorf("release = %+v", release)
	}
	if release.Repository.Name != filepath.Base(made.path) || release.Repository.Owner != "" {
		t.Errorf("repository = %+v", release.Repository)
	}
	if report.ToolVersion != "1.2.3" || report.Range != nil || report.Policy.Source != "built-in defaults" || len(report.Rows) != 5 {
		t.Errorf("report of %q, range %v, policy %+v, %d rows", report.ToolVersion, report.Range, report.Policy, len(report.Rows))
	}
	if got := report.Results["launch.changelog"].Verdict(); got != checks.Pass {
		t.Errorf("changelog %s", got)
	}
	for id, result := range report.Results {
		if result.Verdict() == checks.Errored {
			t.Errorf("%s: golive failed: %s", id, result.Why)
		}
	}
}

func TestJudgeKnowsTheVersion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(directory)
		version string
	}{
		"by the tag on the commit":        {func(directory) {}, "1.0.0"},
		"not where files differ from it":  {func(d directory) { d.write("a.go", "package other\n") }, ""},
		"not behind the tag":              {func(d directory) { d.commit("more") }, ""},
		"by the branch":                   {func(d directory) { d.commit("more"); d.git("checkout", "--quiet", "-b", "release/v1.1.0") }, "1.1.0"},
		"not by the tags of two packages": {func(d directory) { d.git("tag", "web@2.0.0") }, ""},
		"on a detached head":              {func(d directory) { d.git("checkout", "--quiet", "--detach") }, "1.0.0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := newRepository(t, "a.go", "package a\n")
			test.change(made)
			if got := made.judged(nil).Release.Version; got != test.version {
				t.Errorf("version %q, want %q", got, test.version)
			}
		})
	}
}

func TestJudgeReadsTheWorkingTree(t *testing.T) {
	t.Parallel()
	made := newRepository(t, "CHANGELOG.md", changelog, ".gitignore", "ignored/\n", "old.env", "A=1\n")
	made.git("rm", "--quiet", "--cached", "old.env")
	made.write(".env.production", "DB_PASSWORD=hT7kQ9vRw2zX\n", "ignored/.env", "DB_PASSWORD=hT7kQ9vRw2zX\n")
	report := made.judged(nil)
	if report.Release.SHA != "" {
		t.Error("a tree with changes is called a commit")
	}
	result := report.Results["infrastructure.env-encryption"]
	var paths []string
	for _, finding := range result.Findings {
		paths = append(paths, finding.Path)
	}
	if result.Verdict() != checks.Fail || !slices.Equal(paths, []string{".env.production"}) {
		t.Errorf("%s %q, want the untracked file that is not ignored", result.Verdict(), paths)
	}
}

func TestJudgeSinceARevision(t *testing.T) {
	t.Parallel()
	made := newRepository(t, "CHANGELOG.md", changelog, "old.js", "console.log(1)\n")
	base := made.git("rev-parse", "HEAD")
	// The values of the secret are put together here, so that no scanner finds
	// them in this file.
	made.write("pay.js", "export const key = 'AKIA"+"QYLPMN5HFIQR7XYA'\n").commit("feat: pay (#7)")
	made.write("pay.js", "export const key = process.env.PAY_KEY\n").commit("fix: key from outside (#8)")
	made.write("new.js", "console.log(2)\n")
	since := func(base string) func(*offline.Options) {
		return func(options *offline.Options) {
			options.Base, options.Only = base, []string{"code.secrets", "code.debug-leftovers", "launch.changelog"}
		}
	}
	report := made.judged(since("release/v1.0.0"))
	if report.Range == nil || report.Range.From != base || len(report.Range.Commits) != 2 || report.Range.Reason != "release/v1.0.0" {
		t.Fatalf("range = %+v", report.Range)
	}
	secrets := report.Results["code.secrets"]
	if secrets.Verdict() != checks.Fail || len(secrets.Findings) != 1 || !strings.Contains(secrets.Findings[0].Message, "still in the history") {
		t.Errorf("secrets %s %+v, want the one that a later commit took away", secrets.Verdict(), secrets.Findings)
	}
	severities := map[string]checks.Severity{}
	for _, finding := range report.Results["code.debug-leftovers"].Findings {
		severities[finding.Path] = finding.Severity
	}
	if severities["new.js"] != checks.SeverityError || severities["old.js"] != checks.SeverityWarning {
		t.Errorf("leftovers %v, want the new one to weigh more", severities)
	}
	if got := report.Results["launch.changelog"].Verdict(); got != checks.Fail {
		t.Errorf("a change log that the range leaves alone: %s", got)
	}
}

func TestJudgeJudgesOnlyWhatIsAsked(t *testing.T) {
	t.Parallel()
	made := newRepository(t, "CHANGELOG.md", changelog)
	var guard sync.Mutex
	begun := map[checks.ItemID]bool{}
	report := made.judged(func(options *offline.Options) {
		options.Only = []string{"7", "delivery.naming"}
		options.Began = func(number, total int, item checks.ItemID) {
			guard.Lock()
			defer guard.Unlock()
			begun[item] = true
			if number < 1 || number > total || total != 7 {
				t.Errorf("%s is number %d of %d", item, number, total)
			}
		}
	})
	if len(report.Items) != 7 || len(report.Results) != 7 || len(begun) != 7 {
		t.Errorf("%d items, %d results, %d begun, want 7", len(report.Items), len(report.Results), len(begun))
	}
	if _, judged := report.Results["code.secrets"]; judged {
		t.Error("an item was judged that nobody asked for")
	}
}

func TestJudgeReadsThePolicy(t *testing.T) {
	t.Parallel()
	made := newRepository(t, "a.go", "package a\n", config.PolicyFile, "version: 1\nmode: enforce\n", "other.yml", "version: 1\nmode: observe\n")
	report := made.judged(nil)
	if report.Policy.Mode != "enforce" || report.Policy.Source != filepath.Join(made.path, config.PolicyFile) || report.Policy.Hash == "" {
		t.Errorf("policy = %+v, want the directory's own", report.Policy)
	}
	report = made.judged(func(options *offline.Options) { options.Policy = filepath.Join(made.path, "other.yml") })
	if report.Policy.Mode != "observe" {
		t.Errorf("policy = %+v, want the one that was named", report.Policy)
	}
}

func TestJudgeWithoutARepository(t *testing.T) {
	t.Parallel()
	for name, made := range map[string]directory{
		"a plain directory":            newDirectory(t, "CHANGELOG.md", changelog),
		"an empty one":                 newDirectory(t),
		"a repository without commits": func() directory { made := newDirectory(t); made.git("init", "--quiet"); return made }(),
		"one with files but no commit": func() directory {
			made := newDirectory(t, "CHANGELOG.md", changelog)
			made.git("init", "--quiet")
			return made
		}(),
		"a folder of a repository": func() directory {
			made := newRepository(t, "api/CHANGELOG.md", changelog, "a.go", "package a\n")
			return directory{t, filepath.Join(made.path, "api")}
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := made.judged(nil)
			if report.Standing() == checks.StandingReady {
				t.Error("it is ready")
			}
			if report.Release.SHA != "" && name != "a folder of a repository" {
				t.Errorf("commit %s", report.Release.SHA)
			}
			for id, result := range report.Results {
				if result.Verdict() == checks.Errored {
					t.Errorf("%s: golive failed: %s", id, result.Why)
				}
			}
			empty := !strings.Contains(name, "plain") && !strings.Contains(name, "files") && !strings.Contains(name, "folder")
			if got := report.Results["launch.changelog"].Verdict(); empty == (got == checks.Pass) {
				t.Errorf("changelog %s", got)
			}
		})
	}
}

func TestJudgeRefusesBadUsage(t *testing.T) {
	t.Parallel()
	made := newRepository(t, "a.go", "package a\n", "broken.yml", "mode: [\n", "unknown.yml", "version: 1\nmood: enforce\n")
	bare := directory{t, t.TempDir()}
	bare.git("init", "--quiet", "--bare")
	plain := newDirectory(t, "a.go", "package a\n")
	for name, test := range map[string]struct {
		in     directory
		change func(*offline.Options)
		says   string
	}{
		"an unknown item":              {made, func(o *offline.Options) { o.Only = []string{"code.secret"} }, "did you mean code.secrets?"},
		"a directory that is not":      {made, func(o *offline.Options) { o.Directory = filepath.Join(made.path, "none") }, "is no directory"},
		"a file":                       {made, func(o *offline.Options) { o.Directory = filepath.Join(made.path, "a.go") }, "is no directory"},
		"an unknown revision":          {made, func(o *offline.Options) { o.Base = "release/v9.9.9" }, "--base release/v9.9.9"},
		"an option in its place":       {made, func(o *offline.Options) { o.Base = "--all" }, "--base --all"},
		"a revision without git":       {plain, func(o *offline.Options) { o.Base = "HEAD" }, "not a git repository"},
		"a policy that is not there":   {made, func(o *offline.Options) { o.Policy = filepath.Join(made.path, "none.yml") }, "none.yml"},
		"a policy that is no YAML":     {made, func(o *offline.Options) { o.Policy = filepath.Join(made.path, "broken.yml") }, "broken.yml"},
		"a policy with a strange key":  {made, func(o *offline.Options) { o.Policy = filepath.Join(made.path, "unknown.yml") }, "mood"},
		"a repository without a tree":  {bare, nil, "bare git repository"},
		"an unknown item with a known": {made, func(o *offline.Options) { o.Only = []string{"code", "backup"} }, "did you mean infrastructure.backup?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := test.in.judge(test.change)
			if !errors.Is(err, offline.ErrUsage) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want bad usage that says %q", err, test.says)
			}
		})
	}
}
