package accuracy

import (
	"regexp"
	"slices"

	"github.com/golive-app/golive/checks"
)

const (
	debug   = checks.ItemID("code.debug-leftovers")
	secrets = checks.ItemID("code.secrets")
)

var (
	// stand are texts that say of themselves that what is in them is no secret: a
	// documentation's example, a mask, a row of the keyboard, counted letters and
	// numbers, the example of the definition of UUIDs; or a key that its prefix
	// calls publishable.
	stand = regexp.MustCompile(`(?i)example|x{5,}|\*{4,}|dummy|placeholder|changeme|your[_-]|abcdef|abcd[-_]?1234|1234[-_]?abcd|12345678|abc123|123abc|a1b2c3|1a2b3c|9876543|0987654321|zyxwv|123e4567-|a{6,}|z{6,}|0{8,}|\bpk[._]`)
	// published are rules of one part of a pair, of what providers mean to be
	// published (an id, a public key, an address), of hashes, from which no secret is
	// known, and of weak passwords under no name.
	published = regexp.MustCompile(`(?i)hash|kerberos|weak password|(?:client|access|application|app|account|project|consumer|tenant|org)[ -]id$|-id$| id$|pub(?:lic|lishable)?[ -]?key|public|publishable|-pub-|user ?name|endpoint|host|domain|subdomain|\burl$|instrumentation|gitlab-feature-flag|browser-api-token`)
)

// Sets are all label sets, in the order of the page.
func Sets() []Set {
	return append([]Set{
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
		RuleTester{Folder: "eslint-plugin-vitest", Rules: []TestedRule{
			{Test: "tests/no-focused-tests.test.ts", Item: debug, Rule: "debug.focused-test", File: "app/page.test.js"},
		}},
		RuleTester{Folder: "eslint-plugin-playwright", Rules: []TestedRule{
			{Test: "src/rules/no-focused-test.test.ts", Item: debug, Rule: "debug.focused-test", File: "app/page.spec.js"},
		}},
		RuleTester{Folder: "eslint-plugin-mocha", Rules: []TestedRule{
			{Test: "source/rules/no-exclusive-tests.test.ts", Item: debug, Rule: "debug.focused-test", File: "app/page.test.js"},
		}},
		// A program's main prints on purpose.
		PMD{Rules: []PMDRule{
			{Test: "pmd-java/src/test/resources/net/sourceforge/pmd/lang/java/rule/bestpractices/xml/SystemPrintln.xml", Item: debug, Rule: "debug.", Beside: regexp.MustCompile(`static void main`)},
			{Test: "pmd-java/src/test/resources/net/sourceforge/pmd/lang/java/rule/bestpractices/xml/AvoidPrintStackTrace.xml", Item: debug, Rule: "debug.stack-trace"},
		}},
		// To hand the stream on prints nothing.
		Quoted{Folder: "error-prone", Language: "Java", File: "src/main/java/Orders.java", Program: regexp.MustCompile(`void main\(`), Mark: regexp.MustCompile(`// BUG: Diagnostic contains`), Tests: []QuotedTest{
			{Test: "core/src/test/java/com/google/errorprone/bugpatterns/SystemOutTest.java", Item: debug, Rule: "debug.", Beside: regexp.MustCompile(`\(System\.(?:out|err)\)`)},
			{Test: "core/src/test/java/com/google/errorprone/bugpatterns/CatchAndPrintStackTraceTest.java", Item: debug, Rule: "debug.stack-trace", Beside: regexp.MustCompile(`catch`)},
		}},
		Quoted{Folder: "detekt", Language: "Kotlin", File: "src/main/kotlin/Foo.kt", Found: regexp.MustCompile(`^[^"]*\.hasSize\((\d)\)`), None: regexp.MustCompile(`^[^"]*\.isEmpty\(\)`), Tests: []QuotedTest{
			{Test: "detekt-rules-exceptions/src/test/kotlin/dev/detekt/rules/exceptions/PrintStackTraceSpec.kt", Item: debug, Rule: "debug.stack-trace"},
		}},
		// What ends or runs a program, and what PHP answers by, is no leftover.
		Snippets{
			Folder: "phpstan-banned-code", Under: "tests/Functional/snippets", Language: "PHP", File: "src/Service.php", Item: debug, Rule: "debug.",
			Banned: regexp.MustCompile(`^(?:dd|dump|print_r|var_dump|phpinfo)\.php$`), Beside: regexp.MustCompile(`^(?:debug_backtrace)\.php$`),
		},
		Ruff{Rules: []RuffRule{
			{Plugin: "flake8_print", Code: "T201", Item: debug, Rule: "debug."},
			{Plugin: "flake8_print", Code: "T203", Item: debug, Rule: "debug."},
			// What is imported and never called stops nothing.
			{Plugin: "flake8_debugger", Code: "T100", Item: debug, Rule: "debug.breakpoint", Beside: regexp.MustCompile(`^Import for`)},
		}},
		// T202 and T204 are about names, not about calls.
		Flake8{Folder: "flake8-print", Test: "test_linter.py", Check: "check_code_for_print_statements", Item: debug, Rule: "debug.print", Beside: regexp.MustCompile(`T20[24]`)},
		Flake8{Folder: "flake8-debugger", Test: "test_linter.py", Check: "check_code_for_debugger_statements", Item: debug, Rule: "debug.breakpoint", Beside: regexp.MustCompile(`T100 import`)},
		// To hand the stream on prints nothing, and other features for debugging are none
		// of the item's.
		Noncompliant{Folder: "sonar-java", Language: "Java", File: "src/main/java/Orders.java", Tests: []QuotedTest{
			{Test: "java-checks-test-sources/default/src/main/java/checks/SystemOutOrErrUsageCheckSample.java", Item: debug, Rule: "debug.", Beside: regexp.MustCompile(`\(System\.(?:out|err)\)`)},
			{Test: "java-checks-test-sources/default/src/main/java/checks/security/DebugFeatureEnabledCheckSample.java", Item: debug, Rule: "debug.stack-trace", Beside: regexp.MustCompile(`WebContents|web\.debug`)},
		}},
		// A program that waits for a key talks to somebody; what the analyzer says that it
		// gets wrong, or never sees, says nothing.
		Noncompliant{Folder: "sonar-dotnet", Language: "C#", File: "src/Orders.cs", Cut: regexp.MustCompile(`^\s*Console\.ReadKey\(\);`), Tests: []QuotedTest{
			{Test: "analyzers/tests/SonarAnalyzer.Test/TestCases/DoNotWriteToStandardOutput.cs", Item: debug, Rule: "debug."},
			{Test: "analyzers/tests/SonarAnalyzer.Test/TestCases/DoNotWriteToStandardOutput_Conditionals1.cs", Item: debug, Rule: "debug.", Beside: regexp.MustCompile(`won't be processed|false-positive`)},
			{Test: "analyzers/tests/SonarAnalyzer.Test/TestCases/DoNotWriteToStandardOutput_Conditionals2.cs", Item: debug, Rule: "debug.", Beside: regexp.MustCompile(`won't be processed|false-positive`)},
		}},
		// Patterns of what prints; a permission in a comment is the linter's own.
		Forbidigo{Item: debug, Rule: "debug."},
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
		LeakRules{Folder: "gitleaks", Item: secrets, Public: published, Example: stand, Generic: "generic-api-key"},
		LeakRules{Folder: "betterleaks", Item: secrets, Public: published, Example: stand, Generic: "generic-api-key"},
		Kingfisher{Item: secrets, Public: published, Example: stand},
		// Any public address, and any random text under no name, are no secrets. The
		// keyword plugin's value is a template expression, and that of a key is prose.
		DetectSecrets{Item: secrets, Example: stand, Beside: regexp.MustCompile(`/(?:ip_public|high_entropy_strings|keyword|private_key|base)_test`)},
		// A password of the documentation of a provider is no finding.
		Gosec{Item: secrets, Rule: "secret.", File: "testutils/g101_samples.go", Beside: stand},
		// A short word, or one that every development set-up has, may be a stand-in.
		Bandit{Item: secrets, Rule: "secret.", Example: "examples/hardcoded-passwords.py", Comment: regexp.MustCompile(`# Possible hardcoded password: ('.*')$`), Weak: regexp.MustCompile(`^.{0,7}$`)},
		Marks{Folder: "semgrep-rules", Rules: append([]MarkedRule{
			{Name: regexp.MustCompile(` javascript-alert$`), Item: debug, Rule: "debug.alert"},
			{Name: regexp.MustCompile(` javascript-debugger$`), Item: debug, Rule: "debug.debugger"},
			{Name: regexp.MustCompile(`python/lang/correctness/\S* pdb-remove$`), Item: debug, Rule: "debug.breakpoint"},
		}, injectionMarks()...)},
	}, slices.Concat(nPlusOneSets(), injectionSets(), cloudSets(), manifestSets(), alertSets())...)
}
