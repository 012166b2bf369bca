package checks

import "time"

// ReleaseKind tells what a release is on the forge.
type ReleaseKind string

// The kinds of release.
const (
	ReleasePullRequest ReleaseKind = "pull-request"
	ReleaseTag         ReleaseKind = "tag"
	// ReleaseBranch is no release yet: the head of a branch, judged as if it were
	// one, before there is a pull request or tag to judge.
	ReleaseBranch    ReleaseKind = "branch"
	ReleaseDirectory ReleaseKind = "directory" // a directory on this machine, judged offline
)

// Repository is where a release lives. ID stays the same over renames and
// transfers; owner and name are for people and for requests.
type Repository struct {
	ID            int64  `json:"id"`
	Owner         string `json:"owner"`
	Name          string `json:"name"`
	DefaultBranch string `json:"default_branch"`
	Private       bool   `json:"private"`
	WebURL        string `json:"web_url"` // page for people, without a trailing slash
}

// FullName returns "owner/name".
func (r Repository) FullName() string {
	if r.Owner == "" {
		return r.Name
	}
	return r.Owner + "/" + r.Name
}

// Release is the content that may go live, and how it got its name.
type Release struct {
	Repository Repository  `json:"repository"`
	Service    string      `json:"service"` // part of a monorepo; empty: the whole
	Kind       ReleaseKind `json:"kind"`
	Ref        string      `json:"ref"`     // full ref: "refs/pull/12/head", "refs/tags/release/v1.4.0"
	SHA        string      `json:"sha"`     // commit
	Tree       string      `json:"tree"`    // git tree id: the content itself
	Version    string      `json:"version"` // "1.4.0", or empty where nothing names one
	Number     int         `json:"number"`  // pull request that carries the release; for a tag: of its content; 0: none
	Title      string      `json:"title"`   // of the pull request
	Author     string      `json:"author"`  // login
	HeadBranch string      `json:"head_branch"`
	BaseBranch string      `json:"base_branch"`
	Fork       bool        `json:"fork"` // the head lives in another repository
	Labels     []string    `json:"labels"`
	Tag        *Tag        `json:"tag,omitempty"`

	// Approval is the word that golive may reach outside for a commit of a fork, where
	// somebody gave one: ask MayReachOutside. It is kept with what people say, and
	// joins the release when that is read.
	Approval *ForkApproval `json:"-"`
}

// Name returns what people call the release: "v1.4.0", or its branch, or its
// tag, or "#12".
func (r Release) Name() string {
	switch {
	case r.Version != "":
		return "v" + r.Version
	case r.Tag != nil:
		return r.Tag.Name
	case r.HeadBranch != "":
		return r.HeadBranch
	default:
		return r.Title
	}
}

// Tag is a pushed tag, peeled to its commit.
type Tag struct {
	Name      string    `json:"name"`      // without "refs/tags/"
	Object    string    `json:"object"`    // the tag object; equal to the commit for a lightweight tag
	Commit    string    `json:"commit"`    // the commit it leads to, however nested
	Annotated bool      `json:"annotated"` // a tag object with tagger and message
	Verified  bool      `json:"verified"`  // its signature is verified by the forge
	Tagger    string    `json:"tagger,omitempty"`
	Moved     bool      `json:"moved,omitempty"` // pointed at other content before
	Date      time.Time `json:"date,omitzero"`
}

// Commit is one commit of a release range.
type Commit struct {
	SHA       string    `json:"sha"`
	Tree      string    `json:"tree"`
	Parents   []string  `json:"parents"`
	Author    Person    `json:"author"`
	Committer Person    `json:"committer"`
	CoAuthors []Person  `json:"co_authors"` // from Co-authored-by trailers
	Subject   string    `json:"subject"`    // first line of the message
	Body      string    `json:"body"`
	Time      time.Time `json:"time"` // committer date
}

// Merge reports whether the commit has several parents.
func (c Commit) Merge() bool { return len(c.Parents) > 1 }

// Person is an identity as git knows it.
type Person struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Lines is a span of lines, both ends included, from 1.
type Lines struct{ First, Last int }

// Range is what a release adds over the state that is live or was released
// before.
type Range struct {
	From    string // commit the range starts after
	To      string // the release's commit
	Reason  string // why it starts there, for people: "merge base with main"
	Commits []Commit
	Changed []Change
}

// Change is one path that differs between the ends of a range.
type Change struct {
	Path    string
	OldPath string  // for a rename; else empty
	Deleted bool    //
	Created bool    // nothing was at the path before, and it is no rename
	Added   []Lines // spans of the new file that were added or changed
}

// Adds reports whether the range added or changed this line of the release's
// file. Without a range every line counts as new. Line 0 asks for the file.
func (r *Range) Adds(path string, line int) bool {
	if r == nil {
		return true
	}
	for _, change := range r.Changed {
		if change.Path != path || change.Deleted {
			continue
		}
		if line == 0 {
			return true
		}
		for _, lines := range change.Added {
			if line >= lines.First && line <= lines.Last {
				return true
			}
		}
	}
	return false
}
