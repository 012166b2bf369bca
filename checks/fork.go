package checks

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/checks/wording"
)

// ForkApproval is a named person's word that golive may reach outside for one commit
// of a pull request from a fork: somebody who may write to the repository and wrote
// nothing of it has read it. It says nothing of any item.
type ForkApproval struct {
	By      string    `json:"by"` // login
	Note    string    `json:"note,omitempty"`
	SHA     string    `json:"sha"` // it covers this commit and no other
	Tree    string    `json:"tree"`
	Comment int64     `json:"comment"` // the comment on the forge that is the record
	At      time.Time `json:"at"`
}

// Word returns the approval as a word. It is about no item, and takes no role but
// that of who may write.
func (a ForkApproval) Word() Word {
	return Word{Kind: WordForkApproval, By: a.By, Comment: a.Comment, SHA: a.SHA, Tree: a.Tree}
}

// MayReachOutside reports whether golive may do for this release what reaches beyond
// reading: send requests to an environment of it, load one, or use a secret. Content of
// the repository's own was pushed by who may write to it. That of a fork is a stranger's,
// and waits until somebody approves exactly this commit (`/golive approve`); what
// NotApproved returns is missing until then.
//
// Whoever reaches outside asks right before it does, of a release that was read from the
// store then: an approval can be taken back.
func (r Release) MayReachOutside() bool {
	return !r.Fork || r.Approval != nil && r.Approval.By != "" && r.SHA != "" && r.Approval.SHA == r.SHA
}

// NotApproved says what an item waits for while golive may not reach outside.
func (r Release) NotApproved() Missing {
	return Missing{
		Connection: ConnectionForkApproval,
		Reason:     fmt.Sprintf("The pull request is from a fork, and nobody has approved `%s` for it yet: golive sends no request and uses no secret for it.", wording.ShortSHA(r.SHA)),
		Remedy:     fmt.Sprintf("Somebody with write permission who wrote none of it reads the changes and comments `%s`.", r.ApproveCommand()),
	}
}

// ApproveCommand is what approves the release's commit, as it is typed.
func (r Release) ApproveCommand() string { return "/golive approve " + wording.ShortSHA(r.SHA) }
