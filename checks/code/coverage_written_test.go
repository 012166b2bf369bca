package code_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

// reportOf is a report that a tool wrote; testdata/README.md there says which.
func reportOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "evidence", "coverage", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// monorepo is where the reports of testdata were made.
var monorepo = map[string]string{
	".github/workflows/ci.yml": "- uses: actions/upload-artifact@v4\n", "services/orders/go.mod": "module example.com/acme/shop/v2\n\ngo 1.24\n",
	"packages/cart/src/cart.js": "x\n", "packages/cart/src/deep/discount.js": "x\n", "packages/cart/src/unused.js": "x\n", "packages/web/src/index.js": "x\n",
	"services/orders/cmd/shop/main.go": "package main\n", "services/orders/internal/pricing/pricing.go": "package pricing\n", "services/orders/internal/pricing/round.go": "package pricing\n", "services/orders/untested/untested.go": "package untested\n",
	"services/pricing/src/shop/__init__.py": "", "services/pricing/src/shop/pricing/__init__.py": "x\n", "services/pricing/src/shop/pricing/price.py": "x\n", "services/pricing/src/shop/unused.py": "x\n",
	"gems/price/lib/shop/refund.rb": "x\n", "gems/price/lib/shop/price.rb": strings.Repeat("\n", 21) + "    # :nocov:\n    def self.debug\n      puts \"debug\"\n    end\n    # :nocov:\n" + strings.Repeat("\n", 6),
	"core/src/main/java/com/acme/shop/Refund.java": "class Refund {}\n", "core/src/main/java/com/acme/shop/price/Price.java": "class Price {}\n",
	"apps/admin/src/Pricing/Price.php": "<?php\n", "apps/admin/src/Refund.php": "<?php\n",
	"native/src/price.c": "int x;\n", "native/src/lonely.c": "int y;\n", "native/src/deep/refund.cpp": "int z;\n", "native/src/deep/refund.hpp": "int a();\n",
}

func TestCoverageOfReportsThatToolsWrote(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reports []string
		changed checks.Change
		says    []string
	}{
		"absolute paths of a runner": {
			[]string{"nyc-clover.xml"}, checks.Change{Path: "packages/cart/src/deep/discount.js", Added: []checks.Lines{{First: 8, Last: 24}}},
			[]string{"22 of 33 lines ran: 66.6 %", "changed 3 of 7 lines ran"},
		},
		"all forms of one measurement": {
			[]string{"nyc-clover.xml", "nyc-cobertura.xml", "nyc-lcov.info", "nyc-summary.json"}, checks.Change{Path: "packages/cart/src/unused.js", Added: []checks.Lines{{First: 1, Last: 13}}},
			[]string{"22 of 33 lines ran: 66.6 %", "changed 0 of 6 lines ran", "least of 2 packages: `packages/cart`"},
		},
		"a Go module in a folder": {
			[]string{"go-set.coverprofile"}, checks.Change{Path: "services/orders/internal/pricing/pricing.go", Added: []checks.Lines{{First: 12, Last: 25}}},
			[]string{"7 of 21 statements ran: 33.3 %", "changed 7 of 10 lines ran", "warning coverage.patch services/orders/internal/pricing/pricing.go:21 3 of 10 lines"},
		},
		"folders of Java's packages": {
			[]string{"jacoco.xml"}, checks.Change{Path: "core/src/main/java/com/acme/shop/price/Price.java", Added: []checks.Lines{{First: 14, Last: 25}}},
			[]string{"10 of 21 lines ran: 47.6 %", "changed 6 of 7 lines ran"},
		},
		"a source root of Python": {
			[]string{"coveragepy.xml"}, checks.Change{Path: "services/pricing/src/shop/pricing/price.py", Added: []checks.Lines{{First: 11, Last: 23}}},
			[]string{"21 of 27 lines ran: 77.7 %", "counted as one, as coverage.py shows them: 73.1 %", "changed 7 of 8 lines ran"},
		},
		"coverage.py's three forms": {
			[]string{"coveragepy.xml", "coveragepy.json", "coveragepy.info"}, checks.Change{Path: "services/pricing/src/shop/unused.py", Added: []checks.Lines{{First: 1, Last: 4}}},
			[]string{"21 of 27 lines ran: 77.7 %", "changed 0 of 4 lines ran"},
		},
		"marks of SimpleCov": {
			[]string{"simplecov-resultset.json", "simplecov-last_run.json"}, checks.Change{Path: "gems/price/lib/shop/price.rb", Added: []checks.Lines{{First: 11, Last: 30}}},
			[]string{"9 of 18 lines ran: 50 %", "changed 6 of 7 lines ran"},
		},
		"a source root of PHP": {
			[]string{"phpunit-cobertura.xml"}, checks.Change{Path: "apps/admin/src/Pricing/Price.php", Added: []checks.Lines{{First: 13, Last: 26}}},
			[]string{"6 of 16 lines ran: 37.5 %", "changed 5 of 8 lines ran"},
		},
		"paths below the folder of a part": {
			[]string{"gcovr.json", "lcov-geninfo.info"}, checks.Change{Path: "native/src/price.c", Added: []checks.Lines{{First: 3, Last: 14}}},
			[]string{"6 of 17 lines ran: 35.2 %", "changed 5 of 8 lines ran"},
		},
		"parts of a repository together": {
			[]string{"nyc-lcov.info", "go-set.coverprofile", "coveragepy.xml", "jacoco.xml"}, checks.Change{Path: "README.md"},
			[]string{"60 of 102 lines ran: 58.8 %"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for _, report := range test.reports {
				files[report] = reportOf(t, report)
			}
			forge := &checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", files)}, CI: checkstest.CI{Runs: ran(checks.CISuccess)}}
			result := checkstest.Judge(t, coverageItem, code.NewCoverage(), checkstest.Subject(checkstest.Tree(monorepo), checkstest.PullRequest(), checkstest.On(forge), checkstest.Changing(test.changed)))
			for _, words := range test.says {
				if !strings.Contains(said(result), words) {
					t.Errorf("it does not say %q: %s", words, said(result))
				}
			}
		})
	}
}
