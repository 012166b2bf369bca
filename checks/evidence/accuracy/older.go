package accuracy

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source"
)

// olderLines are the lines of the files of older checkouts, by the files' names, so
// that what one set measures is not measured again by the next, and a file that is in
// one set's held back half not looked at in the tuned half of the other.
type olderLines map[string]map[string]bool

// linesOf reads the checkouts of other sets, which stand beside this one.
func linesOf(checkout string, others []string) (olderLines, error) {
	known := olderLines{}
	for _, other := range others {
		err := filepath.WalkDir(filepath.Join(filepath.Dir(checkout), other), func(name string, one fs.DirEntry, err error) error {
			if err != nil || one.IsDir() || !source.ReadsPrograms(source.Language(name, nil)) {
				return err
			}
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			lines := known[path.Base(name)]
			if lines == nil {
				lines = map[string]bool{}
				known[path.Base(name)] = lines
			}
			for _, line := range strings.Split(string(content), "\n") {
				lines[bare(line)] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// mostly reports whether at least half of a file's lines stand in files of its name.
func (o olderLines) mostly(name, content string) bool {
	there, all := 0, 0
	for _, line := range strings.Split(content, "\n") {
		if line = bare(line); line == "" {
			continue
		}
		all++
		if o[name][line] {
			there++
		}
	}
	return there > 0 && 2*there >= all
}

// bare is a line without its comment, for expectations are written there.
func bare(line string) string {
	for _, mark := range []string{"//", "#"} {
		if at := strings.Index(line, mark); at >= 0 && (at == 0 || line[at-1] == ' ' || line[at-1] == '\t') {
			line = line[:at]
		}
	}
	return strings.TrimSpace(line)
}
