package coverage_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/coverage"
)

// told renders a report: "path covered/total branches covered/total".
func told(report coverage.Report) string {
	parts := []string{string(report.Format)}
	for _, file := range report.Files {
		counts := file.Counts()
		text := fmt.Sprintf("%s %d/%d", file.Path, counts.Covered, counts.Total)
		if file.Branches.Total > 0 {
			text += fmt.Sprintf(" (%d/%d)", file.Branches.Covered, file.Branches.Total)
		}
		parts = append(parts, text)
	}
	if !math.IsNaN(report.Percent) {
		parts = append(parts, fmt.Sprintf("%.2f %%", report.Percent))
	}
	return strings.Join(parts, "; ")
}

// The samples have the shapes that the tools write.
var samples = map[string]struct{ document, want string }{
	"a profile of Go": {
		"mode: atomic\ngithub.com/acme/shop/cart.go:3.20,5.2 2 4\ngithub.com/acme/shop/cart.go:7.20,9.2 6 0\ngithub.com/acme/shop/cart.go:7.20,9.2 6 0\n",
		"Go cover profile; github.com/acme/shop/cart.go 2/8",
	},
	"profiles of Go, one behind the other": {
		"mode: set\na/x.go:1.1,2.2 1 0\nmode: set\na/x.go:1.1,2.2 1 1\n",
		"Go cover profile; a/x.go 1/1",
	},
	"LCOV": {
		"TN:\nSF:src/a.ts\nFN:1,a\nDA:1,1\nDA:2,0\nDA:3,12,abc\nBRDA:1,0,0,1\nBRDA:1,0,1,-\nLF:99\nLH:99\nend_of_record\nSF:src/b.ts\nend_of_record\n",
		"LCOV; src/a.ts 2/3 (1/2); src/b.ts 0/0",
	},
	"LCOV with a comment": {"# made by dart\nSF:lib/a.dart\nDA:1,0\nend_of_record\n", "LCOV; lib/a.dart 0/1"},
	"Cobertura": {
		`<?xml version="1.0" ?><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
		<coverage version="7" line-rate="0.99" branch-rate="0"><sources><source>/home/runner/work/shop/shop</source></sources><packages><package name="shop"><classes>
		<class name="a.py" filename="shop/a.py" line-rate="1"><methods><method name="m"><lines><line number="1" hits="3"/></lines></method></methods>
		<lines><line number="1" hits="3"/><line number="2" hits="0" branch="true" condition-coverage="50% (1/2)"/></lines></class>
		<class name="empty" filename="shop/__init__.py"><lines/></class></classes></package></packages></coverage>`,
		"Cobertura; shop/a.py 1/2 (1/2); shop/__init__.py 0/0",
	},
	"JaCoCo": {
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
		<report name="shop"><sessioninfo id="x" start="1" dump="2"/><group name="core"><package name="com/acme"><class name="com/acme/A" sourcefilename="A.java"><counter type="LINE" missed="0" covered="9"/></class>
		<sourcefile name="A.java"><line nr="3" mi="0" ci="2" mb="0" cb="0"/><line nr="4" mi="2" ci="0" mb="1" cb="1"/><counter type="LINE" missed="1" covered="1"/></sourcefile></package></group></report>`,
		"JaCoCo; com/acme/A.java 1/2 (1/2)",
	},
	"Clover": {
		`<?xml version="1.0"?><coverage generated="1"><project timestamp="1"><file name="/app/src/A.php"><class name="A"/><line num="3" type="method" name="a" count="1"/><line num="5" type="stmt" count="1"/>
		<line num="6" type="cond" truecount="1" falsecount="0"/><line num="8" type="stmt" count="0"/><metrics loc="9" statements="9" coveredstatements="9"/></file></project></coverage>`,
		"Clover; /app/src/A.php 2/3 (1/2)",
	},
	"coverage.py": {
		`{"meta":{"version":"7.6","branch_coverage":true},"files":{"shop/a.py":{"executed_lines":[1,2],"missing_lines":[4],"excluded_lines":[9],"summary":{"covered_lines":2,"num_statements":3,"percent_covered":99,"num_branches":4,"covered_branches":3}}},"totals":{"percent_covered":99}}`,
		"coverage.py; shop/a.py 2/3 (3/4)",
	},
	"Clover of Istanbul": {
		`<?xml version="1.0"?><coverage generated="1" clover="3.2.0"><project timestamp="1"><file name="a.js" path="/app/src/a.js"><line num="3" count="0" type="cond" truecount="0" falsecount="2"/><line num="4" count="2" type="cond" truecount="3" falsecount="1"/></file></project></coverage>`,
		"Clover; /app/src/a.js 1/2 (3/6)",
	},
	"Cobertura whose methods list other lines": {
		`<coverage line-rate="1"><packages><package><classes><class filename="a.js"><methods><method name="m"><lines><line number="1" hits="0"/></lines></method></methods><lines><line number="2" hits="1"/></lines></class></classes></package></packages></coverage>`,
		"Cobertura; a.js 1/1",
	},
	"coverage.py with docstrings and an excluded line": {
		`{"meta":{"version":"7.6"},"files":{"a.py":{"executed_lines":[1,2,3,9],"missing_lines":[4],"excluded_lines":[9],"summary":{"covered_lines":2,"num_statements":3}}}}`,
		"coverage.py; a.py 2/3",
	},
	"LCOV that lists more lines than it counts":       {"TN:\nSF:a.py\nDA:1,1\nDA:2,1\nDA:3,0\nLF:2\nLH:2\nend_of_record\n", "LCOV; a.py 1/2"},
	"LCOV that counts as if nothing were left to run": {"TN:\nSF:a.py\nDA:1,1\nDA:2,0\nDA:3,0\nLF:1\nLH:1\nend_of_record\n", "LCOV; a.py 0/2"},
	"gcovr": {
		`{"gcovr/format_version":"0.6","files":[{"file":"src/a.c","lines":[{"line_number":1,"count":2,"branches":[{"count":1},{"count":0}]},{"line_number":2,"count":0,"gcovr/noncode":true,"branches":[]},{"line_number":3,"count":0,"gcovr/excluded":true,"branches":[{"count":0}]},{"line_number":4,"count":0,"branches":[]}],"functions":[]}]}`,
		"gcovr; src/a.c 1/2 (1/2)",
	},
	"Istanbul": {
		`{"/home/runner/work/shop/shop/src/a.ts":{"path":"/home/runner/work/shop/shop/src/a.ts","statementMap":{"0":{"start":{"line":1,"column":0},"end":{"line":1,"column":9}},"1":{"start":{"line":1,"column":10},"end":{"line":1,"column":20}},"2":{"start":{"line":4,"column":0},"end":{"line":6,"column":1}}},"fnMap":{},"branchMap":{"0":{}},"s":{"0":0,"1":3,"2":0},"f":{},"b":{"0":[1,0]}}}`,
		"Istanbul; /home/runner/work/shop/shop/src/a.ts 1/2 (1/2)",
	},
	"Istanbul's summary": {
		`{"total":{"lines":{"total":10,"covered":10,"skipped":0,"pct":100}},"/app/src/a.ts":{"lines":{"total":10,"covered":4,"skipped":0,"pct":40},"functions":{"total":1,"covered":1},"branches":{"total":2,"covered":1}}}`,
		"Istanbul summary; /app/src/a.ts 4/10 (1/2)",
	},
	"SimpleCov's results": {
		`{"RSpec":{"coverage":{"/app/lib/a.rb":{"lines":[1,null,0,"ignored",2],"branches":{"[:if, 0, 3, 4, 7, 7]":{"[:then, 1]":1,"[:else, 2]":0}}}},"timestamp":1},"Cucumber":{"coverage":{"/app/lib/a.rb":{"lines":[0,null,1,null,0]}},"timestamp":1}}`,
		"SimpleCov; /app/lib/a.rb 3/3 (1/2)",
	},
	"older results of SimpleCov": {`{"MiniTest":{"coverage":{"/app/lib/a.rb":[1,null,0]},"timestamp":1}}`, "SimpleCov; /app/lib/a.rb 1/2"},
	"SimpleCov's JSON":           {`{"meta":{"simplecov_version":"0.22.0"},"coverage":{"/app/lib/a.rb":{"lines":[1,0]}},"groups":{}}`, "SimpleCov; /app/lib/a.rb 1/2"},
	"SimpleCov's last run":       {`{"result":{"line":81.25,"branch":70}}`, "SimpleCov last run; 81.25 %"},
	"an older last run":          {`{"result":{"covered_percent":79.9}}`, "SimpleCov last run; 79.90 %"},
	"a mark of byte order":       {"\xef\xbb\xbfmode: set\na/x.go:1.1,2.2 1 1\n", "Go cover profile; a/x.go 1/1"},
	"a count that overflows":     {"mode: count\na/x.go:1.1,2.2 1 99999999999999999999\n", "Go cover profile; a/x.go 1/1"},
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range samples {
		report, err := coverage.Read(strings.NewReader(test.document))
		if err != nil || told(report) != test.want {
			t.Errorf("%s: %s, %v\nwant %s", name, told(report), err, test.want)
		}
	}
}

func TestWhatIsNoReport(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		document string
		want     error
	}{
		"nothing":                  {"", coverage.ErrFormat},
		"text":                     {"coverage: 93 % of statements", coverage.ErrFormat},
		"JUnit XML":                {`<testsuite name="a"/>`, coverage.ErrFormat},
		"a report of no tool":      {`<report name="a"><finding/></report>`, coverage.ErrFormat},
		"Clover of no tool":        {`<coverage><file name="a"/></coverage>`, coverage.ErrFormat},
		"another JSON":             {`{"name":"shop","version":"1.0.0"}`, coverage.ErrFormat},
		"a summary of nothing":     {`{"total":{"lines":{"total":0,"covered":0,"skipped":0,"pct":"Unknown"}}}`, coverage.ErrFormat},
		"half a profile":           {"mode: set\na/x.go:1.1,2.2 1", coverage.ErrFormat},
		"half a trace":             {"TN:\nSF:a.ts\nDA:1,1\n", coverage.ErrFormat},
		"half a JSON":              {`{"meta":{},"files":{"a.py":{"executed_lines":[1]`, coverage.ErrFormat},
		"half an XML":              {`<coverage line-rate="1"><packages>`, coverage.ErrFormat},
		"a line before its file":   {"TN:\nDA:1,1\n", coverage.ErrFormat},
		"an entity":                {`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><coverage line-rate="1"><source>&x;</source></coverage>`, coverage.ErrFormat},
		"a share beyond all":       {`{"result":{"line":181.25}}`, coverage.ErrFormat},
		"elements without end":     {`<report>` + strings.Repeat("<group>", 100), coverage.ErrTooLarge},
		"blocks over blocks":       {"mode: set\n" + overlapping(), coverage.ErrTooLarge},
		"more bytes than are read": {"mode: set\n" + strings.Repeat("\n", 65<<20), coverage.ErrTooLarge},
	} {
		if _, err := coverage.Read(strings.NewReader(test.document)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func overlapping() string {
	var text strings.Builder
	for column := range 20 {
		fmt.Fprintf(&text, "a/x.go:1.%d,2000000.2 1 1\n", column)
	}
	return text.String()
}

func TestNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"coverage/lcov.info": true, "cover.out": true, "c.out": true, "build/reports/jacoco/test/jacocoTestReport.xml": true, "coverage.cobertura.xml": true,
		"coverage/coverage-final.json": true, "coverage/.last_run.json": true, ".resultset.json": true, "coverage.txt": true, "profile.cov": true,
		"index.html": false, "package.json": false, "screenshot.png": false, "TEST-shop.CartTest.xml": false, "notes.txt": false,
	} {
		if coverage.Named(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, sample := range samples {
		f.Add(sample.document)
	}
	f.Fuzz(func(t *testing.T, document string) {
		report, err := coverage.Read(strings.NewReader(document))
		if err != nil {
			return
		}
		for _, file := range report.Files {
			if counts := file.Counts(); counts.Covered < 0 || counts.Covered > counts.Total || file.Branches.Covered > file.Branches.Total {
				t.Errorf("%s: %+v %+v", file.Path, counts, file.Branches)
			}
		}
	})
}
