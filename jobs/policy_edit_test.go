package jobs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// editsOf resolves the release pull request of a forge, whose branch left main
// at the commit "left".
func editsOf(t *testing.T, forge *fakeForge) []PolicyEdit {
	t.Helper()
	forge.mergeBase = "left"
	state, err := resolve(t.Context(), forge, newPolicies(t), Key{Repository: 81, Number: 12})
	if err != nil {
		t.Fatal(err)
	}
	return state.edits
}

const (
	good   = "version: 1\nmode: enforce\n"
	other  = "version: 1\nmode: observe\n"
	broken = "version: 1\nmodus: enforce\n"
)

func TestAPullRequestEditsThePolicyWhereItsHeadHasAnother(t *testing.T) {
	t.Parallel()
	const own, common = config.PolicyFile, config.OrganisationPolicyFile
	for name, test := range map[string]struct {
		name  string // of the repository; empty: shop
		files map[string]string
		want  []string // file, change, problems, mends
	}{
		"none anywhere":                      {files: map[string]string{}},
		"the same":                           {files: map[string]string{"main:" + own: good, "head:" + own: good}},
		"changed":                            {files: map[string]string{"main:" + own: good, "left:" + own: good, "head:" + own: other}, want: []string{".golive.yml changes 0 false"}},
		"added":                              {files: map[string]string{"head:" + own: good}, want: []string{".golive.yml adds 0 false"}},
		"deleted":                            {files: map[string]string{"main:" + own: good, "left:" + own: good}, want: []string{".golive.yml deletes 0 false"}},
		"a comment alone":                    {files: map[string]string{"main:" + own: good, "left:" + own: good, "head:" + own: good + "# x\n"}, want: []string{".golive.yml changes 0 false"}},
		"broken":                             {files: map[string]string{"main:" + own: good, "left:" + own: good, "head:" + own: broken}, want: []string{".golive.yml changes 1 false"}},
		"mended":                             {files: map[string]string{"main:" + own: broken, "left:" + own: broken, "head:" + own: good}, want: []string{".golive.yml changes 0 true"}},
		"the base moved on, nothing edited":  {files: map[string]string{"main:" + own: other, "left:" + own: good, "head:" + own: good}},
		"the base got one, nothing edited":   {files: map[string]string{"main:" + own: good}},
		"the base moved on, and edited":      {files: map[string]string{"main:" + own: other, "left:" + own: good, "head:" + own: broken}, want: []string{".golive.yml changes 1 false"}},
		"another repository's common policy": {files: map[string]string{"head:" + common: broken}},
		"the common policy, where it stands": {name: ".github", files: map[string]string{"main:" + common: good, "left:" + common: good, "head:" + common: broken}, want: []string{".github/golive.yml changes 1 false"}},
		"both": {name: ".github", files: map[string]string{"head:" + common: good, "head:" + own: broken},
			want: []string{".golive.yml adds 1 false", ".github/golive.yml adds 0 false"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newFakeForge()
			forge.files = test.files
			if test.name != "" {
				forge.description.Name = test.name
			}
			var got []string
			for _, edit := range editsOf(t, forge) {
				got = append(got, fmt.Sprintf("%s %s %d %v", edit.File, edit.Change, len(edit.Problems), edit.Mends))
				if edit.Ref != "main" || edit.Wrong != len(edit.Problems) {
					t.Errorf("%+v", edit)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAnEditIsDecodedOverWhatTheOrganisationHas(t *testing.T) {
	t.Parallel()
	forge := newFakeForge()
	forge.common = "version: 1\nmode: enforce\nroles: {qa: [\"@mia\"]}\n"
	forge.files["head:"+config.PolicyFile] = "version: 1\nroles: {qa: [\"@kim\"]}\n"
	forge.commits = []checks.PullCommit{{Author: "Lee", Committer: "web-flow"}, {}}
	edits := editsOf(t, forge)
	if len(edits) != 1 || edits[0].Before.Mode != config.ModeEnforce || edits[0].After.Mode != config.ModeEnforce || edits[0].Observing() {
		t.Fatalf("%+v", edits)
	}
	if !slices.Equal(edits[0].Authors, []string{"kim", "lee"}) {
		t.Errorf("authors %q", edits[0].Authors)
	}
	if effects := edits[0].Effects(Affected{}); len(effects) != 2 || !effects[0].Weakens {
		t.Errorf("%+v", effects)
	}
}

func TestTheEditedCommonPolicyLiesBelowTheRepositorysOwn(t *testing.T) {
	t.Parallel()
	forge := newFakeForge()
	forge.description.Name = ".github"
	forge.files["main:"+config.PolicyFile] = good
	forge.files["head:"+config.PolicyFile] = good
	forge.files["left:"+config.PolicyFile] = good
	forge.files["head:"+config.OrganisationPolicyFile] = "version: 1\nmode: observe\nrelease: {tags: [\"v*\"]}\n"
	edits := editsOf(t, forge)
	if len(edits) != 1 || edits[0].After.Mode != config.ModeEnforce || !slices.Equal(edits[0].After.Release.Tags, []string{"v*"}) {
		t.Errorf("%+v", edits)
	}
}

func TestAnEditThatCannotBeReadIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fail func(*fakeForge)
		want error // nil: no edit
	}{
		"the head cannot be reached":       {func(f *fakeForge) { f.failures = map[string]error{"head:" + config.PolicyFile: errServer} }, errServer},
		"the merge base cannot be reached": {func(f *fakeForge) { f.failures = map[string]error{"merge base": errServer} }, errServer},
		"the head is gone":                 {func(f *fakeForge) { f.failures = map[string]error{"head:" + config.PolicyFile: ErrGone} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newFakeForge()
			forge.files["head:"+config.PolicyFile] = good
			test.fail(forge)
			state, err := resolve(t.Context(), forge, newPolicies(t), Key{Repository: 81, Number: 12})
			if !errors.Is(err, test.want) || len(state.edits) != 0 {
				t.Errorf("%d edits, %v", len(state.edits), err)
			}
		})
	}
	forge := newFakeForge()
	forge.files["head:"+config.PolicyFile] = good
	forge.failures = map[string]error{"merge base": ErrGone}
	if state, err := resolve(t.Context(), forge, newPolicies(t), Key{Repository: 81, Number: 12}); err != nil || len(state.edits) != 1 {
		t.Errorf("histories without a common commit: %d edits, %v", len(state.edits), err)
	}
	forge.failures = map[string]error{"head:" + config.PolicyFile: fmt.Errorf("12 MiB: %w", ErrTooLarge)}
	state, err := resolve(t.Context(), forge, newPolicies(t), Key{Repository: 81, Number: 12})
	if err != nil || len(state.edits) != 1 || state.edits[0].Wrong != 1 || !strings.Contains(state.edits[0].Problems[0].Problem, "too large") {
		t.Errorf("a huge file: %+v, %v", state.edits, err)
	}
}

func TestOnlyTheFirstProblemsAreKept(t *testing.T) {
	t.Parallel()
	forge := newFakeForge()
	var file strings.Builder
	file.WriteString("version: 1\n")
	for index := range 300 {
		fmt.Fprintf(&file, "key%d: 1\n", index)
	}
	forge.files["head:"+config.PolicyFile] = file.String()
	edits := editsOf(t, forge)
	if len(edits) != 1 || len(edits[0].Problems) > maxProblems || edits[0].Wrong < len(edits[0].Problems) {
		t.Errorf("%d problems of %d", len(edits[0].Problems), edits[0].Wrong)
	}
}

func TestMisnamedPolicies(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		repository string
		files      []string
		want       int
	}{
		"none":                        {"shop", []string{"main.go"}, 0},
		"the policy itself":           {"shop", []string{".golive.yml", "golive.yml"}, 0},
		"another ending":              {"shop", []string{".golive.yaml"}, 1},
		"without the dot":             {"shop", []string{"golive.yml"}, 1},
		"where the organisation's is": {"shop", []string{".github/golive.yml"}, 1},
		"the organisation's":          {".github", []string{".github/golive.yml"}, 0},
		"two":                         {"shop", []string{".golive.yaml", ".github/golive.yml"}, 2},
		"in a folder":                 {"shop", []string{"examples/.golive.yaml"}, 0},
	} {
		run := Run{Release: checks.Release{Repository: checks.Repository{Name: test.repository}}, Notes: []string{"before"}}
		var files []checks.File
		for _, path := range test.files {
			files = append(files, checks.File{Path: path})
		}
		run.noteMisnamed(files)
		run.noteMisnamed(files)
		if len(run.Notes) != 1+test.want {
			t.Errorf("%s: %q", name, run.Notes)
		}
	}
}
