package launch

import (
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// logHeading is a heading of a change log: where its line begins and where what
// it stands over begins, as offsets into the file.
type logHeading struct {
	title       string
	level, line int // line from 1
	start, stop int
}

// headingsOf finds the headings of a change log in the form that its name tells;
// a plain text is read in each form until one has a section for a version.
func headingsOf(name string, source []byte) [][]logHeading {
	switch strings.ToLower(path.Ext(name)) {
	case ".rst":
		return [][]logHeading{underlinedHeadings(source)}
	case ".adoc", ".asciidoc", ".asc":
		return [][]logHeading{asciidocHeadings(source)}
	case "", ".txt":
		return [][]logHeading{markdownHeadings(source), underlinedHeadings(source), plainHeadings(source)}
	default:
		return [][]logHeading{markdownHeadings(source), plainHeadings(source)}
	}
}

// textLine is a line of a file and where it is.
type textLine struct {
	text        string // without its end
	start, stop int    // stop is behind its end
}

func linesOf(source []byte) []textLine {
	var lines []textLine
	at := 0
	for line := range strings.Lines(string(source)) {
		lines = append(lines, textLine{strings.TrimRight(line, "\r\n"), at, at + len(line)})
		at += len(line)
	}
	return lines
}

// adorns reports whether a line underlines a title in reStructuredText: one sign
// of punctuation, about as often as the title is long.
// https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#sections
func adorns(line, title string) bool {
	line = strings.TrimRight(line, " \t")
	if len(line) < 3 || !strings.ContainsRune("=-~`:'\"^_*+#<>.", rune(line[0])) || strings.Trim(line, line[:1]) != "" {
		return false
	}
	return len(line)+3 >= len(strings.TrimSpace(title))
}

// underlinedHeadings finds the headings of reStructuredText. Their levels are in
// the order in which their marks first stand in the file.
func underlinedHeadings(source []byte) []logHeading {
	lines := linesOf(source)
	var headings []logHeading
	var marks []string
	for index := 0; index+1 < len(lines); index++ {
		title := lines[index].text
		if strings.TrimSpace(title) == "" || adorns(title, "") || strings.HasPrefix(title, "..") || !adorns(lines[index+1].text, title) {
			continue
		}
		mark, start := lines[index+1].text[:1], lines[index].start
		if over := index - 1; over >= 0 && lines[over].text != "" && strings.TrimRight(lines[over].text, " ") == strings.TrimRight(lines[index+1].text, " ") {
			mark, start = mark+mark, lines[over].start
		} else if strings.HasPrefix(title, " ") {
			continue // a quote, or a table
		}
		level := slices.Index(marks, mark)
		if level < 0 {
			marks = append(marks, mark)
			level = len(marks) - 1
		}
		headings = append(headings, logHeading{title: strings.TrimSpace(title), level: level + 1, line: index + 1, start: start, stop: lines[index+1].stop})
		index++
	}
	return headings
}

var (
	asciidocTitle = regex.New(`^(={1,6}|#{1,6})[ \t]+(\S.*)$`)
	asciidocBlock = regex.New(`^(?:-{4,}|\.{4,}|/{4,}|\+{4,}|={4,}|\*{4,}|_{4,}|--)[ \t]*$`)
)

// asciidocHeadings finds the titles of sections, which do not stand in blocks.
// https://docs.asciidoctor.org/asciidoc/latest/sections/titles-and-levels/
func asciidocHeadings(source []byte) []logHeading {
	var headings []logHeading
	block := ""
	for index, line := range linesOf(source) {
		text := strings.TrimRight(line.text, " \t")
		switch {
		case block != "":
			if text == block {
				block = ""
			}
		case asciidocBlock.MatchString(text):
			block = text
		default:
			if match := asciidocTitle.FindStringSubmatch(text); match != nil {
				headings = append(headings, logHeading{title: strings.TrimSpace(match[2]), level: len(match[1]), line: index + 1, start: line.start, stop: line.stop})
			}
		}
	}
	return headings
}

// plainTitle is a line of plain text that can only be meant as a heading: the
// version stands in it with few words, or the words of GNU's news.
// https://www.gnu.org/prep/standards/html_node/NEWS-File.html
var plainTitle = regex.New(`(?i)^(?:\*+[ \t]+)?(?:(?:noteworthy |major )?changes (?:in|since) |what's new in |news for )?(?:(?:release|version|ver\.?|[a-z][\w.-]*)[ \t]+)?v?\d+\.\d+[\w.+-]*(?:[ \t]*[-–—:,(/\[].{0,60})?:?[ \t]*$`)

// plainHeadings finds what stands for headings in a plain text: such a line at
// the left edge, after an empty one.
func plainHeadings(source []byte) []logHeading {
	var headings []logHeading
	empty := true
	for index, line := range linesOf(source) {
		if empty && plainTitle.MatchString(line.text) {
			title := strings.TrimSpace(strings.TrimLeft(line.text, "*"))
			if _, after, found := strings.Cut(strings.ToLower(title), "changes in "); found {
				title = title[len(title)-len(after):]
			}
			headings = append(headings, logHeading{title: title, level: 1, line: index + 1, start: line.start, stop: line.stop})
		}
		empty = strings.TrimSpace(line.text) == "" || strings.Trim(line.text, "=-_*#") == ""
	}
	return headings
}

var (
	debianHeader = regex.New(`^(\S+) \(([^()\s]+)\)((?: [A-Za-z0-9.-]+)*);`)
	debianEpoch  = regex.New(`^\d+:`)
	debianSigner = regex.New(`(?m)^ -- .*>  \S.*$`)
)

// debianSections reads the change log of a Debian package. The version of what
// is packaged stands between the epoch and the revision of the package.
// https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog
func debianSections(source []byte) []changelogSection {
	var sections []changelogSection
	var begins []int
	lines := linesOf(source)
	for index, line := range lines {
		match := debianHeader.FindStringSubmatch(line.text)
		if match == nil {
			continue
		}
		version := debianEpoch.ReplaceAllString(match[2], "")
		if at := strings.LastIndexByte(version, '-'); at > 0 {
			version = version[:at]
		}
		sections = append(sections, changelogSection{
			title: line.text, version: strings.ReplaceAll(version, "~", "-"), line: index + 1, open: strings.Contains(match[3], "UNRELEASED"),
		})
		begins = append(begins, line.start, line.stop)
	}
	for index := range sections {
		end := len(source)
		if next := 2*index + 2; next < len(begins) {
			end = begins[next]
		}
		body := source[begins[2*index+1]:end]
		sections[index].dated = debianSigner.Match(body)
		sections[index].text = debianSigner.ReplaceAllString(string(body), "")
		sections[index].entries = entriesOf([]byte(sections[index].text))
	}
	return sections
}
