package junit

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// Limits of one document. A suite of a hundred thousand cases has about 30 MB.
const (
	maxBytes = 64 << 20
	maxCases = 500_000
	maxDepth = 100
	maxNames = 200 // cases that are kept by name, of each outcome
	maxName  = 300
)

// ErrFormat is returned for what is no JUnit XML.
var ErrFormat = errors.New("no JUnit XML")

// ErrTooLarge is returned beyond a limit: half a document is no document.
var ErrTooLarge = errors.New("larger than is read of JUnit XML")

// Outcome is how a test ended.
type Outcome string

// The outcomes of a test.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"  // an expectation was not met
	Errored Outcome = "errored" // it broke in another way
	Skipped Outcome = "skipped"
)

func (o Outcome) red() bool { return o == Failed || o == Errored }

// Case is one test.
type Case struct {
	Suite   string // names of the suites around it, outermost first, parted by " > "
	Class   string
	Name    string
	File    string // where one is named: its own, or the suite's before it
	Outcome Outcome
	Flaky   bool // failed, and passed when it was repeated
	Message string
	place   string // a number or line that tells it from others of its name
}

// Counts are how many tests ended how.
type Counts struct {
	Tests, Failed, Errored, Skipped, Flaky int
}

// Ran is how many tests really ran.
func (c Counts) Ran() int { return c.Tests - c.Skipped }

// Add counts another set of tests to it.
func (c *Counts) Add(other Counts) {
	c.Tests += other.Tests
	c.Failed += other.Failed
	c.Errored += other.Errored
	c.Skipped += other.Skipped
	c.Flaky += other.Flaky
}

// Suite is a suite with the cases that stand in it itself.
type Suite struct {
	Name string // as in Case
	Counts
}

// Report is one document.
type Report struct {
	Counts
	Suites   []Suite // those with cases, in the order in which they end
	Failures []Case  // failed and errored, the first of them
	Ignored  []Case  // skipped, the first of them
	Flaked   []Case  // flaky, the first of them
	Time     time.Duration
	// Declared is how many tests the outermost suites say there are; -1: they do
	// not. Where it is larger than Tests the document does not list all, or the
	// suites count what was repeated each time.
	Declared int
}

// Read reads one document.
func Read(from io.Reader) (Report, error) { return ReadEach(from, func(Case) {}) }

// ReadEach reads one document and visits every case of it, suite by suite as they end.
// A case that failed and was repeated until it passed is one case. What was visited of
// a document that fails half-way is worth nothing.
func ReadEach(from io.Reader, visit func(Case)) (Report, error) {
	limited := &io.LimitedReader{R: from, N: maxBytes + 1}
	decoder := xml.NewDecoder(limited)
	// Documents come with undeclared entities and odd encodings; a DOCTYPE is passed
	// over, so that nothing it declares is ever expanded.
	decoder.Strict = true
	decoder.CharsetReader = charset.NewReaderLabel
	reading := reading{report: Report{Declared: -1}, suites: map[string]int{}, around: make([]suite, 1), visit: visit}
	for {
		token, err := decoder.Token()
		if limited.N <= 0 {
			return Report{}, fmt.Errorf("%w: more than %d MiB", ErrTooLarge, maxBytes>>20)
		}
		switch {
		case errors.Is(err, io.EOF) && reading.known:
			reading.settle()
			return reading.report, nil
		case errors.Is(err, io.EOF):
			return Report{}, fmt.Errorf("%w: it is empty", ErrFormat)
		case err != nil:
			return Report{}, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		if err := reading.take(token); err != nil {
			return Report{}, err
		}
	}
}

// reading is one document on its way.
type reading struct {
	report  Report
	suites  map[string]int // index in report.Suites by name
	open    []string       // elements around
	around  []suite        // suites around, and first of all the document
	cases   int            // all so far
	test    *Case          // the case around
	depth   int            // of open at which the case began
	mayFail bool           // the case around is one whose failure is expected
	known   bool           // the root is one of JUnit's
	total   bool           // the root says how many tests there are
	file    string         // that the newest suite with one names
	visit   func(Case)
}

// suite is one on its way.
type suite struct {
	name  string // as in Case
	cases []Case
}

func (r *reading) take(token xml.Token) error {
	switch token := token.(type) {
	case xml.StartElement:
		return r.start(token)
	case xml.EndElement:
		r.end()
	}
	return nil
}

func (r *reading) start(element xml.StartElement) error {
	name := strings.ToLower(element.Name.Local)
	if len(r.open) == 0 {
		if name != "testsuites" && name != "testsuite" {
			return fmt.Errorf("%w: it begins with <%s>", ErrFormat, shortened(element.Name.Local))
		}
		r.known = true
	}
	if len(r.open) >= maxDepth {
		return fmt.Errorf("%w: elements in elements, %d deep", ErrTooLarge, maxDepth)
	}
	r.open = append(r.open, name)
	switch name {
	case "testsuites", "testsuite":
		r.suite(element, name)
	case "testcase":
		if r.test == nil {
			r.begin(element)
		}
	default:
		switch {
		case r.test == nil:
		case len(r.open) == r.depth+1:
			r.outcome(name, element)
		case len(r.open) == r.depth+2 && r.open[r.depth] == "properties":
			r.property(element)
		}
	}
	if r.cases > maxCases {
		return fmt.Errorf("%w: more than %d tests", ErrTooLarge, maxCases)
	}
	return nil
}

func (r *reading) suite(element xml.StartElement, name string) {
	if name == "testsuite" {
		names := nonEmpty([]string{r.around[len(r.around)-1].name, shortened(attribute(element, "name"))})
		r.around = append(r.around, suite{name: strings.Join(names, " > ")})
		if file := attribute(element, "file"); file != "" {
			r.file = shortened(file) // Cypress names it once, in a suite before the others
		}
	}
	if len(r.open) == 1 {
		r.report.Time = seconds(attribute(element, "time"))
	}
	count, told := number(attribute(element, "tests"))
	switch outermost := len(r.open) == 1; {
	case told && outermost:
		r.report.Declared, r.total = count, true
	case told && !r.total && len(r.open) == 2:
		r.report.Declared = max(r.report.Declared, 0) + count
	}
}

func (r *reading) begin(element xml.StartElement) {
	r.depth, r.mayFail = len(r.open), false
	r.cases++
	r.test = &Case{
		Suite: r.around[len(r.around)-1].name, Class: shortened(attribute(element, "classname")), Name: shortened(attribute(element, "name")), Outcome: Passed,
		File: cmp.Or(shortened(attribute(element, "file")), r.file), place: shortened(attribute(element, "id") + ":" + attribute(element, "line")),
	}
	// Some runners say it in an attribute (Google Test: "notrun"; NUnit's converters: "Skipped").
	switch strings.ToLower(attribute(element, "status") + attribute(element, "result")) {
	case "notrun", "skipped", "disabled", "ignored", "notrunsuppressed":
		r.test.Outcome = Skipped
	}
}

// outcome takes an element that stands in a case itself: what a test prints
// stands deeper.
func (r *reading) outcome(name string, element xml.StartElement) {
	message := shortened(attribute(element, "message"))
	switch name {
	case "failure":
		r.test.Outcome, r.test.Message = Failed, message
	case "error":
		if r.test.Outcome != Failed && !risky.MatchString(attribute(element, "type")) {
			r.test.Outcome, r.test.Message = Errored, message
		}
	case "skipped", "ignored", "disabled":
		r.mayFail = r.mayFail || expected(element)
		if r.test.Outcome == Passed {
			r.test.Outcome, r.test.Message = Skipped, message
		}
	case "flakyfailure", "flakyerror":
		r.test.Flaky = true
	}
}

// property takes a property of a case: node-tap says of a test that it was skipped or
// is to do in no other way.
func (r *reading) property(element xml.StartElement) {
	name := attribute(element, "name")
	if (name == "skip" || name == "todo") && attribute(element, "value") != "false" && r.test.Outcome == Passed {
		r.test.Outcome, r.test.Message = Skipped, shortened(attribute(element, "value"))
	}
}

func (r *reading) end() {
	last := len(r.open) - 1
	if last < 0 {
		return
	}
	switch name := r.open[last]; {
	case name == "testcase" && r.test != nil && len(r.open) == r.depth:
		if r.mayFail {
			r.test.Outcome, r.test.Message = Skipped, ""
		}
		within := &r.around[len(r.around)-1]
		within.cases = append(within.cases, *r.test)
		r.test = nil
	case name == "testsuite":
		r.settle()
	}
	r.open = r.open[:last]
}

// finish counts a case.
func (r *reading) finish(test Case) {
	r.visit(test)
	one := Counts{Tests: 1}
	keep := func(in *[]Case) {
		if len(*in) < maxNames {
			*in = append(*in, test)
		}
	}
	switch test.Outcome {
	case Failed:
		one.Failed = 1
		keep(&r.report.Failures)
	case Errored:
		one.Errored = 1
		keep(&r.report.Failures)
	case Skipped:
		one.Skipped = 1
		keep(&r.report.Ignored)
	}
	if test.Flaky && test.Outcome == Passed {
		one.Flaky = 1
		keep(&r.report.Flaked)
	}
	r.report.Add(one)
	at, known := r.suites[test.Suite]
	if !known {
		at = len(r.report.Suites)
		r.suites[test.Suite] = at
		r.report.Suites = append(r.report.Suites, Suite{Name: test.Suite})
	}
	r.report.Suites[at].Add(one)
}
