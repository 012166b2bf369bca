package live

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWhatIsToldIsHeldAgainstWhatIsTrue(t *testing.T) {
	t.Parallel()
	finding := func(severity, rule, message string) Finding { return Finding{rule, severity, message} }
	for name, test := range map[string]struct {
		expect  Expect
		said    Judged
		right   bool
		found   int
		missed  []string
		falsely int
	}{
		"right, with nothing planted": {Expect{Verdict: "pass"}, Judged{Verdict: "pass"}, true, 0, nil, 0},
		"right, with a note":          {Expect{Verdict: "pass"}, Judged{Verdict: "pass", Findings: []Finding{finding("notice", "headers.referrer", "x")}}, true, 0, nil, 0},
		"another verdict":             {Expect{Verdict: "pass"}, Judged{Verdict: "fail"}, false, 0, nil, 0},
		"an item that is not there":   {Expect{Verdict: "pass"}, Judged{}, false, 0, nil, 0},
		"a defect that is told":       {Expect{Verdict: "fail", Planted: []string{"exposed.live: /.env"}}, Judged{Verdict: "fail", Findings: []Finding{finding("error", "exposed.live", "`GET /.env` shows")}}, true, 1, nil, 0},
		"a defect that is a note":     {Expect{Verdict: "fail", Planted: []string{"exposed.live: /.env"}}, Judged{Verdict: "fail", Findings: []Finding{finding("notice", "exposed.live", "`GET /.env` shows")}}, false, 0, []string{"exposed.live: /.env"}, 0},
		"by another rule":             {Expect{Verdict: "fail", Planted: []string{"exposed.live: /.env"}}, Judged{Verdict: "fail", Findings: []Finding{finding("error", "auth.open", "`GET /.env` shows")}}, false, 0, []string{"exposed.live: /.env"}, 1},
		"what is as true":             {Expect{Verdict: "fail", Also: []string{"auth.open: /x"}}, Judged{Verdict: "fail", Findings: []Finding{finding("warning", "auth.open", "/x")}}, true, 0, nil, 0},
		"a reason that is told":       {Expect{Verdict: "unknown", Says: "refuses everything"}, Judged{Verdict: "unknown", Missing: []Missing{{"it refuses everything with 403"}}}, true, 0, nil, 0},
		"a reason that is not told":   {Expect{Verdict: "unknown", Says: "refuses everything"}, Judged{Verdict: "unknown", Headline: "could not look"}, false, 0, []string{"the reason: refuses everything"}, 0},
		"more than is true":           {Expect{Verdict: "fail"}, Judged{Verdict: "fail", Findings: []Finding{finding("warning", "auth.open", "/y")}}, false, 0, nil, 1},
	} {
		row := compare("a server", "an.item", test.expect, test.said)
		if row.Right() != test.right || row.Found != test.found || !slices.Equal(row.Missed, test.missed) || len(row.False) != test.falsely {
			t.Errorf("%s: %+v", name, row)
		}
	}
}

func TestTheListsOfServersAreWhole(t *testing.T) {
	t.Parallel()
	lists, err := filepath.Glob("../../../.ci/live/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []Server
	for _, path := range lists {
		servers, err := ReadServers(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		all = append(all, servers...)
	}
	if len(all) < 70 || len(Items(all)) < 13 {
		t.Errorf("%d servers, items %v", len(all), Items(all))
	}
	for name, content := range map[string]string{
		"none":                "servers: []",
		"an unknown word":     "servers: [{name: a, directory: b, run: [c], expect: {x: {verdict: pass, want: y}}}]",
		"nothing to expect":   "servers: [{name: a, directory: b, run: [c]}]",
		"a defect of no rule": "servers: [{name: a, directory: b, run: [c], expect: {x: {verdict: fail, planted: [y]}}}]",
	} {
		if _, err := decodeServers([]byte(content)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestATableTellsRightAndWrong(t *testing.T) {
	t.Parallel()
	servers := []Server{{Name: "nginx", Expect: map[string]Expect{"a.b": {Verdict: "pass"}, "c.d": {Verdict: "fail", Planted: []string{"x: y", "x: z"}}}}}
	rows := Compare(servers[0], map[string]Judged{"a.b": {Verdict: "fail"}, "c.d": {Verdict: "fail", Findings: []Finding{{"x", "error", "y"}}}})
	var out strings.Builder
	if err := Table(&out, servers, rows); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| Server | `a.b` | `c.d` |", "| nginx | **wrong**: fail, is pass | **in part**: fail, 1 of 2 |", "0 of 2 verdicts right", "1 of 2 planted defects found; 0 false"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s lacks %q", out.String(), want)
		}
	}
}
