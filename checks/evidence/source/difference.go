package source

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/books"
)

// mostDifferences bounds the paths in which two trees differ in books alone.
const mostDifferences = 300

// errOtherContent stops the comparison of two trees at the first path that differs in
// more than a release's books.
var errOtherContent = errors.New("another content")

// differences returns the paths in which a tree differs from the content that is read,
// where it does so in a release's books alone; none where it is another content.
func (r *contentReader) differences(ctx context.Context, tree string) ([]checks.Difference, error) {
	var changed []rawDifference
	arguments := []string{"diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", tree, r.content.Tree}
	err := stream(ctx, command(r.directory, nil, arguments...), func(in *bufio.Reader) error {
		for {
			one, err := readDifference(in)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if !one.plain() || len(changed) == mostDifferences {
				return errOtherContent
			}
			changed = append(changed, one)
		}
	})
	var differs []checks.Difference
	for _, one := range changed {
		if err != nil {
			break
		}
		var found checks.Difference
		if found, err = r.difference(ctx, one); err == nil {
			differs = append(differs, found)
		}
	}
	if errors.Is(err, errOtherContent) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("comparing tree %s with %s: %w", tree, r.content.Tree, err)
	}
	return differs, nil
}

// difference tells what one path differs in.
func (r *contentReader) difference(ctx context.Context, one rawDifference) (checks.Difference, error) {
	var sides [2]books.Side
	for index, id := range one.ids {
		if one.modes[index] == noFile {
			continue
		}
		content, size, err := r.blobs.read(ctx, id, books.MostBytes)
		switch {
		case errors.Is(err, fs.ErrNotExist) || err == nil && size > books.MostBytes:
			return checks.Difference{}, errOtherContent
		case err != nil:
			return checks.Difference{}, err
		}
		sides[index] = append(books.Side{}, content...)
	}
	kind, isBook := books.Difference(one.path, Classify(one.path, nil), sides[0], sides[1])
	if !isBook {
		return checks.Difference{}, errOtherContent
	}
	return checks.Difference{Path: one.path, Kind: kind}, nil
}

// rawDifference is a path in which two trees differ.
type rawDifference struct {
	modes [2]string
	ids   [2]string
	path  string
}

const (
	plainFile = "100644"
	noFile    = "000000"
)

// plain reports whether both sides are ordinary files, or one of them is none: links,
// submodules and programs say nothing about a release, and a path that others could
// read in another way is not looked at.
func (d rawDifference) plain() bool {
	for _, mode := range d.modes {
		if mode != plainFile && mode != noFile {
			return false
		}
	}
	return refusePath(d.path, 4096) == ""
}

// readDifference reads ":<mode> <mode> <id> <id> <status>\0<path>\0".
func readDifference(in *bufio.Reader) (rawDifference, error) {
	head, err := in.ReadString(0)
	if err != nil {
		if head == "" {
			return rawDifference{}, io.EOF
		}
		return rawDifference{}, errPatch
	}
	name, err := in.ReadString(0)
	fields := strings.Fields(strings.TrimSuffix(head, "\x00"))
	if err != nil || len(fields) != 5 || len(fields[0]) != 7 || fields[0][0] != ':' || !objectID.MatchString(fields[2]) || !objectID.MatchString(fields[3]) {
		return rawDifference{}, fmt.Errorf("%w: raw record %s", errPatch, printable(head))
	}
	return rawDifference{modes: [2]string{fields[0][1:], fields[1]}, ids: [2]string{fields[2], fields[3]}, path: strings.TrimSuffix(name, "\x00")}, nil
}
