package coverage_test

import (
	"maps"
	"testing"

	"github.com/golive-app/golive/checks/evidence/coverage"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   []string // of the repository
		format  coverage.Format
		within  string
		reports []string
		want    map[string]string
	}{
		"as they are": {files: []string{"src/a.ts", "src/b.ts"}, reports: []string{"src/a.ts", "./src/b.ts"}, want: map[string]string{"src/a.ts": "src/a.ts", "./src/b.ts": "src/b.ts"}},
		"of a runner": {
			files: []string{"src/a.ts", "index.ts"}, reports: []string{"/home/runner/work/shop/shop/src/a.ts", "/home/runner/work/shop/shop/index.ts"},
			want: map[string]string{"/home/runner/work/shop/shop/src/a.ts": "src/a.ts", "/home/runner/work/shop/shop/index.ts": "index.ts"},
		},
		"of Windows": {files: []string{"src/A.cs"}, reports: []string{`D:\a\shop\shop\src\A.cs`}, want: map[string]string{`D:\a\shop\shop\src\A.cs`: "src/A.cs"}},
		"of a Go module": {
			files: []string{"main.go", "cart/cart.go", "cart/sum.go"}, reports: []string{"github.com/acme/shop/v2/cart/cart.go", "github.com/acme/shop/v2/cart/sum.go", "github.com/acme/shop/v2/main.go", "github.com/acme/shop/v2/gen/main.go"},
			want: map[string]string{"github.com/acme/shop/v2/cart/cart.go": "cart/cart.go", "github.com/acme/shop/v2/cart/sum.go": "cart/sum.go", "github.com/acme/shop/v2/main.go": "main.go"},
		},
		"of a folder within": {
			files: []string{"packages/api/src/index.ts", "packages/api/src/cart.ts", "packages/web/src/index.ts"}, reports: []string{"src/index.ts", "src/cart.ts"},
			want: map[string]string{"src/index.ts": "packages/api/src/index.ts", "src/cart.ts": "packages/api/src/cart.ts"},
		},
		"beside the report": {
			files: []string{"packages/api/src/index.ts", "packages/web/src/index.ts"}, within: "packages/web/coverage", reports: []string{"src/index.ts"},
			want: map[string]string{"src/index.ts": "packages/web/src/index.ts"},
		},
		"of packages": {
			files: []string{"core/src/main/java/com/acme/A.java", "core/src/main/java/com/acme/b/B.java"}, format: coverage.JaCoCo, reports: []string{"com/acme/A.java", "com/acme/b/B.java"},
			want: map[string]string{"com/acme/A.java": "core/src/main/java/com/acme/A.java", "com/acme/b/B.java": "core/src/main/java/com/acme/b/B.java"},
		},
		"of packages whose start has no folder, as Kotlin allows": {
			files: []string{"src/main/kotlin/cart/Cart.kt"}, format: coverage.JaCoCo, reports: []string{"com/acme/shop/cart/Cart.kt"},
			want: map[string]string{"com/acme/shop/cart/Cart.kt": "src/main/kotlin/cart/Cart.kt"},
		},
		"of another repository": {files: []string{"src/a.ts"}, reports: []string{"lib/x.ts", "lib/y.ts"}, want: map[string]string{}},
		"of the same name alone": {files: []string{"src/a.ts", "src/b.ts", "index.ts"}, reports: []string{"/x/y/src/a.ts", "/x/y/src/b.ts", "/elsewhere/index.ts"},
			want: map[string]string{"/x/y/src/a.ts": "src/a.ts", "/x/y/src/b.ts": "src/b.ts"}},
	} {
		report := coverage.Report{Format: test.format}
		for _, path := range test.reports {
			report.Files = append(report.Files, coverage.File{Path: path})
		}
		if got := coverage.NewPaths(test.files).Map(report, test.within); !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
