package terminal

import (
	"fmt"
	"io"

	"github.com/golive-app/golive/checks"
)

// Options say how a report looks.
type Options struct {
	Colour   bool // paint with ANSI colours; see Detect
	Width    int  // cells of a line; 0: lines are not broken, as in a file
	Findings int  // findings shown of one item; 0: 10, less than 0: all
}

const defaultFindings = 10

// Report writes checks.Report for people.
type Report struct{ options Options }

// NewReport returns a writer of reports.
func NewReport(options Options) *Report {
	if options.Findings == 0 {
		options.Findings = defaultFindings
	}
	return &Report{options}
}

// WriteReport writes the report: the items by section in the checklist's order
// with what was found, one line for each connection that is missing, the READY
// TO GO LIVE? rows and what to do. The verdict is at the end, where a person at
// a terminal looks first; its last line is LastLine.
func (r *Report) WriteReport(writer io.Writer, report checks.Report) error {
	sheet := &page{colour: r.options.Colour, width: r.options.Width}
	sheet.title(report)
	for _, section := range checks.Sections() {
		r.section(sheet, report, section)
	}
	sheet.unread(report.Skipped)
	sheet.connections(report)
	sheet.ready(report.Ready())
	sheet.next(report)
	sheet.gap()
	last := LastLine(report)
	as := verdictLook(checks.Fail)
	if report.Standing() == checks.StandingReady {
		as = verdictLook(checks.Pass)
	}
	sheet.putLine(text{{last, as}}) // never broken: other programs read it
	if err := sheet.writeTo(writer); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// LastLine returns the line with which every report ends, in every format that
// has lines: "N failing, N waiting for people, N not judged — ready: no".
func LastLine(report checks.Report) string {
	totals := report.Totals()
	answer := "no"
	if report.Standing() == checks.StandingReady {
		answer = "yes"
	}
	return fmt.Sprintf("%d failing, %d waiting for people, %d not judged — ready: %s",
		totals[checks.Fail], totals[checks.NeedsSignOff], totals.Undecided()+totals[checks.Running], answer)
}

// title writes what was judged, and by which rules.
func (p *page) title(report checks.Report) {
	release := report.Release
	name := text{{"golive", heading}}
	if report.ToolVersion != "" {
		name = name.add(" "+report.ToolVersion, quiet)
	}
	for _, part := range []string{release.Repository.FullName(), release.Name()} {
		if part != "" {
			name = name.add(" · ", quiet).add(part, heading)
		}
	}
	if release.SHA != "" {
		name = name.add(" · ", quiet).add(short(release.SHA), look{})
	}
	p.put(nil, name)
	if released := report.Range; released != nil {
		line := fmt.Sprintf("range   %s, %s since %s", short(released.From)+".."+short(released.To), count(len(released.Commits), "commit"), released.Reason)
		p.put(nil, looking(line, quiet))
	} else {
		line := "range   none known: everything counts as new"
		if release.Kind == checks.ReleaseDirectory {
			line += "; --base REV names the last release"
		}
		p.put(nil, looking(line, quiet))
	}
	if policy := report.Policy; policy.Source != "" {
		line := "policy  " + policy.Source
		if policy.Ref != "" {
			line += " @ " + short(policy.Ref)
		}
		if policy.Mode != "" {
			line += " (" + policy.Mode + ")"
		}
		p.put(nil, looking(line, quiet))
	}
}

// short abbreviates a commit id; any other ref stays as it is.
func short(ref string) string {
	if len(ref) != 40 && len(ref) != 64 {
		return ref
	}
	for _, character := range ref {
		if (character < '0' || character > '9') && (character < 'a' || character > 'f') {
			return ref
		}
	}
	return ref[:7]
}

// count returns "1 commit" or "2 commits".
func count(number int, noun string) string {
	if number == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", number, noun)
}

// unread writes which files were not read.
func (p *page) unread(skipped []checks.Skipped) {
	if len(skipped) == 0 {
		return
	}
	const shown = 3
	p.gap()
	p.put(nil, text{{"Not read: " + count(len(skipped), "file"), heading}})
	for index, file := range skipped {
		if index == shown {
			p.put(indent(2), looking(fmt.Sprintf("+%d more, see --format json", len(skipped)-shown), quiet))
			break
		}
		p.put(indent(2), plainly(file.Path).add("  "+file.Reason, quiet))
	}
}
