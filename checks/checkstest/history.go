package checkstest

import (
	"context"
	"errors"

	"github.com/golive-app/golive/checks"
)

// History holds what each commit added, by commit id.
type History map[string][]checks.AddedText

var _ checks.History = History(nil)

// Added yields what the commit added. A commit that the history does not hold
// added nothing.
func (h History) Added(ctx context.Context, commit string, yield func(checks.AddedText) error) error {
	for _, added := range h[commit] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := yield(added); err != nil {
			return err
		}
	}
	return nil
}

// ErrHistory is what BrokenHistory fails with.
var ErrHistory = errors.New("object is missing")

// BrokenHistory is a history that cannot be read.
type BrokenHistory struct{}

// Added fails.
func (BrokenHistory) Added(context.Context, string, func(checks.AddedText) error) error {
	return ErrHistory
}
