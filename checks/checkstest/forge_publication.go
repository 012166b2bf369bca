package checkstest

import (
	"context"

	"github.com/golive-app/golive/checks"
)

// Publication returns one of Published.
func (f *Forge) Publication(_ context.Context, tag string) (publication checks.Publication, found bool, err error) {
	if err := f.Failing["Publication"]; err != nil {
		return checks.Publication{}, false, err
	}
	publication, found = f.Published[tag]
	return publication, found, nil
}
