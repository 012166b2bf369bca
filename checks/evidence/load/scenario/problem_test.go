package scenario

import (
	"strings"
	"testing"
)

// Everything that is wrong is said with its line and with what to do.
func TestAWrongFileIsRefusedWithARemedy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		users string
		says  string
	}{
		"nothing":                       {"", "", "shop.yaml: the file is empty — write steps:"},
		"no mapping":                    {"- a", "", "line 1, column 1: a scenario is a list; a mapping is wanted"},
		"no YAML":                       {"steps:\n  - path: \"/", "", "it is no YAML: "},
		"no UTF-8":                      {"steps: \xff", "", "no UTF-8"},
		"two documents":                 {"steps: [{path: /}]\n---\nsteps: []", "", "a second YAML document"},
		"no steps":                      {"headers: {A: b}", "", "it says not what users do"},
		"steps and flows":               {"steps: [{path: /}]\nflows: [{steps: [{path: /a}]}]", "", "steps, and flows as well"},
		"no step":                       {"steps: []", "", "steps is an empty list"},
		"a step that is none":           {"steps: [/]", "", `line 1, column 9: a step is "/"; a mapping is wanted`},
		"an unknown key":                {"setps: [{path: /}]", "", `line 1, column 1: a scenario has no key "setps" — did you mean "steps"?`},
		"an unknown key of a step":      {"steps:\n  - path: /\n    metod: POST", "", `line 3, column 5: a step has no key "metod" — did you mean "method"?`},
		"a key twice":                   {"steps:\n  - path: /\n    path: /b", "", `"path" stands here twice, first on line 2`},
		"no path":                       {"steps: [{method: GET}]", "", "a step has no path"},
		"a host":                        {"steps: [{path: 'https://evil.test/'}]", "", "all steps go to one service"},
		"a path without a slash":        {"steps: [{path: cart}]", "", "begin it with /"},
		"a path with a space":           {"steps: [{path: /a b}]", "", "percent-encoded"},
		"no method":                     {"steps: [{path: /, method: 'G T'}]", "", "no method"},
		"a body that is a mapping":      {"steps: [{path: /, body: {a: b}}]", "", "body is a mapping; text is wanted — put it in quotes"},
		"an unknown variable":           {"users: {generate: {name: 'u-{index}'}}\nsteps: [{path: '/{nmae}'}]", "", `line 2, column 16: nothing sets {nmae} before this — did you mean "name"? (text that is no variable is written {{nmae}})`},
		"a variable of a later step":    {"steps:\n  - path: /{id}\n  - path: /b\n    name: second\n    extract: {id: {json: id}}", "", `the step "second" extracts it later: move that step up`},
		"a variable of its own step":    {"steps: [{path: '/{id}', extract: {id: {json: id}}}]", "", "nothing sets {id}"},
		"a variable of another flow":    {"flows:\n  - {name: a, steps: [{path: /, extract: {id: {json: id}}}]}\n  - {name: b, steps: [{path: '/{id}'}]}", "", "line 3, column 30: nothing sets {id}"},
		"a variable in itself":          {"users: {generate: {name: '{name}'}}\nsteps: [{path: /}]", "", "nothing sets {name}"},
		"a name of no variable":         {"users: {generate: {'a b': x}}\nsteps: [{path: /}]", "", "no name of a variable"},
		"golive's own variable":         {"users: {generate: {index: x}}\nsteps: [{path: /}]", "", "{index} is there already"},
		"the users' own, extracted":     {"users: {generate: {name: 'u{index}'}}\nsteps: [{path: /, extract: {name: {json: n}}}]", "", "{name} is the users' own"},
		"an extraction of nothing":      {"steps: [{path: /, extract: {a: {}}}]", "", "says not once where the value stands"},
		"an extraction of two places":   {"steps: [{path: /, extract: {a: {json: a, header: b}}}]", "", "says not once"},
		"an extraction of no kind":      {"steps: [{path: /, extract: {a: {jsn: a}}}]", "", `did you mean "json"?`},
		"no regular expression":         {"steps: [{path: /, extract: {a: {regex: '('}}}]", "", "no regular expression"},
		"two groups":                    {"steps: [{path: /, extract: {a: {regex: '(a)(b)'}}}]", "", "2 groups"},
		"no JSON path":                  {"steps: [{path: /, extract: {a: {json: 'a[x]'}}}]", "", "no JSON path"},
		"a JSON path of many values":    {"steps: [{path: /, extract: {a: {json: '$..a'}}}]", "", "one value"},
		"no check":                      {"steps:\n  - path: /\n    check:\n      - status = 200", "", `line 4, column 9: "status = 200" is no check — write one like status == 200`},
		"no time":                       {"steps: [{path: /, think: soon}]", "", `think is "soon"`},
		"a time backwards":              {"steps: [{path: /, think: 3s..1s}]", "", "think is"},
		"a long time":                   {"steps: [{path: /, think: 3h}]", "", "at most 10m0s"},
		"a header that is managed":      {"steps: [{path: /, headers: {Content-Length: 3}}]", "", "cannot be set here"},
		"a header that is none":         {"steps: [{path: /, headers: {'A B': 3}}]", "", "no name of a header"},
		"a header of two lines":         {"steps: [{path: /, headers: {A: \"a\\r\\nB: c\"}}]", "", "HTTP cannot carry"},
		"a weight of nothing":           {"flows: [{weight: 0, steps: [{path: /}]}]", "", "from 1 to 1000"},
		"a flow without steps":          {"flows: [{name: a}]", "", "a flow has no steps"},
		"two flows of a name":           {"flows: [{name: a, steps: [{path: /}]}, {name: a, steps: [{path: /b}]}]", "", `two flows "a"`},
		"two steps of a name":           {"steps: [{path: /}, {path: /}]", "", `two steps "GET /"`},
		"too many steps":                {"steps: [" + strings.Repeat("{path: /},", 60) + "]", "", "steps has 60 entries"},
		"an identity of nobody":         {"steps: [{path: /, identity: {json: a}}]", "", "users have no identity"},
		"an identity that is not there": {"users: {generate: {name: 'u{index}'}, identity: nmae}\nsteps: [{path: /}]", "", `did you mean "name"?`},
		"users who are the same":        {"users: {generate: {name: same}}\nsteps: [{path: /}]", "", `user 1 and user 2 have the same name, "same"`},
		"users from two places":         {"users: {generate: {name: 'u{index}'}, file: users.csv}\nsteps: [{path: /}]", "name\na\nb\nc\n", "generated as well"},
		"a file without users":          {"users: {file: users.csv}\nsteps: [{path: /}]", "", "users.csv is empty"},
		"a file with few users":         {"users: {file: users.csv}\nsteps: [{path: /}]", "name\na\nb\n", "users.csv has 2 users, and 3 are asked for — add users, or run with --users 2"},
		"a column that is missing":      {"users: {file: users.csv}\nsteps: [{path: '/{e}'}]", "name,mail\na,b\nc,d\ne,f\n", "nothing sets {e} before this — there are index, name, mail"},
		"a row that is short":           {"users: {file: users.csv}\nsteps: [{path: /}]", "name,mail\na,b\nc\n", "wrong number of fields"},
		"a column of no name":           {"users: {file: users.csv}\nsteps: [{path: /}]", "first name\na\n", "the column \"first name\""},
		"a user without a name":         {"users: {file: users.csv}\nsteps: [{path: /}]", "name,x\na,1\n\"\",2\nb,3\n", "user 2 has no name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := options()
			with.Users = []byte(test.users)
			_, err := Parse("shop.yaml", []byte(test.text)).Compile(with)
			if err == nil || !strings.HasPrefix(err.Error(), "shop.yaml: ") || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got  %v\nwant %s", err, test.says)
			}
		})
	}
}

// Several problems are said at once, in the file's order.
func TestAllProblemsAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	_, err := Parse("shop.yaml", []byte("steps:\n  - path: cart\n    thnk: 1s\n  - path: /{x}\n    check: [body]\n")).Compile(options())
	if err == nil {
		t.Fatal("it compiles")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 4 || !strings.Contains(lines[0], "line 2") || !strings.Contains(lines[1], "line 3") || !strings.Contains(lines[2], "line 4") || !strings.Contains(lines[3], "line 5") {
		t.Errorf("%s", err)
	}
}

// Whatever a file holds, it is compiled or refused.
func FuzzAFileIsCompiledOrRefused(f *testing.F) {
	for _, text := range []string{shop, "steps: [{path: /}]", "steps: &a [{path: /}]\nstart: *a", "flows: [{weight: 3, steps: [{path: '/{index}', check: ['json a.b[0] == 1']}]}]", "users: {file: u.csv}\nsteps: [{path: '/{name}'}]", "a: &a [*a]"} {
		f.Add(text, "name\na\nb\nc\n")
	}
	f.Fuzz(func(t *testing.T, text, users string) {
		with := options()
		with.Users = []byte(users)
		program, err := Parse("shop.yaml", []byte(text)).Compile(with)
		if err != nil {
			return
		}
		user := program.User(1)
		start, steps := user.Begin(0)
		for _, step := range append(start, steps...) {
			if request, err := user.Request(step); err == nil && strings.Count(string(request), "\r\n\r\n") == 0 {
				t.Errorf("%q", request)
			}
			says(user, step, 200, nil, text)
		}
	})
}

// Whatever an expression is, it holds or does not, and says so.
func FuzzAnAnswerIsCheckedWithoutHarm(f *testing.F) {
	for _, seed := range [][2]string{
		{`json a.b[0]["c d"] == "x"`, `{"a":{"b":[{"c d":"x"}]}}`}, {"body matches a+", "aaa"}, {"json a exists", strings.Repeat(`{"a":[`, 1000)}, {`json @pretty exists`, `{"a":1}`}, {`json a.# == 3`, `{"a":[1,2,3]}`}, {`header A == b`, `\`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, expression, body string) {
		program, err := Single(Options{Host: "shop.test", Count: 1}, "GET", "/", nil, []string{expression})
		if err != nil {
			return
		}
		says(program.User(1), program.steps[0], 200, map[string]string{"A": body}, body)
	})
}
