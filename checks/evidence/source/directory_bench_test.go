package source

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkDirectory opens a working tree as `golive check` does and lists it
// as `golive init` does. GOLIVE_BENCH_DIRECTORY names a tree to take instead of
// the generated ones.
func BenchmarkDirectory(b *testing.B) {
	if directory := os.Getenv("GOLIVE_BENCH_DIRECTORY"); directory != "" {
		benchmarkDirectory(b, directory)
		return
	}
	for _, files := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(files), func(b *testing.B) {
			benchmarkDirectory(b, generateTree(b, files))
		})
	}
}

func benchmarkDirectory(b *testing.B, directory string) {
	b.Helper()
	for name, open := range map[string]func(context.Context, Options) (*Snapshot, error){"open": OpenDirectory, "list": ListDirectory} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				snapshot, err := open(b.Context(), Options{Directory: directory})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(snapshot.Files())), "files")
				snapshot.Close()
			}
		})
	}
}

// generateTree commits a tree of about a kilobyte a file.
func generateTree(b *testing.B, files int) string {
	b.Helper()
	r := &repo{b, b.TempDir()}
	r.git("init", "--quiet", "--initial-branch=main")
	endings := []string{"ts", "tsx", "js", "go", "py", "java", "json", "md", "yml", "css", "svg"}
	const line = "export const value = compute(input, options) // a line of ordinary code\n"
	for i := range files {
		folder := filepath.Join(r.dir, fmt.Sprintf("packages/p%03d/src/m%02d", i%200, i/200%25))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
		name := filepath.Join(folder, fmt.Sprintf("file%d.%s", i, endings[i%len(endings)]))
		if err := os.WriteFile(name, []byte(fmt.Sprintf("// %d\n", i)+strings.Repeat(line, 3+i%25)), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	r.commit("first")
	return r.dir
}
