package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// binaryVariable names a built golive, so that it need not be built anew.
const binaryVariable = "GOLIVE_BINARY"

// idleTime is how long a server is left alone before its memory is read again.
const idleTime = 20 * time.Second

// BenchmarkStart starts the program as an operator does, waits until it answers
// /health, and leaves it alone. It reports the time from the start of the process
// (goal: 500 ms) and the memory it then stands at, with that of its children
// (goal: 80 MB after 20 s without work).
//
//	go test -tags gore2regex -run '^$' -bench Start -benchtime 1x ./cmd/golive
func BenchmarkStart(b *testing.B) {
	program := built(b)
	for _, queue := range []string{"embedded", "redis-server"} {
		b.Run(queue, func(b *testing.B) {
			environment, address := serving(b, queue)
			var slowest, total time.Duration
			var fresh, idle float64
			for range b.N {
				b.StartTimer()
				process, took := started(b, program, environment, address)
				b.StopTimer()
				total, slowest = total+took, max(slowest, took)
				fresh = max(fresh, resident(b, process.Process.Pid))
				time.Sleep(idleTime)
				idle = max(idle, resident(b, process.Process.Pid))
				ended(b, process)
			}
			b.ReportMetric(float64(total.Microseconds())/1000/float64(b.N), "start-ms")
			b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-start-ms")
			b.ReportMetric(fresh, "fresh-MB")
			b.ReportMetric(idle, "idle-MB")
		})
	}
}

// BenchmarkVersion starts the program for next to nothing: what every command
// pays before its own work.
func BenchmarkVersion(b *testing.B) {
	program := built(b)
	for b.Loop() {
		if err := exec.CommandContext(b.Context(), program, "version").Run(); err != nil {
			b.Fatal(err)
		}
	}
}

// built returns the path of a golive that is built as a release is.
func built(b *testing.B) string {
	b.Helper()
	if path := os.Getenv(binaryVariable); path != "" {
		return path
	}
	path := filepath.Join(b.TempDir(), "golive")
	arguments := []string{"build", "-trimpath", "-ldflags", "-s -w", "-o", path}
	if secret.Fast() {
		arguments = append(arguments, "-tags", secret.BuildTag)
	}
	if out, err := exec.CommandContext(b.Context(), "go", append(arguments, ".")...).CombinedOutput(); err != nil {
		b.Fatalf("build golive: %v\n%s", err, out)
	}
	return path
}

// serving returns the environment of a golive beside a simulated GitHub, and the
// address that it will listen on.
func serving(b *testing.B, queue string) (environment []string, address string) {
	b.Helper()
	github, err := simulator.New(simulator.Options{Directory: filepath.Join(b.TempDir(), "github")})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := github.Start("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = github.Close(ctx)
	})
	github.CreateOrganization("acme")
	github.CreateInstallation("acme", nil)
	key := filepath.Join(b.TempDir(), "key.pem")
	if err := os.WriteFile(key, github.PrivateKeyPEM(), 0o600); err != nil {
		b.Fatal(err)
	}
	address = freeAddress(b)
	environment = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + b.TempDir(), "GOLIVE_LISTEN=" + address, "GOLIVE_METRICS_LISTEN=" + freeAddress(b),
		fmt.Sprintf("GOLIVE_APP_ID=%d", github.AppID()), "GOLIVE_PRIVATE_KEY_FILE=" + key, "GOLIVE_WEBHOOK_SECRETS=" + github.WebhookSecret(),
		"GOLIVE_GITHUB_URL=" + strings.TrimRight(github.APIURL(), "/"), "GOLIVE_DATA_DIR=" + filepath.Join(b.TempDir(), "data"),
	}
	if queue == "redis-server" {
		environment = append(environment, "GOLIVE_REDIS_URL=redis://"+redisServer(b)+"/0")
	}
	return environment, address
}

// started starts `golive serve` and returns when it answers, with how long that
// took.
func started(b *testing.B, program string, environment []string, address string) (*exec.Cmd, time.Duration) {
	b.Helper()
	command := exec.Command(program, "serve")
	var messages bytes.Buffer
	command.Env, command.Stderr = environment, &messages
	begun := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = command.Process.Kill() }) // where the benchmark failed
	for {
		answer, err := http.Get("http://" + address + "/health")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return command, time.Since(begun)
			}
		}
		if time.Since(begun) > time.Minute {
			b.Fatalf("golive does not answer:\n%s", messages.String())
		}
		time.Sleep(time.Millisecond)
	}
}

// ended ends a server as a machine that shuts down does.
func ended(b *testing.B, process *exec.Cmd) {
	b.Helper()
	if err := process.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	if err := process.Wait(); err != nil {
		b.Errorf("golive ended with %v", err)
	}
}

// shareLine is a process's proportional share of the memory that it uses: of a page
// that three processes share, a third.
// https://docs.kernel.org/filesystems/proc.html
var shareLine = regexp.MustCompile(`(?m)^Pss:\s+(\d+) kB$`)

// resident returns the memory of a process and of its children, in MB (10⁶
// bytes): what the machine has to have for them. The pages of the program itself,
// which all of them share, count once.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	total := residentNow(pid)
	if total == 0 {
		b.Skip("memory is read from /proc, which is Linux's")
	}
	return total
}

// residentNow is resident, and 0 where the process is gone.
func residentNow(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	line := shareLine.FindSubmatch(status)
	if line == nil {
		return 0
	}
	kilobytes, _ := strconv.ParseFloat(string(line[1]), 64)
	total := kilobytes * 1024 / 1e6
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, thread := range threads {
		children, _ := os.ReadFile(thread) // a thread may be gone by now
		for _, child := range strings.Fields(string(children)) {
			if id, err := strconv.Atoi(child); err == nil {
				total += residentNow(id)
			}
		}
	}
	return total
}
