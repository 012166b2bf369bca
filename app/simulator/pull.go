package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// pull is what a pull request has beside its issue.
type pull struct {
	draft          bool
	head           *repository // nil when the fork was deleted
	headRef        string
	headSHA        string
	baseRef        string
	baseSHA        string
	merged         bool
	mergedBy       string
	mergedAt       time.Time
	mergeCommit    string
	landed         []string // the commits that its merge added to the base
	mergeable      bool
	mergeComputed  [2]string // the head and base that mergeable was computed for
	reviews        []*review
	threads        []*thread
	requested      []string // logins asked for a review
	reviewComments int
	counted        pullCounts
	listed         struct {
		between [2]string
		commits []string
	}
}

// NewPullRequest says what to open.
type NewPullRequest struct {
	Repository  string // "owner/name" of the base
	Title, Body string
	// Head is a branch of Repository, or "owner:branch" of a fork.
	Head string
	// Base is the default branch when empty.
	Base   string
	User   string
	Draft  bool
	Labels []string
}

// PullRequest is the state of a pull request.
type PullRequest struct {
	ID                       int64
	Number                   int
	Title, Body, User, State string
	Draft, Merged            bool
	Labels                   []string
	HeadRepository           string
	HeadRef, HeadSHA         string
	BaseRef, BaseSHA         string
	MergeCommitSHA           string
}

// OpenPullRequest opens a pull request and sends pull_request.opened.
func (g *GitHub) OpenPullRequest(wanted NewPullRequest) (PullRequest, error) {
	var opened PullRequest
	err := g.withRepository(wanted.Repository, func(r *repository) error {
		head, branch := r, wanted.Head
		if owner, name, fork := strings.Cut(wanted.Head, ":"); fork {
			found, err := g.find(owner + "/" + r.name)
			if err != nil {
				return err
			}
			head, branch = found, name
		}
		if wanted.Base == "" {
			wanted.Base = r.defaultBranch
		}
		headSHA, baseSHA := head.git.reference("refs/heads/"+branch).sha, r.git.reference("refs/heads/"+wanted.Base).sha
		if headSHA == "" || baseSHA == "" {
			return fmt.Errorf("simulator: no branch %q or no branch %q", wanted.Head, wanted.Base)
		}
		if headSHA == baseSHA {
			return fmt.Errorf("simulator: no commits between %s and %s", wanted.Base, wanted.Head)
		}
		made := g.newIssue(r, wanted.User, wanted.Title, wanted.Body, wanted.Labels)
		made.pull = &pull{draft: wanted.Draft, head: head, headRef: branch, headSHA: headSHA, baseRef: wanted.Base, baseSHA: baseSHA}
		if err := g.updateHeadRef(r, made); err != nil {
			return err
		}
		g.sendPull(r, made, "opened", wanted.User, object{})
		for _, label := range wanted.Labels {
			g.sendPull(r, made, "labeled", wanted.User, object{"label": g.renderLabel(r, label)})
		}
		opened = g.describePull(made)
		return nil
	})
	return opened, err
}

// PullRequest gives the present state of a pull request.
func (g *GitHub) PullRequest(fullName string, number int) (PullRequest, error) {
	var found PullRequest
	err := g.withPull(fullName, number, func(r *repository, i *issue) error { found = g.describePull(i); return nil })
	return found, err
}

func (g *GitHub) describePull(i *issue) PullRequest {
	described := PullRequest{
		ID: i.id, Number: i.number, Title: i.title, Body: i.body, User: i.user, State: i.state, Draft: i.pull.draft, Merged: i.pull.merged,
		Labels: slices.Clone(i.labels), HeadRef: i.pull.headRef, HeadSHA: i.pull.headSHA, BaseRef: i.pull.baseRef, BaseSHA: i.pull.baseSHA,
		MergeCommitSHA: i.pull.mergeCommit,
	}
	if i.pull.head != nil {
		described.HeadRepository = i.pull.head.fullName()
	}
	return described
}

func (g *GitHub) withPull(fullName string, number int, change func(*repository, *issue) error) error {
	return g.withIssue(fullName, number, func(r *repository, i *issue) error {
		if i.pull == nil {
			return fmt.Errorf("simulator: %s#%d is no pull request", fullName, number)
		}
		return change(r, i)
	})
}

// PullRequestEdit changes what is not nil.
type PullRequestEdit struct{ Title, Body, Base *string }

// EditPullRequest changes title, body or base, and sends pull_request.edited
// with what was there before.
func (g *GitHub) EditPullRequest(fullName string, number int, by string, edit PullRequestEdit) error {
	return g.withPull(fullName, number, func(r *repository, i *issue) error {
		changes := object{}
		if edit.Title != nil {
			changes["title"] = object{"from": i.title}
			i.title = *edit.Title
		}
		if edit.Body != nil {
			changes["body"] = object{"from": i.body}
			i.body = *edit.Body
		}
		if edit.Base != nil {
			sha := r.git.reference("refs/heads/" + *edit.Base).sha
			if sha == "" {
				return fmt.Errorf("simulator: no branch %q", *edit.Base)
			}
			changes["base"] = object{"ref": object{"from": i.pull.baseRef}, "sha": object{"from": i.pull.baseSHA}}
			i.pull.baseRef, i.pull.baseSHA = *edit.Base, sha
		}
		g.sendPull(r, i, "edited", by, object{"changes": changes})
		return nil
	})
}

// Label adds a label to an issue or pull request and sends labeled.
func (g *GitHub) Label(fullName string, number int, label, by string) error {
	return g.withIssue(fullName, number, func(r *repository, i *issue) error { g.addLabel(r, i, label, by); return nil })
}

// Unlabel takes a label away and sends unlabeled.
func (g *GitHub) Unlabel(fullName string, number int, label, by string) error {
	return g.withIssue(fullName, number, func(r *repository, i *issue) error { g.dropLabel(r, i, label, by); return nil })
}

func (g *GitHub) addLabel(r *repository, i *issue, label, by string) {
	if slices.Contains(i.labels, label) {
		return
	}
	i.labels = append(i.labels, label)
	g.sendIssue(r, i, "labeled", by, object{"label": g.renderLabel(r, label)})
}

func (g *GitHub) dropLabel(r *repository, i *issue, label, by string) {
	at := slices.Index(i.labels, label)
	if at < 0 {
		return
	}
	i.labels = slices.Delete(i.labels, at, at+1)
	g.sendIssue(r, i, "unlabeled", by, object{"label": g.renderLabel(r, label)})
}

// ClosePullRequest closes it unmerged and sends pull_request.closed.
func (g *GitHub) ClosePullRequest(fullName string, number int, by string) error {
	return g.withPull(fullName, number, func(r *repository, i *issue) error {
		g.closePull(r, i, by)
		return nil
	})
}

func (g *GitHub) closePull(r *repository, i *issue, by string) {
	i.state, i.closedAt = "closed", g.now()
	g.sendPull(r, i, "closed", by, object{})
}

// ReopenPullRequest reopens it and sends pull_request.reopened.
func (g *GitHub) ReopenPullRequest(fullName string, number int, by string) error {
	return g.withPull(fullName, number, func(r *repository, i *issue) error {
		if i.pull.merged {
			return errors.New("simulator: a merged pull request cannot be reopened")
		}
		i.state, i.closedAt = "open", time.Time{}
		g.sendPull(r, i, "reopened", by, object{})
		return nil
	})
}

// ReadyForReview ends the draft state and sends pull_request.ready_for_review.
func (g *GitHub) ReadyForReview(fullName string, number int, by string) error {
	return g.setDraft(fullName, number, by, false, "ready_for_review")
}

// ConvertToDraft makes it a draft and sends pull_request.converted_to_draft.
func (g *GitHub) ConvertToDraft(fullName string, number int, by string) error {
	return g.setDraft(fullName, number, by, true, "converted_to_draft")
}

func (g *GitHub) setDraft(fullName string, number int, by string, draft bool, action string) error {
	return g.withPull(fullName, number, func(r *repository, i *issue) error {
		i.pull.draft = draft
		g.sendPull(r, i, action, by, object{})
		return nil
	})
}

// sendPull sends one pull_request event.
// https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request
func (g *GitHub) sendPull(r *repository, i *issue, action, by string, fields object) {
	i.updatedAt = g.now()
	fields["number"] = i.number
	fields["pull_request"] = g.renderPull(r, i, true)
	g.send(r, "pull_request", action, by, fields)
}

// synchronize follows a pushed branch: open pull requests from it get the new
// head, those into it the new base.
func (g *GitHub) synchronize(pushed *repository, branch, before, after, by string) error {
	for _, id := range sortedKeys(g.repositories) {
		r := g.repositories[id]
		for _, number := range sortedKeys(r.issues) {
			i := r.issues[number]
			if i.pull == nil || i.state != "open" {
				continue
			}
			if r == pushed && i.pull.baseRef == branch {
				i.pull.baseSHA = after
			}
			if i.pull.head != pushed || i.pull.headRef != branch {
				continue
			}
			i.pull.headSHA = after
			if err := g.updateHeadRef(r, i); err != nil {
				return err
			}
			g.sendPull(r, i, "synchronize", by, object{"before": before, "after": after})
		}
	}
	return nil
}

// closeOrphans closes the pull requests of a deleted branch.
func (g *GitHub) closeOrphans(r *repository, branch, by string) {
	for _, number := range sortedKeys(r.issues) {
		if i := r.issues[number]; i.pull != nil && i.state == "open" && i.pull.head == r && i.pull.headRef == branch {
			g.closePull(r, i, by)
		}
	}
}

// updateHeadRef maintains refs/pull/N/head, bringing a fork's commits over.
// https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/checking-out-pull-requests-locally
func (g *GitHub) updateHeadRef(r *repository, i *issue) error {
	ref := fmt.Sprintf("refs/pull/%d/head", i.number)
	if i.pull.head != r {
		_, err := r.git.run(nil, "fetch", "--quiet", i.pull.head.git.path, "+"+i.pull.headSHA+":"+ref)
		return err
	}
	_, err := r.git.run(nil, "update-ref", ref, i.pull.headSHA)
	return err
}

// refreshMerge computes whether the pull request merges cleanly, and maintains
// refs/pull/N/merge. GitHub does it in the background; here it is done when
// somebody looks.
func (g *GitHub) refreshMerge(r *repository, i *issue) error {
	if i.state != "open" || i.pull.mergeComputed == [2]string{i.pull.headSHA, i.pull.baseSHA} {
		return nil
	}
	ref := fmt.Sprintf("refs/pull/%d/merge", i.number)
	i.pull.mergeComputed = [2]string{i.pull.headSHA, i.pull.baseSHA}
	message := fmt.Sprintf("Merge %s into %s", i.pull.headSHA, i.pull.baseSHA)
	commit, err := g.mergeCommit(r, i.pull.baseSHA, i.pull.headSHA, message)
	i.pull.mergeable = err == nil
	if err != nil { // a conflict: the former merge ref goes stale, as on GitHub
		i.pull.mergeCommit = ""
		return nil
	}
	i.pull.mergeCommit = commit
	_, err = r.git.run(nil, "update-ref", ref, commit)
	return err
}

func (g *GitHub) mergeCommit(r *repository, base, head, message string) (string, error) {
	tree, err := r.git.run(nil, "merge-tree", "--write-tree", base, head)
	if err != nil {
		return "", err
	}
	commit, err := r.git.output(nil, datedAt(g.now()), "commit-tree", "-p", base, "-p", head, "-m", message, tree)
	return strings.TrimSpace(string(commit)), err
}
