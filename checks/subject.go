package checks

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
)

// Subject is what is judged: one release, and everything that may be asked
// about it. A worker builds it once for all items of a section.
type Subject struct {
	Release Release
	Source  Source
	Content *Content  // the commits that hold what is released; nil: none but the release's own is known. Ask Commits
	Range   *Range    // nil: no range is known, so all content counts as new
	History History   // nil: the history of the range cannot be read
	Forge   Forge     // nil: not connected, as on a bare directory
	Tags    TagReader // of this machine's copy of the repository; nil: ask the forge
	Staging Staging   // nil: it is not visited, and NoStaging says why
	Load    *LoadTest // the newest load test of the content; nil: none is known
	Policy  config.Policy
	Related []Related // other repositories that declare how the release runs. Ask Declaring
	Now     func() time.Time

	Browser   Browser // nil: no page is opened, and NoBrowser may say why
	NoBrowser string
	// Once does for several items what is to be done once; nil: each does it.
	Once Once
	// Trusted reads what decides what golive sends, from a ref that the release's author
	// does not control.
	Trusted TrustedFiles

	NoStaging Missing // why staging is not visited; zero: nobody named it
	// OpenStaging finds staging where an item looks at it, so that nothing is asked for
	// items that do not; nil: what stands above holds. It is asked once.
	OpenStaging func(ctx context.Context) (Staging, Missing, error)
}

// TrustedFiles are those of the ref that the policy is read from: the base branch of a
// pull request, the default branch for a tag, the directory itself where a person judges
// one.
type TrustedFiles struct {
	Ref string // the branch; empty: what is judged is trusted itself
	// Read returns a file: fs.ErrNotExist where there is none, ErrTooLarge beyond what is
	// read of one. nil: nothing can be read.
	Read func(ctx context.Context, path string) ([]byte, error)
}

// Where says where they are: "on `main`".
func (f TrustedFiles) Where() string {
	if f.Ref == "" {
		return "here"
	}
	return "on " + wording.Quoted(f.Ref)
}

// Look reads a file; found is false where there is none. why says why it cannot be read,
// for people. An error means that golive stopped.
func (f TrustedFiles) Look(ctx context.Context, path string) (text []byte, found bool, why string, err error) {
	if f.Read == nil {
		return nil, false, "no branch is known that golive may take it from", nil
	}
	text, err = f.Read(ctx, path)
	switch {
	case ctx.Err() != nil:
		return nil, false, "", ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, "", nil
	case errors.Is(err, ErrTooLarge):
		return nil, true, wording.QuotedPath(path) + " " + f.Where() + " is too large to be read", nil
	case err != nil:
		return nil, true, wording.QuotedPath(path) + " " + f.Where() + " could not be read", nil
	}
	return text, true, "", nil
}

// Check looks at the subject for one item and says what it saw. It decides
// nothing: Judge does. An error means that golive itself failed; a service that
// refused or could not be reached is an Observation with a Missing entry.
type Check interface {
	Observe(ctx context.Context, subject Subject) (Observation, error)
}

// CheckFunc lets a function be a Check.
type CheckFunc func(ctx context.Context, subject Subject) (Observation, error)

// Observe calls the function.
func (f CheckFunc) Observe(ctx context.Context, subject Subject) (Observation, error) {
	return f(ctx, subject)
}
