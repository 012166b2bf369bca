package jobs

import (
	"context"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// Target is where something is shown: one repository through one installation.
type Target struct {
	Installation int64
	Repository   checks.Repository
}

// PublishState remembers what the forge shows of a release, so that an edit
// which would change nothing is not made. Losing it costs a search, nothing
// else.
type PublishState struct {
	Version int64 `json:"version"` // of the run that is shown
	// CommentVersion is the version that the comment shows; while a run goes on
	// it stays behind the check runs.
	CommentVersion int64             `json:"comment_version"`
	Generation     int64             `json:"generation"`
	SHA            string            `json:"sha"`
	Number         int               `json:"number"`  // issue or pull request that carries the comment
	Comment        int64             `json:"comment"` // id of the comment; 0: not known
	CommentHash    string            `json:"comment_hash"`
	CommentEdited  time.Time         `json:"comment_edited,omitzero"`
	Told           string            `json:"told,omitempty"` // what people were told about last, see wanted.hash
	CheckRuns      map[string]int64  `json:"check_runs"`     // name → id, on SHA
	CheckHashes    map[string]string `json:"check_hashes"`   // name → hash of what it shows
	// CheckProgress is when a check run that is open was last written: name → time.
	CheckProgress map[string]time.Time `json:"check_progress,omitempty"`
}

// Publication is what shall be shown.
type Publication struct {
	Target Target
	Run    Run
	// Others are the runs of other releases of the same commit: a check run
	// shows the worst of all of them.
	Others  []Run
	State   PublishState
	Comment bool // also write the comment, not only the check runs
}

// Ledger is where the forge itself keeps what people signed and waived.
type Ledger interface {
	// Recorded returns what our check runs of a commit record of a release; false
	// where they record nothing of it.
	Recorded(ctx context.Context, target Target, key Key, sha string) (Recorded, bool, error)
	// SignedComment reads the comment that a word rests on; ErrGone where it was
	// deleted.
	SignedComment(ctx context.Context, target Target, comment int64) (SignedComment, error)
}

// Publisher shows runs to people on the forge. Every method can be repeated
// after it failed half way.
type Publisher interface {
	// Publish makes the eight check runs of the run's commit and the comment say
	// what the publication says, creating what is not there, and returns what it
	// now knows of the forge. It returns a state also with an error.
	Publish(ctx context.Context, publication Publication) (PublishState, error)
	// PublishNotRelease shows on the head of a pull request that it is no
	// release by the patterns in force, and what it would make of the policy.
	PublishNotRelease(ctx context.Context, target Target, pull checks.Release, patterns config.ReleasePatterns, edits []PolicyEdit) error
	// PublishProblem shows on a commit, and where number is not 0 in the
	// comment, that golive cannot judge the release, why, and what to do.
	PublishProblem(ctx context.Context, target Target, key Key, sha, title, explanation string) error
	// Supersede closes the check runs of a commit that are still open as
	// cancelled, naming the commit that came after; without one the release was
	// closed.
	Supersede(ctx context.Context, target Target, key Key, sha, newer string) error
	// CloseComment makes the comment of a run that ended before all was judged
	// say so, with what was judged. Where there is no comment none is written.
	CloseComment(ctx context.Context, publication Publication) error
	// Notices returns what replies of ours on a pull request or issue told people,
	// of all its releases, oldest first.
	Notices(ctx context.Context, target Target, number int) ([]Notice, error)
	// Notify tells people in a reply of its own.
	Notify(ctx context.Context, target Target, number int, run Run, notice Notice) error
	// TimeOut closes the check runs of a commit that are still open since before
	// a time as timed out, and returns how many.
	TimeOut(ctx context.Context, target Target, sha string, before time.Time) (int, error)
	// Decline says on the check runs of an older commit that a re-run was asked
	// for there and that the newer commit is judged instead. check names one of
	// them; empty: all.
	Decline(ctx context.Context, target Target, sha, newer, check string) error
	// ReleasesOf returns the keys of the releases whose check runs of ours stand
	// on a commit.
	ReleasesOf(ctx context.Context, target Target, sha string) ([]Key, error)
	Ledger
}

// Recorded is what our check runs of one commit record of a release.
type Recorded struct {
	// Given is what people said. Whether their comments still say so is not looked at.
	Given map[checks.ItemID]checks.Attestations
	// Approval is that of a commit of a fork, this one or an older one; nil: none.
	Approval *checks.ForkApproval
	// Run is what the release came to there; its headlines are not recorded.
	Run PreviousRun
}

// SignedComment is a person's comment as it is now.
type SignedComment struct {
	Login  string
	Edited bool // since it was written
	// Link is the one that it signs with; empty: it signs with none.
	Link string
}

// holds reports whether the comment is still the word of who gave it.
func (c SignedComment) holds(word checks.Word) bool {
	return !c.Edited && strings.EqualFold(c.Login, word.By)
}

// Commander executes what people type and press.
type Commander interface {
	// Command reads a comment again and does what its first line says, or
	// refuses in one line. A comment without a command is no error.
	Command(ctx context.Context, trigger Trigger) error
	// Action does what a button on a check run says.
	Action(ctx context.Context, trigger Trigger) error
}
