package coverage

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// measured begins a file of which lines are told, be it none.
func (b *building) measured(path string) error {
	file, err := b.file(path)
	if err == nil && file.Lines == nil {
		file.Lines = map[int]int64{}
	}
	return err
}

// line returns the file and the number of a line, which stands in an attribute.
func (b *building) line(path string, element xml.StartElement, attributeName string) (*File, int, error) {
	file, err := b.file(path)
	if err != nil {
		return nil, 0, err
	}
	line, err := strconv.Atoi(attribute(element, attributeName))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: a line without a number", ErrFormat)
	}
	return file, line, nil
}

// jacocoReading reads JaCoCo's form, which Kover writes too. Its paths are packages.
// https://www.jacoco.org/jacoco/trunk/coverage/report.dtd
type jacocoReading struct {
	*building
	pack, path string
	known      bool // an element of JaCoCo's was there: others call their root <report>, too
}

func (r *jacocoReading) start(element xml.StartElement) error {
	switch element.Name.Local {
	case "sessioninfo", "group", "counter":
		r.known = true
	case "package":
		r.pack, r.known = attribute(element, "name"), true
	case "sourcefile":
		r.path = strings.TrimPrefix(r.pack+"/"+attribute(element, "name"), "/")
		return r.measured(r.path)
	case "line":
		if r.path == "" {
			return nil
		}
		file, line, err := r.line(r.path, element, "nr")
		if err != nil {
			return err
		}
		covered, missed := hitsOf(attribute(element, "cb")), hitsOf(attribute(element, "mb"))
		file.Branches.Add(Counts{int(min(covered, maxLine)), int(min(covered+missed, maxLine))})
		return r.hit(file, line, hitsOf(attribute(element, "ci")))
	}
	return nil
}

func (r *jacocoReading) text([]byte) {}

func (r *jacocoReading) end(name string) {
	switch name {
	case "package":
		r.pack = ""
	case "sourcefile":
		r.path = ""
	}
}

func (r *jacocoReading) finish() (Report, error) {
	if !r.known {
		return Report{}, fmt.Errorf("%w: <report> of no known tool", ErrFormat)
	}
	return r.done()
}

// cloverReading reads Clover's form, which PHPUnit and Istanbul write. A line of
// the type "method" repeats what its statements tell. For a condition Clover tells how
// often it was true and false, and no count of the line. Istanbul has the count, and
// how many ways from there ran and did not in the same two places.
// https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-reports/lib/clover/index.js
// https://bitbucket.org/atlassian/clover/src/default/etc/schema/clover.xsd
type cloverReading struct {
	*building
	path  string
	known bool // a <project> was there
}

func (r *cloverReading) start(element xml.StartElement) error {
	switch element.Name.Local {
	case "project", "testproject":
		r.known = true
	case "file":
		if r.path = attribute(element, "path"); r.path == "" {
			r.path = attribute(element, "name")
		}
		return r.measured(r.path)
	case "line":
		kind := attribute(element, "type")
		if r.path == "" || kind == "method" {
			return nil
		}
		file, line, err := r.line(r.path, element, "num")
		if err != nil {
			return err
		}
		hits := hitsOf(attribute(element, "count"))
		if kind == "cond" {
			yes, no := hitsOf(attribute(element, "truecount")), hitsOf(attribute(element, "falsecount"))
			if attribute(element, "count") != "" {
				file.Branches.Add(Counts{int(min(yes, maxLine)), int(min(yes+no, maxLine))})
			} else {
				file.Branches.Add(Counts{int(min(yes, 1) + min(no, 1)), 2})
				hits = max(yes, no)
			}
		}
		return r.hit(file, line, hits)
	}
	return nil
}

func (r *cloverReading) text([]byte) {}

func (r *cloverReading) end(name string) {
	if name == "file" {
		r.path = ""
	}
}

func (r *cloverReading) finish() (Report, error) {
	if !r.known {
		return Report{}, fmt.Errorf("%w: <coverage> of no known tool", ErrFormat)
	}
	return r.done()
}
