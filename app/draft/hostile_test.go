package draft

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// memory is a source that is held in memory, so that names may be any. Its files are
// told apart once, as those of a commit are.
type memory struct {
	contents map[string]string
	files    []checks.File
}

func newMemory(contents map[string]string) memory {
	made := memory{contents: contents}
	for name, content := range contents {
		made.files = append(made.files, checks.File{
			Path: name, Size: int64(len(content)), Class: source.Classify(name, nil), Language: source.Language(name, nil),
		})
	}
	slices.SortFunc(made.files, func(a, b checks.File) int { return strings.Compare(a.Path, b.Path) })
	return made
}

func (m memory) Tree() string              { return "" }
func (m memory) Skipped() []checks.Skipped { return nil }
func (m memory) Files() []checks.File      { return m.files }

func (m memory) Read(_ context.Context, name string) ([]byte, error) {
	content, found := m.contents[name]
	if !found {
		return nil, fs.ErrNotExist
	}
	return []byte(content), nil
}

// scalar quotes what may not even be text.
func scalar(text string) string { return quoted(strings.ToValidUTF8(text, "?")) }

// hostile is text that tries to leave a comment or a quoted value.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"x\nmode: enforce", "x\r\nmode: enforce", "x\u0085mode: enforce", "x\u2028mode: enforce", "x\u2029mode: enforce",
			`x", "*"]` + "\nroles: {}", "x'\n---\nmode: enforce", "# x", " #x", ": x", "x: y", "- x", "!!binary x", "&a *a", "%YAML 1.1", "\t", "\ufeffx",
			"\x00", "\x1b[31mx", "\u202ex", "\ud7ff\ufffe", "\xff\xfe", "{{ x }}", "${{ x }}", "@a/b", "|", ">", "...", "---", "",
		}),
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom([]rune("ab-/.@#'\"\\\n\r\t {}[]:,&*!|>%`\u0085\u2028\u202e\x00\x7f"))),
	)
}

// Whatever names and contents a repository has, the draft is a policy in observe
// mode, and every line of it that is not one of golive's keys is a comment.
func TestNothingBreaksOutOfTheDraft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := func(label string) string { return hostile().Draw(t, label) }
		files := newMemory(map[string]string{
			"package.json":                 `{"dependencies":{"express":"1"},"name":"` + word("package") + `"}`,
			"CODEOWNERS":                   "* " + word("owner") + " @kim\n/db/" + word("pattern") + " @sam\n" + word("line"),
			".github/workflows/deploy.yml": "jobs:\n  a:\n    environment:\n      name: " + scalar("staging "+word("environment")) + "\n      url: " + scalar("https://a.dev/"+word("url")) + "\n    steps:\n    - uses: peter-evans/create-pull-request@v7\n      with: {branch: " + scalar("release-"+word("branch")) + ", title: " + scalar("Release "+word("title")) + "}\n",
			".github/workflows/" + word("workflow") + ".yml": "jobs: {a: {environment: " + scalar(word("other")) + "}}",
			"fly.toml":    "app = '" + word("app") + "'",
			"render.yaml": "services: [{name: " + scalar("staging"+word("service")) + "}]",
			"deploy/" + word("file") + "/" + ".env.staging": "APP_URL=https://" + word("host"),
			".releaserc":                   "tagFormat: " + scalar(word("format")+"${version}"),
			"release-please-config.json":   `{"tag-separator":"` + word("separator") + `","packages":{"a":{},"b":{}}}`,
			word("name") + "/package.json": "{",
		})
		at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
		found := &repository{source: files, git: true}
		for range rapid.IntRange(0, 4).Draw(t, "tags") {
			found.tags = append(found.tags, checks.Tag{Name: word("tag") + "v1.2.3", Date: at}, checks.Tag{Name: word("tag"), Date: at})
		}
		made := found.draft(t.Context())
		policy, err := config.DecodePolicy(made.File, config.DefaultPolicy())
		if err != nil {
			t.Fatalf("%v\n%s", err, made.File)
		}
		if policy.Mode != config.ModeObserve {
			t.Fatalf("mode %s\n%s", policy.Mode, made.File)
		}
		for line := range strings.Lines(string(made.File)) {
			key, _, _ := strings.Cut(strings.TrimSpace(line), ":")
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !slices.Contains(keys, key) {
				t.Fatalf("a line that is none of golive's: %q", line)
			}
			if strings.ContainsFunc(line, func(character rune) bool { return character != '\n' && !unicode.IsPrint(character) }) {
				t.Fatalf("a character that cannot be seen: %q", line)
			}
		}
		for _, note := range slices.Concat(made.Inferred, made.Open, made.Unread) {
			if note.What != plain(note.What) || note.Text != plain(note.Text) {
				t.Fatalf("a note that is not fit for a terminal: %q", note)
			}
		}
	})
}

// keys are all that may stand in a drafted policy.
var keys = []string{
	"version", "mode", "release", "tags", "branches", "environments", "staging", "production", "url", "deployment",
	"roles", "senior", "release-manager", "qa", "dba", "security", "sre",
}

// A value survives the way through YAML as it is.
func TestQuotedValuesSurvive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := hostile().Filter(usable).Draw(t, "value")
		policy, err := config.DecodePolicy([]byte("version: 1\nrelease:\n  labels: "+list([]string{value, "x"})+"\n"), config.DefaultPolicy())
		if err != nil {
			t.Fatalf("%q: %v", value, err)
		}
		if len(policy.Release.Labels) != 2 || policy.Release.Labels[0] != value {
			t.Fatalf("%q became %q", value, policy.Release.Labels)
		}
	})
}

// A tag's pattern matches the tag, whatever it is called.
func TestAPatternMatchesItsTag(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tag := rapid.StringMatching("[a-z@{}\"'#!&|%<>,;=+$()`é-]{0,12}[-/@_]?v?[0-9]{1,4}\\.[0-9]{1,2}(\\.[0-9]{1,2})?(-rc\\.[0-9])?").Draw(t, "tag")
		named, _, ok := schemeOf(tag)
		if !ok {
			t.Skip("no version in it")
		}
		for _, pattern := range []string{named.pattern(), named.narrow()} {
			if !matches(pattern, tag) {
				t.Fatalf("%q does not match %q", pattern, tag)
			}
		}
	})
}

// A draft whose reading was cancelled is none.
func TestACancelledDraftIsAnError(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
