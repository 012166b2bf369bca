package export_test

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/checks"
)

// node is an element of any document.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, one := range n.Attrs {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

// junitElements is what the schema that Jenkins publishes allows, and GitLab's
// file and line of a test case: element → its attributes and its children in
// order.
var junitElements = map[string]struct{ attributes, children string }{
	"testsuites": {"name tests failures errors skipped time", "testsuite"},
	"testsuite":  {"name tests failures errors skipped time", "properties testcase"},
	"properties": {"", "property"},
	"property":   {"name value", ""},
	"testcase":   {"classname name time file line", "skipped error failure system-out"},
	"skipped":    {"message", ""},
	"error":      {"type message", ""},
	"failure":    {"type message", ""},
	"system-out": {"", ""},
}

// readTree reads a JUnit document strictly.
func readTree(t testing.TB, data string) node {
	t.Helper()
	var root node
	decoder := xml.NewDecoder(strings.NewReader(data))
	if err := decoder.Decode(&root); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if text, blank := token.(xml.CharData); err != nil || !blank || strings.TrimSpace(string(text)) != "" {
			t.Fatalf("more than one document: %v %v", token, err)
		}
	}
	walk(t, root)
	counts(t, root)
	return root
}

func walk(t testing.TB, one node) {
	t.Helper()
	allowed, known := junitElements[one.XMLName.Local]
	if !known {
		t.Errorf("<%s> is no element of JUnit", one.XMLName.Local)
	}
	for _, attribute := range one.Attrs {
		if !slices.Contains(strings.Fields(allowed.attributes), attribute.Name.Local) {
			t.Errorf("<%s %s> is no attribute of JUnit", one.XMLName.Local, attribute.Name.Local)
		}
	}
	order := strings.Fields(allowed.children)
	last := 0
	for _, child := range one.Children {
		position := slices.Index(order, child.XMLName.Local)
		if position < last {
			t.Errorf("<%s> in <%s> is not in its place", child.XMLName.Local, one.XMLName.Local)
		}
		last = position
		walk(t, child)
	}
}

// counts holds the totals to what is there.
func counts(t testing.TB, root node) {
	t.Helper()
	whole := map[string]int{}
	for _, suite := range root.Children {
		own := map[string]int{}
		for _, child := range suite.Children {
			if child.XMLName.Local != "testcase" {
				continue
			}
			own["tests"]++
			for _, state := range child.Children {
				own[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped"}[state.XMLName.Local]]++
			}
		}
		for _, name := range []string{"tests", "failures", "errors", "skipped"} {
			if suite.attr(name) != strconv.Itoa(own[name]) {
				t.Errorf("%s: %s=%q, counted %d", suite.attr("name"), name, suite.attr(name), own[name])
			}
			whole[name] += own[name]
		}
	}
	for _, name := range []string{"tests", "failures", "errors", "skipped"} {
		if root.attr(name) != strconv.Itoa(whole[name]) {
			t.Errorf("%s=%q, counted %d", name, root.attr(name), whole[name])
		}
	}
}

func TestJUnitStates(t *testing.T) {
	t.Parallel()
	root := readTree(t, written(t, notReady(), export.JUnit))
	says := map[string]string{}
	for _, suite := range root.Children {
		for _, one := range suite.Children {
			if one.XMLName.Local != "testcase" {
				continue
			}
			id, _, _ := strings.Cut(one.attr("name"), " — ")
			says[id] = "passed"
			for _, state := range one.Children {
				says[id] = strings.TrimSpace(state.XMLName.Local + " " + state.attr("message"))
			}
			if at := one.attr("file"); id == "code.secrets" && (at != "src/pay.ts" || one.attr("line") != "9") {
				t.Errorf("%s stands at %s", id, at)
			}
		}
	}
	for id, want := range map[string]string{
		"code.secrets":                  "failure 1 secret in the release",
		"code.review":                   "error not judged: reviews are on GitHub",
		"delivery.rollback":             "error waits for a person",
		"performance.indexes":           "error out of date: release/v1.4.0 follows release/v1.3.0",
		"launch.announcement":           "error never finished: checking …",
		"monitoring.metrics":            "error golive failed to check this (incident k3j2h1)",
		"performance.media-storage":     "skipped does not apply: no upload route found in 58 routes",
		"infrastructure.autoscaling":    "skipped waived by dana until 2026-12-01: fixed fleet for launch week",
		"infrastructure.env-encryption": "system-out",
		"delivery.naming":               "system-out",
		"launch.changelog":              "failure no changelog",
	} {
		if says[id] != want {
			t.Errorf("%s: %q, want %q", id, says[id], want)
		}
	}
	if len(says) != 41 {
		t.Errorf("%d test cases", len(says))
	}
}

func TestJUnitIsWellFormed(t *testing.T) {
	t.Parallel()
	for name, report := range reports() {
		root := readTree(t, written(t, report, export.JUnit))
		if len(root.Children) != 7 || root.attr("tests") != "41" {
			t.Errorf("%s: %d suites, %s tests", name, len(root.Children), root.attr("tests"))
		}
	}
	if root := readTree(t, written(t, checks.Report{}, export.JUnit)); root.attr("tests") != "0" {
		t.Errorf("a report of nothing has %s tests", root.attr("tests"))
	}
}
