package junit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/junit"
)

// told renders what a test compares.
func told(report junit.Report) string {
	text := fmt.Sprintf("%d tests, %d failed, %d errored, %d skipped, %d flaky, declared %d", report.Tests, report.Failed, report.Errored, report.Skipped, report.Flaky, report.Declared)
	for _, suite := range report.Suites {
		text += fmt.Sprintf("; %s %d", suite.Name, suite.Tests)
	}
	for _, one := range report.Failures {
		text += fmt.Sprintf("; ✗ %s|%s|%s|%s", one.Suite, one.Class, one.Name, one.Message)
	}
	return text
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ document, want string }{
		"Surefire": {
			`<?xml version="1.0" encoding="UTF-8"?><testsuite name="shop.CartTest" time="0.05" tests="4" errors="1" skipped="1" failures="0">
			<properties><property name="java.version" value="21"/></properties>
			<testcase name="adds" classname="shop.CartTest" time="0.01"/>
			<testcase name="breaks" classname="shop.CartTest"><error message="no cart" type="NPE">at …</error><system-out><![CDATA[<failure/>]]></system-out></testcase>
			<testcase name="later" classname="shop.CartTest"><skipped/></testcase>
			<testcase name="shaky" classname="shop.CartTest"><flakyFailure message="x"/></testcase></testsuite>`,
			"4 tests, 0 failed, 1 errored, 1 skipped, 1 flaky, declared 4; shop.CartTest 4; ✗ shop.CartTest|shop.CartTest|breaks|no cart",
		},
		"pytest": {
			`<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="0" failures="1" skipped="0" tests="2" time="0.1">
			<testcase classname="tests.test_a" name="test_one[a &lt; b]"/><testcase classname="tests.test_a" name="test_two"><failure message="assert 1 == 2">…</failure></testcase></testsuite></testsuites>`,
			"2 tests, 1 failed, 0 errored, 0 skipped, 0 flaky, declared 2; pytest 2; ✗ pytest|tests.test_a|test_two|assert 1 == 2",
		},
		"suites in suites, as PHPUnit writes them": {
			`<testsuites><testsuite name="all" tests="2"><testsuite name="unit" tests="2"><testsuite name="CartTest"><testcase name="a"/><testcase name="b"/></testsuite></testsuite></testsuite></testsuites>`,
			"2 tests, 0 failed, 0 errored, 0 skipped, 0 flaky, declared 2; all > unit > CartTest 2",
		},
		"Google Test's status": {
			`<testsuites tests="2"><testsuite name="A" tests="2"><testcase name="a" status="run"/><testcase name="b" status="notrun"/></testsuite></testsuites>`,
			"2 tests, 0 failed, 0 errored, 1 skipped, 0 flaky, declared 2; A 2",
		},
		"no tests":               {`<testsuites></testsuites>`, "0 tests, 0 failed, 0 errored, 0 skipped, 0 flaky, declared -1"},
		"totals that nobody ran": {`<testsuite name="a" tests="120" failures="0"/>`, "0 tests, 0 failed, 0 errored, 0 skipped, 0 flaky, declared 120"},
		"a skip that failed":     {`<testsuite name="a"><testcase name="x"><skipped/><failure message="m"/></testcase></testsuite>`, "1 tests, 1 failed, 0 errored, 0 skipped, 0 flaky, declared -1; a 1; ✗ a||x|m"},
		"what a test prints":     {`<testsuite name="a"><testcase name="x"><system-out><failure/></system-out></testcase></testsuite>`, "1 tests, 0 failed, 0 errored, 0 skipped, 0 flaky, declared -1; a 1"},
		"a test that failed until it passed": {
			`<testsuite name="a"><testcase classname="c" name="x"><failure message="1"/></testcase><testcase classname="c" name="x"><error message="2"/></testcase><testcase classname="c" name="x"/></testsuite>`,
			"1 tests, 0 failed, 0 errored, 0 skipped, 1 flaky, declared -1; a 1",
		},
		"a test that passed and failed afterwards": {
			`<testsuite name="a"><testcase classname="c" name="x"/><testcase classname="c" name="x"><failure message="m"/></testcase></testsuite>`,
			"2 tests, 1 failed, 0 errored, 0 skipped, 0 flaky, declared -1; a 2; ✗ a|c|x|m",
		},
		"tests that are called alike": {
			`<testsuite name="a"><testcase name="x"><failure message="m"/></testcase><testcase name="x"/><testcase name="x"/></testsuite>`,
			"3 tests, 1 failed, 0 errored, 0 skipped, 0 flaky, declared -1; a 3; ✗ a||x|m",
		},
		"assertions that are called alike": {
			`<testsuite name="a"><testcase id="1" name="should be equal"><failure message="m"/></testcase><testcase id="2" name="should be equal"/></testsuite>`,
			"2 tests, 1 failed, 0 errored, 0 skipped, 0 flaky, declared -1; a 2; ✗ a||should be equal|m",
		},
		"a test of node-tap that was skipped": {
			`<testsuite name="a"><testcase id="1" name="x"><properties><property name="skip" value="later"/></properties></testcase><testcase name="y"><properties><property name="todo" value="true"/></properties><failure/></testcase><testcase name="z"><properties><property name="skip" value="false"/><property name="owner" value="todo"/></properties></testcase></testsuite>`,
			"3 tests, 1 failed, 0 errored, 1 skipped, 0 flaky, declared -1; a 3; ✗ a||y|",
		},
		"the same test in two browsers": {
			`<testsuites><testsuite name="a.spec.ts" hostname="chromium"><testcase name="x"><failure message="m"/></testcase></testsuite><testsuite name="a.spec.ts" hostname="firefox"><testcase name="x"/></testsuite></testsuites>`,
			"2 tests, 1 failed, 0 errored, 0 skipped, 0 flaky, declared -1; a.spec.ts 2; ✗ a.spec.ts||x|m",
		},
		"a test to do, which may fail": {
			`<testsuite name="a"><testcase name="x"><skipped type="todo"/><failure message="m"/></testcase><testcase name="y"><failure message="m"/><skipped type="todo"/></testcase></testsuite>`,
			"2 tests, 0 failed, 0 errored, 2 skipped, 0 flaky, declared -1; a 2",
		},
		"a risky test of PHPUnit": {
			`<testsuite name="a"><testcase name="x"><error type="PHPUnit\Framework\RiskyTestError">no assertions</error></testcase><testcase name="y"><error type="RuntimeException" message="m"/></testcase></testsuite>`,
			"2 tests, 0 failed, 1 errored, 0 skipped, 0 flaky, declared -1; a 2; ✗ a||y|m",
		},
		"another encoding":          {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><testsuite name=\"caf\xe9\"><testcase name=\"x\"/></testsuite>", "1 tests, 0 failed, 0 errored, 0 skipped, 0 flaky, declared -1; café 1"},
		"several documents' totals": {`<testsuites><testsuite name="a" tests="1"><testcase name="x"/></testsuite><testsuite name="b" tests="1"><testcase name="x"/></testsuite></testsuites>`, "2 tests, 0 failed, 0 errored, 0 skipped, 0 flaky, declared 2; a 1; b 1"},
	} {
		report, err := junit.Read(strings.NewReader(test.document))
		if err != nil || told(report) != test.want {
			t.Errorf("%s: %s, %v\nwant %s", name, told(report), err, test.want)
		}
	}
}

func TestWhatIsNotRead(t *testing.T) {
	t.Parallel()
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><testsuite name="&b;"><testcase name="x"/></testsuite>`
	outside := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&a;"/></testsuite>`
	for name, test := range map[string]struct {
		document string
		want     error
	}{
		"nothing":                  {"", junit.ErrFormat},
		"text":                     {"all tests passed", junit.ErrFormat},
		"another document":         {`<coverage line-rate="1"/>`, junit.ErrFormat},
		"half a document":          {`<testsuite name="a"><testcase name="x"/>`, junit.ErrFormat},
		"an entity of entities":    {bomb, junit.ErrFormat},
		"an entity from outside":   {outside, junit.ErrFormat},
		"elements without end":     {`<testsuite>` + strings.Repeat("<a>", 200), junit.ErrTooLarge},
		"an encoding that is none": {`<?xml version="1.0" encoding="nonsense"?><testsuite/>`, junit.ErrFormat},
		"more tests than are read": {`<testsuite>` + strings.Repeat("<testcase/>", 500_002) + `</testsuite>`, junit.ErrTooLarge},
		"more bytes than are read": {`<testsuite name="a">` + strings.Repeat("x", 64<<20) + `</testsuite>`, junit.ErrTooLarge},
	} {
		if _, err := junit.Read(strings.NewReader(test.document)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`<testsuites><testsuite name="a" tests="1"><testcase name="x"><failure message="m"/></testcase></testsuite></testsuites>`)
	f.Add(`<testsuite><testcase><skipped/></testcase>`)
	f.Fuzz(func(t *testing.T, document string) {
		report, err := junit.Read(strings.NewReader(document))
		if err == nil && (report.Ran() < 0 || report.Failed+report.Errored+report.Skipped > report.Tests) {
			t.Errorf("%+v", report)
		}
	})
}
