package dependency

import (
	"bytes"
	"maps"
	"slices"

	"github.com/golive-app/golive/config/regex"
)

// lineTable are the first lines on which names stand, as PyPI compares them.
type lineTable map[string]int

var tomlWord = regex.New(`^\s*["']?([A-Za-z0-9][A-Za-z0-9._-]*)["']?\s*=|["']([A-Za-z0-9][A-Za-z0-9._-]*)`)

// namedLines finds the lines of the names in a TOML file, whose decoder does not
// tell them: keys, and the first words of texts.
func namedLines(content []byte) lineTable {
	table := lineTable{}
	line := 0
	for text := range bytes.Lines(content) {
		line++
		for _, match := range tomlWord.FindAllSubmatch(text, 50) {
			name := Normal(PyPI, string(match[1])+string(match[2]))
			if _, known := table[name]; !known {
				table[name] = line
			}
		}
	}
	return table
}

// of returns the line of a name, or of a requirement that begins with one.
func (t lineTable) of(text string) int {
	match := requirement.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	return t[Normal(PyPI, match[1])]
}

func sortedKeys[V any](table map[string]V) []string { return slices.Sorted(maps.Keys(table)) }
