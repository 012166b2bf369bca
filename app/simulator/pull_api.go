package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// The page of the pulls API.
const pullPage = "https://docs.github.com/rest/pulls/pulls"

// renderPull renders a pull request; complete adds what lists and reviews leave out.
func (g *GitHub) renderPull(r *repository, i *issue, complete bool) object {
	p := i.pull
	rendered := g.renderIssue(r, i)
	issueURL := rendered["url"].(string)
	self := fmt.Sprintf("%s/repos/%s/pulls/%d", g.apiURL(), r.fullName(), i.number)
	web := rendered["html_url"].(string)
	statuses := fmt.Sprintf("%s/repos/%s/statuses/%s", g.apiURL(), r.fullName(), p.headSHA)
	for _, name := range []string{"pull_request", "performed_via_github_app", "reactions", "state_reason", "comments", "repository_url", "labels_url", "events_url", "timeline_url"} {
		delete(rendered, name)
	}
	for name, value := range (object{
		"url": self, "node_id": nodeID("PullRequest", i.id), "issue_url": issueURL, "diff_url": web + ".diff", "patch_url": web + ".patch",
		"commits_url": self + "/commits", "review_comments_url": self + "/comments",
		"review_comment_url": self + "/comments{/number}", "statuses_url": statuses, "comments_url": issueURL + "/comments",
		"head": g.renderEnd(p.head, p.headRef, p.headSHA), "base": g.renderEnd(r, p.baseRef, p.baseSHA),
		"draft": p.draft, "merged_at": stamp(p.mergedAt), "merge_commit_sha": orNull(p.mergeCommit), "auto_merge": nil,
		"requested_reviewers": list(p.requested, func(login string) any { return g.renderLogin(login) }), "requested_teams": []object{},
		"_links": object{
			"self": object{"href": self}, "html": object{"href": web}, "issue": object{"href": issueURL}, "comments": object{"href": issueURL + "/comments"},
			"review_comments": object{"href": self + "/comments"}, "review_comment": object{"href": self + "/comments{/number}"},
			"commits": object{"href": self + "/commits"}, "statuses": object{"href": statuses},
		},
	}) {
		rendered[name] = value
	}
	if complete {
		g.addCounts(r, i, rendered)
	}
	return rendered
}

// addCounts adds what only a single pull request shows. Events do not wait for
// the merge test: mergeable is null there, as on GitHub.
func (g *GitHub) addCounts(r *repository, i *issue, rendered object) {
	p := i.pull
	counts := r.count(p)
	for name, value := range (object{
		"merged": p.merged, "merged_by": g.renderLogin(p.mergedBy), "mergeable": nil, "mergeable_state": "unknown", "rebaseable": nil,
		"comments": len(r.commentsOf(i.number)), "review_comments": p.reviewComments, "maintainer_can_modify": false,
		"commits": counts.commits, "additions": counts.additions, "deletions": counts.deletions, "changed_files": counts.files,
	}) {
		rendered[name] = value
	}
	if i.state == "open" && p.mergeComputed == [2]string{p.headSHA, p.baseSHA} {
		rendered["mergeable"], rendered["mergeable_state"] = p.mergeable, "clean"
		switch {
		case !p.mergeable:
			rendered["mergeable_state"] = "dirty"
		case p.draft:
			rendered["mergeable_state"] = "draft"
		}
	}
}

// pullCounts are the sums of a pull request between two commits.
type pullCounts struct {
	between                              [2]string
	commits, additions, deletions, files int
}

// count keeps what it counted: every event of a pull request shows it.
func (r *repository) count(p *pull) pullCounts {
	between := [2]string{p.headSHA, p.baseSHA}
	if p.counted.between == between {
		return p.counted
	}
	counted := pullCounts{between: between}
	if changes, err := r.git.diffSummary(p.baseSHA + "..." + p.headSHA); err == nil {
		counted.files = len(changes)
		for _, change := range changes {
			counted.additions, counted.deletions = counted.additions+change.additions, counted.deletions+change.deletions
		}
	}
	if listed, err := r.git.run(nil, "rev-list", p.headSHA, "^"+p.baseSHA); err == nil {
		counted.commits = len(strings.Fields(listed))
	}
	p.counted = counted
	return counted
}

func (g *GitHub) renderEnd(r *repository, ref, sha string) object {
	if r == nil || g.repositories[r.id] == nil { // a deleted fork is null
		return object{"label": "unknown:" + ref, "ref": ref, "sha": sha, "user": nil, "repo": nil}
	}
	return object{"label": r.owner.login + ":" + ref, "ref": ref, "sha": sha, "user": g.renderAccount(r.owner), "repo": g.renderRepository(r)}
}

func (g *GitHub) pullRoutes() []route {
	const one, read = "/repos/{owner}/{repo}/pulls/{number}", "pull_requests:read"
	return []route{
		{"GET", "/repos/{owner}/{repo}/pulls", read, listPulls},
		{"GET", one, read, onPull(func(c *call, i *issue) *answer {
			if err := c.g.refreshMerge(c.repository, i); err != nil {
				return c.broken(err)
			}
			return ok(c.g.renderPull(c.repository, i, true))
		})},
		{"PATCH", one, "pull_requests:write", onPull(updateIssue)},
		{"GET", one + "/files", read, onPull(func(c *call, i *issue) *answer {
			changes, err := c.repository.git.diff(i.pull.baseSHA + "..." + i.pull.headSHA)
			if err != nil {
				return c.broken(err)
			}
			// Responses include a maximum of 3000 files:
			// https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
			changes = changes[:min(len(changes), 3000)]
			return paginate(c, changes, func(f fileChange) object { return c.g.renderFile(c.repository, f, i.pull.headSHA) })
		})},
		{"GET", one + "/commits", read, onPull(func(c *call, i *issue) *answer {
			commits, err := c.repository.git.log(false, i.pull.headSHA, "^"+i.pull.baseSHA)
			if err != nil {
				return c.broken(err)
			}
			slices.Reverse(commits)
			// At most 250 commits: https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request
			commits = commits[:min(len(commits), 250)]
			return paginate(c, commits, func(found revision) object { return c.g.renderCommit(c.repository, found) })
		})},
		{"GET", one + "/reviews", read, onPull(func(c *call, i *issue) *answer {
			return paginate(c, i.pull.reviews, func(found *review) object { return c.g.renderReview(c.repository, i, found) })
		})},
		{"GET", one + "/merge", read, onPull(func(c *call, i *issue) *answer {
			if !i.pull.merged {
				return notFound()
			}
			return noContent()
		})},
		{"GET", one + "/comments", read, onPull(func(c *call, _ *issue) *answer { return ok([]object{}) })},
		{"GET", one + "/requested_reviewers", read, onPull(func(c *call, i *issue) *answer {
			return ok(object{"users": list(i.pull.requested, func(login string) any { return c.g.renderLogin(login) }), "teams": []object{}})
		})},
	}
}

func onPull(serve func(*call, *issue) *answer) func(*call) *answer {
	return onIssue(func(c *call, i *issue) *answer {
		if i.pull == nil {
			return notFound()
		}
		return serve(c, i)
	})
}

// broken is the simulation's own failure: logged, and answered as GitHub's.
func (c *call) broken(err error) *answer {
	c.g.logger.Error("simulated GitHub cannot answer", "path", c.request.URL.Path, "error", err)
	return &answer{status: http.StatusInternalServerError, body: object{"message": "Server Error"}}
}

// https://docs.github.com/rest/pulls/pulls#list-pull-requests
func listPulls(c *call) *answer {
	state := c.query.Get("state")
	if state == "" {
		state = "open"
	}
	if !slices.Contains([]string{"open", "closed", "all"}, state) {
		return refuse(pullPage+"#list-pull-requests", "%q is not a member of [\"open\", \"closed\", \"all\"].", state)
	}
	var found []*issue
	for _, number := range sortedKeys(c.repository.issues) {
		i := c.repository.issues[number]
		if i.pull == nil || state != "all" && i.state != state {
			continue
		}
		if base := c.query.Get("base"); base != "" && base != i.pull.baseRef {
			continue
		}
		if head := c.query.Get("head"); head != "" && !i.pull.matchesHead(head) {
			continue
		}
		found = append(found, i)
	}
	if c.query.Get("sort") == "updated" {
		slices.SortStableFunc(found, func(a, b *issue) int { return a.updatedAt.Compare(b.updatedAt) })
	}
	if direction := c.query.Get("direction"); direction == "desc" || direction == "" && (c.query.Get("sort") == "" || c.query.Get("sort") == "created") {
		slices.Reverse(found)
	}
	return paginate(c, found, func(i *issue) object { return c.g.renderPull(c.repository, i, false) })
}

// matchesHead compares with "owner:branch"; GitHub ignores a filter without an owner.
func (p *pull) matchesHead(head string) bool {
	owner, branch, qualified := strings.Cut(head, ":")
	if !qualified {
		return true
	}
	return p.head != nil && strings.EqualFold(owner, p.head.owner.login) && branch == p.headRef
}
