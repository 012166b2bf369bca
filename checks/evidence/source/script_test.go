package source

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// inTime is a limit that no test here reaches.
func inTime() func() bool {
	start := time.Now()
	return func() bool { return time.Since(start) > 30*time.Second }
}

// summary writes facts as "rule callee line" in order of their lines.
func summary(facts Facts) string {
	var lines []string
	for _, call := range facts.DebugCalls {
		lines = append(lines, fmt.Sprintf("%s@%d:%d", call.Callee, call.Line, call.Column))
	}
	return strings.Join(lines, " ")
}

func TestDebugCallsAreFoundHoweverTheyAreSpelled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, code, want string }{
		"a plain call":                          {"JavaScript", `console.log("x")`, "console.log@1:1"},
		"every method":                          {"JavaScript", "console.debug(1)\nconsole.table(a)\nconsole.error(e)", "console.debug@1:1 console.table@2:1 console.error@3:1"},
		"through window":                        {"JavaScript", `window.console.log("x")`, "console.log@1:1"},
		"through globalThis":                    {"TypeScript", `globalThis.console.log("x")`, "console.log@1:1"},
		"by a computed name":                    {"JavaScript", `console["log"]("x")`, "console.log@1:1"},
		"by two computed names":                 {"JavaScript", `window["console"]['log']("x")`, "console.log@1:1"},
		"with optional chaining":                {"JavaScript", `console?.log("x")`, "console.log@1:1"},
		"with an optional call":                 {"JavaScript", `console.log?.("x")`, "console.log@1:1"},
		"with a non-null assertion":             {"TypeScript", `console!.log("x")`, "console.log@1:1"},
		"in parentheses":                        {"JavaScript", `(console).log("x"); (console.log)("y")`, "console.log@1:1 console.log@1:21"},
		"with a cast":                           {"TypeScript", `(console as any).log("x")`, "console.log@1:1"},
		"over several lines":                    {"JavaScript", "console\n  .log(\n'x')", "console.log@1:1"},
		"through apply":                         {"JavaScript", `console.log.apply(console, args)`, "console.log@1:1"},
		"handed to a call":                      {"JavaScript", `load().then(console.log)`, "console.log@1:13"},
		"in an arrow function":                  {"JavaScript", `xs.forEach(x => console.log(x))`, "console.log@1:17"},
		"in a template's substitution":          {"JavaScript", "`${console.log(1)}`", "console.log@1:4"},
		"in JSX":                                {"TSX", `const A = () => <b onClick={() => console.log(1)}>console.log</b>`, "console.log@1:35"},
		"in JSX in a .js file":                  {"JavaScript", `const A = () => <b onClick={() => console.log(1)}/>`, "console.log@1:35"},
		"behind a decorator":                    {"TypeScript", "@Injectable()\nclass A { run() { console.log(1) } }", "console.log@2:19"},
		"with Flow's types":                     {"JavaScript", "// @flow\nfunction f(a: number): void { console.log(a) }", "console.log@2:31"},
		"in a file that is broken":              {"JavaScript", "if (x { console.log(1) }\nconsole.log(2)\n)) 'console.log(3)'", "console.log@1:9 console.log@2:1"},
		"debugger":                              {"TypeScript", "if (x) debugger;", "debugger@1:8"},
		"alert":                                 {"JavaScript", "alert('x'); window.alert('y')", "alert@1:1 alert@1:13"},
		"a focused test":                        {"JavaScript", "it.only('x', () => {})", "it.only@1:1"},
		"a focused suite":                       {"TypeScript", "test.describe.only('x', () => {})", "test.only@1:1"},
		"a focused table":                       {"TypeScript", "it.only.each([1])('x', () => {})", "it.only@1:1"},
		"a focused template table":              {"TypeScript", "it.only.each`a`('x', () => {})", "it.only@1:1"},
		"a focused async test":                  {"JavaScript", "it.concurrent.only('x', async () => {})", "it.only@1:1"},
		"a focused test by reference":           {"JavaScript", "it.only('x', run)", "it.only@1:1"},
		"a method that is chosen when it runs":  {"JavaScript", "console[level](x)", "console[…]@1:1"},
		"only by its name in brackets":          {"JavaScript", "it['only']('x', () => {})", "it.only@1:1"},
		"only without anything yet":             {"JavaScript", "describe.only()\nfdescribe()", "describe.only@1:1 fdescribe@2:1"},
		"by this at the top of a script":        {"JavaScript", "this.alert('x'); this['alert']('y'); (() => this.alert('z'))()", "alert@1:1 alert@1:18 alert@1:45"},
		"through windows around":                {"JavaScript", "window.window.alert(1); window.top.console.log(2); parent.alert(3)", "alert@1:1 console.log@1:25 alert@1:52"},
		"with optional chaining through window": {"JavaScript", "window?.alert(1); (window?.alert)(2); window?.['alert'](3); globalThis?.[`alert`]?.(4)", "alert@1:1 alert@1:19 alert@1:39 alert@1:61"},
		"behind a comma":                        {"JavaScript", "(0, console.log)(1); (0, alert)(2); (console.log, f)(3)", "console.log@1:1 alert@1:22"},
		"alert by another way":                  {"JavaScript", "alert.call(null, 1); window.alert.apply(window, [2]); load().catch(alert)", "alert@1:1 alert@1:22 alert@1:68"},
		"window as a parameter of itself":       {"JavaScript", "(function ($, window) { window.alert(1) })(jQuery, window); (function (console) { console.log(2) }(console))", "alert@1:25 console.log@1:83"},
		"a console method by assignment":        {"JavaScript", "let log\nlog = console.log\nlog(1)", "console.log@2:7"},
		"a test that runs alone by an option":   {"TypeScript", "test('x', { only: true }, () => {}); Deno.test({ name: 'y', only: true, fn() {} }); t.test('z', { only: true }, async (t) => {})", "test { only: true }@1:13 test { only: true }@1:61 test { only: true }@1:99"},
		"other runners' only":                   {"JavaScript", "QUnit.only('x', () => {}); Deno.test.only('y', () => {}); iit('z', () => {}); ddescribe('z', () => {})", "QUnit.only@1:1 Deno.only@1:28 iit@1:59 ddescribe@1:79"},
		"a test with fixtures":                  {"TypeScript", "const page = base.extend<Pages>({})\npage.only('x', async ({ page }) => {})", "test.only@2:1"},
		"only with whatever":                    {"JavaScript", "test.only(run); it.only('pending')", "test.only@1:1 it.only@1:17"},
		"a runner that is required":             {"JavaScript", "const { describe: context1, test } = require('@jest/globals')\ncontext1.only('x', () => {})\ntest.only('y', () => {})", "describe.only@2:1 test.only@3:1"},
		"only in a template string":             {"JavaScript", "test['describe'][`only`]('x', () => {})", "test.only@1:1"},
		"a focused table by its short name":     {"JavaScript", "fit.each([1])('x', () => {})\nfdescribe.each`a`('y', () => {})", "fit@1:1 fdescribe@2:1"},
		"a short name that is imported":         {"TypeScript", "import { fit, expect } from '@jest/globals'\nfit('x', () => {})", "fit@2:1"},
		"a short name under another one":        {"TypeScript", "import { fit as focus } from '@jest/globals'\nfocus('x', () => {})", "fit@2:1"},
		"a method under a name of its own":      {"JavaScript", "const log = console.log\nconst bound = console.debug.bind(console)\nlog(1); bound(2)", "console.log@1:13 console.debug@2:15"},
		"methods that are taken out":            {"JavaScript", "const { log, debug: d } = console\nlog(1)", "console.log@1:9 console.debug@1:14"},
		"a test under another name":             {"TypeScript", "import { expect, describe as group } from '@jest/globals'\ngroup.only('x', () => {})", "describe.only@2:1"},
		"fit and fdescribe":                     {"JavaScript", "fdescribe('x', function () { fit(`y`, () => {}) })", "fdescribe@1:1 fit@1:30"},
		"imported test functions":               {"TypeScript", "import { it } from 'vitest'\nit.only('x', () => {})", "it.only@2:1"},
		"console imported from node":            {"TypeScript", "import console from 'node:console'\nconsole.log(1)", "console.log@2:1"},
		"console declared to exist":             {"TypeScript", "declare const console: Console\nconsole.log(1)", "console.log@2:1"},
		"console with a default":                {"JavaScript", "var console = window.console || {}; console.log(1)", "console.log@1:37"},
		"outside of the shadow":                 {"JavaScript", "function f(console) { console.log(1) }\nconsole.log(2)", "console.log@2:1"},
		"a property of that name":               {"JavaScript", "const a = { console: 1 }; console.log(a)", "console.log@1:27"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts(test.language, whole, []byte(test.code), inTime())
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(facts); sortedWords(got) != sortedWords(test.want) {
				t.Errorf("%s\n got %s\nwant %s", test.code, got, test.want)
			}
		})
	}
}

func sortedWords(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestWhatIsNoDebugCallIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, code string }{
		"a comment":                     {"JavaScript", "// console.log('x') debugger\n/* alert(1) */"},
		"a string":                      {"JavaScript", `const s = "console.log(1); debugger"`},
		"a template's text":             {"JavaScript", "const s = `console.log(1) ${x} debugger`"},
		"a regular expression":          {"JavaScript", `const r = /console.log(1)/`},
		"text in JSX":                   {"TSX", `const a = <p>console.log("x") debugger alert(1)</p>`},
		"a longer name":                 {"JavaScript", `myconsole.log(1); console_.log(1); consoles.log(1); $console.log(1)`},
		"a member of something else":    {"JavaScript", `vscode.console.log(1); class A { f() { this.console.log(1); this.alert(1) } }`},
		"a parameter":                   {"JavaScript", `function f(console) { console.log(1) }`},
		"an arrow's parameter":          {"TypeScript", `const f = (console: Logger) => console.log(1); const g = console => console.log(1)`},
		"a destructured parameter":      {"JavaScript", `function f({ console }) { console.log(1) }`},
		"a renamed parameter":           {"JavaScript", `function f({ out: console = null }, ...rest) { console.log(1) }`},
		"a constant of the file":        {"JavaScript", `const console = createLogger(); console.log(1)`},
		"a hoisted variable":            {"JavaScript", `function f() { console.log(1); if (x) { var console = make() } }`},
		"an import":                     {"TypeScript", `import { console } from "./logger"; console.log(1)`},
		"an import under that name":     {"TypeScript", `import { logger as console } from "./logger"; console.log(1)`},
		"a namespace import":            {"TypeScript", `import * as console from "./logger"; console.log(1)`},
		"a caught error":                {"JavaScript", `try {} catch (console) { console.log(1) }`},
		"a loop's variable":             {"JavaScript", `for (const console of consoles) { console.log(1) }`},
		"a reference":                   {"JavaScript", `const log = console.log; export default { log: console.log }`},
		"the object handed on":          {"JavaScript", `createLogger(console); jest.spyOn(console, "log")`},
		"a method named alert":          {"TypeScript", `Alert.alert("x"); this.alert("y"); toast.alert("z"); class A { alert() {} }`},
		"a function named alert":        {"JavaScript", `function alert(x) {} alert(1)`},
		"an imported alert":             {"JavaScript", `import { alert } from "ui"; alert("x")`},
		"a property named debugger":     {"JavaScript", `const a = { debugger: true }; a.debugger()`},
		"another only":                  {"JavaScript", `_.only(a, () => {}); knex.only("x"); Joi.object().only(); i18n.only("a", () => {})`},
		"a test's result that has only": {"JavaScript", `expect(test.only).toBe(1)`},
		"another fit":                   {"JavaScript", `image.fit("cover", () => {}); fit(model, data); fit(terminal)`},
		"a fit of the file's own":       {"JavaScript", `function fit(name, fn) {} fit("a", () => {})`},
		"this of a module":              {"JavaScript", `import "a"; this.alert(1)`},
		"a sequence's other parts":      {"JavaScript", `(console.log, f)(1); const a = (alert, g)`},
		"a double of alert":             {"JavaScript", `expect(alert).toBeCalled(); jest.spyOn(window, "alert"); mock(alert)`},
		"a parameter that is another":   {"JavaScript", `(function (window) { window.alert(1) })(frame)`},
		"another option named only":     {"JavaScript", `validate({ only: true }, () => {}); request("x", { only: true }, done)`},
		"a variable named it":           {"JavaScript", `function f() { var it; it.only() } function g(test) { test.only("x") }`},
		"a file of one function":        {"JavaScript", `function f() { var it; it.only(); }`},
		"a type":                        {"TypeScript", `type console = { log(): void }; let x: Console`},
		"an escaped string":             {"JavaScript", `"\"); console.log(\"x"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts(test.language, whole, []byte(test.code), inTime())
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(facts); got != "" {
				t.Errorf("%s\nfound %s", test.code, got)
			}
		})
	}
}

func TestComponentsAreReadByTheirScripts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, code, want string }{
		"one script":           {"Vue", "<template>\n<p>console.log(1)</p>\n</template>\n<script>\nexport default { mounted() { console.log(1) } }\n</script>\n", "console.log@5:30"},
		"a typed setup script": {"Vue", "<script setup lang=\"ts\">\nconst a: number = 1\nconsole.log(a as any)\n</script>\n<style>p { }</style>", "console.log@3:1"},
		"two scripts":          {"Vue", "<script>\ndebugger\n</script>\n<script setup>\nconsole.log(1)\n</script>", "debugger@2:1 console.log@5:1"},
		"data":                 {"Vue", "<script type=\"application/json\">{\"a\":\"console.log(1)\"}</script>", ""},
		"a Svelte component":   {"Svelte", "<script lang='ts'>\n  export let a: string;\n  $: console.log(a)\n</script>\n{#if a < b}<p>{a}</p>{/if}", "console.log@3:6"},
		"no script":            {"Svelte", "<p>console</p>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts(test.language, whole, []byte(test.code), inTime())
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(facts); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.code, got, test.want)
			}
		})
	}
	if _, err := readFacts("Vue", whole, []byte("<script lang=\"coffee\">console.log 1</script>"), inTime()); err == nil {
		t.Error("a script in a language that cannot be read was taken for read")
	}
}

func TestAllowancesAreReadFromComments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code string
		want []Allow
	}{
		"behind the call":          {"a()\nconsole.log(1) // golive-allow debug-leftovers: the user asked for it", []Allow{{"debug-leftovers", "the user asked for it", 2, 2}}},
		"on the line before":       {"// golive-allow debug-leftovers: banner\nconsole.log(1)", []Allow{{"debug-leftovers", "banner", 1, 2}}},
		"above another comment":    {"// golive-allow code.debug-leftovers: banner\n// eslint-disable-next-line no-console\n\nconsole.log(1)", []Allow{{"code.debug-leftovers", "banner", 1, 4}}},
		"in a block comment":       {"/* golive-allow debug-leftovers: banner */\nconsole.log(1)", []Allow{{"debug-leftovers", "banner", 1, 2}}},
		"in a comment of lines":    {"/**\n * golive-allow debug-leftovers: banner\n */\nconsole.log(1)", []Allow{{"debug-leftovers", "banner", 2, 4}}},
		"without a reason":         {"console.log(1) // golive-allow debug-leftovers", []Allow{{"debug-leftovers", "", 1, 1}}},
		"with an empty reason":     {"console.log(1) // golive-allow debug-leftovers:  ", []Allow{{"debug-leftovers", "", 1, 1}}},
		"with Windows's line ends": {"// golive-allow debug-leftovers: banner\r\nconsole.log(1)\r\n", []Allow{{"debug-leftovers", "banner", 1, 2}}},
		"in a string":              {"console.log('// golive-allow debug-leftovers: no')", nil},
		"of nothing":               {"console.log(1) // golive-allow", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts("TypeScript", whole, []byte(test.code), inTime())
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(facts.Allows) != fmt.Sprint(test.want) {
				t.Errorf("%s\n got %+v\nwant %+v", test.code, facts.Allows, test.want)
			}
		})
	}
}

func TestBuildsThatStripTheConsoleAreRecognised(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"export default { build: { terserOptions: { compress: { drop_console: true } } } }":       "drop_console",
		"module.exports = { compiler: { removeConsole: process.env.NODE_ENV === 'production' } }": "removeConsole",
		"module.exports = { compiler: { removeConsole: { exclude: ['error'] } } }":                "removeConsole",
		"export default { esbuild: { drop: ['console', 'debugger'] } }":                           "drop",
		"new Terser({ pure_funcs: ['console.log'] })":                                             "pure_funcs",
		"module.exports = { plugins: ['transform-remove-console'] }":                              "transform-remove-console",
		"export default { drop_console: false }":                                                  "",
		"export default { drop_console: mode !== 'production' }":                                  "",
		"export default { /* drop_console: true */ }":                                             "",
		"export default { drop: ['debugger'] }":                                                   "",
		"const name = 'drop_console: true'":                                                       "",
	} {
		facts, err := readFacts("JavaScript", whole, []byte(code), inTime())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(facts.Strips) > 0 {
			got = facts.Strips[0].Setting
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

func FuzzFacts(f *testing.F) {
	for _, seed := range []string{
		"console.log(1)", "function f(console) { console?.log(`${debugger}`) }", "it.only.each`a`('x', () => {})",
		"<script>console.log(1)</script>", "// golive-allow debug-leftovers: x\nalert(1)", "a<a<a<console", "\xff\xfeconsole.log(",
	} {
		for _, language := range []string{"JavaScript", "TypeScript", "TSX", "Vue"} {
			f.Add(language, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, language string, content []byte) {
		if len(content) > 1<<16 {
			return
		}
		start := time.Now()
		facts, err := readFacts(language, whole, content, func() bool { return time.Since(start) > 2*time.Second })
		if err != nil {
			return
		}
		wellFormed(t, content, facts)
	})
}

// wellFormed holds facts against what whoever shows them relies on.
func wellFormed(t *testing.T, content []byte, facts Facts) {
	t.Helper()
	lines := strings.Count(string(content), "\n") + 1
	for _, call := range facts.DebugCalls {
		if call.Line < 1 || call.Column < 1 || call.EndLine < call.Line || call.EndLine > lines || len(call.Text) > 200 || strings.ContainsAny(call.Callee+call.Text, "\n\r") {
			t.Errorf("%q: %+v", content, call)
		}
	}
	for _, allow := range facts.Allows {
		if allow.Line < 1 || allow.Target < 1 || allow.Target > lines+1 {
			t.Errorf("%q: %+v", content, allow)
		}
	}
}
