package source

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/golive-app/golive/checks"
)

// largestPast bounds a file of an older commit.
const largestPast = 1 << 20

var _ checks.PastReader = History{}

// ReadAt returns a file as a commit has it. Where the directory is a folder of a work
// tree, paths count from there, as they do in its snapshot.
func (h History) ReadAt(ctx context.Context, commit, path string) ([]byte, error) {
	if err := wantIDs(commit); err != nil {
		return nil, err
	}
	if refusePath(path, 4096) != "" {
		return nil, fs.ErrNotExist
	}
	shown, err := git(ctx, h.Directory, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, fmt.Errorf("finding the folder in its repository: %w", err)
	}
	id, err := objectNamed(ctx, h.Directory, commit+":"+strings.TrimSuffix(string(shown), "\n")+path)
	if err != nil {
		if exitCode(err) > 0 {
			return nil, fs.ErrNotExist
		}
		return nil, fmt.Errorf("finding %s of %s: %w", printable(path), commit, err)
	}
	var content []byte
	err = stream(ctx, command(h.Directory, nil, "cat-file", "blob", id), func(in *bufio.Reader) (err error) {
		content, err = io.ReadAll(io.LimitReader(in, largestPast+1))
		if err == nil && len(content) > largestPast {
			err = checks.ErrTooLarge
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading %s of %s: %w", printable(path), commit, err)
	}
	return content, nil
}
