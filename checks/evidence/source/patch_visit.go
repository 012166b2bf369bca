package source

import (
	"bytes"
	"fmt"
	"strings"
)

// visitor is told what a patch holds.
type visitor struct {
	section func(change rawChange) error
	binary  func() error
	hunk    func(hunk hunk) error
	line    func(hunk hunk, line []byte) error // with its leading columns
}

var (
	sectionStart = []byte("diff --")
	binaryStart  = []byte("Binary files ")
	hunkStart    = []byte("@@")
)

// visit reads the whole output.
func (p *patchReader) visit(v visitor) error {
	if err := p.readRaw(); err != nil {
		return err
	}
	sections := 0
	for _, change := range p.changes {
		for range change.sections() {
			found, err := p.visitSection(change, v)
			if err != nil {
				return err
			}
			if found {
				sections++
			}
		}
	}
	rest, err := p.line()
	if err != nil {
		return err
	}
	if rest != nil {
		return fmt.Errorf("%w: %d changes are listed, and more follow", errPatch, len(p.changes))
	}
	return nil
}

// visitSection reads the section of one change. A combined patch leaves out the
// section of a change that follows one parent throughout; git tells a combined
// section by its one path, an ordinary one follows strictly in order.
func (p *patchReader) visitSection(change rawChange, v visitor) (bool, error) {
	start, err := p.line()
	if err != nil || start == nil {
		if err == nil && len(change.oldModes) == 1 {
			err = fmt.Errorf("%w: the section of %s is missing", errPatch, printable(change.path))
		}
		return false, err
	}
	if !bytes.HasPrefix(start, sectionStart) {
		return false, fmt.Errorf("%w: a section starts with %s", errPatch, printable(string(start)))
	}
	if len(change.oldModes) > 1 && !namesPath(start, change.path) {
		p.next = start
		return false, nil
	}
	if err := v.section(change); err != nil {
		return false, err
	}
	var current hunk
	left := -1 // lines of the new side that the hunk still has; -1: before the first hunk
	for {
		line, err := p.line()
		if err != nil || line == nil {
			return true, err
		}
		switch {
		case left < 0 && bytes.HasPrefix(line, binaryStart):
			if err := v.binary(); err != nil {
				return true, err
			}
		case bytes.HasPrefix(line, sectionStart):
			p.next = line
			return true, nil
		case bytes.HasPrefix(line, hunkStart):
			if current, err = parseHunk(line); err != nil {
				return true, err
			}
			left = current.count
			if err := v.hunk(current); err != nil {
				return true, err
			}
		case left >= 0 && len(line) >= current.sides:
			if err := v.line(current, line); err != nil {
				return true, err
			}
		}
	}
}

// namesPath reports whether the head of a combined section is about a path.
func namesPath(head []byte, path string) bool {
	_, name, _ := bytes.Cut(head, []byte(" "))
	_, name, _ = bytes.Cut(name, []byte(" "))
	return string(name) == path || string(name) == quotePath(path)
}

// quotePath spells a path as git does under core.quotePath.
func quotePath(path string) string {
	var quoted strings.Builder
	plain := true
	quoted.WriteByte('"')
	for _, b := range []byte(path) {
		short := strings.IndexByte("\a\b\t\n\v\f\r\"\\", b)
		switch {
		case short >= 0:
			quoted.WriteByte('\\')
			quoted.WriteByte(`abtnvfr"\`[short])
			plain = false
		case b < 0x20 || b >= 0x7f:
			fmt.Fprintf(&quoted, `\%03o`, b)
			plain = false
		default:
			quoted.WriteByte(b)
		}
	}
	if plain {
		return path
	}
	quoted.WriteByte('"')
	return quoted.String()
}
