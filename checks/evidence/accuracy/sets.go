package accuracy

import (
	"regexp"

	"github.com/golive-app/golive/checks"
)

const debug = checks.ItemID("code.debug-leftovers")

// Sets are all label sets, in the order of the page.
func Sets() []Set {
	return []Set{
		RuleTester{Folder: "eslint", Rules: []TestedRule{
			{Test: "tests/lib/rules/no-console.js", Item: debug, Rule: "debug.console", File: "app/page.js"},
			{Test: "tests/lib/rules/no-debugger.js", Item: debug, Rule: "debug.debugger", File: "app/page.js"},
			// A page that asks with confirm or prompt does so on purpose; globalThis is
			// younger than the language that the rule's tests are set to.
			{Test: "tests/lib/rules/no-alert.js", Item: debug, Rule: "debug.alert", File: "app/page.js", Beside: regexp.MustCompile(`confirm|prompt|globalThis`)},
		}},
		RuleTester{Folder: "eslint-plugin-jest", Rules: []TestedRule{
			{Test: "src/rules/__tests__/no-focused-tests.test.ts", Item: debug, Rule: "debug.focused-test", File: "app/page.test.js"},
		}},
		Ruff{Rules: []RuffRule{
			{Plugin: "flake8_print", Code: "T201", Item: debug, Rule: "debug."},
			{Plugin: "flake8_print", Code: "T203", Item: debug, Rule: "debug."},
			// What is imported and never called stops nothing.
			{Plugin: "flake8_debugger", Code: "T100", Item: debug, Rule: "debug.breakpoint", Beside: regexp.MustCompile(`^Import for`)},
		}},
		// T202 and T204 are about names, not about calls.
		Flake8{Folder: "flake8-print", Test: "test_linter.py", Check: "check_code_for_print_statements", Item: debug, Rule: "debug.print", Beside: regexp.MustCompile(`T20[24]`)},
		Flake8{Folder: "flake8-debugger", Test: "test_linter.py", Check: "check_code_for_debugger_statements", Item: debug, Rule: "debug.breakpoint", Beside: regexp.MustCompile(`T100 import`)},
		RuboCop{Specs: []RuboCopSpec{
			// Capybara's save_page and save_screenshot write files that a build keeps of a
			// failed test.
			{Spec: "spec/rubocop/cop/lint/debugger_spec.rb", Item: debug, Rule: "debug.breakpoint", Beside: regexp.MustCompile(`\bsave_(?:page|screenshot)\b`)},
		}},
		Clippy{Tests: []ClippyTest{
			// print_stdout and print_stderr are tried in main alone, where printing is a
			// program's work.
			{Test: "tests/ui/dbg_macro/dbg_macro.rs", Lint: "dbg_macro", Item: debug, Rule: "debug.dump"},
		}},
		Marks{Folder: "semgrep-rules", Rules: []MarkedRule{
			{Name: regexp.MustCompile(` javascript-alert$`), Item: debug, Rule: "debug.alert"},
			{Name: regexp.MustCompile(` javascript-debugger$`), Item: debug, Rule: "debug.debugger"},
			{Name: regexp.MustCompile(`python/lang/correctness/\S* pdb-remove$`), Item: debug, Rule: "debug.breakpoint"},
		}},
	}
}
