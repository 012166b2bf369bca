package accuracy

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source"
)

// olderLines are the lines of the files of older checkouts, by the files' names, so
// that what one set measures is not measured again by the next, and a file that is in
// one set's held back half not looked at in the tuned half of the other.
type olderLines struct {
	named map[string]map[string]bool
	files []map[string]bool // of each file, for those that were given another name
}

// linesOf reads the checkouts of other sets, which stand beside this one.
func linesOf(checkout string, others []string) (olderLines, error) {
	known := olderLines{named: map[string]map[string]bool{}}
	for _, other := range others {
		err := eachFile(filepath.Join(filepath.Dir(checkout), other), "", source.ReadsPrograms, func(relative, content string) error {
			lines, own := known.named[path.Base(relative)], map[string]bool{}
			if lines == nil {
				lines = map[string]bool{}
				known.named[path.Base(relative)] = lines
			}
			for _, line := range strings.Split(content, "\n") {
				line = bare(line)
				lines[line], own[line] = true, true
			}
			known.files = append(known.files, own)
			return nil
		})
		if err != nil {
			return olderLines{}, err
		}
	}
	return known, nil
}

// mostly reports whether at least half of a file's lines stand in files of its name, or
// at least half of those that say something in a file of another name.
func (o olderLines) mostly(name, content string) bool {
	var lines, telling []string
	for _, line := range strings.Split(content, "\n") {
		if line = bare(line); line != "" {
			lines = append(lines, line)
		}
		if len(line) > shortest {
			telling = append(telling, line)
		}
	}
	half := func(lines []string, known map[string]bool) bool {
		there := 0
		for _, line := range lines {
			if known[line] {
				there++
			}
		}
		return there > 0 && 2*there >= len(lines)
	}
	return half(lines, o.named[name]) || slices.ContainsFunc(o.files, func(known map[string]bool) bool { return half(telling, known) })
}

// shortest is as long as lines are that every file has: "export default {".
const shortest = 16

// bare is a line without its comment, for expectations are written there.
func bare(line string) string {
	for _, mark := range []string{"//", "#"} {
		if at := strings.Index(line, mark); at >= 0 && (at == 0 || line[at-1] == ' ' || line[at-1] == '\t') {
			line = line[:at]
		}
	}
	return strings.TrimSpace(line)
}
