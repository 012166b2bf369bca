package github

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// propose opens a pull request with two commits on a branch of its own.
func (w *world) propose(name string) simulator.PullRequest {
	w.t.Helper()
	w.push(name, map[string]string{name + ".txt": "a\n"})
	_, err := w.Push("acme/shop", name, "kim", simulator.Commit{Message: "more\n\nCo-authored-by: Lee <lee@users.noreply.github.com>", Files: map[string]string{name + ".txt": "b\n"}})
	must(w.t, err)
	w.CreateUser("lee")
	opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "Add " + name, Head: name, User: "ada", Labels: []string{"feature"}})
	must(w.t, err)
	return opened
}

func TestPullRequestsOfCommits(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/api/v3"} {
		t.Run("base path "+base, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(simulated *simulator.Options, _ *Options) { simulated.BasePath = base })
			want := map[string]string{}
			for _, method := range []string{"merge", "squash", "rebase"} {
				opened := w.propose(method)
				tip, err := w.Merge("acme/shop", opened.Number, method, "dana")
				must(t, err)
				want[tip] = fmt.Sprint(opened.Number)
				if method == "merge" {
					want[opened.HeadSHA] = want[tip]
				}
			}
			direct := w.push("main", map[string]string{"direct.txt": "x"})
			open := w.propose("open")
			want[open.HeadSHA], want[direct], want[w.first] = fmt.Sprint(open.Number), "", ""
			var commits []string
			for commit := range want {
				commits = append(commits, commit)
			}
			r := w.repository()
			w.paths()
			of, err := r.PullRequestsOf(w.ctx, append(commits, strings.Repeat("0", 40)))
			must(t, err)
			if asked := w.paths(); len(asked) != 1 {
				t.Errorf("asked %v", asked)
			}
			for commit, number := range want {
				got := ""
				for _, pull := range of[commit] {
					got += fmt.Sprint(pull.Number)
				}
				if got != number {
					t.Errorf("%.7s is of #%s, want #%s", commit, got, number)
				}
			}
			if pull := of[open.HeadSHA][0]; !pull.Open || pull.Merged || pull.Title != "Add open" || pull.Author != "ada" || pull.HeadBranch != "open" || pull.BaseBranch != "main" || len(pull.Labels) != 1 || pull.Head != open.HeadSHA {
				t.Errorf("the open one: %+v", pull)
			}
		})
	}
}

func TestHistories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	opened := w.propose("refunds")
	_, err := w.Review("acme/shop", opened.Number, "dana", "CHANGES_REQUESTED", "")
	must(t, err)
	_, err = w.Review("acme/shop", opened.Number, "lee", "COMMENTED", "")
	must(t, err)
	_, err = w.Review("acme/shop", opened.Number, "dana", "APPROVED", "")
	must(t, err)
	tip, err := w.Merge("acme/shop", opened.Number, "squash", "dana")
	must(t, err)
	found, err := w.repository().Histories(w.ctx, []int{opened.Number})
	must(t, err)
	one := found[0]
	if one.Number != opened.Number || !one.Merged || one.MergeSHA != tip || one.MergedAt.IsZero() || one.MergedBy != "dana" || one.Partial != "" || strings.Join(one.Paths, " ") != "refunds.txt" {
		t.Errorf("the pull request: %+v", one)
	}
	if len(one.Reviews) != 2 || one.Reviews[0].State != checks.ReviewChangesRequested || one.Reviews[1].State != checks.ReviewApproved || one.Reviews[1].Login != "dana" || one.Reviews[1].Commit != opened.HeadSHA || one.Reviews[1].Link == "" {
		t.Errorf("the reviews: %+v", one.Reviews)
	}
	if len(one.Commits) != 2 || one.Commits[0].Author != "ada" || one.Commits[1].Author != "kim" || strings.Join(one.Commits[1].CoAuthors, " ") != "lee" || one.Commits[1].Tree == "" || one.Commits[1].Parents != 1 {
		t.Errorf("the commits: %+v", one.Commits)
	}
	if _, err := w.repository().Histories(w.ctx, []int{opened.Number, 999}); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestQueriesThatFail(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(simulated *simulator.Options, _ *Options) {
		simulated.Permissions = map[string]string{"metadata": "read", "contents": "read"}
	})
	if _, err := w.repository().PullRequestsOf(w.ctx, []string{w.first}); !errors.Is(err, jobs.ErrForbidden) || !strings.Contains(err.Error(), "pull_requests: read") {
		t.Errorf("no permission: %v", err)
	}
	remove := w.Inject(simulator.Fault{Kind: simulator.ServerError, Status: 502, Times: 1, Path: regexp.MustCompile("graphql")})
	if _, err := w.repository().PullRequestsOf(w.ctx, []string{w.first}); !errors.Is(err, jobs.ErrForbidden) || remove() != 1 {
		t.Errorf("a query only reads and is repeated: %v", err)
	}
	for name, answered := range map[string]map[string]any{
		"limited":   {"errors": []any{map[string]any{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}}},
		"in pieces": {"data": map[string]any{"repository": nil}, "errors": []any{map[string]any{"message": "Something went wrong while executing your query."}}},
		"no data":   {"data": map[string]any{"repository": map[string]any{}}},
	} {
		f := newFake(t, "")
		f.HandleFunc("POST /graphql", func(writer http.ResponseWriter, _ *http.Request) { answer(writer, 200, answered) })
		_, err := f.repository(t, "").Histories(t.Context(), []int{5})
		var limited *jobs.LimitedError
		if err == nil || errors.As(err, &limited) != (name == "limited") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A hundred pull requests are one release of a busy month.
func TestARangeOfAHundredPullRequestsCostsFewRequests(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a hundred pull requests take a while to make")
	}
	w := newWorld(t)
	var commits []string
	numbers := make([]int, 100)
	for index := range numbers {
		branch := fmt.Sprint("f", index)
		w.push(branch, map[string]string{branch + ".txt": "a\n"})
		opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: branch, Head: branch, User: "ada"})
		must(t, err)
		_, err = w.Review("acme/shop", opened.Number, "dana", "APPROVED", "")
		must(t, err)
		tip, err := w.Merge("acme/shop", opened.Number, "squash", "ada")
		must(t, err)
		commits, numbers[index] = append(commits, tip), opened.Number
	}
	for _, when := range []string{"cold", "next"} {
		w.paths()
		r := w.repository()
		of, err := r.PullRequestsOf(w.ctx, commits)
		must(t, err)
		histories, err := r.Histories(w.ctx, numbers)
		must(t, err)
		if len(of) != 100 || len(histories) != 100 {
			t.Errorf("%d commits, %d pull requests", len(of), len(histories))
		}
		asked := w.paths()
		t.Logf("%s: %d requests", when, len(asked))
		if len(asked) > 10 { // with the token and the repository's names
			t.Errorf("%s: %d requests: %v", when, len(asked), asked)
		}
	}
}
