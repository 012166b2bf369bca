package simulator

import (
	"slices"
	"strconv"
	"strings"
)

type fields = map[string]func(map[string]any) any

func (e *execution) query() *node {
	return &node{"Query", fields{"repository": func(arguments map[string]any) any {
		c := e.call
		owner, _ := arguments["owner"].(string)
		name, _ := arguments["name"].(string)
		r := c.g.repositories[c.g.names[nameKey(owner, name)]]
		if r == nil || r.private && !c.g.reaches(c.token, r) {
			return refusal{"NOT_FOUND", "Could not resolve to a Repository with the name '" + owner + "/" + name + "'."}
		}
		return e.repositoryNode(r)
	}}}
}

func (e *execution) repositoryNode(r *repository) *node {
	return &node{"Repository", fields{
		"databaseId": value(r.id), "nameWithOwner": value(r.fullName()),
		"object": func(arguments map[string]any) any {
			sha, _ := arguments["oid"].(string)
			found, err := r.git.commitAt(sha, false)
			if sha == "" || err != nil {
				return nil
			}
			return e.commitNode(r, found)
		},
		"pullRequest": func(arguments map[string]any) any {
			number, _ := arguments["number"].(int64)
			i := r.issues[int(number)]
			switch {
			case i == nil || i.pull == nil:
				return refusal{"NOT_FOUND", "Could not resolve to a PullRequest with the number of " + strconv.FormatInt(number, 10) + "."}
			case !e.call.token.allows("pull_requests:read"):
				return e.forbidden()
			}
			return e.pullNode(r, i)
		},
	}}
}

func (e *execution) forbidden() refusal {
	if e.call.token.person != "" {
		return refusal{"FORBIDDEN", denied}
	}
	return refusal{"FORBIDDEN", "Resource not accessible by integration"}
}

func (e *execution) commitNode(r *repository, c revision) *node {
	parents := list(c.parents, func(sha string) *node { return &node{"Commit", fields{"oid": value(sha)}} })
	people := []person{c.author}
	for line := range strings.Lines(c.message) {
		if rest, found := strings.CutPrefix(strings.TrimSpace(line), "Co-authored-by: "); found {
			name, address, _ := strings.Cut(rest, " <")
			people = append(people, person{name: name, email: strings.TrimSuffix(address, ">")})
		}
	}
	return &node{"Commit", fields{
		"oid": value(c.sha), "message": value(c.message), "tree": value(&node{"Tree", fields{"oid": value(c.tree)}}),
		"author": value(e.personNode(c.author)), "committer": value(e.personNode(c.committer)),
		"authors": connection("GitActorConnection", people, e.personNode),
		"parents": connection("CommitConnection", parents, func(parent *node) *node { return parent }),
		"associatedPullRequests": func(arguments map[string]any) any {
			if !e.call.token.allows("pull_requests:read") {
				return e.forbidden()
			}
			return connection("PullRequestConnection", r.pullsWith(c.sha), func(i *issue) *node { return e.pullNode(r, i) })(arguments)
		},
	}}
}

func (e *execution) personNode(p person) *node {
	var account *node
	if login := e.call.g.loginOf(p); login != "" {
		account = &node{"User", fields{"login": value(login), "databaseId": value(e.call.g.account(login).id)}}
	}
	return &node{"GitActor", fields{"name": value(p.name), "email": value(p.email), "user": value(account)}}
}

// actorNode is an account as GraphQL shows it: the login of a bot without the
// "[bot]" that the REST API has.
func (e *execution) actorNode(login string) *node {
	if login == "" {
		return nil
	}
	known := e.call.g.account(login)
	kind := "User"
	if known.kind == "Bot" || strings.HasSuffix(login, "[bot]") {
		kind = "Bot"
	}
	return &node{kind, fields{"login": value(strings.TrimSuffix(known.login, "[bot]")), "databaseId": value(known.id)}}
}

func (e *execution) pullNode(r *repository, i *issue) *node {
	p := i.pull
	state := strings.ToUpper(i.state)
	var merge *node
	if p.merged {
		state, merge = "MERGED", &node{"Commit", fields{"oid": value(p.mergeCommit)}}
	}
	named := func(kind, field string) func(string) *node {
		return func(text string) *node { return &node{kind, fields{field: value(text)}} }
	}
	return &node{"PullRequest", fields{
		"number": value(i.number), "title": value(i.title), "state": value(state), "isDraft": value(p.draft),
		"url": value(e.call.g.options.PublicURL + "/" + r.fullName() + "/pull/" + strconv.Itoa(i.number)), "isCrossRepository": value(p.head != r),
		"merged": value(p.merged), "updatedAt": value(stamp(i.updatedAt)), "mergedAt": value(stamp(p.mergedAt)), "mergedBy": value(e.actorNode(p.mergedBy)), "mergeCommit": value(merge),
		"author": value(e.actorNode(i.user)), "baseRefName": value(p.baseRef), "baseRefOid": value(p.baseSHA), "headRefName": value(p.headRef), "headRefOid": value(p.headSHA),
		"baseRepository": value(e.repositoryNode(r)), "labels": connection("LabelConnection", i.labels, named("Label", "name")),
		"changedFiles": func(map[string]any) any { return r.count(p).files },
		"files": func(arguments map[string]any) any {
			changes, _ := r.git.diffSummary(p.baseSHA + "..." + p.headSHA) // an error leaves none, which is what an unreadable one has
			paths := list(changes, func(change fileChange) string { return change.path })
			return connection("PullRequestChangedFileConnection", paths, named("PullRequestChangedFile", "path"))(arguments)
		},
		"reviews": func(arguments map[string]any) any {
			states, filtered := arguments["states"].([]any)
			wanted := slices.DeleteFunc(slices.Clone(p.reviews), func(one *review) bool { return filtered && !slices.Contains(states, any(one.state)) })
			return connection("PullRequestReviewConnection", wanted, func(one *review) *node {
				rendered := e.call.g.renderReview(r, i, one)
				return &node{"PullRequestReview", fields{
					"databaseId": value(one.id), "author": value(e.actorNode(one.user)), "state": value(one.state), "submittedAt": value(stamp(one.submittedAt)),
					"url": value(rendered["html_url"]), "commit": value(&node{"Commit", fields{"oid": value(one.commit)}}),
				}}
			})(arguments)
		},
		"reviewThreads": connection("PullRequestReviewThreadConnection", p.threads, func(one *thread) *node { return e.threadNode(r, i, one) }),
		"commits": func(arguments map[string]any) any {
			found, _ := r.git.log(false, p.headSHA, "^"+p.baseSHA)
			slices.Reverse(found)
			return connection("PullRequestCommitConnection", found, func(one revision) *node {
				return &node{"PullRequestCommit", fields{"commit": value(e.commitNode(r, one))}}
			})(arguments)
		},
	}}
}
