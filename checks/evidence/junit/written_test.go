package junit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/golive-app/golive/checks/evidence/junit"
)

func TestResultsThatRunnersWrote(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for name, want := range map[string]string{
		"jest.xml":                 "7 tests, 2 failed, 0 errored, 1 skipped, 0 flaky",
		"vitest.xml":               "7 tests, 1 failed, 0 errored, 3 skipped, 0 flaky",
		"mocha-xunit.xml":          "7 tests, 2 failed, 0 errored, 1 skipped, 0 flaky",
		"mocha-junit-reporter.xml": "8 tests, 3 failed, 0 errored, 0 skipped, 0 flaky",
		"playwright.xml":           "12 tests, 0 failed, 3 errored, 4 skipped, 2 flaky",
		"node.xml":                 "10 tests, 3 failed, 0 errored, 2 skipped, 0 flaky",
		"gotestsum.xml":            "15 tests, 6 failed, 0 errored, 1 skipped, 0 flaky",
		"gotestsum-rerun.xml":      "17 tests, 9 failed, 0 errored, 1 skipped, 1 flaky",
		"go-junit-report.xml":      "15 tests, 5 failed, 1 errored, 1 skipped, 0 flaky",
		"pytest.xml":               "16 tests, 5 failed, 4 errored, 2 skipped, 0 flaky",
		"rspec.xml":                "7 tests, 2 failed, 0 errored, 3 skipped, 0 flaky",
		"ant-junit.xml":            "7 tests, 2 failed, 1 errored, 2 skipped, 0 flaky",
		"surefire.xml":             "7 tests, 1 failed, 1 errored, 2 skipped, 1 flaky",
		"phpunit.xml":              "9 tests, 1 failed, 2 errored, 3 skipped, 0 flaky",
		"tap.xml":                  "8 tests, 3 failed, 0 errored, 2 skipped, 0 flaky",
		"catch2.xml":               "6 tests, 1 failed, 1 errored, 2 skipped, 0 flaky",
		"ctest.xml":                "6 tests, 2 failed, 0 errored, 3 skipped, 0 flaky",
		"googletest.xml":           "8 tests, 1 failed, 0 errored, 2 skipped, 0 flaky",
	} {
		tested[name] = true
		file, err := os.Open(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		report, err := junit.Read(file)
		_ = file.Close()
		got := fmt.Sprintf("%d tests, %d failed, %d errored, %d skipped, %d flaky", report.Tests, report.Failed, report.Errored, report.Skipped, report.Flaky)
		if err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
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
