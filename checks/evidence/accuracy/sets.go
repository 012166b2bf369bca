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
		Marks{Folder: "semgrep-rules", Rules: []MarkedRule{
			{Name: regexp.MustCompile(` javascript-alert$`), Item: debug, Rule: "debug.alert"},
			{Name: regexp.MustCompile(` javascript-debugger$`), Item: debug, Rule: "debug.debugger"},
			{Name: regexp.MustCompile(`python/lang/correctness/\S* pdb-remove$`), Item: debug, Rule: "debug.breakpoint"},
		}},
	}
}
