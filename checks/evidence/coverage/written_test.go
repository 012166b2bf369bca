package coverage_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/coverage"
)

// The programs of testdata by the folder of the repository that they stand in.
var programs = map[string][]string{
	"cart":    {"packages/cart/src/cart.js", "packages/cart/src/deep/discount.js", "packages/cart/src/unused.js"},
	"web":     {"packages/web/src/index.js"},
	"tests":   {"nt/cart.test.js", "nt/sub/broken.test.js"},
	"vitest":  {"vt/price.ts", "vt/types.ts"},
	"orders":  {"services/orders/cmd/shop/main.go", "services/orders/internal/pricing/pricing.go", "services/orders/internal/pricing/round.go"},
	"unseen":  {"services/orders/untested/untested.go"},
	"pricing": {"services/pricing/src/shop/__init__.py", "services/pricing/src/shop/pricing/__init__.py", "services/pricing/src/shop/pricing/price.py", "services/pricing/src/shop/unused.py"},
	"gem":     {"gems/price/lib/shop/price.rb", "gems/price/lib/shop/refund.rb"},
	"java":    {"core/src/main/java/com/acme/shop/Refund.java", "core/src/main/java/com/acme/shop/price/Price.java"},
	"admin":   {"apps/admin/src/Pricing/Price.php", "apps/admin/src/Refund.php"},
	"native":  {"native/src/deep/refund.cpp", "native/src/deep/refund.hpp", "native/src/lonely.c", "native/src/price.c"},
}

// others stand beside them, and are in no report.
var others = []string{
	"package.json", "packages/cart/test/cart.test.js", "packages/web/test/checkout.test.js", "services/orders/go.mod", "services/orders/cmd/shop/main_test.go",
	"services/orders/internal/pricing/pricing_test.go", "services/pricing/tests/unit/test_price.py", "gems/price/spec/price_spec.rb", "core/pom.xml",
	"core/src/test/java/com/acme/shop/PriceTest.java", "apps/admin/boot.php", "apps/admin/tests/Unit/PriceTest.php", "native/src/price.h", "native/tests/main.cpp",
}

func TestReportsThatToolsWrote(t *testing.T) {
	t.Parallel()
	paths, tested := repository(), map[string]bool{}
	for name, test := range map[string]struct {
		want string   // format, lines, branches
		of   []string // programs
	}{
		"nyc-clover.xml":             {"Clover, 22/33 lines, 8/18 branches", []string{"cart", "web"}},
		"nyc-cobertura.xml":          {"Cobertura, 22/33 lines, 8/18 branches", []string{"cart", "web"}},
		"nyc-lcov.info":              {"LCOV, 22/33 lines, 12/22 branches", []string{"cart", "web"}},
		"nyc-summary.json":           {"Istanbul summary, 22/33 lines, 12/22 branches", []string{"cart", "web"}},
		"c8-lcov.info":               {"LCOV, 51/73 lines, 13/16 branches", []string{"cart"}},
		"jest-final.json":            {"Istanbul, 4/14 lines, 2/12 branches", []string{"cart"}},
		"vitest-v8-cobertura.xml":    {"Cobertura, 8/13 lines, 2/3 branches", []string{"vitest"}},
		"vitest-v8-final.json":       {"Istanbul, 8/13 lines, 3/4 branches", []string{"vitest"}},
		"vitest-istanbul-clover.xml": {"Clover, 6/8 lines, 3/6 branches", []string{"vitest"}},
		"node-lcov.info":             {"LCOV, 63/82 lines, 22/24 branches", []string{"cart", "tests"}},
		"go-set.coverprofile":        {"Go cover profile, 7/21 lines, 0/0 branches", []string{"orders", "unseen"}},
		"go-atomic.coverprofile":     {"Go cover profile, 7/21 lines, 0/0 branches", []string{"orders", "unseen"}},
		"go-coverpkg.coverprofile":   {"Go cover profile, 10/18 lines, 0/0 branches", []string{"orders"}},
		"gocover-cobertura.xml":      {"Cobertura, 13/35 lines, 0/0 branches", []string{"orders", "unseen"}},
		"coveragepy.xml":             {"Cobertura, 21/27 lines, 9/14 branches", []string{"pricing"}},
		"coveragepy.json":            {"coverage.py, 21/27 lines, 9/14 branches", []string{"pricing"}},
		"coveragepy.info":            {"LCOV, 21/27 lines, 9/14 branches", []string{"pricing"}},
		"simplecov-resultset.json":   {"SimpleCov, 10/20 lines, 3/6 branches", []string{"gem"}},
		"simplecov-last_run.json":    {"SimpleCov last run, 50.00 %", nil},
		"jacoco.xml":                 {"JaCoCo, 10/21 lines, 4/10 branches", []string{"java"}},
		"phpunit-clover.xml":         {"Clover, 6/16 lines, 0/0 branches", []string{"admin"}},
		"phpunit-cobertura.xml":      {"Cobertura, 6/16 lines, 0/0 branches", []string{"admin"}},
		"lcov-geninfo.info":          {"LCOV, 6/17 lines, 7/16 branches", []string{"native"}},
		"gcovr.json":                 {"gcovr, 6/17 lines, 7/14 branches", []string{"native"}},
		"gcovr-cobertura.xml":        {"Cobertura, 6/17 lines, 7/14 branches", []string{"native"}},
	} {
		tested[name] = true
		report := written(t, name)
		if got := totals(report); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		may := map[string]bool{}
		for _, of := range test.of {
			for _, file := range programs[of] {
				may[file] = true
			}
		}
		mapped := paths.Map(report, coverage.Place{})
		if len(mapped) != len(report.Files) {
			t.Errorf("%s: of %d files %d are found", name, len(report.Files), len(mapped))
		}
		for from, to := range mapped {
			if !may[to] {
				t.Errorf("%s: %s is taken for %s", name, from, to)
			}
		}
	}
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() && entry.Name() != "README.md" && !tested[entry.Name()] {
			t.Errorf("%s is held against nothing", entry.Name())
		}
	}
}

// Tools write the same measurement in several forms, which have to say the same of each file.
func TestFormsOfOneMeasurementAgree(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{
		{"nyc-clover.xml", "nyc-cobertura.xml", "nyc-lcov.info", "nyc-summary.json"},
		{"vitest-v8-cobertura.xml", "vitest-v8-final.json"},
		{"go-set.coverprofile", "go-atomic.coverprofile"},
		{"coveragepy.xml", "coveragepy.json", "coveragepy.info"},
		{"lcov-geninfo.info", "gcovr.json", "gcovr-cobertura.xml"},
	} {
		first, set := byName(written(t, names[0])), coverage.NewSet()
		for _, name := range names {
			if _, err := set.Join(written(t, name), repository(), coverage.Place{}); err != nil {
				t.Fatal(err)
			}
		}
		if joined := byName(coverage.Report{Files: set.Files()}); !maps.Equal(first, joined) {
			t.Errorf("%s: %v, and joined with the others: %v", names[0], first, joined)
		}
		for _, name := range names[1:] {
			if other := byName(written(t, name)); !maps.Equal(first, other) {
				t.Errorf("%s: %v, and %s: %v", names[0], first, name, other)
			}
		}
	}
}

// repository is where the reports were made.
func repository() *coverage.Paths {
	files := slices.Clone(others)
	for _, of := range programs {
		files = append(files, of...)
	}
	paths := coverage.NewPaths(files)
	paths.Module("example.com/acme/shop/v2", "services/orders")
	return paths
}

func written(t *testing.T, name string) coverage.Report {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	report, err := coverage.Read(file)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return report
}

func totals(report coverage.Report) string {
	if !math.IsNaN(report.Percent) {
		return fmt.Sprintf("%s, %.2f %%", report.Format, report.Percent)
	}
	var lines, branches coverage.Counts
	for _, file := range report.Files {
		lines.Add(file.Counts())
		branches.Add(file.Branches)
	}
	return fmt.Sprintf("%s, %d/%d lines, %d/%d branches", report.Format, lines.Covered, lines.Total, branches.Covered, branches.Total)
}

// byName is what a report counts of each file, by the last two parts of its path.
func byName(report coverage.Report) map[string]coverage.Counts {
	counts := map[string]coverage.Counts{}
	for _, file := range report.Files {
		parts := strings.Split(file.Path, "/")
		counts[strings.Join(parts[max(len(parts)-2, 0):], "/")] = file.Counts()
	}
	return counts
}
