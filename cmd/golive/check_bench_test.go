package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// treeVariable names a directory that the benchmarks of `golive check` judge in
// place of one that they make.
const treeVariable = "GOLIVE_BENCH_TREE"

// What is measured of one run of the program, its children included.
type spent struct {
	wall time.Duration
	cpu  time.Duration
	peak float64 // MB of memory, parent and children together
}

// BenchmarkCheckCold judges a tree of which nothing is known: the time, the time
// of the processors and the most memory that the program and its children held
// together (goals for 10 MB of TypeScript on two cores: 4 s and 400 MB; for
// 100 MB: 30 s and 1 GB; and time in step with bytes).
//
//	go test -tags gore2regex -run '^$' -bench Check -benchtime 1x ./cmd/golive
//	GOLIVE_BENCH_TREE=~/src/app go test -tags gore2regex -run '^$' -bench Check -benchtime 3x ./cmd/golive
func BenchmarkCheckCold(b *testing.B) {
	program := built(b)
	eachTree(b, func(b *testing.B, tree string) {
		var total spent
		for range b.N {
			total.add(checked(b, program, tree, b.TempDir()))
		}
		total.report(b)
	})
}

// BenchmarkCheckSecondCommit judges a commit that changes five files of a tree
// that was judged before (goal for 10 MB of TypeScript: 1 s).
func BenchmarkCheckSecondCommit(b *testing.B) {
	program := built(b)
	eachTree(b, func(b *testing.B, tree string) {
		copied, cache := committed(b, tree), b.TempDir()
		checked(b, program, copied, cache)
		b.ResetTimer()
		var total spent
		for n := range b.N {
			b.StopTimer()
			changeFive(b, copied, n)
			b.StartTimer()
			total.add(checked(b, program, copied, cache))
		}
		total.report(b)
	})
}

// BenchmarkCheckHostile judges files that were made to hold up a parser (goal: two
// seconds of the processor for each).
func BenchmarkCheckHostile(b *testing.B) {
	program, tree := built(b), b.TempDir()
	hostile := hostileFiles()
	for path, content := range hostile {
		writeFile(b, filepath.Join(tree, path), content)
	}
	b.ResetTimer()
	var total spent
	for range b.N {
		total.add(checked(b, program, tree, b.TempDir()))
	}
	total.report(b)
	b.ReportMetric(total.cpu.Seconds()/float64(b.N*len(hostile)), "cpu-s/file")
}

// eachTree runs a benchmark over the tree that is named, or over made ones of two
// sizes.
func eachTree(b *testing.B, run func(b *testing.B, tree string)) {
	if named := os.Getenv(treeVariable); named != "" {
		b.Run(filepath.Base(named), func(b *testing.B) {
			b.SetBytes(treeSize(b, named))
			run(b, named)
		})
		return
	}
	for _, megabytes := range []int{10, 20} {
		b.Run(fmt.Sprintf("%dMB", megabytes), func(b *testing.B) {
			tree := b.TempDir()
			b.SetBytes(writeApplication(b, tree, megabytes*1e6))
			b.ResetTimer()
			run(b, tree)
		})
	}
}

// checked judges a tree once.
func checked(b *testing.B, program, tree, cache string) spent {
	b.Helper()
	command := exec.CommandContext(b.Context(), program, "check", "--quiet", "--format", "json", "--output", filepath.Join(b.TempDir(), "report.json"), tree)
	command.Env = append(os.Environ(), keptVariable+"="+cache)
	begun := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	done, peak := make(chan struct{}), make(chan float64)
	go func() {
		most := 0.0
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(50 * time.Millisecond):
				most = max(most, residentNow(command.Process.Pid))
			}
		}
	}()
	err := command.Wait()
	wall := time.Since(begun)
	close(done)
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != exitNotReady) {
		b.Fatalf("golive check: %v", err)
	}
	state := command.ProcessState
	return spent{wall: wall, cpu: state.UserTime() + state.SystemTime(), peak: <-peak}
}

func (s *spent) add(other spent) {
	s.wall, s.cpu, s.peak = s.wall+other.wall, s.cpu+other.cpu, max(s.peak, other.peak)
}

func (s spent) report(b *testing.B) {
	b.ReportMetric(s.wall.Seconds()/float64(b.N), "wall-s")
	b.ReportMetric(s.cpu.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(s.peak, "peak-MB")
}

// committed copies a tree into a repository of its own with one commit.
func committed(b *testing.B, tree string) string {
	b.Helper()
	copied := b.TempDir()
	eachFile(b, tree, func(path string, info fs.FileInfo) {
		content, err := os.ReadFile(filepath.Join(tree, path))
		if err != nil {
			b.Fatal(err)
		}
		writeFile(b, filepath.Join(copied, path), string(content))
	})
	commitAll(b, copied, "init", "--quiet")
	return copied
}

// commitAll commits everything, after another command where one is given.
func commitAll(b *testing.B, directory string, before ...string) {
	b.Helper()
	for _, arguments := range [][]string{before, {"add", "--all"}, {"commit", "--quiet", "--message", "all"}} {
		if len(arguments) == 0 {
			continue
		}
		command := exec.CommandContext(b.Context(), "git", arguments...)
		command.Dir = directory
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=Dana", "GIT_AUTHOR_EMAIL=dana@example.com", "GIT_COMMITTER_NAME=Dana", "GIT_COMMITTER_EMAIL=dana@example.com")
		if output, err := command.CombinedOutput(); err != nil {
			b.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, output)
		}
	}
}

// changeFive adds a line to the first five scripts of a repository and commits.
func changeFive(b *testing.B, directory string, n int) {
	b.Helper()
	left := 5
	eachFile(b, directory, func(path string, _ fs.FileInfo) {
		if extension := filepath.Ext(path); left == 0 || extension != ".ts" && extension != ".tsx" {
			return
		}
		left--
		file, err := os.OpenFile(filepath.Join(directory, path), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		if _, err := fmt.Fprintf(file, "\nexport const change%d = %d;\n", n, n); err != nil {
			b.Fatal(err)
		}
	})
	commitAll(b, directory)
}

// eachFile visits the regular files of a directory but git's own and installed
// dependencies.
func eachFile(b *testing.B, directory string, visit func(path string, info fs.FileInfo)) {
	b.Helper()
	err := fs.WalkDir(os.DirFS(directory), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules") {
			return fs.SkipDir
		}
		if entry.Type().IsRegular() {
			info, err := entry.Info()
			if err != nil {
				return err
			}
			visit(path, info)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func treeSize(b *testing.B, directory string) (size int64) {
	b.Helper()
	eachFile(b, directory, func(_ string, info fs.FileInfo) { size += info.Size() })
	return size
}

func writeFile(b *testing.B, path, content string) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		b.Fatal(err)
	}
}
