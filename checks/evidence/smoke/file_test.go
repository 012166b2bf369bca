package smoke_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/smoke"
)

func TestWhatIsWrongWithAFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, says string }{
		"empty":                     {"", "the file is empty"},
		"no YAML":                   {"steps: [", "it is no YAML"},
		"nothing to do":             {"headers: {A: b}", "it says not what is tried"},
		"no steps":                  {"steps: []", "steps is an empty list"},
		"what users of a load do":   {"users: {generate: {name: a}}\nsteps: [{path: /}]", `line 1, column 1: a smoke test has no key "users"`},
		"a time to think":           {"steps: [{path: /, think: 1s}]", `a step has no key "think"`},
		"whose data it is":          {"steps: [{path: /, identity: {json: a}}]", `a step has no key "identity"`},
		"another host":              {"steps: [{path: 'https://evil.test/'}]", "path is an address"},
		"a method that opens a way": {"steps: [{path: /, method: CONNECT}]", `"CONNECT" is no method`},
		"a secret in a path":        {"steps: [{path: '/?key=${secret:KEY}'}]", "a secret stands in a path"},
		"a reference that is none":  {"steps: [{path: /, headers: {A: '${secret:no-such}'}}]", "holds a reference that is none"},
		"a variable of nobody":      {"steps: [{path: '/{id}'}]", "nothing sets {id} before this"},
		"a time that is none":       {"steps: [{path: /, check: time < fast}]", `"fast" is no time`},
		"a time that is equal":      {"steps: [{path: /, check: time == 1s}]", "time is compared by <, <="},
		"a header of golive's":      {"steps: [{path: /, headers: {Host: other}}]", "cannot be set here"},
		"two steps of one name":     {"steps: [{path: /}, {path: /}]", "there are two steps"},
		"too many headers":          {"headers:\n" + many("  H", 60) + "steps: [{path: /}]", "has 60 keys; there may be 40"},
		"too many steps":            {"steps:\n" + many("- path: /", 60), "has 60 entries; there may be 50"},
		"too long":                  {"# " + strings.Repeat("x", 256<<10), "longer than 262144 bytes"},
		"no UTF-8":                  {"steps: [{path: \"\xff\"}]", "no UTF-8"},
	} {
		file := smoke.Parse([]byte(test.text))
		if file.Problem == nil || file.Program != nil || !strings.Contains(file.Problem.Error(), test.says) {
			t.Errorf("%s: %v, want %q", name, file.Problem, test.says)
		}
	}
}

// many writes so many lines that differ in their number.
func many(line string, count int) string {
	var text strings.Builder
	for number := range count {
		text.WriteString(line + strings.Repeat("a", number+1))
		if strings.HasPrefix(line, "  ") {
			text.WriteString(": b")
		}
		text.WriteString("\n")
	}
	return text.String()
}

// What the manual shows is a file in order.
func TestTheManualsExampleIsInOrder(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../../docs/smoke.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(manual), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	if file := smoke.Parse([]byte(example)); file.Problem != nil || len(file.Program.Steps()) != 3 || len(file.Program.Secrets()) != 1 {
		t.Errorf("%v", file.Problem)
	}
}

func TestReadingAFile(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	for name, test := range map[string]struct {
		text    string
		failure error
		found   bool
		wrong   bool
		fails   bool
	}{
		"there":     {text: "steps: [{path: /}]", found: true},
		"not there": {failure: fs.ErrNotExist},
		"too large": {failure: checks.ErrTooLarge, found: true, wrong: true},
		"unread":    {failure: broken, fails: true},
	} {
		file, found, err := smoke.Read(t.Context(), func(_ context.Context, path string) ([]byte, error) {
			if path != ".golive/smoke.yml" {
				t.Errorf("read %s", path)
			}
			return []byte(test.text), test.failure
		})
		if found != test.found || (file.Problem != nil) != test.wrong || (err != nil) != test.fails {
			t.Errorf("%s: found %v, %v, %v", name, found, file.Problem, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", steps, "steps: [{path: /, check: [time < 1s, 'json a.b == \"${secret:A}\"']}]", "a: &a [*a]", "steps: [&s {path: /}, *s, *s]", "headers: {A: '{{x}} ${secret:B}'}\nsteps: [{path: '{x}'}]", "steps:\n- path: /\n  extract: {a: {regex: '('}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := smoke.Parse(text)
		if (file.Program == nil) == (file.Problem == nil) {
			t.Fatalf("%v and %v", file.Program, file.Problem)
		}
		if file.Problem != nil && len(file.Problem.Problems) == 0 {
			t.Fatal("nothing is said of what is wrong")
		}
		if file.Program == nil {
			return
		}
		for _, step := range file.Program.Steps() {
			if strings.Contains(step.Method, " ") || step.Line < 1 {
				t.Errorf("%+v", step)
			}
		}
	})
}
