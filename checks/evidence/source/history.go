package source

import (
	"bufio"
	"bytes"
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// maxPatch bounds what is read of one commit: 64 MiB of patch.
const maxPatch = 64 << 20

// maxRun bounds one run of added lines; a longer one is handed over in pieces,
// cut between lines.
const maxRun = 1 << 20

// History reads what the commits of a repository added. It implements
// checks.History.
type History struct {
	Directory string // a git repository, bare or not
}

var _ checks.History = History{}

// Added hands over every run of lines that a commit added over its parent; of a
// merge, the lines that none of its parents has. Attributes of the repository
// hide nothing: a file that it declares binary is read as text all the same.
// Runs with NUL bytes are left out. A commit whose patch is larger than 64 MiB
// is read that far, and checks.ErrTooLarge is returned.
func (h History) Added(ctx context.Context, commit string, yield func(checks.AddedText) error) error {
	if err := wantIDs(commit); err != nil {
		return err
	}
	arguments := append([]string{"diff-tree", "--root", "-r", "--cc", "--no-commit-id", "--no-renames", "--text"}, patchArguments...)
	err := stream(ctx, command(h.Directory, nil, append(arguments, commit)...), func(in *bufio.Reader) error {
		return parseAdded(in, maxPatch, yield)
	})
	if err != nil {
		return fmt.Errorf("reading what commit %s added: %w", commit, err)
	}
	return nil
}

// parseAdded reads what git diff-tree printed and yields the added lines.
func parseAdded(in *bufio.Reader, limit int64, yield func(checks.AddedText) error) error {
	reader := &patchReader{in: in}
	var path string
	var wanted bool
	var text bytes.Buffer
	var first, next int // lines of the new file: of the run, and the one to come
	flush := func() error {
		if text.Len() == 0 {
			return nil
		}
		run := checks.AddedText{Path: path, Lines: checks.Lines{First: first, Last: next - 1}, Text: text.String()}
		binary := bytes.IndexByte(text.Bytes(), 0) >= 0
		text.Reset()
		if binary {
			return nil
		}
		return yield(run)
	}
	err := reader.visit(visitor{
		section: func(change rawChange) error {
			if err := flush(); err != nil {
				return err
			}
			path = change.path
			wanted = change.regular() && refusePath(path, maxRun) == ""
			return nil
		},
		binary: func() error { return nil },
		hunk: func(h hunk) error {
			err := flush()
			next = h.lines.First
			return err
		},
		line: func(h hunk, line []byte) error {
			if reader.read > limit {
				return fmt.Errorf("its patch is larger than %d bytes: %w", limit, checks.ErrTooLarge)
			}
			columns, content := line[:h.sides], line[h.sides:]
			switch {
			case columns[0] == '\\' || bytes.IndexByte(columns, '-') >= 0:
				return nil // "\ No newline at end of file", or a line that is gone
			case !wanted || bytes.IndexByte(columns, ' ') >= 0:
				next++ // a parent has it
				return flush()
			}
			if text.Len() == 0 {
				first = next
			}
			text.Write(content)
			text.WriteByte('\n')
			next++
			if text.Len() > maxRun {
				return flush()
			}
			return nil
		},
	})
	if flushed := flush(); err == nil {
		err = flushed
	}
	return err
}
