package source

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/linguist"
	"github.com/golive-app/golive/config/regex"
)

// Classify tells what a file is for, by its path and, where it is given, the
// start of its content. What nothing speaks against is production code: a wrong
// answer in that direction shows a finding too many, the other hides one.
//
// Words that name a folder of tooling at the top of a repository ("scripts",
// "examples", "build") are ordinary names below a source folder: src/scripts
// holds a page's scripts and app/examples is a page.
func Classify(name string, head []byte) checks.PathClass {
	place := placeOf(name)
	switch {
	case place.vendored():
		return checks.ClassVendored
	case place.is(fixtureFolders, fixtureFiles):
		return checks.ClassFixture
	case place.generated(head):
		return checks.ClassGenerated
	case place.is(testFolders, testFiles):
		return checks.ClassTest
	case place.is(migrationFolders, migrationFiles):
		return checks.ClassMigration
	case place.is(exampleFolders, exampleFiles):
		return checks.ClassExample
	case place.documentation():
		return checks.ClassDocumentation
	case place.is(scriptFolders, scriptFiles):
		return checks.ClassScript
	case place.is(commandFolders, commandFiles) && !compiled(place.base), shebang(head):
		return checks.ClassCommand
	default:
		return checks.ClassProduction
	}
}

// place is a path taken apart.
type place struct {
	path    string
	base    string
	lower   string   // the base in lower case
	folders []string // in lower case
	outer   []string // the folders above the first source folder
}

func placeOf(name string) place {
	place := place{path: name, base: path.Base(name)}
	place.lower = strings.ToLower(place.base)
	if folder := path.Dir(name); folder != "." {
		place.folders = strings.Split(strings.ToLower(folder), "/")
	}
	place.outer = place.folders
	if first := slices.IndexFunc(place.folders, func(folder string) bool { return sourceFolders[folder] }); first >= 0 {
		place.outer = place.folders[:first]
	}
	return place
}

// folderRule names folders by what they hold. Words of anywhere mean it at any
// depth, words of outer only above the first source folder.
type folderRule struct {
	anywhere map[string]bool
	outer    map[string]bool
	suffix   []string // endings of a folder's name
	pairs    []string // a folder and the one in it: "management/commands"
}

func (p place) is(folders folderRule, files fileRule) bool {
	for _, folder := range p.folders {
		if folders.anywhere[folder] {
			return true
		}
		for _, suffix := range folders.suffix {
			if strings.HasSuffix(folder, suffix) {
				return true
			}
		}
	}
	for i := range len(p.folders) - 1 {
		if slices.Contains(folders.pairs, p.folders[i]+"/"+p.folders[i+1]) {
			return true
		}
	}
	if slices.ContainsFunc(p.outer, func(folder string) bool { return folders.outer[folder] }) {
		return true
	}
	return files.matches(p)
}

// vendored reports whether others wrote the file. Linguist's list was made to
// keep bundled libraries out of statistics: it names folders and files that
// applications use for their own code ("cache", "vendors", "effects.js"), and
// those are not taken from it.
func (p place) vendored() bool {
	if slices.ContainsFunc(p.folders, func(folder string) bool {
		return vendorFolders[folder] || strings.Contains(folder, "-") && versionedFolder.MatchString(folder)
	}) || vendorFiles.matches(p) {
		return true
	}
	if len(p.outer) < len(p.folders) || doubtfulVendor.MatchString(p.path) {
		return false
	}
	return linguist.IsVendored(p.path)
}

// generated reports whether a program wrote the file.
func (p place) generated(head []byte) bool {
	if p.is(generatedFolders, generatedFiles) || hashed(p.base) {
		return true
	}
	if saysGenerated(head) {
		return true
	}
	if script := strings.ToLower(path.Ext(p.base)); script == ".js" || script == ".css" {
		// Linguist calls a script minified by the average length of its lines,
		// which one line of data in hand-written code is enough to raise.
		if len(head) > 110*(bytes.Count(head, []byte("\n"))+1) {
			return minified(head)
		}
	}
	return linguist.IsGenerated(p.path, head)
}

// hashed reports whether a file's name ends in a hash of its content: letters of
// both cases and digits, which no name that people give has in eight places.
func hashed(base string) bool {
	match := hashedName.FindStringSubmatch(base)
	return match != nil && strings.ContainsAny(match[1], "0123456789") &&
		strings.ToLower(match[1]) != match[1] && strings.ToUpper(match[1]) != match[1]
}

// minified reports whether nearly all of a text stands on very long lines.
func minified(head []byte) bool {
	long := 0
	for line := range bytes.Lines(head) {
		if len(line) > 500 {
			long += len(line)
		}
	}
	code := bytes.Count(head, []byte("function")) + bytes.Count(head, []byte("=>")) + bytes.Count(head, []byte("var "))
	return long > len(head)*9/10 && (code > 0 || len(head) == headSize)
}

// generatedMark matches the notes that generators leave.
// https://pkg.go.dev/cmd/go#hdr-Generate_Go_files_by_processing_source
var generatedMark = regex.New(`(?i)^\s*(?:/?\*+|//|#|--|<!--)\s*(?:@generated\b|.*\bcode generated by\b.*do not edit|.*\b(?:auto-?generated|automatically generated|this file (?:is|was) generated)\b)`)

// saysGenerated looks for such a note in the first lines.
func saysGenerated(head []byte) bool {
	seen := 0
	for line := range bytes.Lines(head) {
		if seen++; seen > 10 {
			return false
		}
		if len(line) < 300 && holdsFold(line, "generated") && generatedMark.Match(line) {
			return true
		}
	}
	return false
}

// holdsFold reports whether a text holds a word of lower case, in whichever case.
func holdsFold(text []byte, word string) bool {
	for at := 0; at+len(word) <= len(text); at++ {
		if text[at]|0x20 == word[0] && strings.EqualFold(string(text[at:at+len(word)]), word) {
			return true
		}
	}
	return false
}

func (p place) documentation() bool {
	if slices.ContainsFunc(p.outer, func(folder string) bool { return documentationFolders[folder] }) {
		return true
	}
	return documentationFiles.matches(p) || len(p.outer) == len(p.folders) && linguist.IsDocumentation(p.path)
}

// compiled reports whether a language keeps the main packages of servers where
// others keep command-line programs: Go's cmd, Rust's bin.
func compiled(base string) bool {
	switch path.Ext(base) {
	case ".go", ".rs", ".java", ".kt", ".scala", ".cs":
		return true
	}
	return false
}

// shebang reports whether a file is started as a program of its own.
func shebang(head []byte) bool { return bytes.HasPrefix(head, []byte("#!")) }
