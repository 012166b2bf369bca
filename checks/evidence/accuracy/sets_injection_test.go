package accuracy

import (
	"path/filepath"
	"testing"
)

func TestCodeQL(t *testing.T) {
	t.Parallel()
	query := CodeQLQuery{Query: "SqlInjection", Item: injection, Part: "sql", Rule: "injection.sql"}
	row := func(at, from string) string {
		return "| " + at + " | text | " + from + " | source | " + at + " | sink | Depends on $@. | " + from + " | user |\n"
	}
	for name, test := range map[string]struct {
		code, expected string
		want           []string
		aside          []int
	}{
		"what is found, and what is said to be harmless": {
			"query(a) // NOT OK\nquery(b) // OK\n", row("a.js:1:7:1:7", "a.js:1:7:1:7"),
			[]string{"app/handler.js: query(a) // NOT OK⏎query(b) // OK⏎ -injection.sql:2 +injection.sql:1"}, nil,
		},
		"where comment and expectation disagree nothing is said": {
			"query(a)\nquery(b) // NOT OK\nquery(c) // OK\n", row("a.js:1:7:1:7", "a.js:1:7:1:7") + row("a.js:3:7:3:7", "a.js:3:7:3:7"),
			[]string{"app/handler.js: query(a)⏎query(b) // NOT OK⏎query(c) // OK⏎ +injection.sql:1"}, []int{2, 3},
		},
		"a source in another file is another task": {
			"query(a)\nquery(b)\n", row("a.js:1:7:1:7", "b.js:4:1:4:9") + row("a.js:2:7:2:7", "a.js:2:7:2:7"),
			[]string{"app/handler.js: query(a)⏎query(b)⏎ +injection.sql:2"}, []int{1},
		},
		"a comment alone speaks of the lines below it, and of itself no word": {
			"// OK: it is\n// checked\nquery(b)\nquery(c)\n\nquery(d)\n", row("a.js:6:7:6:7", "a.js:6:7:6:7"),
			[]string{"app/handler.js: // OK: it is⏎// checked⏎query(b)⏎query(c)⏎⏎query(d)⏎ -injection.sql:3 +injection.sql:6"}, nil,
		},
		"a comment alone that disagrees says nothing either": {
			"// BAD, but not found\nquery(b)\n}\nquery(c) // NOT OK\n", row("a.js:4:7:4:7", "a.js:4:7:4:7"),
			[]string{"app/handler.js: // BAD, but not found⏎query(b)⏎}⏎query(c) // NOT OK⏎ +injection.sql:4"}, []int{2},
		},
		"a line's own comment speaks before the one above": {
			"// OK\nquery(b) // NOT OK\n", row("a.js:2:7:2:7", "a.js:2:7:2:7"), []string{"app/handler.js: // OK⏎query(b) // NOT OK⏎ +injection.sql:2"}, nil,
		},
		"what a library's callers give is another task": {
			"query(a)\nquery(b)\n", row("a.js:1:7:1:7", "a.js:1:7:1:7") + "| a.js:2:7:2:7 | x | a.js:2:1:2:1 | y | a.js:2:7:2:7 | z | Depends on $@. | a.js:2:1:2:1 | p | library input |\n",
			[]string{"app/handler.js: query(a)⏎query(b)⏎ +injection.sql:1"}, []int{2},
		},
		"findings of two sources are one": {
			"query(a)\n", row("a.js:1:7:1:7", "a.js:1:7:1:7") + row("a.js:1:7:1:7", "a.js:1:1:1:7"), []string{"app/handler.js: query(a)⏎ +injection.sql:1"}, nil,
		},
	} {
		files := map[string]string{
			"q/CWE-089/SqlInjection.qlref": "Security/CWE-089/SqlInjection.ql\n", "q/CWE-089/a.js": test.code,
			"q/CWE-089/SqlInjection.expected": "edges\n| a.js:9:1:9:2 | a | a.js:9:1:9:2 | b |\n#select\n" + test.expected,
		}
		set := CodeQL{Folder: "ql", Under: []string{"q"}, Queries: []CodeQLQuery{query}}
		equal(t, told(t, set, files), test.want...)
		samples, err := set.Samples(checkout(t, files))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range test.aside {
			if samples[0].tellsOf(Finding{Rule: "injection.sql", Line: line}) {
				t.Errorf("%s: line %d is told of", name, line)
			}
		}
		if !samples[0].tellsOf(Finding{Rule: "injection.sql", Line: 50}) || samples[0].tellsOf(Finding{Rule: "injection.xss", Line: 50}) {
			t.Errorf("%s: all of SQL is told, and nothing else", name)
		}
	}
}

// Newer tests have settings in the reference, the table of findings first, and what the
// query itself gets wrong in comments.
func TestCodeQLOfInlineExpectations(t *testing.T) {
	t.Parallel()
	set := CodeQL{Folder: "new", Under: []string{"q"}, Queries: []CodeQLQuery{{Query: "SqlInjection", Item: injection, Part: "sql", Rule: "injection.sql"}}, Without: []string{"old"}}
	root := checkout(t, map[string]string{
		"old/b.py":                         "import requests\nask(1)\nquery(x)\n",
		"new/q/CWE-089/SqlInjection.qlref": "query: Security/CWE-089/SqlInjection.ql\npostprocess: utils/test/InlineExpectationsTestQuery.ql\n",
		"new/q/CWE-089/a.py":               "query(a) # $ Alert\nquery(b) # $ MISSING: Alert\nquery(c) # $ SPURIOUS: Alert\nquery(d) # OK $ SPURIOUS: Alert\nquery(e) # $ result=OK\n",
		"new/q/CWE-089/b.py":               "import requests\nask(1)\nquery(x) # $ Alert\n",
		"old/c.py":                         "ask(1)\nfirst_of_the_lines(request)\nquery(request.args)\n",
		"new/q/CWE-089/named_anew.py":      "ask(2)\nfirst_of_the_lines(request)\nquery(request.args) # $ Alert\nother(3)\nanother(4)\n",
		"new/q/CWE-089/SqlInjection.expected": "#select\n| a.py:1:7:1:7 | a | a.py:1:7:1:7 | a | a.py:1:7:1:7 | a | m | a.py:1:7:1:7 | u |\n" +
			"| a.py:3:7:3:7 | a | a.py:3:7:3:7 | a | a.py:3:7:3:7 | a | m | a.py:3:7:3:7 | u |\n| b.py:3:7:3:7 | a | b.py:3:7:3:7 | a | b.py:3:7:3:7 | a | m | b.py:3:7:3:7 | u |\n" +
			"edges\n| a.py:9:1:9:2 | a | a.py:9:3:9:4 | b | provenance |  |\n",
		"new/q/CWE-089-local-threat-model/SqlInjection.qlref": "Security/CWE-089/SqlInjection.ql\n",
	})
	samples, err := set.Samples(filepath.Join(root, "new"))
	if err != nil {
		t.Fatal(err)
	}
	if len(samples) != 1 || samples[0].ID != "q/CWE-089/a.py SqlInjection" {
		t.Fatalf("samples are %v; what an older set has is left out", samples)
	}
	if got := samples[0].Labels; len(got) != 2 || got[0].Line != 5 || got[0].Positive || got[1].Line != 1 || !got[1].Positive {
		t.Errorf("labels are %+v", got)
	}
	for _, line := range []int{2, 3, 4} {
		if samples[0].tellsOf(Finding{Rule: "injection.sql", Line: line}) {
			t.Errorf("line %d is told of", line)
		}
	}
}

func TestBenchmark(t *testing.T) {
	t.Parallel()
	set := Benchmark{Folder: "B", Language: "Python", Expected: "expected.csv", Tests: "tests/%s.py", Helpers: "helpers", Kinds: map[string]BenchmarkKind{"sqli": {injection, "sql", "injection.sql", ""}}, Beside: neverGiven}
	equal(t, told(t, set, map[string]string{
		"expected.csv": "# test name, category, real vulnerability, cwe\nT1,sqli,true,89\nT2,sqli,false,89\nT3,hash,true,328\nT4,sqli,true,89\n", "tests/T4.py": "bar = \"This should never happen\"\nif 'should' not in bar:\n\tbar = \"Ifnot case passed\"\n",
		"tests/T1.py": "a", "tests/T2.py": "b", "tests/T3.py": "c", "helpers/utils.py": "h",
	}),
		"app/handler.py: a helpers/utils.py: h +injection.sql:0",
		"app/handler.py: b helpers/utils.py: h -injection.sql:0",
	)
}

func TestGosecOfWhatItFinds(t *testing.T) {
	t.Parallel()
	equal(t, told(t, injectionSamples()[0], map[string]string{"testutils/g701_samples.go": "package testutils\n\nvar S = []CodeSample{\n" +
		"{[]string{`a`}, 1, gosec.NewConfig()},\n{[]string{`c`}, 0, gosec.NewConfig()},\n{[]string{`os.Args[1]`}, 1, gosec.NewConfig()},\n}\n"}),
		"internal/service.go: a +injection.sql injection.nosql:0",
	)
}

func TestMarksOfPartsAreSamplesOfTheirOwn(t *testing.T) {
	t.Parallel()
	equal(t, told(t, Marks{Folder: "semgrep-rules", Rules: injectionMarks()}, map[string]string{
		"javascript/express/security/audit/test_it.js": "// ruleid: express-ssrf\nrequest(req.query.u)\n// ok: express-open-redirect\nres.redirect('/')\n// ruleid: express-unknown\nx()\n",
	}),
		"app/handler.js: // ruleid: express-ssrf⏎request(req.query.u)⏎// ok: express-open-redirect⏎res.redirect('/')⏎// ruleid: express-unknown⏎x()⏎ +injection.ssrf:2",
		"app/handler.js: // ruleid: express-ssrf⏎request(req.query.u)⏎// ok: express-open-redirect⏎res.redirect('/')⏎// ruleid: express-unknown⏎x()⏎ -injection.redirect:4",
	)
}

func TestFalseAlarmsAreOfTheQuerysOwnClass(t *testing.T) {
	t.Parallel()
	set := CodeQL{Folder: "ql", Under: []string{"q"}, Queries: []CodeQLQuery{{Query: "UrlRedirect", Item: injection, Rule: "injection.redirect injection.xss", Own: "injection.redirect"}}}
	samples, err := set.Samples(checkout(t, map[string]string{
		"q/a.js": "go(a)\ngo(b) // OK\n", "q/UrlRedirect.qlref": "UrlRedirect.ql", "q/UrlRedirect.expected": "| a.js:1:4:1:4 | x |\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rule string
		line int
		want bool
	}{{"injection.redirect", 2, true}, {"injection.xss", 2, false}, {"injection.redirect", 5, true}, {"injection.xss", 5, false}} {
		told := samples[0].tellsOf(Finding{Rule: test.rule, Line: test.line})
		if told != test.want {
			t.Errorf("%s in line %d: told %v", test.rule, test.line, told)
		}
	}
}

func TestExpectationsOfRules(t *testing.T) {
	t.Parallel()
	set := Expected{Folder: "bearer-rules", Under: "tests/javascript", Rules: []ExpectedRule{{Name: "lang/sql_injection", Item: injection, Part: "sql", Rule: "injection.sql", Way: Near}}}
	files := map[string]string{
		"tests/javascript/lang/sql_injection/test.js":               "expect(1)\n",
		"tests/javascript/lang/sql_injection/testdata/bad.js":       "// bearer:expected javascript_lang_sql_injection\nquery(a)\n// bearer:expected javascript_lang_other\nquery(b)\n",
		"tests/javascript/lang/sql_injection/testdata/x/ok.ts":      "query(c)\n",
		"tests/javascript/lang/other/testdata/never_asked_for.js":   "// bearer:expected javascript_lang_other\nquery(d)\n",
		"tests/javascript/lang/sql_injection/testdata/package.json": "{}\n",
	}
	equal(t, told(t, set, files),
		"app/handler.js: // bearer:expected javascript_lang_sql_injection⏎query(a)⏎// bearer:expected javascript_lang_other⏎query(b)⏎ +injection.sql:2",
		"app/handler.ts: query(c)⏎",
	)
	samples, err := set.Samples(checkout(t, files))
	if err != nil {
		t.Fatal(err)
	}
	if !samples[0].tellsOf(Finding{Rule: "injection.sql", Line: 4}) || samples[0].Labels[0].Way != Near {
		t.Errorf("a file tells all of what its rule finds: %+v", samples[0])
	}
}
