package code_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

// TestDebugLeftoversWeighOutputByWhatTheProgramIs shows where a language's plain
// print is a leftover, and where it is the program's work.
func TestDebugLeftoversWeighOutputByWhatTheProgramIs(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	const rails = "class Order < ApplicationRecord\nend\n"
	for name, test := range map[string]struct {
		files map[string]string
		old   bool
		want  string // "severity rule path" for each finding
		says  string
	}{
		"a print in a Django project": {
			files: map[string]string{"shop/views.py": "from django.http import HttpResponse\n", "shop/prices.py": "def total(o):\n    print(o)\n"},
			want:  "error debug.print shop/prices.py", says: "`logging`",
		},
		"the same from before": {
			files: map[string]string{"shop/views.py": "from django.http import HttpResponse\n", "shop/prices.py": "def total(o):\n    print(o)\n"}, old: true,
			want: "warning debug.print shop/prices.py",
		},
		"a print in a package that may be a command's": {
			files: map[string]string{"prices/total.py": "def total(o):\n    print(o)\n"}, want: "warning debug.print prices/total.py",
		},
		"a command of that project": {
			files: map[string]string{
				"shop/views.py": "import flask\n", "shop/backfill.py": "import argparse\nprint(1)\n",
				"shop/orders.py": "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self): print(1)\n",
			},
			want: "notice debug.print shop/backfill.py notice debug.print shop/orders.py", says: "in a file of a command-line program",
		},
		"a script, a migration, a test, an example": {
			files: map[string]string{
				"shop/views.py": "import flask\n", "scripts/a.py": "print(1)\n", "migrations/b.py": "print(1)\n", "tests/c.py": "print(1)\n", "examples/d.py": "print(1)\n",
			},
			want: "notice debug.print examples/d.py notice debug.print migrations/b.py notice debug.print scripts/a.py notice debug.print tests/c.py",
		},
		"a service beside a tool in one repository": {
			files: map[string]string{
				"api/go.mod": "module api\n", "api/http/routes.go": "package http\nimport \"github.com/gin-gonic/gin\"\n", "api/orders/total.go": "package orders\nimport \"fmt\"\nfunc f() { fmt.Println(1) }\n",
				"tool/go.mod": "module tool\n", "tool/report/write.go": "package report\nimport \"fmt\"\nfunc f() { fmt.Println(1) }\n",
			},
			want: "error debug.print api/orders/total.go warning debug.print tool/report/write.go", says: "`log/slog`",
		},
		"Go's main package": {
			files: map[string]string{"cmd/shop/main.go": "package main\nimport \"fmt\"\nfunc run() { fmt.Println(1) }\n"}, want: "notice debug.print cmd/shop/main.go",
		},
		"a logger's own print": {
			files: map[string]string{"app/order.rb": rails, "app/app_logger.rb": "def write(x)\n  puts x\nend\n"}, want: "notice debug.print app/app_logger.rb",
		},
		"an error to the error stream": {
			files: map[string]string{"src/A.java": "import org.springframework.web.A;\nclass A { void f() { System.err.println(1); e.printStackTrace(); } }\n"},
			want:  "warning debug.print src/A.java warning debug.stack-trace src/A.java", says: "Log the error with its cause",
		},
		"a dump is wrong in any code that ships": {
			files: map[string]string{"src/a.php": "<?php\nvar_dump($x);\n", "src/b.rs": "fn f() { dbg!(1); }\n"}, want: "error debug.dump src/a.php error debug.dump src/b.rs",
		},
		"a dump in a test or a command": {
			files: map[string]string{"src/ok.php": "<?php\n", "tests/a.php": "<?php\ndd($x);\n", "src/b.php": "<?php\nclass Sync extends Command { function handle() { dump(1); } }\n"},
			want:  "warning debug.dump src/b.php warning debug.dump tests/a.php",
		},
		"a breakpoint is wrong everywhere, however old": {
			files: map[string]string{"app/order.rb": "binding.pry\n", "spec/order_spec.rb": "byebug\n", "bin/run.rb": "debugger\n", "src/a.py": "breakpoint()\n"}, old: true,
			want: "error debug.breakpoint app/order.rb error debug.breakpoint bin/run.rb error debug.breakpoint spec/order_spec.rb error debug.breakpoint src/a.py",
		},
		"a breakpoint where a debugger is attached": {
			files: map[string]string{"src/A.cs": "class A { void F() { if (Debugger.IsAttached) Debugger.Break(); } }\n"}, want: "warning debug.breakpoint src/A.cs", says: "where somebody asks for it",
		},
		"a breakpoint in a linter's fixture": {
			files: map[string]string{"src/a.py": "x = 1\n", "tests/fixtures/T100.py": "breakpoint()\n", "testdata/T100.py": "breakpoint()\n"}, want: "warning debug.breakpoint testdata/T100.py error debug.breakpoint tests/fixtures/T100.py",
		},
		"an import that is left of a breakpoint": {
			files: map[string]string{"src/a.py": "import pdb\n"}, want: "warning debug.breakpoint src/a.py", says: "nothing uses it",
		},
		"a focused example of RSpec": {
			files: map[string]string{"app/order.rb": rails, "spec/order_spec.rb": "RSpec.describe Order do\n  fit 'x' do\n  end\nend\n"}, old: true, want: "error debug.focused-test spec/order_spec.rb",
		},
		"an allowance after each language's fashion": {
			files: map[string]string{
				"a/a.py": "# golive-allow debug-leftovers: banner\nprint(1)\n", "a/b.rs": "fn f() {\n  // golive-allow debug-leftovers: banner\n  #[allow(clippy::all)]\n  dbg!(1);\n}\n",
				"a/C.java": "class C { void f() { System.out.println(1); /* golive-allow debug-leftovers: banner */ } }\n", "a/d.rb": "puts 1 # golive-allow debug-leftovers: banner\n",
				"a/e.php": "<?php\n# golive-allow debug-leftovers: banner\ndd(1);\n", "a/f.kt": "fun f() {\n  println(1) // golive-allow debug-leftovers: banner\n}\n",
			},
			want: "notice debug.print a/C.java notice debug.print a/a.py notice debug.dump a/b.rs notice debug.print a/d.rb notice debug.dump a/e.php notice debug.print a/f.kt",
			says: "allowed by a comment: banner",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := checkstest.Tree(test.files)
			tree.Languages = map[string]string{"a/f.kt": "Kotlin"}
			var options []checkstest.Option
			if test.old {
				options = append(options, changing("other.txt"))
			}
			result := checkstest.Judge(t, debugLeftovers, code.NewDebugLeftovers(reader), checkstest.Subject(tree, options...))
			var got, remedies []string
			for _, finding := range result.Findings {
				got = append(got, string(finding.Severity)+" "+finding.Rule+" "+finding.Path)
				remedies = append(remedies, finding.Remedy)
			}
			slices.SortFunc(got, func(a, b string) int {
				return strings.Compare(a[strings.LastIndex(a, " "):], b[strings.LastIndex(b, " "):])
			})
			if strings.Join(got, " ") != test.want {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, " "), test.want)
			}
			if text := everything(result) + strings.Join(remedies, "\n"); !strings.Contains(text, test.says) {
				t.Errorf("nothing says %q:\n%s", test.says, text)
			}
		})
	}
}

// TestDebugLeftoversRemediesSpeakTheFilesLanguage checks that the comment which
// a remedy proposes is one in that language, and allows.
func TestDebugLeftoversRemediesSpeakTheFilesLanguage(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	for name, text := range map[string]string{
		"a.py": "print(1)", "a.rb": "puts 1", "a.go": "package a\nfunc f() { println(1) }", "A.java": "class A { void f() { System.out.println(1); } }",
		"a.php": "<?php\ndd(1);", "a.rs": "fn f() { dbg!(1); }", "A.cs": "class A { void F() { Console.Write(1); } }", "a.ts": "console.log(1)",
	} {
		judge := func(content string) checks.Result {
			return checkstest.Judge(t, debugLeftovers, code.NewDebugLeftovers(reader), checkstest.Subject(checkstest.Tree(map[string]string{path.Join("src", name): content})))
		}
		first := judge(text).Findings
		if len(first) != 1 {
			t.Errorf("%s: %+v", name, first)
			continue
		}
		_, comment, _ := strings.Cut(first[0].Remedy, "`")
		for !strings.Contains(comment[:strings.Index(comment, "`")], "golive-allow") {
			_, comment, _ = strings.Cut(comment, "`")
		}
		comment, _, _ = strings.Cut(comment, "`")
		if second := judge(text + " " + comment + "\n").Findings; len(second) != 1 || second[0].Severity != checks.SeverityNotice {
			t.Errorf("%s with %q: %+v", name, comment, second)
		}
	}
}
