package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

func (g *GitHub) renderShortRepository(r *repository) object {
	return object{"id": r.id, "node_id": nodeID("Repository", r.id), "name": r.name, "full_name": r.fullName(), "private": r.private}
}

func (g *GitHub) renderRepository(r *repository) object {
	api, web := fmt.Sprintf("%s/repos/%s", g.apiURL(), r.fullName()), g.options.PublicURL+"/"+r.fullName()
	visibility := "public"
	if r.private {
		visibility = "private"
	}
	rendered := g.renderShortRepository(r)
	for name, value := range (object{
		"owner": g.renderAccount(r.owner), "html_url": web, "description": nil, "fork": r.parent != nil, "url": api,
		"created_at": stamp(r.createdAt), "updated_at": stamp(r.pushedAt), "pushed_at": stamp(r.pushedAt),
		"git_url": "git://" + strings.TrimPrefix(web, "http://") + ".git", "ssh_url": "git@" + strings.TrimPrefix(g.options.PublicURL, "http://") + ":" + r.fullName() + ".git",
		"clone_url": web + ".git", "svn_url": web, "homepage": nil, "size": 1, "stargazers_count": 0, "watchers_count": 0, "language": nil,
		"has_issues": true, "has_projects": true, "has_downloads": true, "has_wiki": true, "has_pages": false, "has_discussions": false,
		"forks_count": 0, "mirror_url": nil, "archived": false, "disabled": false, "open_issues_count": 0, "license": nil,
		"allow_forking": true, "is_template": false, "web_commit_signoff_required": false, "topics": []string{}, "visibility": visibility,
		"forks": 0, "open_issues": 0, "watchers": 0, "default_branch": r.defaultBranch,
		"archive_url": api + "/{archive_format}{/ref}", "branches_url": api + "/branches{/branch}", "commits_url": api + "/commits{/sha}",
		"compare_url": api + "/compare/{base}...{head}", "contents_url": api + "/contents/{+path}", "deployments_url": api + "/deployments",
		"git_commits_url": api + "/git/commits{/sha}", "git_refs_url": api + "/git/refs{/sha}", "git_tags_url": api + "/git/tags{/sha}",
		"issue_comment_url": api + "/issues/comments{/number}", "issues_url": api + "/issues{/number}", "pulls_url": api + "/pulls{/number}",
		"releases_url": api + "/releases{/id}", "statuses_url": api + "/statuses/{sha}", "tags_url": api + "/tags", "trees_url": api + "/git/trees{/sha}",
		"collaborators_url": api + "/collaborators{/collaborator}", "hooks_url": api + "/hooks", "events_url": api + "/events",
		"forks_url": api + "/forks", "keys_url": api + "/keys{/key_id}", "issue_events_url": api + "/issues/events{/number}",
		"assignees_url": api + "/assignees{/user}", "blobs_url": api + "/git/blobs{/sha}", "languages_url": api + "/languages",
		"stargazers_url": api + "/stargazers", "contributors_url": api + "/contributors", "subscribers_url": api + "/subscribers",
		"subscription_url": api + "/subscription", "merges_url": api + "/merges", "downloads_url": api + "/downloads",
		"milestones_url": api + "/milestones{/number}", "notifications_url": api + "/notifications{?since,all,participating}",
		"custom_properties": object{}, "labels_url": api + "/labels{/name}", "teams_url": api + "/teams", "comments_url": api + "/comments{/number}",
	}) {
		rendered[name] = value
	}
	return rendered
}

func (g *GitHub) repositoryRoutes() []route {
	const one = "/repos/{owner}/{repo}"
	return []route{
		{"GET", one, "metadata:read", func(c *call) *answer {
			rendered := c.g.renderRepository(c.repository)
			rendered["permissions"] = permissionFlags("read")
			rendered["network_count"], rendered["subscribers_count"] = 0, 0
			rendered["allow_merge_commit"], rendered["allow_squash_merge"], rendered["allow_rebase_merge"] = true, true, true
			if parent := c.repository.parent; parent != nil {
				rendered["parent"], rendered["source"] = c.g.renderRepository(parent), c.g.renderRepository(parent)
			}
			return ok(rendered)
		}},
		{"GET", one + "/branches", "contents:read", listBranches},
		{"GET", one + "/branches/{branch*}/protection", "administration:read", getProtection},
		{"GET", one + "/branches/{branch*}", "contents:read", getBranch},
	}
}

// https://docs.github.com/rest/branches/branches#list-branches
func listBranches(c *call) *answer {
	references, err := c.repository.git.references("refs/heads/")
	if err != nil {
		return c.broken(err)
	}
	return paginate(c, references, func(found gitReference) object {
		name := strings.TrimPrefix(found.name, "refs/heads/")
		return object{"name": name, "protected": c.repository.protection[name] != nil, "commit": object{"sha": found.sha, "url": c.g.commitURL(c.repository, found.sha)}}
	})
}

// https://docs.github.com/rest/branches/branches#get-a-branch
func getBranch(c *call) *answer {
	name := c.vars["branch"]
	found := c.repository.git.reference("refs/heads/" + name)
	if found.sha == "" {
		return fail(http.StatusNotFound, "Branch not found", "https://docs.github.com/rest/branches/branches#get-a-branch")
	}
	head, err := c.repository.git.commitAt(found.sha, false)
	if err != nil {
		return c.broken(err)
	}
	self := fmt.Sprintf("%s/repos/%s/branches/%s", c.g.apiURL(), c.repository.fullName(), name)
	protected := c.repository.protection[name] != nil || len(c.g.rulesFor(c.repository, name)) > 0
	return ok(object{
		"name": name, "commit": c.g.renderCommit(c.repository, head), "protected": protected,
		"_links":         object{"self": self, "html": c.g.options.PublicURL + "/" + c.repository.fullName() + "/tree/" + name},
		"protection":     object{"enabled": c.repository.protection[name] != nil, "required_status_checks": c.repository.requiredChecks(name)},
		"protection_url": self + "/protection",
	})
}

// requiredChecks is what a branch tells of its classic protection to whoever may
// read contents.
// https://docs.github.com/rest/branches/branches#get-a-branch
func (r *repository) requiredChecks(branch string) object {
	shown := object{"enforcement_level": "off", "contexts": []any{}, "checks": []any{}}
	required, _ := r.protection[branch]["required_status_checks"].(map[string]any)
	if required == nil {
		return shown
	}
	shown["enforcement_level"] = "non_admins"
	if enforced, _ := r.protection[branch]["enforce_admins"].(map[string]any); enforced["enabled"] == true {
		shown["enforcement_level"] = "everyone"
	}
	for _, name := range []string{"contexts", "checks"} {
		if required[name] != nil {
			shown[name] = required[name]
		}
	}
	return shown
}

// https://docs.github.com/rest/branches/branch-protection#get-branch-protection
func getProtection(c *call) *answer {
	const page = "https://docs.github.com/rest/branches/branch-protection#get-branch-protection"
	if c.repository.git.reference("refs/heads/"+c.vars["branch"]).sha == "" {
		return fail(http.StatusNotFound, "Branch not found", page)
	}
	protection := c.repository.protection[c.vars["branch"]]
	if protection == nil {
		return fail(http.StatusNotFound, "Branch not protected", page)
	}
	return ok(protection)
}

// gitReference is one ref; sha is the object that it points at.
type gitReference struct{ name, sha, kind, commit string }

// references lists refs that begin with a prefix, by name.
func (d gitDirectory) references(prefix string) ([]gitReference, error) {
	output, err := d.run(nil, "for-each-ref", "--format=%(refname) %(objectname) %(objecttype) %(*objectname)")
	if err != nil {
		return nil, err
	}
	var found []gitReference
	for _, line := range strings.Split(output, "\n") {
		fields := strings.Split(line, " ")
		if len(fields) == 4 && strings.HasPrefix(fields[0], prefix) {
			found = append(found, gitReference{fields[0], fields[1], fields[2], fields[3]})
		}
	}
	slices.SortFunc(found, func(a, b gitReference) int { return strings.Compare(a.name, b.name) })
	return found, nil
}
