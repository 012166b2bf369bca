package launch

import (
	"bytes"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/golive-app/golive/config/regex"
)

// changelog is a change log as it was read.
type changelog struct {
	path     string
	sections []changelogSection // as they stand in the file
}

// changelogSection is what a change log says of one version.
type changelogSection struct {
	title      string
	version    string // "1.4.0"; empty for what is not released yet
	unreleased bool
	open       bool // it names a version and says that it is not released yet
	dated      bool
	line       int // of the heading
	text       string
	entries    []string // real ones: no placeholder, no bare link
}

var (
	headingVersion = regex.New(`(?i)(?:^|[\s\[(@/-])v?(\d+\.\d+(?:\.\d+)?(?:\.\d+)?(?:-[0-9a-z][0-9a-z.-]*)?(?:\+[0-9a-z.-]+)?)(?:$|[\s\])(:,–—-])`)
	headingDate    = regex.New(`(?i)(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d`)
	headingNext    = regex.New(`(?i)^\W*(?:unreleased|upcoming|next(?:\s+(?:release|version))?|pending|master|main|head|development|in\s+progress)\b`)
)

// headingOpen matches what marks a version that is still worked on.
var headingOpen = regex.New(`(?i)\bunreleased\b|\bupcoming\b|\bin (?:development|progress)\b|\bT\.?B\.?D\b|\d-dev\b`)

// parseChangelog reads a change log in any of the usual shapes: Keep a
// Changelog (https://keepachangelog.com), release-please, changesets,
// standard-version, towncrier, the news of GNU and the change log of a Debian
// package, in Markdown, reStructuredText, AsciiDoc or plain text. A heading that
// names a version opens a section, which ends at the next such heading.
func parseChangelog(name string, source []byte) changelog {
	log := changelog{path: name}
	if debianHeader.MatchString(firstLine(source)) {
		log.sections = debianSections(source)
		return log
	}
	for _, headings := range headingsOf(name, source) {
		if log.assemble(source, headings); slices.ContainsFunc(log.sections, func(section changelogSection) bool { return section.version != "" }) {
			break
		}
	}
	return log
}

func firstLine(source []byte) string {
	line, _, _ := bytes.Cut(source, []byte("\n"))
	return string(line)
}

// assemble makes the sections of the headings that name a version.
func (c *changelog) assemble(source []byte, headings []logHeading) {
	c.sections = nil
	begins := 0
	for _, heading := range headings {
		section, opens := openSection(strings.TrimSpace(heading.title), heading.level)
		if !opens {
			continue
		}
		if len(c.sections) > 0 {
			c.close(source[begins:heading.start])
		}
		section.line, begins = heading.line, heading.stop
		c.sections = append(c.sections, section)
	}
	if len(c.sections) > 0 {
		c.close(source[begins:])
	}
}

// markdownHeadings finds the headings of Markdown, with # or underlined.
func markdownHeadings(source []byte) []logHeading {
	var headings []logHeading
	document := headingParser().Parse(text.NewReader(source))
	line, counted := 1, 0
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		heading, isHeading := node.(*ast.Heading)
		if !isHeading || heading.Lines().Len() == 0 {
			continue
		}
		start := heading.Lines().At(0).Start
		line, counted = line+bytes.Count(source[counted:start], []byte("\n")), start
		headings = append(headings, logHeading{
			title: string(heading.Lines().Value(source)), level: heading.Level, line: line, start: start, stop: heading.Lines().At(heading.Lines().Len() - 1).Stop,
		})
	}
	return headings
}

// headingParser reads the blocks that headings and what must not be taken for
// one are made of. Quotes, lists and what stands inside a line are left out:
// nothing of theirs is a section's heading, and deeply nested ones cost a parser
// minutes.
func headingParser() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	))
}

// close gives the last section its text. The line of the next heading's marks
// may stand at its end, which makes no entry.
func (c *changelog) close(body []byte) {
	last := &c.sections[len(c.sections)-1]
	last.text = string(body)
	last.entries = entriesOf(body)
	if !last.dated {
		// Some put the date on a line of its own under the heading.
		head := strings.TrimSpace(last.text)
		first, _, _ := strings.Cut(strings.TrimLeft(head, "=-\r\n \t"), "\n")
		last.dated = len(first) < 60 && headingDate.MatchString(first)
		last.open = last.open || last.version != "" && stillOpen.MatchString(first)
	}
}

// stillOpen is a line under a heading that says the same as headingOpen.
var stillOpen = regex.New(`(?i)^\W*(?:(?:release(?:d| date)?\W+)?(?:unreleased|tbd|tba|not yet released|in development))\W*$`)

// openSection reads a heading; false for one that names no version, such as
// "Added".
func openSection(title string, level int) (changelogSection, bool) {
	section := changelogSection{title: title}
	if len(title) > 300 || listItem.MatchString(title) {
		return section, false // an entry that a rule of dashes follows
	}
	plain := strings.NewReplacer("[", " ", "]", " ", "**", " ", "`", " ", "_", " ").Replace(linkTarget.ReplaceAllString(markup.ReplaceAllString(title, " "), " "))
	date := headingDate.FindString(plain)
	section.dated = date != ""
	if date != "" {
		plain = strings.Replace(plain, date, " ", 1)
	}
	if headingNext.MatchString(plain) && level <= 3 {
		section.unreleased = true
		return section, true
	}
	match := headingVersion.FindStringSubmatch(" " + plain + " ")
	if match == nil {
		return section, false
	}
	// "Upgrade to React 18.2.0" under a version is an entry's heading, not one.
	if words := strings.Fields(plain[:max(strings.Index(plain, match[1]), 0)]); len(words) > 3 || level > 3 && len(words) > 1 {
		return section, false
	}
	section.version, section.open = match[1], headingOpen.MatchString(plain)
	return section, true
}

var listItem = regex.New(`^(?:[-*+>]|\d+[.)])\s`)

var markup = regex.New(`</?[A-Za-z][^<>]*>`)

var linkTarget = regex.New(`\]\([^()]*\)`)

var (
	compareLink = regex.New(`(?i)^\W*(?:full change-?log|compare|diff|all changes)?\W*(?:https?://\S+|\[[^\[\]]*\]\([^()]*\)|\[[^\[\]]+\]:\s*\S+)\W*$`)
	emptyWord   = regex.New(`(?i)^\W*(?:todo|tbd|tba|fixme|wip|n/?a|none|nothing(?:\s+(?:yet|here|so far))?|placeholder|coming soon|add (?:notes|entries|changes) here|\.\.\.|…|xxx|no (?:notable |user-facing )?changes?(?:\s+(?:yet|so far))?)?\W*$`)
	listMark    = regex.New(`^[ \t]*(?:[-*+]|\d+[.)])[ \t]*(?:\[[ xX]\][ \t]*)?`)
	comment     = regex.New(`(?s)<!--.*?(?:-->|$)`)
	separator   = regex.New(`^\s*(?:[-=*_]\s*){2,}$`)
)

// noEntry is what stands in the text of other forms and tells nothing: the
// directives, targets and fields of reStructuredText, and the titles, attributes
// and comments of AsciiDoc.
var noEntry = regex.New(`^\.\.(?:\s|$)|^:(?:release-date|release-by|date|status|version)[^:]*:|^={1,6}\s|^//|^\[[\[#.][^\]]*\]{1,2}$|^~{3,}$|^\^{3,}$|^\+{3,}$|^'{3,}$|^"{3,}$`)

// entriesOf lists the lines of a section that say something.
func entriesOf(body []byte) []string {
	var entries []string
	for _, line := range strings.Split(comment.ReplaceAllString(string(body), ""), "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || separator.MatchString(line) || strings.HasPrefix(line, "|--") || noEntry.MatchString(line) {
			continue
		}
		line = strings.TrimSpace(listMark.ReplaceAllString(line, ""))
		if headingDate.MatchString(line) && len(line) < 40 {
			continue
		}
		if compareLink.MatchString(line) || emptyWord.MatchString(line) {
			continue
		}
		entries = append(entries, line)
	}
	return entries
}

// find returns the section of a version.
func (c changelog) find(version string) (changelogSection, bool) {
	wanted, wantedErr := semver.NewVersion(version)
	for _, section := range c.sections {
		if section.version == "" {
			continue
		}
		if section.version == version {
			return section, true
		}
		if got, err := semver.NewVersion(section.version); err == nil && wantedErr == nil && got.Equal(wanted) {
			return section, true
		}
	}
	return changelogSection{}, false
}

// newest returns the section of the greatest version, or the first where the
// versions cannot be compared.
func (c changelog) newest() (changelogSection, bool) {
	released := slices.DeleteFunc(slices.Clone(c.sections), func(section changelogSection) bool { return section.version == "" })
	if len(released) == 0 {
		return changelogSection{}, false
	}
	return slices.MaxFunc(released, func(a, b changelogSection) int {
		left, leftErr := semver.NewVersion(a.version)
		right, rightErr := semver.NewVersion(b.version)
		if leftErr != nil || rightErr != nil {
			return 0
		}
		return left.Compare(right)
	}), true
}

// unreleased returns the section of what is not released yet.
func (c changelog) unreleased() (changelogSection, bool) {
	at := slices.IndexFunc(c.sections, func(section changelogSection) bool { return section.unreleased })
	if at < 0 {
		return changelogSection{}, false
	}
	return c.sections[at], true
}
