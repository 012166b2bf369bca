package coverage_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/coverage"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   []string // of the repository
		format  coverage.Format
		place   coverage.Place
		roots   []string
		modules map[string]string
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
			files: []string{"packages/api/src/index.ts", "packages/web/src/index.ts"}, place: coverage.Place{Folder: "packages/web/coverage"}, reports: []string{"src/index.ts"},
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
		"of a Go module in a folder": {
			files: []string{"services/orders/main.go", "services/orders/internal/a.go", "services/stock/main.go", "services/stock/internal/a.go"}, format: coverage.GoProfile,
			modules: map[string]string{"acme.dev/orders/v2": "services/orders", "acme.dev/stock": "services/stock"},
			reports: []string{"acme.dev/orders/v2/main.go", "acme.dev/stock/internal/a.go", "acme.dev/orders/v2/gen/x.go"},
			want:    map[string]string{"acme.dev/orders/v2/main.go": "services/orders/main.go", "acme.dev/stock/internal/a.go": "services/stock/internal/a.go"},
		},
		"of a Go module whose go.mod is not known": {
			files: []string{"services/orders/main.go", "services/orders/internal/a.go", "services/orders/internal/b.go"}, format: coverage.GoProfile,
			reports: []string{"acme.dev/shop/main.go", "acme.dev/shop/internal/a.go", "acme.dev/shop/internal/b.go"},
			want:    map[string]string{"acme.dev/shop/main.go": "services/orders/main.go", "acme.dev/shop/internal/a.go": "services/orders/internal/a.go", "acme.dev/shop/internal/b.go": "services/orders/internal/b.go"},
		},
		"of an image that holds the repository": {
			files: []string{"src/a.py", "src/b.py"}, reports: []string{"/app/src/a.py", "/app/src/b.py"}, want: map[string]string{"/app/src/a.py": "src/a.py", "/app/src/b.py": "src/b.py"},
		},
		"of an image that holds a part of it": {
			files: []string{"services/api/main.py", "services/api/shop/a.py", "services/api/shop/b.py", "web/shop.ts"}, reports: []string{"/app/main.py", "/app/shop/a.py", "/app/shop/b.py"},
			want: map[string]string{"/app/main.py": "services/api/main.py", "/app/shop/a.py": "services/api/shop/a.py", "/app/shop/b.py": "services/api/shop/b.py"},
		},
		"of dependencies in that image": {
			files:   []string{"packages/api/src/index.js", "packages/api/src/a.js", "packages/api/src/b.js"},
			reports: []string{"/app/src/a.js", "/app/src/b.js", "/app/src/index.js", "/app/node_modules/x/src/index.js"},
			want:    map[string]string{"/app/src/a.js": "packages/api/src/a.js", "/app/src/b.js": "packages/api/src/b.js", "/app/src/index.js": "packages/api/src/index.js"},
		},
		"beside the report, in an artifact of several packages": {
			files: []string{"packages/api/src/index.ts", "packages/web/src/index.ts"}, place: coverage.Place{Artifact: "coverage", Folder: "web/coverage"}, reports: []string{"src/index.ts"},
			want: map[string]string{"src/index.ts": "packages/web/src/index.ts"},
		},
		"below a root that the report names": {
			files: []string{"packages/api/src/index.ts", "packages/web/src/index.ts"}, roots: []string{"/home/runner/work/shop/shop/packages/web"}, reports: []string{"src/index.ts"},
			want: map[string]string{"src/index.ts": "packages/web/src/index.ts"},
		},
		"below the folder of a package of Python, as the repository is called": {
			files: []string{"shop/__init__.py", "shop/cart.py"}, roots: []string{"/home/runner/work/shop/shop/shop"}, reports: []string{"__init__.py", "cart.py"},
			want: map[string]string{"__init__.py": "shop/__init__.py", "cart.py": "shop/cart.py"},
		},
		"in an artifact that is named after a package": {
			files: []string{"packages/api/src/index.ts", "packages/api-client/src/index.ts", "packages/web/src/index.ts"}, place: coverage.Place{Artifact: "coverage_api-client_node20", Folder: "."}, reports: []string{"src/index.ts"},
			want: map[string]string{"src/index.ts": "packages/api-client/src/index.ts"},
		},
		"of one of two packages, it is not said which": {
			files: []string{"packages/api/src/index.ts", "packages/web/src/index.ts"}, reports: []string{"src/index.ts"}, want: map[string]string{},
		},
		"of the root, beside packages with the same files": {
			files: []string{"src/index.ts", "packages/web/src/index.ts"}, reports: []string{"src/index.ts"}, want: map[string]string{"src/index.ts": "src/index.ts"},
		},
		"of another repository": {files: []string{"src/a.ts"}, reports: []string{"lib/x.ts", "lib/y.ts"}, want: map[string]string{}},
		"of the same name alone": {files: []string{"src/a.ts", "src/b.ts", "index.ts"}, reports: []string{"/x/y/src/a.ts", "/x/y/src/b.ts", "/elsewhere/index.ts"},
			want: map[string]string{"/x/y/src/a.ts": "src/a.ts", "/x/y/src/b.ts": "src/b.ts"}},
		"of a runner, with a name that every folder has": {
			files: everywhere("index.ts"), reports: []string{"/home/runner/work/shop/shop/src/f7/index.ts", "/home/runner/work/shop/shop/src/f9/index.ts"},
			want: map[string]string{"/home/runner/work/shop/shop/src/f7/index.ts": "src/f7/index.ts", "/home/runner/work/shop/shop/src/f9/index.ts": "src/f9/index.ts"},
		},
		"of a folder within, with a name that every folder has": {
			files: append(everywhere("index.ts"), "src/f7/a.ts", "src/f7/b.ts", "src/f7/c.ts"), reports: []string{"a.ts", "b.ts", "c.ts", "index.ts"},
			want: map[string]string{"a.ts": "src/f7/a.ts", "b.ts": "src/f7/b.ts", "c.ts": "src/f7/c.ts", "index.ts": "src/f7/index.ts"},
		},
	} {
		report := coverage.Report{Format: test.format, Roots: test.roots}
		for _, path := range test.reports {
			report.Files = append(report.Files, coverage.File{Path: path})
		}
		mapping := coverage.NewPaths(test.files)
		for module, folder := range test.modules {
			mapping.Module(module, folder)
		}
		if got := mapping.Map(report, test.place); !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// everywhere is a file of this name in each of many folders.
func everywhere(name string) []string {
	var files []string
	for number := range 80 {
		files = append(files, fmt.Sprintf("src/f%d/%s", number, name))
	}
	return files
}

func FuzzPaths(f *testing.F) {
	f.Add("src/a.ts\npackages/web/src/a.ts", "/app/src/a.ts\nsrc/a.ts", "/home/runner/work/shop/shop/packages/web", "web/coverage", true)
	f.Add("a.py\nx/a.py", `D:\a\x\a.py`, "", ".", false)
	f.Fuzz(func(t *testing.T, repository, names, root, folder string, profile bool) {
		files := strings.Split(repository, "\n")
		report := coverage.Report{Roots: []string{root}}
		if profile {
			report.Format = coverage.GoProfile
		}
		for _, name := range strings.Split(names, "\n") {
			report.Files = append(report.Files, coverage.File{Path: name})
		}
		place := coverage.Place{Artifact: folder, Folder: folder}
		first := coverage.NewPaths(files).Map(report, place)
		for from, to := range first {
			if !slices.Contains(files, to) {
				t.Errorf("%q is taken for %q, which is not there", from, to)
			}
		}
		if again := coverage.NewPaths(files).Map(report, place); !maps.Equal(first, again) {
			t.Errorf("%v, and then %v", first, again)
		}
	})
}
