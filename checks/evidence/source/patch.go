package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// A patch is read together with the raw list that git prints before it. Paths
// are taken from the raw list alone, where NUL ends them; the sections of the
// patch belong to its records one by one, in order. So no path, however it is
// spelled, can be mistaken for a part of a patch.
// https://git-scm.com/docs/diff-format

// rawChange is one record of the raw list.
type rawChange struct {
	status   byte // A added, D deleted, M modified, R renamed, C copied, T type changed, U unmerged
	oldModes []string
	mode     string // of the new side; "000000" where it is gone
	path     string
	oldPath  string
}

func (c rawChange) deleted() bool { return c.mode == "000000" }

// regular reports whether the new side is a file with lines.
func (c rawChange) regular() bool { return strings.HasPrefix(c.mode, "100") }

// sections returns how many sections of a patch belong to the record: git
// prints a change of type as a deletion and an addition.
func (c rawChange) sections() int {
	if c.status == 'T' {
		return 2
	}
	return 1
}

// errPatch is wrapped by every complaint about what git printed.
var errPatch = errors.New("git printed a patch that golive cannot read")

// maxLine bounds a line of a patch that is kept; the rest of a longer one is
// dropped.
const maxLine = 1 << 20

// patchReader reads the output of "git diff-tree --raw -z -p -U0", for a merge
// commit with "--cc".
type patchReader struct {
	in      *bufio.Reader
	changes []rawChange
	read    int64 // bytes of the patch so far
	next    []byte
	ended   bool
}

// readRaw reads the raw list. It ends at the empty record that separates it
// from the patch, or at the end.
func (p *patchReader) readRaw() error {
	for {
		start, err := p.in.Peek(1)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start[0] != ':' {
			if start[0] == 0 {
				_, _ = p.in.Discard(1)
			}
			return nil
		}
		head, err := p.field()
		if err != nil {
			return err
		}
		change, err := parseRaw(head)
		if err != nil {
			return err
		}
		if change.path, err = p.field(); err != nil {
			return err
		}
		if change.status == 'R' || change.status == 'C' {
			change.oldPath = change.path
			if change.path, err = p.field(); err != nil {
				return err
			}
		}
		p.changes = append(p.changes, change)
	}
}

func (p *patchReader) field() (string, error) {
	text, err := p.in.ReadString(0)
	if err != nil {
		return "", fmt.Errorf("%w: the raw list ends early", errPatch)
	}
	return text[:len(text)-1], nil
}

// parseRaw reads ":<old mode>… <new mode> <old id>… <new id> <status>", with as
// many colons as there are old sides.
func parseRaw(head string) (rawChange, error) {
	trimmed := strings.TrimLeft(head, ":")
	parents := len(head) - len(trimmed)
	fields := strings.Fields(trimmed)
	if parents < 1 || len(fields) != 2*(parents+1)+1 || fields[len(fields)-1] == "" {
		return rawChange{}, fmt.Errorf("%w: raw record %s", errPatch, printable(head))
	}
	status := fields[len(fields)-1]
	change := rawChange{oldModes: fields[:parents], mode: fields[parents], status: status[0]}
	if parents > 1 {
		change.status = 'M' // one letter for each parent; none of them adds a path to the record
	}
	return change, nil
}

// line returns the next line of the patch without its line feed, cut to
// maxLine; nil at the end.
func (p *patchReader) line() ([]byte, error) {
	if p.next != nil {
		line := p.next
		p.next = nil
		return line, nil
	}
	if p.ended {
		return nil, nil
	}
	line := []byte{}
	for {
		part, err := p.in.ReadSlice('\n')
		p.read += int64(len(part))
		if room := maxLine - len(line); room > 0 {
			line = append(line, part[:min(room, len(part))]...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF):
			p.ended = true
			if len(line) == 0 {
				return nil, nil
			}
		case err != nil:
			return nil, err
		}
		return bytes.TrimSuffix(line, []byte("\n")), nil
	}
}

// hunkHead matches the head of a hunk: as many "@" as sides, one range for each
// old side and one for the new.
var hunkHead = regex.New(`^(@@+)((?: -\d+(?:,\d+)?)+) \+(\d+)(?:,(\d+))? @@+`)

// hunk is the head of one hunk.
type hunk struct {
	sides int // old sides: the columns before a line's text
	lines checks.Lines
	count int // lines of the new side
}

func parseHunk(line []byte) (hunk, error) {
	match := hunkHead.FindSubmatch(line)
	if match == nil {
		return hunk{}, fmt.Errorf("%w: hunk %s", errPatch, printable(string(line)))
	}
	sides := len(match[1]) - 1
	first, err := strconv.Atoi(string(match[3]))
	count := 1
	if err == nil && match[4] != nil {
		count, err = strconv.Atoi(string(match[4]))
	}
	if err != nil || sides != bytes.Count(match[2], []byte("-")) {
		return hunk{}, fmt.Errorf("%w: hunk %s", errPatch, printable(string(line)))
	}
	return hunk{sides: sides, count: count, lines: checks.Lines{First: first, Last: first + count - 1}}, nil
}
