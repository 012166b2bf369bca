package github

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// How much one query asks for: GitHub gives up on one after ten seconds, and
// counts at most 500,000 nodes.
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
const (
	commitsAtOnce = 50
	pullsAtOnce   = 20
)

const pullFields = `fragment pull on PullRequest {
  number title url state merged isDraft isCrossRepository baseRefName baseRefOid headRefName headRefOid
  author { login __typename } mergeCommit { oid } baseRepository { databaseId } labels(first: 20) { nodes { name } }
}`

// historyLists are the lists of a pull request that can be longer than one
// answer, each with what is read of an entry.
var historyLists = []struct{ name, arguments, entry string }{
	{"files", "", "path"},
	{"reviews", ", states: [APPROVED, CHANGES_REQUESTED, DISMISSED]", "databaseId author { login __typename } state submittedAt url commit { oid }"},
	{"commits", "", "commit { oid message tree { oid } parents(first: 3) { totalCount } author { name email user { login } } committer { name user { login } } authors(first: 10) { nodes { user { login } } } }"},
}

// historyFields is the fragment of a pull request with the first entries of each
// list.
func historyFields() string {
	var fields strings.Builder
	fields.WriteString("fragment history on PullRequest {\n  ...pull\n  updatedAt mergedAt mergedBy { login } changedFiles\n")
	for _, one := range historyLists {
		fmt.Fprintf(&fields, "  %s(first: %d%s) { totalCount pageInfo { hasNextPage endCursor } nodes { %s } }\n", one.name, perPage, one.arguments, one.entry)
	}
	return fields.String() + "}"
}

type graphActor struct {
	Login string `json:"login"`
	Type  string `json:"__typename"`
}

// name is the login as the REST API spells it.
func (a *graphActor) name() string {
	switch {
	case a == nil || a.Login == "":
		return "ghost"
	case a.Type == "Bot" && !strings.HasSuffix(a.Login, "[bot]"):
		return a.Login + "[bot]"
	default:
		return a.Login
	}
}

func (a *graphActor) bot() bool { return a != nil && a.Type == "Bot" }

type graphPerson struct {
	Name  string      `json:"name"`
	Email string      `json:"email"`
	User  *graphActor `json:"user"`
}

func (p *graphPerson) login() string {
	if p == nil || p.User == nil {
		return ""
	}
	return p.User.Login
}

type graphObject struct {
	ID string `json:"oid"`
}

type graphList[T any] struct {
	Total int       `json:"totalCount"`
	Page  graphPage `json:"pageInfo"`
	Nodes []T       `json:"nodes"`
}

type graphPull struct {
	Number         int          `json:"number"`
	Title          string       `json:"title"`
	URL            string       `json:"url"`
	State          string       `json:"state"`
	Merged         bool         `json:"merged"`
	Draft          bool         `json:"isDraft"`
	Cross          bool         `json:"isCrossRepository"`
	BaseRef        string       `json:"baseRefName"`
	Base           string       `json:"baseRefOid"`
	HeadRef        string       `json:"headRefName"`
	Head           string       `json:"headRefOid"`
	Author         *graphActor  `json:"author"`
	MergeCommit    *graphObject `json:"mergeCommit"`
	BaseRepository *struct {
		ID int64 `json:"databaseId"`
	} `json:"baseRepository"`
	Labels graphList[struct {
		Name string `json:"name"`
	}] `json:"labels"`
}

func (p graphPull) convert() checks.PullRequest {
	pull := checks.PullRequest{
		Number: p.Number, Title: p.Title, Author: p.Author.name(), AuthorBot: p.Author.bot(), Head: p.Head, HeadBranch: p.HeadRef,
		Base: p.Base, BaseBranch: p.BaseRef, Fork: p.Cross, Draft: p.Draft, Open: p.State == "OPEN", Merged: p.Merged, Link: p.URL,
	}
	if p.MergeCommit != nil && p.Merged {
		pull.MergeSHA = p.MergeCommit.ID
	}
	for _, label := range p.Labels.Nodes {
		pull.Labels = append(pull.Labels, label.Name)
	}
	return pull
}

type graphHistory struct {
	graphPull
	Updated  time.Time   `json:"updatedAt"`
	MergedAt time.Time   `json:"mergedAt"`
	MergedBy *graphActor `json:"mergedBy"`
	Changed  int         `json:"changedFiles"`
	Files    graphList[struct {
		Path string `json:"path"`
	}] `json:"files"`
	Reviews graphList[struct {
		ID        int64       `json:"databaseId"`
		Author    *graphActor `json:"author"`
		State     string      `json:"state"`
		Submitted time.Time   `json:"submittedAt"`
		URL       string      `json:"url"`
		Commit    graphObject `json:"commit"`
	}] `json:"reviews"`
	Commits graphList[struct {
		Commit struct {
			ID        string                  `json:"oid"`
			Message   string                  `json:"message"`
			Tree      graphObject             `json:"tree"`
			Parents   graphList[graphObject]  `json:"parents"`
			Author    *graphPerson            `json:"author"`
			Committer *graphPerson            `json:"committer"`
			Authors   graphList[*graphPerson] `json:"authors"`
		} `json:"commit"`
	}] `json:"commits"`
}

func (h graphHistory) convert() checks.PullHistory {
	history := checks.PullHistory{PullRequest: h.graphPull.convert(), MergedAt: h.MergedAt, MergedBy: h.MergedBy.name()}
	for _, one := range h.Reviews.Nodes {
		history.Reviews = append(history.Reviews, checks.Review{
			ID: one.ID, Login: one.Author.name(), Bot: one.Author.bot(), State: checks.ReviewState(one.State), Commit: one.Commit.ID, SubmittedAt: one.Submitted, Link: one.URL,
		})
	}
	slices.SortStableFunc(history.Reviews, func(a, b checks.Review) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	for _, one := range h.Commits.Nodes {
		made := one.Commit
		commit := checks.PullCommit{
			SHA: made.ID, Tree: made.Tree.ID, Parents: made.Parents.Total, Author: made.Author.login(), Committer: made.Committer.login(), Message: made.Message,
		}
		if made.Author != nil {
			commit.Person = checks.Person{Name: made.Author.Name, Email: made.Author.Email}
		}
		for _, author := range made.Authors.Nodes {
			if login := author.login(); login != "" && login != commit.Author {
				commit.CoAuthors = append(commit.CoAuthors, login)
			}
		}
		history.Commits = append(history.Commits, commit)
	}
	for _, file := range h.Files.Nodes {
		history.Paths = append(history.Paths, file.Path)
	}
	var more []string
	for what, missing := range map[string]bool{"commits": h.Commits.Total > len(h.Commits.Nodes), "reviews": h.Reviews.Total > len(h.Reviews.Nodes), "files": h.Changed > len(h.Files.Nodes)} {
		if missing {
			more = append(more, "more "+what+" than GitHub lists")
		}
	}
	slices.Sort(more)
	history.Partial = strings.Join(more, ", ")
	return history
}

// PullRequestsOf returns, by commit, the open and merged pull requests into this
// repository that hold it or that brought it in.
// https://docs.github.com/en/graphql/reference/objects#commit
func (r *Repository) PullRequestsOf(ctx context.Context, commits []string) (map[string][]checks.PullRequest, error) {
	of := map[string][]checks.PullRequest{}
	for batch := range slices.Chunk(commits, commitsAtOnce) {
		var fields strings.Builder
		for index, commit := range batch {
			if !isObjectID(commit) {
				return nil, fmt.Errorf("github: %q is no commit id", clean(commit, 80))
			}
			fmt.Fprintf(&fields, "c%d: object(oid: %q) { ...origin }\n", index, commit)
		}
		var answer struct {
			Repository map[string]*struct {
				Pulls graphList[graphPull] `json:"associatedPullRequests"`
			} `json:"repository"`
		}
		text := "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {\n" + fields.String() + "} }\n" +
			"fragment origin on Commit { associatedPullRequests(first: 10) { nodes { ...pull } } }\n" + pullFields
		if err := r.query(ctx, text, &answer); err != nil {
			return nil, r.explain(err, "pull requests of the range")
		}
		for index, commit := range batch {
			found := answer.Repository[fmt.Sprintf("c%d", index)]
			if found == nil {
				continue // GitHub does not have it, as of a commit that was pushed away
			}
			for _, pull := range found.Pulls.Nodes {
				if pull.BaseRepository != nil && pull.BaseRepository.ID == r.id && (pull.Merged || pull.State == "OPEN") {
					of[commit] = append(of[commit], pull.convert())
				}
			}
		}
	}
	return of, nil
}

// Histories returns pull requests with their reviews, commits and paths, those that
// nothing happened to since they were read last from where they are kept.
// https://docs.github.com/en/graphql/reference/objects#pullrequest
func (r *Repository) Histories(ctx context.Context, numbers []int) ([]checks.PullHistory, error) {
	read := r.hub.options.Now()
	known, err := r.unchanged(ctx, numbers)
	if err != nil {
		return nil, err
	}
	wanted := slices.DeleteFunc(slices.Clone(numbers), func(number int) bool { _, kept := known[number]; return kept })
	for batch := range slices.Chunk(wanted, pullsAtOnce) {
		var fields strings.Builder
		for _, number := range batch {
			fmt.Fprintf(&fields, "p%d: pullRequest(number: %d) { ...history }\n", number, number)
		}
		var answer struct {
			Repository map[string]*graphHistory `json:"repository"`
		}
		text := "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {\n" + fields.String() + "} }\n" + historyFields() + "\n" + pullFields
		if err := r.query(ctx, text, &answer); err != nil {
			return nil, r.explain(err, "reviews of the range")
		}
		for _, number := range batch {
			found := answer.Repository[fmt.Sprintf("p%d", number)]
			if found == nil {
				return nil, fmt.Errorf("github: %s: #%d: GitHub gave no answer", r.Describe().FullName(), number)
			}
			if err := r.readOn(ctx, found); err != nil {
				return nil, r.explain(err, "reviews of #%d", number)
			}
			known[number] = found.convert()
			r.keepHistory(known[number], found.Updated, read)
		}
	}
	histories := make([]checks.PullHistory, len(numbers))
	for index, number := range numbers {
		histories[index] = known[number]
	}
	return histories, nil
}
