package simulator

import (
	"strings"
	"testing"

	"github.com/google/go-github/v66/github"
)

func TestMergeMethods(t *testing.T) {
	t.Parallel()
	for method, parents := range map[string]int{"merge": 2, "squash": 1, "rebase": 1} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, Options{})
			opened := w.open("release/v1")
			w.commit("release/v1", "more", "more.js", "1")
			w.commit("main", "meanwhile", "other.txt", "x")
			w.events()
			tip, err := w.Merge("acme/shop", opened.Number, method, "lee")
			check(t, err)
			commit, _, err := w.client.Repositories.GetCommit(w.ctx, "acme", "shop", "main", nil)
			check(t, err)
			if commit.GetSHA() != tip || len(commit.Parents) != parents {
				t.Errorf("main is at %v, want %s with %d parents", commit, tip, parents)
			}
			tree, _, err := w.client.Git.GetTree(w.ctx, "acme", "shop", tip, true)
			check(t, err)
			var paths []string
			for _, entry := range tree.Entries {
				paths = append(paths, entry.GetPath())
			}
			if got := strings.Join(paths, " "); got != "README.md app.js more.js other.txt" {
				t.Errorf("files are %s", got)
			}
			events := w.events()
			closed := parsed[*github.PullRequestEvent](t, events)[0].GetPullRequest()
			if !closed.GetMerged() || closed.GetMergeCommitSHA() != tip || closed.GetState() != "closed" || closed.GetMergedBy().GetLogin() != "lee" {
				t.Errorf("pull request is %v", closed)
			}
			if push := parsed[*github.PushEvent](t, events)[0]; push.GetAfter() != tip || push.GetForced() {
				t.Errorf("push is %v", push)
			}
			pulls, _, err := w.client.PullRequests.ListPullRequestsWithCommit(w.ctx, "acme", "shop", tip, nil)
			check(t, err)
			if len(pulls) != 1 || pulls[0].GetNumber() != opened.Number {
				t.Errorf("the commit came from %v", pulls)
			}
		})
	}
}

func TestConflictIsNotMergeable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.commit("main", "conflict", "app.js", "something else")
	pull, _, err := w.client.PullRequests.Get(w.ctx, "acme", "shop", opened.Number)
	check(t, err)
	if pull.GetMergeable() || pull.GetMergeableState() != "dirty" {
		t.Errorf("mergeable is %v, %s", pull.GetMergeable(), pull.GetMergeableState())
	}
	if _, err := w.Merge("acme/shop", opened.Number, "squash", "kim"); err == nil {
		t.Error("a conflict was merged")
	}
}

func TestPullRequestFromAFork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	_, err := w.Fork("acme/shop", "mallory")
	check(t, err)
	sha, err := w.Push("mallory/shop", "release/evil", "mallory", Commit{Message: "x", Files: map[string]string{"evil.js": "1"}})
	check(t, err)
	if got := names(t, w.events()); got != "" {
		t.Errorf("pushes to a fork without the App send %s", got)
	}
	opened, err := w.OpenPullRequest(NewPullRequest{Repository: "acme/shop", Title: "x", Head: "mallory:release/evil", User: "mallory"})
	check(t, err)
	run, _, err := w.client.Checks.CreateCheckRun(w.ctx, "acme", "shop", github.CreateCheckRunOptions{Name: "golive / ready", HeadSHA: sha})
	check(t, err)
	if len(run.PullRequests) != 0 {
		t.Error("check runs never name pull requests from forks")
	}
	event := parsed[*github.PullRequestEvent](t, w.events())[0]
	if head := event.GetPullRequest().GetHead(); head.GetRepo().GetFullName() != "mallory/shop" || !head.GetRepo().GetFork() || head.GetSHA() != sha {
		t.Errorf("head is %v", head)
	}
	found, _, err := w.client.PullRequests.List(w.ctx, "acme", "shop", &github.PullRequestListOptions{Head: "mallory:release/evil"})
	check(t, err)
	if len(found) != 1 || found[0].GetNumber() != opened.Number || found[0].GetAuthorAssociation() != "NONE" {
		t.Errorf("found %v", found)
	}
}

func TestPeopleChangeAPullRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	check(t, w.SetPermission("acme/shop", "lee", "maintain"))
	opened := w.open("feature")
	w.events()
	title := "Release v2"
	check(t, w.EditPullRequest("acme/shop", opened.Number, "kim", PullRequestEdit{Title: &title}))
	check(t, w.Label("acme/shop", opened.Number, "release", "kim"))
	check(t, w.Unlabel("acme/shop", opened.Number, "release", "kim"))
	check(t, w.ConvertToDraft("acme/shop", opened.Number, "kim"))
	check(t, w.ReadyForReview("acme/shop", opened.Number, "kim"))
	id, err := w.Review("acme/shop", opened.Number, "lee", "APPROVED", "fine")
	check(t, err)
	check(t, w.DismissReview("acme/shop", opened.Number, id, "kim"))
	check(t, w.ClosePullRequest("acme/shop", opened.Number, "kim"))
	check(t, w.ReopenPullRequest("acme/shop", opened.Number, "kim"))
	events := w.events()
	want := "pull_request.edited pull_request.labeled pull_request.unlabeled pull_request.converted_to_draft pull_request.ready_for_review " +
		"pull_request_review.submitted pull_request_review.dismissed pull_request.closed pull_request.reopened"
	if got := names(t, events); got != want {
		t.Errorf("events are\n%s, want\n%s", got, want)
	}
	edited := parsed[*github.PullRequestEvent](t, events)
	if edited[0].GetChanges().GetTitle().GetFrom() != "Release feature" || edited[1].GetLabel().GetName() != "release" {
		t.Errorf("edit is %v, label is %v", edited[0], edited[1])
	}
	review := parsed[*github.PullRequestReviewEvent](t, events)[0].GetReview()
	if review.GetState() != "approved" || review.GetCommitID() != opened.HeadSHA || review.GetAuthorAssociation() != "MEMBER" {
		t.Errorf("review is %v", review)
	}
	reviews, _, err := w.client.PullRequests.ListReviews(w.ctx, "acme", "shop", opened.Number, nil)
	check(t, err)
	if len(reviews) != 1 || reviews[0].GetState() != "DISMISSED" {
		t.Errorf("reviews are %v", reviews)
	}
	if _, err := w.Review("acme/shop", opened.Number, "kim", "APPROVED", ""); err == nil {
		t.Error("an author approved their own pull request")
	}
}

func TestMergeGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.events()
	sha, branch, err := w.RequestMergeGroup("acme/shop", "kim", "", opened.Number)
	check(t, err)
	group := parsed[*github.MergeGroupEvent](t, w.events())[0]
	if group.GetAction() != "checks_requested" || group.GetMergeGroup().GetHeadSHA() != sha || group.GetMergeGroup().GetHeadRef() != "refs/heads/"+branch {
		t.Errorf("event is %v", group)
	}
	if !strings.HasPrefix(branch, "gh-readonly-queue/main/pr-1-") || group.GetMergeGroup().GetBaseSHA() != opened.BaseSHA {
		t.Errorf("branch is %s", branch)
	}
	check(t, w.DestroyMergeGroup("acme/shop", branch, "dequeued", "kim"))
	if got := names(t, w.events()); got != "merge_group.destroyed" {
		t.Errorf("events are %s", got)
	}
}

func TestAMergeGroupOfSeveralMergesThemInTheirOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	var pulls []PullRequest
	for _, branch := range []string{"one", "two", "three"} {
		w.commit(branch, "Add "+branch, branch+".js", "")
		opened, err := w.OpenPullRequest(NewPullRequest{Repository: "acme/shop", Title: branch, Head: branch, User: "kim"})
		check(t, err)
		pulls = append(pulls, opened)
	}
	together, first, err := w.RequestMergeGroup("acme/shop", "kim", "", pulls[0].Number, pulls[1].Number)
	check(t, err)
	_, second, err := w.RequestMergeGroup("acme/shop", "kim", first, pulls[2].Number)
	check(t, err)
	if !strings.HasPrefix(first, "gh-readonly-queue/main/pr-2-") || second != "gh-readonly-queue/main/pr-3-"+together {
		t.Errorf("branches are %s and %s", first, second)
	}
	if err := w.MergeGroup("acme/shop", second, "kim"); err == nil {
		t.Error("the second group was merged before the first one")
	}
	w.events()
	check(t, w.MergeGroup("acme/shop", first, "kim"))
	if got := names(t, w.events()); !strings.Contains(got, "push") || strings.Count(got, "pull_request.closed") != 2 || !strings.Contains(got, "merge_group.destroyed") {
		t.Errorf("events are %s", got)
	}
	if two, err := w.PullRequest("acme/shop", pulls[1].Number); err != nil || two.MergeCommitSHA != together {
		t.Errorf("the last one of the group is merged as %s, %v", two.MergeCommitSHA, err)
	}
	check(t, w.MergeGroup("acme/shop", second, "kim"))
	merged := map[string]bool{}
	for _, pull := range pulls {
		now, err := w.PullRequest("acme/shop", pull.Number)
		check(t, err)
		if !now.Merged || merged[now.MergeCommitSHA] {
			t.Errorf("#%d is %+v", pull.Number, now)
		}
		merged[now.MergeCommitSHA] = true
	}
}

func TestBranchesMoveAndVanish(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.events()
	check(t, w.SetBranch("acme/shop", "hotfix/1", "kim", "release/v1"))
	check(t, w.SetDefaultBranch("acme/shop", "hotfix/1"))
	if push := parsed[*github.PushEvent](t, w.events())[0]; !push.GetCreated() || push.GetAfter() != opened.HeadSHA || len(push.Commits) != 0 {
		t.Errorf("push is %v", push)
	}
	if sha, err := w.Push("acme/shop", "empty", "kim"); err != nil || sha != opened.HeadSHA {
		t.Errorf("a branch without commits starts at %s, %v", sha, err)
	}
	w.events()
	check(t, w.DeleteBranch("acme/shop", "release/v1", "kim"))
	if got := names(t, w.events()); got != "push pull_request.closed" {
		t.Errorf("events are %s", got)
	}
	closed, err := w.PullRequest("acme/shop", opened.Number)
	check(t, err)
	if closed.State != "closed" || closed.Merged {
		t.Errorf("pull request is %+v", closed)
	}
	check(t, w.RequestReview("acme/shop", opened.Number, "lee", "kim"))
	check(t, w.DeleteRepository("acme/shop", "kim"))
	if got := names(t, w.events()); got != "pull_request.review_requested repository.deleted" {
		t.Errorf("events are %s", got)
	}
	if _, err := w.Push("acme/shop", "main", "kim"); err == nil {
		t.Error("a deleted repository took a push")
	}
}

func TestGoLiveIssueOfATag(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	made, _, err := w.client.Issues.Create(w.ctx, "acme", "shop", &github.IssueRequest{Title: github.String("Go-live v1"), Labels: &[]string{"golive"}})
	check(t, err)
	number := made.GetNumber()
	_, _, err = w.client.Issues.AddLabelsToIssue(w.ctx, "acme", "shop", number, []string{"release"})
	check(t, err)
	_, err = w.client.Issues.RemoveLabelForIssue(w.ctx, "acme", "shop", number, "release")
	check(t, err)
	_, err = w.OpenIssue("acme/shop", "lee", "Another", "")
	check(t, err)
	for want, options := range map[int]*github.IssueListByRepoOptions{
		2: {}, 1: {Labels: []string{"golive"}, Creator: BotLogin, State: "all"}, 0: {State: "closed"},
	} {
		found, _, err := w.client.Issues.ListByRepo(w.ctx, "acme", "shop", options)
		check(t, err)
		if len(found) != want {
			t.Errorf("%+v finds %d issues, want %d", options, len(found), want)
		}
	}
	_, err = w.Comment("acme/shop", number, "lee", "/golive status")
	check(t, err)
	_, _, err = w.client.Issues.Edit(w.ctx, "acme", "shop", number, &github.IssueRequest{State: github.String("closed")})
	check(t, err)
	issues, err := w.Issues("acme/shop")
	check(t, err)
	if issues[0].State != "closed" || issues[0].User != BotLogin || len(issues[0].Labels) != 1 {
		t.Errorf("issue is %+v", issues[0])
	}
	if event := parsed[*github.IssueCommentEvent](t, w.events())[0]; event.GetIssue().IsPullRequest() {
		t.Error("a comment on an issue claims a pull request")
	}
}
