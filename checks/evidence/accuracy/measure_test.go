package accuracy

import (
	"context"
	"strings"
	"testing"
)

// judged answers with findings that a test gives.
type judged []Finding

func (j judged) Judge(context.Context, Sample) ([]Finding, error) { return j, nil }

func TestMeasure(t *testing.T) {
	t.Parallel()
	at := func(line int) Label { return Label{Rule: "debug.", Line: line, Positive: true} }
	not := func(line int) Label { return Label{Rule: "debug.", Line: line} }
	for name, test := range map[string]struct {
		sample   Sample
		findings judged
		want     Score
	}{
		"a label that is found":                  {Sample{Labels: []Label{at(2)}}, judged{{Rule: "debug.print", Line: 2}}, Score{Positive: 1, Found: 1}},
		"one over several lines":                 {Sample{Labels: []Label{at(3)}}, judged{{Rule: "debug.print", Line: 2, EndLine: 4}}, Score{Positive: 1, Found: 1}},
		"a label that is missed":                 {Sample{Labels: []Label{at(2)}}, judged{{Rule: "debug.print", Line: 3}}, Score{Positive: 1}},
		"one that another rule finds":            {Sample{Labels: []Label{at(2)}}, judged{{Rule: "secret.x", Line: 2}}, Score{Positive: 1}},
		"one on any line":                        {Sample{Labels: []Label{at(0)}}, judged{{Rule: "debug.print", Line: 7}}, Score{Positive: 1, Found: 1}},
		"a finding where none may be":            {Sample{Labels: []Label{not(2)}}, judged{{Rule: "debug.print", Line: 2}}, Score{Negative: 1, False: 1}},
		"a finding of which nothing is said":     {Sample{Labels: []Label{not(2)}}, judged{{Rule: "debug.print", Line: 5}}, Score{Negative: 1}},
		"one where the labels tell all":          {Sample{Labels: []Label{at(2)}, Whole: "*"}, judged{{Rule: "debug.print", Line: 2}, {Rule: "debug.print", Line: 5}}, Score{Positive: 1, Found: 1, False: 1}},
		"nothing to find, and nothing found":     {Sample{Whole: "*"}, nil, Score{Negative: 1}},
		"nothing to find, and two things found":  {Sample{Whole: "*"}, judged{{Rule: "a"}, {Rule: "b"}}, Score{Negative: 1, False: 1}},
		"right for one label, wrong for another": {Sample{Labels: []Label{at(2), not(2)}}, judged{{Rule: "debug.print", Line: 2}}, Score{Positive: 1, Found: 1, Negative: 1}},
	} {
		test.sample.ID, test.sample.Item, test.sample.Language = "a.py", "code.debug-leftovers", "Python"
		result := &Result{}
		if err := result.Measure(t.Context(), "set", []Sample{test.sample}, test.findings); err != nil {
			t.Fatal(err)
		}
		if got := result.Scores[Row{"code.debug-leftovers", "", "Python", "set", HalfOf("set/a.py"), ""}]; got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	result := &Result{}
	for _, id := range []string{"a", "b", "c"} {
		sample := Sample{ID: id, Item: "code.secrets", Language: "Go", Files: map[string]string{"a.go": "\n\tx := 1"}, Labels: []Label{{Line: 2, Positive: true, Way: Near}}}
		if err := result.Measure(t.Context(), "set", []Sample{sample}, judged{}); err != nil {
			t.Fatal(err)
		}
	}
	var text strings.Builder
	if err := result.Table(&text); err != nil {
		t.Fatal(err)
	}
	for _, half := range []Half{Tuned, HeldBack} {
		if err := result.List(&text, half); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"| `code.secrets` |  | Go | **all** | ", "| `code.secrets` |  | Go | set | ", "| `code.secrets` |  | Go | **near** | ", "code.secrets set b: missed  (near), line 2: x := 1"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
}

func TestOpenedHalf(t *testing.T) {
	t.Parallel()
	id := ""
	for _, one := range []string{"a", "b", "c", "d", "e", "f"} {
		if HalfOf("n-plus-one/"+one) == HeldBack {
			id = one
		}
	}
	for name, test := range map[string]struct {
		sample Sample
		want   Half
	}{
		"what was held back of scripts' injections": {Sample{ID: id, Item: injection, Language: "JavaScript"}, Opened},
		"commits of N+1 queries in Python":          {Sample{ID: id, Item: queries, Language: "Python"}, Opened},
		"what is of another language":               {Sample{ID: id, Item: injection, Language: "Python"}, HeldBack},
		"what is of another item":                   {Sample{ID: id, Item: "code.secrets", Language: "JavaScript"}, HeldBack},
		"a set that is held back as a whole":        {Sample{ID: id, Item: injection, Language: "JavaScript", Half: HeldBack}, HeldBack},
	} {
		if got := halfOf("n-plus-one", test.sample); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
