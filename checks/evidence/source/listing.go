package source

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
)

// listTree reads every entry of a tree, in git's order.
func listTree(ctx context.Context, directory, tree string) ([]entry, error) {
	if err := wantIDs(tree); err != nil {
		return nil, err
	}
	output, err := git(ctx, directory, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
	if err != nil {
		return nil, fmt.Errorf("listing tree %s: %w", tree, err)
	}
	return parseListing(output)
}

// parseListing reads the answer of "git ls-tree -r -z -l":
// "<mode> <type> <id> <size>\t<path>\0", the size padded with spaces and "-"
// for a submodule.
func parseListing(output []byte) ([]entry, error) {
	var entries []entry
	for record := range bytes.SplitSeq(output, []byte{0}) {
		if len(record) == 0 {
			continue
		}
		head, path, found := strings.Cut(string(record), "\t")
		fields := strings.Fields(head)
		if !found || len(fields) != 4 || !objectID.MatchString(fields[2]) {
			return nil, fmt.Errorf("git ls-tree answered %s", printable(string(record)))
		}
		size := int64(-1)
		if fields[3] != "-" && fields[3] != "BAD" { // BAD: the object is not in the repository
			var err error
			if size, err = strconv.ParseInt(fields[3], 10, 64); err != nil || size < 0 {
				return nil, fmt.Errorf("git ls-tree answered %s", printable(string(record)))
			}
		}
		entries = append(entries, entry{mode: fields[0], id: fields[2], path: path, size: size})
	}
	return entries, nil
}

// indexed is one path that "git ls-files" knows.
type indexed struct {
	entry
	tracked bool
	absent  bool // the index says that it is left out of the working tree on purpose
}

// parseIndex reads the answer of "git ls-files -z -t -s": "<tag> <mode> <id>
// <stage>\t<path>\0". Of a path in conflict the first stage is kept.
func parseIndex(output []byte) ([]indexed, error) {
	var entries []indexed
	last := ""
	for record := range bytes.SplitSeq(output, []byte{0}) {
		if len(record) == 0 {
			continue
		}
		head, path, found := strings.Cut(string(record), "\t")
		fields := strings.Fields(head)
		if !found || len(fields) != 4 || !objectID.MatchString(fields[2]) {
			return nil, fmt.Errorf("git ls-files answered %s", printable(string(record)))
		}
		if path == last {
			continue
		}
		last = path
		entries = append(entries, indexed{
			entry:   entry{mode: fields[1], id: fields[2], path: path, size: -1},
			tracked: true, absent: fields[0] == "S",
		})
	}
	return entries, nil
}
