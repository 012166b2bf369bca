package coverage

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// coberturaReading reads Cobertura's form, which coverage.py, Coverlet, gcovr, PHPUnit
// and Istanbul write too. The lines of a class are those that it lists itself. Those
// of its methods repeat them, or are others: Istanbul lists where a function is
// declared, which it counts as no line.
// https://github.com/cobertura/cobertura/blob/master/cobertura/src/test/resources/dtds/coverage-04.dtd
type coberturaReading struct {
	*building
	path   string
	source bool
	method bool // within one
	branch map[string]map[int]Counts
}

// conditions is "50% (1/2)".
var conditions = regexp.MustCompile(`\((\d{1,6})/(\d{1,6})\)`)

func (r *coberturaReading) start(element xml.StartElement) error {
	switch element.Name.Local {
	case "source":
		r.source = true
	case "class":
		r.path = attribute(element, "filename")
		if r.path == "" {
			return nil
		}
		return r.measured(r.path)
	case "method":
		r.method = true
	case "line":
		if r.path == "" || r.method {
			return nil
		}
		file, line, err := r.line(r.path, element, "number")
		if err != nil {
			return err
		}
		if found := conditions.FindStringSubmatch(attribute(element, "condition-coverage")); found != nil {
			if r.branch == nil {
				r.branch = map[string]map[int]Counts{}
			}
			if r.branch[r.path] == nil {
				r.branch[r.path] = map[int]Counts{}
			}
			covered, _ := strconv.Atoi(found[1])
			total, _ := strconv.Atoi(found[2])
			r.branch[r.path][line] = widest(r.branch[r.path][line], Counts{min(covered, total), total})
		}
		return r.hit(file, line, hitsOf(attribute(element, "hits")))
	}
	return nil
}

func (r *coberturaReading) text(text []byte) {
	if root := strings.TrimSpace(string(text)); r.source && root != "" && len(r.report.Roots) < 100 {
		r.report.Roots = append(r.report.Roots, root)
	}
}

func (r *coberturaReading) end(name string) {
	switch name {
	case "source":
		r.source = false
	case "class":
		r.path = ""
	case "method":
		r.method = false
	}
}

func (r *coberturaReading) finish() (Report, error) {
	for path, lines := range r.branch {
		for _, counts := range lines {
			r.report.Files[r.files[path]].Branches.Add(counts)
		}
	}
	return r.done()
}
