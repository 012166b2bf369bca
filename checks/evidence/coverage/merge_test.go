package coverage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/coverage"
)

func TestSet(t *testing.T) {
	t.Parallel()
	const (
		first   = "TN:\nSF:src/a.ts\nDA:1,1\nDA:2,0\nDA:3,0\nend_of_record\n"
		second  = "TN:\nSF:/ci/src/a.ts\nDA:1,0\nDA:2,4\nDA:3,0\nend_of_record\nSF:/ci/dist/gen.ts\nDA:1,1\nend_of_record\n"
		summary = `{"src/a.ts":{"lines":{"total":3,"covered":3}},"src/b.ts":{"lines":{"total":10,"covered":4}}}`
		fewer   = `{"src/b.ts":{"lines":{"total":10,"covered":2}}}`
		unit    = "mode: set\nacme/x.go:1.1,2.2 3 1\nacme/x.go:4.1,5.2 1 0\n"
		other   = "mode: set\nacme/x.go:1.1,2.2 3 0\nacme/x.go:4.1,5.2 1 1\n"
	)
	for name, test := range map[string]struct {
		reports []string
		want    string
	}{
		"one":                    {[]string{first}, "src/a.ts 1/3"},
		"two halves of a matrix": {[]string{first, second}, "src/a.ts 2/3, 1 elsewhere"},
		"the same one twice":     {[]string{first, first}, "src/a.ts 1/3"},
		"lines are worth more than counts, whichever comes first": {[]string{summary, first}, "src/a.ts 1/3; src/b.ts 4/10"},
		"and the other way round":                                 {[]string{first, summary}, "src/a.ts 1/3; src/b.ts 4/10"},
		"of counts the higher":                                    {[]string{fewer, summary, fewer}, "src/a.ts 3/3; src/b.ts 4/10"},
		"blocks of Go":                                            {[]string{unit, other}, "x.go 4/4"},
	} {
		set, paths := coverage.NewSet(), coverage.NewPaths([]string{"src/a.ts", "src/b.ts", "x.go"})
		for _, text := range test.reports {
			report, err := coverage.Read(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := set.Join(report, paths, coverage.Place{}); err != nil {
				t.Fatal(err)
			}
		}
		var told []string
		for _, file := range set.Files() {
			counts := file.Counts()
			told = append(told, fmt.Sprintf("%s %d/%d", file.Path, counts.Covered, counts.Total))
		}
		got := strings.Join(told, "; ")
		if len(set.Unmapped) > 0 {
			got += fmt.Sprintf(", %d elsewhere", len(set.Unmapped))
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestPackageOf(t *testing.T) {
	t.Parallel()
	roots := map[string]bool{"services/billing": true, "web": true}
	for name, want := range map[string]string{
		"services/billing/src/a.ts": "services/billing", "packages/api/src/a.ts": "packages/api", "web/a.ts": "web", "src/deep/a.ts": "", "a.ts": "",
	} {
		if got := coverage.PackageOf(name, roots); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
