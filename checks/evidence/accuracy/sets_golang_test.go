package accuracy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestRefactored(t *testing.T) {
	t.Parallel()
	program := "package main\nfunc a(r *http.Request) {\n\tx := r.FormValue(\"x\")\n\tb(x)\n}\nfunc b(x string) { c(x) }\nfunc c(x string) { run(x) }\n"
	result := func(lines ...string) string {
		last, _ := strconv.Atoi(lines[len(lines)-1])
		written := strings.Split(program, "\n")
		text := strings.Join(written[:last-1], "\n") + "\n\t// OpenRefactory Warning:\n\t// Possible OS command injection!\n\t// Path:\n"
		for _, line := range lines {
			text += "\t//\tFile: src.go, Line: " + line + "\n\t//\t\tx\n"
		}
		return text + "\t//\t\tTainted information is used in a sink.\n" + strings.Join(written[last-1:], "\n")
	}
	files := map[string]string{}
	for name, content := range map[string]string{
		"01-near": result("3", "4", "6"), "01-old-numbers": strings.NewReplacer("Line: 3", "Line: 1", "Line: 4", "Line: 2", "Line: 6", "Line: 4").Replace(result("3", "4", "6")), "02-far": result("3", "4", "6", "7"), "03-run-nofix": program, "04-silent": program, "05-run-wrong": result("3"), "06-other": result("3"),
	} {
		files["ft/os/"+name+"/src.go"], files["ft/os/"+name+"/src.go.result"] = program, content
	}
	set := Refactored{Folder: "openrefactory", Under: "ft", Groups: []RefactoredGroup{
		{Name: "os", Item: injection, Part: "command", Rule: "injection.command", Tests: regexp.MustCompile(`^0[1-5]`)},
	}}
	samples, err := set.Samples(checkout(t, files))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, sample := range samples {
		told = append(told, sample.ID)
		for _, label := range sample.Labels {
			told = append(told, string(label.Way))
			for line := 1; line <= 7; line++ {
				if label.covers(Finding{Rule: "injection.command", Path: "app/handler.go", Line: line}) {
					told = append(told, string(rune('0'+line)))
				}
			}
		}
	}
	if got, want := strings.Join(told, " "), "ft/os/01-near near 3 4 6 ft/os/01-old-numbers near 3 4 6 ft/os/02-far far 3 4 6 7 ft/os/03-run-nofix"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if _, err := set.Samples(checkout(t, map[string]string{"ft/os/01/src.go": program})); err == nil {
		t.Error("a test without its result is read")
	}
}

func TestMutated(t *testing.T) {
	t.Parallel()
	program := "package c\nfunc (c *A) Get() {\n\trun(c.Get())\n}\nfunc (c *B) Get() {\n\trun(Holder{c.Get()}.Value)\n}\nfunc helped() {}\nfunc (c *D) Get() {\n\thelped()\n}\n"
	row := func(kind, cwe, name, first, last string) string {
		return `{"kind":"` + kind + `","ruleId":"` + cwe + `","locations":[{"physicalLocation":{"artifactLocation":{"uri":"` + name + `"},"region":{"startLine":` + first + `,"endLine":` + last + `}}}]}`
	}
	files := map[string]string{
		"truth.sarif": `{"runs":[{"results":[` + strings.Join([]string{
			row("fail", "CWE-77", "c/run_aaaaa.go", "2", "4"), row("fail", "CWE-77", "c/run_bbbbb.go", "5", "7"), row("pass", "CWE-77", "c/run_bbbbb.go", "2", "4"), row("fail", "CWE-77", "c/run_bbbbb.go", "9", "11"),
			row("fail", "CWE-1", "c/run_aaaaa.go", "2", "4"), row("fail", "CWE-77", "c/run.go", "2", "4"), row("maybe", "CWE-77", "c/run_aaaaa.go", "2", "4"),
		}, ",") + `]}]}`,
		"c/run_aaaaa.go": "package c\nfunc (c *A) Get() {\n\trun(c.Get())\n}\n", "c/run_bbbbb.go": program, "c/run_ccccc.go": "package c\nfunc shared() {}\n", "c/run.go": "package c\nfunc (c *E) Get() {}\n",
		"c/Holder.go": "package c\ntype Holder struct{ Value string }\n", "c/Other.go": "package c\nfunc Other() {}\n",
	}
	set := Mutated{Folder: "m", Mutants: regexp.MustCompile(`_[a-z]{5}\.go$`), Helpers: []string{"c"}, Kinds: map[string]MutatedKind{"CWE-77": {Item: injection, Part: "command", Rule: "injection.command"}}}
	equal(t, told(t, set, files),
		"c/run_aaaaa.go: package c⏎func (c *A) Get() {⏎\trun(c.Get())⏎}⏎ +injection.command:2",
		"c/Holder.go: package c⏎type Holder struct{ Value string }⏎ c/run_bbbbb.go: "+strings.ReplaceAll(program, "\n", "⏎")+" +injection.command:5",
		"c/Holder.go: package c⏎type Holder struct{ Value string }⏎ c/run_bbbbb.go: "+strings.ReplaceAll(program, "\n", "⏎")+" -injection.command:2",
		"c/Holder.go: package c⏎type Holder struct{ Value string }⏎ c/run_bbbbb.go: "+strings.ReplaceAll(program, "\n", "⏎")+" +injection.command:9")
	samples, err := set.Samples(checkout(t, files))
	if err != nil {
		t.Fatal(err)
	}
	var ways []Way
	for _, sample := range samples {
		ways = append(ways, sample.Labels[0].Way)
	}
	if want := []Way{Near, "", "", ""}; !slices.Equal(ways, want) { // one in a handler alone, one by a type beside it, a safe one, one by a function
		t.Errorf("got %q, want %q", ways, want)
	}
	if _, err := set.Samples(checkout(t, map[string]string{"truth.sarif": `{"runs":[]}`})); err == nil {
		t.Error("a truth that says nothing is read")
	}
}

func TestALabelIsAboutTheHandlerThatWasChanged(t *testing.T) {
	t.Parallel()
	const before = "package c\nfunc (c *A) Get() {\n\trun(c.Get())\n}\nfunc (c *B) Get() {\n\task(c.Get())\n}\n"
	const changed = "package c\nfunc (c *AMutant) Get() {\n    run( c.Get() )\n}\n\nfunc (c *BMutant) Get() {\n\task(\"a\")\n}\n"
	for _, test := range []struct {
		name, program, original string
		region, want            Span
	}{
		{"at another handler, which is as it was", changed, before, Span{2, 4}, Span{6, 8}},
		{"at the one that was changed", changed, before, Span{5, 9}, Span{5, 9}},
		{"at both", changed, before, Span{2, 8}, Span{2, 8}},
		{"where nothing was changed", before, before, Span{2, 4}, Span{2, 4}},
		{"where two were changed", strings.Replace(changed, "run", "start", 1), before, Span{2, 4}, Span{2, 4}},
		{"where nobody knows what it was", changed, "", Span{2, 4}, Span{2, 4}},
		{"in what is no program", "func (", before, Span{2, 4}, Span{2, 4}},
	} {
		if got := placed(test.region, test.program, test.original); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

func TestGroupsOfGolang(t *testing.T) {
	t.Parallel()
	groups := golangSets()[0].(Refactored).Groups
	for test, want := range map[string]string{
		"xss/04-fmt-fprint": "xss", "xss/08-gin-context-json": "", "xss/13-gin-context-string": "", "xss/25-fiber-context-sendString": "", "xss/28-fiber-context-sendFile": "path", "xss/29-gin-context-File": "path",
		"path/19-path-join": "", "path/20-path-filepath-join": "", "path/23-path-filepath-walkdir": "path", "sanitizers/01-bluemonday-xss-sanitizer": "xss",
		"sanitizers/05-bluemonday-xss-sanitizer-os-injection": "command", "ssrf/18-fasthttp-client-do-wrong": "", "os/01-os-exec-cmd-run": "command",
	} {
		folder, name, _ := strings.Cut(test, "/")
		var parts []string
		for _, group := range groups {
			if group.Name == folder && group.means(name) {
				parts = append(parts, group.Part)
			}
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("%s counts for %q, want %q", test, got, want)
		}
	}
}
