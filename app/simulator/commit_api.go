package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The page of the commits API.
const commitsPage = "https://docs.github.com/rest/commits/commits"

func (g *GitHub) commitURL(r *repository, sha string) string {
	return fmt.Sprintf("%s/repos/%s/commits/%s", g.apiURL(), r.fullName(), sha)
}

// loginOf finds the user of a commit by the address that GitHub gives out.
func (g *GitHub) loginOf(p person) string {
	login, isNoReply := strings.CutSuffix(p.email, "@users.noreply.github.com")
	if known := g.accounts[strings.ToLower(login)]; isNoReply && known != nil {
		return known.login
	}
	return ""
}

func renderPerson(p person) object { return object{"name": p.name, "email": p.email, "date": p.date} }

// renderSimpleCommit is the short form in check suites and merge groups.
func (g *GitHub) renderSimpleCommit(c revision) object {
	return object{
		"id": c.sha, "tree_id": c.tree, "message": c.message, "timestamp": c.committer.date,
		"author":    object{"name": c.author.name, "email": c.author.email},
		"committer": object{"name": c.committer.name, "email": c.committer.email},
	}
}

func (g *GitHub) renderGitCommit(r *repository, c revision) object {
	git := fmt.Sprintf("%s/repos/%s/git", g.apiURL(), r.fullName())
	return object{
		"author": renderPerson(c.author), "committer": renderPerson(c.committer), "message": c.message,
		"tree": object{"sha": c.tree, "url": git + "/trees/" + c.tree}, "url": git + "/commits/" + c.sha,
		"verification": object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil},
	}
}

func (g *GitHub) renderCommit(r *repository, c revision) object {
	inner := g.renderGitCommit(r, c)
	inner["comment_count"] = 0
	web := g.options.PublicURL + "/" + r.fullName() + "/commit/"
	return object{
		"sha": c.sha, "node_id": nodeID("Commit:"+c.sha, r.id), "commit": inner, "url": g.commitURL(r, c.sha), "html_url": web + c.sha,
		"comments_url": g.commitURL(r, c.sha) + "/comments", "author": g.renderLogin(g.loginOf(c.author)), "committer": g.renderLogin(g.loginOf(c.committer)),
		"parents": g.renderParents(r, c),
	}
}

func (g *GitHub) renderParents(r *repository, c revision) []object {
	return list(c.parents, func(sha string) object {
		return object{"sha": sha, "url": g.commitURL(r, sha), "html_url": g.options.PublicURL + "/" + r.fullName() + "/commit/" + sha}
	})
}

func (g *GitHub) renderFile(r *repository, f fileChange, sha string) object {
	rendered := object{
		"sha": f.sha, "filename": f.path, "status": f.status, "additions": f.additions, "deletions": f.deletions, "changes": f.additions + f.deletions,
		"blob_url":     fmt.Sprintf("%s/%s/blob/%s/%s", g.options.PublicURL, r.fullName(), sha, f.path),
		"raw_url":      fmt.Sprintf("%s/%s/raw/%s/%s", g.options.PublicURL, r.fullName(), sha, f.path),
		"contents_url": fmt.Sprintf("%s/repos/%s/contents/%s?ref=%s", g.apiURL(), r.fullName(), f.path, sha),
	}
	if f.previous != "" {
		rendered["previous_filename"] = f.previous
	}
	if f.patch != "" { // binary and pure renames have none
		rendered["patch"] = f.patch
	}
	return rendered
}

func (g *GitHub) commitRoutes() []route {
	const one = "/repos/{owner}/{repo}"
	return []route{
		{"GET", one + "/commits", "contents:read", listCommits},
		{"GET", one + "/commits/{sha}/pulls", "pull_requests:read", listPullsOfCommit},
		{"GET", one + "/commits/{ref*}", "contents:read", getCommit},
		{"GET", one + "/compare/{basehead*}", "contents:read", compare},
	}
}

// https://docs.github.com/rest/commits/commits#list-commits
func listCommits(c *call) *answer {
	start := c.query.Get("sha")
	if start == "" {
		start = c.repository.defaultBranch
	}
	sha := c.repository.git.commit(start)
	if sha == "" {
		return fail(http.StatusNotFound, "Not Found", commitsPage+"#list-commits")
	}
	arguments := []string{"--fixed-strings", sha} // an author is no pattern
	for parameter, option := range map[string]string{"since": "--since=", "until": "--until=", "author": "--author="} {
		if value := c.query.Get(parameter); value != "" {
			arguments = append(arguments, option+value)
		}
	}
	if path := c.query.Get("path"); path != "" {
		arguments = append(arguments, "--", path)
	}
	commits, err := c.repository.git.log(false, arguments...)
	if err != nil {
		return c.broken(err)
	}
	return paginate(c, commits, func(found revision) object { return c.g.renderCommit(c.repository, found) })
}

// https://docs.github.com/rest/commits/commits#get-a-commit
func getCommit(c *call) *answer {
	sha := c.repository.git.commit(c.vars["ref"])
	if sha == "" {
		return fail(http.StatusUnprocessableEntity, "No commit found for SHA: "+c.vars["ref"], commitsPage+"#get-a-commit")
	}
	if c.request.Header.Get("Accept") == "application/vnd.github.sha" {
		return &answer{status: http.StatusOK, raw: []byte(sha), header: http.Header{"Content-Type": {"application/vnd.github.sha; charset=utf-8"}}}
	}
	found, err := c.repository.git.commitAt(sha, false)
	if err != nil {
		return c.broken(err)
	}
	base := emptyTree
	if len(found.parents) > 0 {
		base = found.parents[0]
	}
	changes, err := c.repository.git.diff(base, sha)
	if err != nil {
		return c.broken(err)
	}
	additions, deletions := 0, 0
	for _, change := range changes {
		additions, deletions = additions+change.additions, deletions+change.deletions
	}
	page, header := window(c, changes)
	rendered := c.g.renderCommit(c.repository, found)
	rendered["stats"] = object{"additions": additions, "deletions": deletions, "total": additions + deletions}
	rendered["files"] = list(page, func(f fileChange) object { return c.g.renderFile(c.repository, f, sha) })
	return &answer{status: http.StatusOK, body: rendered, header: header}
}

// emptyTree is the id that git gives to a tree without entries.
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

// listPullsOfCommit finds merged and open pull requests that brought a commit in.
// https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit
func listPullsOfCommit(c *call) *answer {
	sha := c.repository.git.commit(c.vars["sha"])
	if sha == "" {
		return fail(http.StatusUnprocessableEntity, "No commit found for SHA: "+c.vars["sha"], commitsPage)
	}
	return paginate(c, c.repository.pullsWith(sha), func(i *issue) object { return c.g.renderPull(c.repository, i, false) })
}

// pullsWith lists the pull requests that a commit is part of, or that brought it
// in: as it is, squashed, merged or written anew.
func (r *repository) pullsWith(sha string) []*issue {
	var found []*issue
	for _, number := range sortedKeys(r.issues) {
		i := r.issues[number]
		if i.pull == nil || i.state != "open" && !i.pull.merged {
			continue
		}
		if i.pull.headSHA == sha || slices.Contains(i.pull.landed, sha) || slices.Contains(r.commitsOf(i.pull), sha) {
			found = append(found, i)
		}
	}
	return found
}

// commitsOf lists the commits of a pull request, and keeps them: a query asks
// every pull request for every commit.
func (r *repository) commitsOf(p *pull) []string {
	between := [2]string{p.headSHA, p.baseSHA}
	if p.listed.between != between {
		listed, err := r.git.run(nil, "rev-list", p.headSHA, "^"+p.baseSHA)
		if err != nil {
			return nil
		}
		p.listed.between, p.listed.commits = between, strings.Fields(listed)
	}
	return p.listed.commits
}

// compare takes base...head; either side may be owner:branch of a fork whose
// commits a pull request brought here. Files are those since the merge base, at
// most 300, and only on the first page of commits.
// https://docs.github.com/rest/commits/commits#compare-two-commits
func compare(c *call) *answer {
	const page = commitsPage + "#compare-two-commits"
	baseName, headName, complete := strings.Cut(c.vars["basehead"], "...")
	base, head := c.side(baseName), c.side(headName)
	git := c.repository.git
	if !complete || base == "" || head == "" {
		return fail(http.StatusNotFound, "Not Found", page)
	}
	common := git.mergeBase(base, head)
	if common == "" {
		return fail(http.StatusNotFound, fmt.Sprintf("No common ancestor between %s and %s.", baseName, headName), page)
	}
	commits, err := git.log(false, head, "^"+base)
	if err != nil {
		return c.broken(err)
	}
	slices.Reverse(commits)
	behind, err := git.run(nil, "rev-list", "--count", base, "^"+head)
	if err != nil {
		return c.broken(err)
	}
	behindBy, _ := strconv.Atoi(behind) // rev-list --count writes a number
	status := "identical"
	switch {
	case len(commits) > 0 && behindBy > 0:
		status = "diverged"
	case len(commits) > 0:
		status = "ahead"
	case behindBy > 0:
		status = "behind"
	}
	changes, err := git.diff(common, head)
	if err != nil {
		return c.broken(err)
	}
	changes = changes[:min(len(changes), 300)]
	if positive(c.query.Get("page"), 1) > 1 {
		changes = nil
	}
	ends, err := git.log(false, "--no-walk=unsorted", base, common)
	if err != nil || len(ends) == 0 {
		return c.broken(fmt.Errorf("compare %s: %w", c.vars["basehead"], err))
	}
	if c.query.Get("per_page") == "" { // without paging all commits come, up to 250
		c.query.Set("per_page", "250")
	}
	shown, header := window(c, commits)
	render := func(found revision) object { return c.g.renderCommit(c.repository, found) }
	self := fmt.Sprintf("/compare/%s", c.vars["basehead"])
	web := c.g.options.PublicURL + "/" + c.repository.fullName() + self
	return &answer{status: http.StatusOK, header: header, body: object{
		"url":      c.g.apiURL() + "/repos/" + c.repository.fullName() + self,
		"html_url": web, "permalink_url": web, "diff_url": web + ".diff", "patch_url": web + ".patch", "status": status,
		"ahead_by": len(commits), "behind_by": behindBy, "total_commits": len(commits),
		"base_commit": render(ends[0]), "merge_base_commit": render(ends[len(ends)-1]),
		"commits": list(shown, render), "files": list(changes, func(f fileChange) object { return c.g.renderFile(c.repository, f, head) }),
	}}
}

// side resolves one side of a comparison in this repository or in a fork.
func (c *call) side(name string) string {
	owner, branch, qualified := strings.Cut(name, ":")
	if !qualified {
		return c.repository.git.commit(name)
	}
	other := c.g.repositories[c.g.names[nameKey(owner, c.repository.name)]]
	if other == nil {
		return ""
	}
	return c.repository.git.commit(other.git.commit(branch))
}
