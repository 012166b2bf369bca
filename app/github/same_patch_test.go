package github

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// readPull reads a pull request as items see it.
func (w *world) readPull(number int) checks.PullRequest {
	w.t.Helper()
	pull, err := w.repository().PullRequest(w.ctx, number)
	must(w.t, err)
	return pull
}

func TestSamePatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	opened := w.propose("refunds")
	main := w.push("main", map[string]string{"README.md": "# shop\n\nnew\n"})
	push := func(branch string, commit simulator.Commit) string {
		sha, err := w.Push("acme/shop", branch, "ada", commit)
		must(t, err)
		return sha
	}
	rebased := push("rebased", simulator.Commit{Parent: "main", Message: "all of it", Files: map[string]string{"refunds.txt": "b\n"}})
	other := w.push("other", map[string]string{"refunds.txt": "c\n"})
	pull := w.readPull(opened.Number)
	pull.Base = w.first // GitHub keeps what was the tip when it was opened
	taken := push("taken", simulator.Commit{Parent: opened.HeadSHA, Also: main, Message: "Merge branch 'main' into refunds", Files: map[string]string{"README.md": "# shop\n\nnew\n"}})
	smuggled := push("smuggled", simulator.Commit{Parent: opened.HeadSHA, Also: main, Message: "Merge branch 'main' into refunds", Files: map[string]string{"README.md": "# shop\n\nnew\n", "more.txt": "x\n"}})
	for name, test := range map[string]struct {
		commit string
		want   bool
	}{
		"a rebase onto a base that came on": {rebased, true},
		"a merge of such a base":            {taken, true},
		"a merge that brings more":          {smuggled, false},
		"another change":                    {other, false},
		"nothing but the base":              {main, false},
		"the very commit":                   {opened.HeadSHA, true},
	} {
		if same, err := w.repository().SamePatch(w.ctx, pull, opened.HeadSHA, test.commit); err != nil || same != test.want {
			t.Errorf("%s: %v, %v", name, same, err)
		}
	}
	if same, err := w.repository().SamePatch(w.ctx, pull, main, main); err != nil || same {
		t.Errorf("nothing is what was approved: %v, %v", same, err)
	}
	if _, err := w.repository().SamePatch(w.ctx, pull, strings.Repeat("1", 40), rebased); err == nil {
		t.Error("a commit that is gone was compared")
	}
	pull.BaseBranch = "deleted"
	if same, err := w.repository().SamePatch(w.ctx, pull, opened.HeadSHA, opened.HeadSHA); err != nil || !same {
		t.Errorf("a base branch that was deleted: %v, %v", same, err)
	}
}

// Each way of merging, the queue's too, leaves another commit; what came before it is
// the base that the pull request was merged onto.
func TestSamePatchOfWhatWasMerged(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"merge", "squash", "rebase"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			opened, before := w.propose("refunds"), w.propose("exports")
			_, err := w.Merge("acme/shop", before.Number, method, "dana")
			must(t, err)
			other := w.push("other", map[string]string{"refunds.txt": "c\n"})
			_, err = w.Merge("acme/shop", opened.Number, method, "dana")
			must(t, err)
			pull := w.readPull(opened.Number)
			rebased, err := w.Push("acme/shop", "rebased", "ada", simulator.Commit{Parent: w.first, Message: "again", Files: map[string]string{"refunds.txt": "b\n"}})
			must(t, err)
			for commit, want := range map[string]bool{opened.HeadSHA: true, rebased: true, other: false} {
				if same, err := w.repository().SamePatch(w.ctx, pull, opened.HeadSHA, commit); err != nil || same != want {
					t.Errorf("%.7s: %v, %v", commit, same, err)
				}
			}
		})
	}
}
