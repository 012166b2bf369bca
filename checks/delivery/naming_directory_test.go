package delivery_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/delivery"
)

// localTags are the tags of a copy of the repository.
type localTags struct {
	tags []checks.Tag
	err  error
}

func (l localTags) Tags(context.Context) ([]checks.Tag, error) { return l.tags, l.err }

// copyOf connects a directory's subject to a copy with these older tags, and
// more on its own commit.
func copyOf(before []string, here ...checks.Tag) checkstest.Option {
	return func(subject *checks.Subject) {
		subject.Tags = localTags{tags: append(released(before...), here...)}
	}
}

func here(name string) checks.Tag {
	return checks.Tag{Name: name, Commit: checkstest.Head, Annotated: true, Date: checkstest.Now}
}

func on(branch string) checkstest.Option {
	return checkstest.Releasing(func(release *checks.Release) {
		release.HeadBranch, release.Version = branch, checks.VersionIn(branch)
	})
}

func branchHead(subject *checks.Subject) { subject.Release.Kind = checks.ReleaseBranch }

func TestNamingOfADirectory(t *testing.T) {
	t.Parallel()
	manifest := func(version string) map[string]string {
		return map[string]string{"package.json": `{"name":"shop","version":"` + version + `"}`}
	}
	for name, test := range map[string]struct {
		files    map[string]string
		options  []checkstest.Option
		verdict  checks.Verdict
		findings []string
		says     string
	}{
		"no copy of the repository":   {manifest("1.4.0"), nil, checks.Unknown, nil, "There is no release tag"},
		"a branch before any release": {manifest("1.4.0"), []checkstest.Option{copyOf([]string{"release/v1.3.0"}), branchHead}, checks.Unknown, nil, "There is no release yet whose name"},
		"no tags yet":                 {manifest("0.1.0"), []checkstest.Option{copyOf(nil)}, checks.Unknown, nil, "no release tag yet"},
		"its commit is tagged well": {manifest("1.4.0"), []checkstest.Option{copyOf([]string{"release/v1.3.0"}, here("release/v1.4.0"))}, checks.Warn, nil,
			"it follows `release/v1.3.0` (2 tags read); 1 version file agrees"},
		"its commit has two tags": {nil, []checkstest.Option{copyOf([]string{"release/v1.3.0"}, here("v1.4.0"), here("release/v1.4.0"))}, checks.Warn, nil, "`release/v1.4.0` names a release"},
		"its tag goes back": {nil, []checkstest.Option{copyOf([]string{"release/v1.5.0"}, here("release/v1.4.0"))}, checks.Warn,
			[]string{"error naming.not-increasing"}, "`release/v1.5.0` is there"},
		"its tag is named otherwise, as all are": {nil, []checkstest.Option{copyOf([]string{"v1.3.0"}, here("v1.4.0"))}, checks.Warn,
			[]string{"error naming.pattern"}, "`release: {tags: [\"v*\"]}` in .golive.yml"},
		"its tag is lightweight": {nil, []checkstest.Option{copyOf(nil, checks.Tag{Name: "release/v1.0.0", Commit: checkstest.Head, Date: checkstest.Now})}, checks.Warn,
			[]string{"warning naming.lightweight"}, ""},
		"a package's tag is not the whole's": {nil, []checkstest.Option{copyOf([]string{"release/v1.3.0"}, here("web@9.0.0"))}, checks.Unknown,
			[]string{"warning naming.pattern-here"}, "the last is `web@9.0.0`"},
		"the files' version follows":             {manifest("1.4.0"), []checkstest.Option{copyOf([]string{"release/v1.3.0"})}, checks.Warn, nil, "the version 1.4.0 of the files follows `release/v1.3.0`"},
		"the files' version is out":              {manifest("1.3.0"), []checkstest.Option{copyOf([]string{"release/v1.3.0"})}, checks.Unknown, nil, "the next release needs a greater one"},
		"the files' version is behind":           {manifest("1.2.0"), []checkstest.Option{copyOf([]string{"release/v1.3.0"})}, checks.Unknown, []string{"warning naming.version-behind"}, "Raise the version in `package.json`"},
		"the files' version is of an older line": {manifest("1.2.1"), []checkstest.Option{copyOf([]string{"release/v1.2.0", "release/v1.3.0"})}, checks.Unknown, nil, "which is before `release/v1.3.0`"},
		"version files that disagree": {map[string]string{"package.json": `{"version":"1.4.0"}`, "VERSION": "1.3.9\n"}, []checkstest.Option{copyOf([]string{"release/v1.3.0"})}, checks.Unknown,
			[]string{"warning naming.version-file"}, ""},
		"tags that are named otherwise": {nil, []checkstest.Option{copyOf([]string{"v1.3.0"})}, checks.Unknown, []string{"warning naming.pattern-here"}, "Add `release: {tags: [\"v*\"]}` to .golive.yml, or name"},
		"tags of bare numbers":          {nil, []checkstest.Option{copyOf([]string{"1.3.0"})}, checks.Unknown, []string{"warning naming.pattern-here"}, "[\"[0-9]*\"]"},
		"tags with two numbers":         {nil, []checkstest.Option{copyOf([]string{"v4.1.1", "v4.2"})}, checks.Unknown, []string{"warning naming.pattern-here"}, "give the next tag three numbers"},
		"another family long ago":       {manifest("3.1.0"), []checkstest.Option{copyOf([]string{"v2018.09", "3.0.0"})}, checks.Warn, []string{"warning naming.pattern-here"}, "3.1.0 of the files follows `3.0.0`"},
		"on a release branch":           {nil, []checkstest.Option{on("release/v1.4.0"), copyOf([]string{"release/v1.3.0"})}, checks.Warn, nil, "branch `release/v1.4.0` names a release; version 1.4.0 is new (1 tag read)"},
		"on one whose version is out":   {nil, []checkstest.Option{on("release/v1.3.0"), copyOf([]string{"release/v1.3.0"})}, checks.Warn, []string{"error naming.reused"}, "released already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, namingItem, delivery.NewNaming(), checkstest.Subject(checkstest.Tree(test.files), test.options...))
			var findings, text []string
			text = append(text, result.Headline, result.Why, result.Remedy)
			for _, finding := range result.Findings {
				findings = append(findings, string(finding.Severity)+" "+finding.Rule)
			}
			for _, evidence := range result.Evidence {
				text = append(text, evidence.Summary)
				if evidence.Grade > checks.E2 {
					t.Errorf("evidence of a copy is %s: %s", evidence.Grade, evidence.Summary)
				}
			}
			if result.Verdict() != test.verdict || !slices.Equal(findings, test.findings) {
				t.Errorf("%s %q, want %s %q", result.Verdict(), findings, test.verdict, test.findings)
			}
			if all := strings.Join(text, "\n"); !strings.Contains(all, test.says) {
				t.Errorf("nothing says %q:\n%s", test.says, all)
			}
		})
	}
}

func TestNamingOfADirectoryWhoseTagsCannotBeRead(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(nil))
	subject.Tags = localTags{err: errors.New("broken pipe")}
	if _, err := delivery.NewNaming().Observe(t.Context(), subject); err == nil {
		t.Error("no error: tags that cannot be read must not read as none")
	}
}
