package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxCommentBody is counted in characters, unlike the bounds of check runs.
// GitHub's error message is the only place that states it:
// https://github.com/orgs/community/discussions/41331
const maxCommentBody = 65_536

// The page of the issue comments API.
const commentPage = "https://docs.github.com/rest/issues/comments"

type comment struct {
	id        int64
	number    int
	user      string
	body      string
	byApp     bool
	createdAt time.Time
	updatedAt time.Time
	reactions []reaction
}

type reaction struct {
	id        int64
	user      string
	content   string
	createdAt time.Time
}

// Comment is the state of one comment on an issue or pull request.
type Comment struct {
	ID                   int64
	Number               int
	User, Body           string
	ByApp                bool // performed_via_github_app is our App
	CreatedAt, UpdatedAt time.Time
	Reactions            []Reaction
}

// Reaction is one emoji of one user.
type Reaction struct{ User, Content string }

// Comments are the comments of an issue or pull request, oldest first.
func (g *GitHub) Comments(fullName string, number int) ([]Comment, error) {
	var found []Comment
	err := g.withIssue(fullName, number, func(r *repository, i *issue) error {
		for _, c := range r.commentsOf(number) {
			found = append(found, Comment{
				ID: c.id, Number: c.number, User: c.user, Body: c.body, ByApp: c.byApp, CreatedAt: c.createdAt, UpdatedAt: c.updatedAt,
				Reactions: list(c.reactions, func(e reaction) Reaction { return Reaction{e.user, e.content} }),
			})
		}
		return nil
	})
	return found, err
}

func (r *repository) commentsOf(number int) []*comment {
	var found []*comment
	for _, id := range sortedKeys(r.comments) {
		if r.comments[id].number == number {
			found = append(found, r.comments[id])
		}
	}
	return found
}

// Comment is a person's comment; it sends issue_comment.created and returns its id.
func (g *GitHub) Comment(fullName string, number int, user, body string) (int64, error) {
	var id int64
	err := g.withIssue(fullName, number, func(r *repository, i *issue) error {
		made := g.newComment(r, i, user, body, false)
		id = made.id
		return nil
	})
	return id, err
}

// EditComment changes a comment; anyone who may write can edit anyone's. It
// sends issue_comment.edited with the former body.
func (g *GitHub) EditComment(fullName string, id int64, by, body string) error {
	return g.withRepository(fullName, func(r *repository) error {
		c := r.comments[id]
		if c == nil {
			return fmt.Errorf("simulator: no comment %d", id)
		}
		g.editComment(r, c, by, body)
		return nil
	})
}

// DeleteComment deletes a comment and sends issue_comment.deleted.
func (g *GitHub) DeleteComment(fullName string, id int64, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		c := r.comments[id]
		if c == nil {
			return fmt.Errorf("simulator: no comment %d", id)
		}
		g.deleteComment(r, c, by)
		return nil
	})
}

func (g *GitHub) newComment(r *repository, i *issue, user, body string, byApp bool) *comment {
	made := &comment{id: g.id(), number: i.number, user: user, body: body, byApp: byApp, createdAt: g.now(), updatedAt: g.now()}
	g.account(user)
	r.comments[made.id] = made
	i.updatedAt = g.now()
	g.sendComment(r, made, "created", user, object{})
	return made
}

func (g *GitHub) editComment(r *repository, c *comment, by, body string) {
	former := c.body
	c.body, c.updatedAt = body, g.now()
	g.sendComment(r, c, "edited", by, object{"changes": object{"body": object{"from": former}}})
}

func (g *GitHub) deleteComment(r *repository, c *comment, by string) {
	g.sendComment(r, c, "deleted", by, object{})
	delete(r.comments, c.id)
}

func (g *GitHub) sendComment(r *repository, c *comment, action, by string, fields object) {
	fields["comment"] = g.renderComment(r, c)
	fields["issue"] = g.renderIssue(r, r.issues[c.number])
	g.send(r, "issue_comment", action, by, fields)
}

func (g *GitHub) renderComment(r *repository, c *comment) object {
	api := fmt.Sprintf("%s/repos/%s", g.apiURL(), r.fullName())
	kind := "issues"
	if r.issues[c.number].pull != nil {
		kind = "pull"
	}
	self := fmt.Sprintf("%s/issues/comments/%d", api, c.id)
	rendered := object{
		"id": c.id, "node_id": nodeID("IssueComment", c.id), "body": c.body, "user": g.renderLogin(c.user),
		"url": self, "html_url": fmt.Sprintf("%s/%s/%s/%d#issuecomment-%d", g.options.PublicURL, r.fullName(), kind, c.number, c.id),
		"issue_url": fmt.Sprintf("%s/issues/%d", api, c.number), "created_at": stamp(c.createdAt), "updated_at": stamp(c.updatedAt),
		"author_association": g.association(r, c.user), "performed_via_github_app": nil, "reactions": g.renderReactions(self, c.reactions),
	}
	if c.byApp {
		rendered["performed_via_github_app"] = g.renderApp(g.apps[g.slug])
	}
	return rendered
}

var reactionNames = []string{"+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"}

func (g *GitHub) renderReactions(url string, reactions []reaction) object {
	rendered := object{"url": url + "/reactions", "total_count": len(reactions)}
	for _, name := range reactionNames {
		count := 0
		for _, given := range reactions {
			if given.content == name {
				count++
			}
		}
		rendered[name] = count
	}
	return rendered
}

func (g *GitHub) commentRoutes() []route {
	const comments = "/repos/{owner}/{repo}/issues/comments/{id}"
	const read, write = "issues:read|pull_requests:read", "issues:write|pull_requests:write"
	return []route{
		{"GET", "/repos/{owner}/{repo}/issues/{number}/comments", read, onIssue(listComments)},
		{"POST", "/repos/{owner}/{repo}/issues/{number}/comments", write, onIssue(createComment)},
		{"GET", comments, read, onComment(func(c *call, found *comment) *answer { return ok(c.g.renderComment(c.repository, found)) })},
		{"PATCH", comments, write, onComment(updateComment)},
		{"DELETE", comments, write, onComment(func(c *call, found *comment) *answer {
			c.g.deleteComment(c.repository, found, c.g.botLogin())
			return noContent()
		})},
		{"GET", comments + "/reactions", read, onComment(func(c *call, found *comment) *answer {
			return paginate(c, found.reactions, c.g.renderReaction)
		})},
		{"POST", comments + "/reactions", write, onComment(func(c *call, found *comment) *answer { return c.react(&found.reactions) })},
		{"DELETE", comments + "/reactions/{reaction}", write, onComment(func(c *call, found *comment) *answer {
			before := len(found.reactions)
			found.reactions = slices.DeleteFunc(found.reactions, func(e reaction) bool { return e.id == c.number("reaction") && e.user == c.g.botLogin() })
			if len(found.reactions) == before {
				return notFound()
			}
			return noContent()
		})},
		{"POST", "/repos/{owner}/{repo}/issues/{number}/reactions", write, onIssue(func(c *call, i *issue) *answer { return c.react(&i.reactions) })},
	}
}

func onComment(serve func(*call, *comment) *answer) func(*call) *answer {
	return func(c *call) *answer {
		found := c.repository.comments[c.number("id")]
		if found == nil {
			return notFound()
		}
		return serve(c, found)
	}
}

// https://docs.github.com/rest/issues/comments#list-issue-comments
func listComments(c *call, i *issue) *answer {
	since, _ := time.Parse(time.RFC3339, c.query.Get("since"))
	found := slices.DeleteFunc(c.repository.commentsOf(i.number), func(found *comment) bool { return found.updatedAt.Before(since) })
	return paginate(c, found, func(found *comment) object { return c.g.renderComment(c.repository, found) })
}

// https://docs.github.com/rest/issues/comments#create-an-issue-comment
func createComment(c *call, i *issue) *answer {
	if i.locked {
		return fail(http.StatusForbidden, "Unable to create comment because issue is locked.", commentPage+"#create-an-issue-comment")
	}
	body, refused := c.commentBody()
	if refused != nil {
		return refused
	}
	return created(c.g.renderComment(c.repository, c.g.newComment(c.repository, i, c.g.botLogin(), body, true)))
}

// https://docs.github.com/rest/issues/comments#update-an-issue-comment
func updateComment(c *call, found *comment) *answer {
	body, refused := c.commentBody()
	if refused != nil {
		return refused
	}
	c.g.editComment(c.repository, found, c.g.botLogin(), body)
	return ok(c.g.renderComment(c.repository, found))
}

func (c *call) commentBody() (string, *answer) {
	var wanted struct {
		Body *string `json:"body"`
	}
	if refused := c.decode(&wanted); refused != nil {
		return "", refused
	}
	if wanted.Body == nil {
		return "", refuse(commentPage, "\"body\" wasn't supplied.")
	}
	if strings.TrimSpace(*wanted.Body) == "" {
		return "", invalid("IssueComment", "data", "unprocessable", "Body cannot be blank", commentPage)
	}
	if utf8.RuneCountInString(*wanted.Body) > maxCommentBody {
		return "", invalid("IssueComment", "data", "unprocessable", "Body is too long (maximum is "+strconv.Itoa(maxCommentBody)+" characters)", commentPage)
	}
	return *wanted.Body, nil
}

func (g *GitHub) renderReaction(e reaction) object {
	return object{"id": e.id, "node_id": nodeID("Reaction", e.id), "content": e.content, "user": g.renderLogin(e.user), "created_at": stamp(e.createdAt)}
}

// react adds the App's reaction; the same one twice answers 200 and changes nothing.
// https://docs.github.com/rest/reactions/reactions#create-reaction-for-an-issue-comment
func (c *call) react(to *[]reaction) *answer {
	var wanted struct {
		Content string `json:"content"`
	}
	if refused := c.decode(&wanted); refused != nil {
		return refused
	}
	if !slices.Contains(reactionNames, wanted.Content) {
		return refuse("https://docs.github.com/rest/reactions/reactions", "%q is not a member of %q.", wanted.Content, reactionNames)
	}
	for _, given := range *to {
		if given.user == c.g.botLogin() && given.content == wanted.Content {
			return ok(c.g.renderReaction(given))
		}
	}
	made := reaction{id: c.g.id(), user: c.g.botLogin(), content: wanted.Content, createdAt: c.g.now()}
	*to = append(*to, made)
	return created(c.g.renderReaction(made))
}
