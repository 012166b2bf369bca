package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// liveDemo is a demo that stays up, with the address that it printed.
type liveDemo struct {
	command  *exec.Cmd
	address  string
	messages *bufio.Scanner
}

var printedAddress = regexp.MustCompile(`http://([^/ ]+)/`)

// startDemo starts the program's demo with a temporary directory of its own,
// which is returned.
func startDemo(t *testing.T, arguments ...string) (*liveDemo, string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	temporary := t.TempDir()
	started := &liveDemo{command: exec.CommandContext(t.Context(), program, append([]string{"demo"}, arguments...)...)}
	started.command.Env = append(os.Environ(), "GOLIVE_TEST_PROGRAM=yes", "TMPDIR="+temporary)
	out, err := started.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	messages, err := started.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := started.command.Start(); err != nil {
		t.Fatal(err)
	}
	started.messages = bufio.NewScanner(messages)
	line, err := bufio.NewReader(out).ReadString('\n')
	found := printedAddress.FindStringSubmatch(line)
	if err != nil || found == nil {
		t.Fatalf("it printed %q: %v", line, err)
	}
	started.address = found[1]
	return started, temporary
}

// tells reads messages until one has these words.
func (d *liveDemo) tells(t *testing.T, words string) {
	t.Helper()
	var heard []string
	for d.messages.Scan() {
		heard = append(heard, d.messages.Text())
		if strings.Contains(d.messages.Text(), words) {
			return
		}
	}
	t.Fatalf("it never said %q, only:\n%s", words, strings.Join(heard, "\n"))
}

// ends sends a signal, reads the rest and returns the exit code.
func (d *liveDemo) ends(t *testing.T, signal os.Signal) int {
	t.Helper()
	if err := d.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	for d.messages.Scan() {
		if text := d.messages.Text(); strings.Contains(text, "level=ERROR") {
			t.Errorf("at its end it complained: %s", text)
		}
	}
	_ = d.command.Wait() // the exit code says it
	return d.command.ProcessState.ExitCode()
}

func TestTheDemoStaysUpUntilItIsToldToEnd(t *testing.T) {
	t.Parallel()
	started, temporary := startDemo(t, "--listen", "127.0.0.1:0")
	answer, err := http.Get("http://" + started.address + "/")
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(content), "golive") {
		t.Errorf("the page answered %d: %s", answer.StatusCode, content)
	}
	started.tells(t, "webhook pull_request.opened: 202")
	started.tells(t, "verdict on ")
	if code := started.ends(t, os.Interrupt); code != exitOK {
		t.Errorf("exit %d", code)
	}
	left, err := os.ReadDir(temporary)
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v %v", left, err)
	}
}

func TestTheDemoEndsWhileItStarts(t *testing.T) {
	t.Parallel()
	started, temporary := startDemo(t, "--listen", "127.0.0.1:0")
	if code := started.ends(t, syscall.SIGTERM); code != exitOK {
		t.Errorf("exit %d", code)
	}
	left, err := os.ReadDir(temporary)
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v %v", left, err)
	}
}

func TestNothingStaysBehindWhereNobodyReadsTheReport(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	temporary := t.TempDir()
	command := exec.CommandContext(t.Context(), program, "demo", "--once")
	command.Stdout = write
	command.Env = append(os.Environ(), "GOLIVE_TEST_PROGRAM=yes", "TMPDIR="+temporary)
	var messages strings.Builder
	command.Stderr = &messages
	if err := errors.Join(command.Start(), read.Close(), write.Close()); err != nil { // as head does when it has enough
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := command.Wait(); !errors.As(err, &ended) || ended.ExitCode() != exitUnread || strings.Contains(messages.String(), "golive:") {
		t.Errorf("%v: %s", err, messages.String())
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("it left %v %v", left, err)
	}
}

func TestADemoThatIsAskedForATakenPortSaysSo(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	code, out, messages := golive(t, nil, "demo", "--listen", taken.Addr().String())
	if code != exitUsage || out != "" || !strings.Contains(messages, "something else listens there already") {
		t.Errorf("exit %d: %s%s", code, out, messages)
	}
}

func TestOnlyAnAddressThatWasAskedForIsKept(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	listener, err := listenDemo(liveOptions{listen: taken.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if host, _, err := net.SplitHostPort(listener.Addr().String()); err != nil || host != "127.0.0.1" || listener.Addr().String() == taken.Addr().String() {
		t.Errorf("it listens on %s", listener.Addr())
	}
}

func TestADemoOfWhatIsNoRepositoryEnds(t *testing.T) {
	t.Parallel()
	code, _, messages := golive(t, nil, "demo", "--listen", "127.0.0.1:0", "--repo", t.TempDir())
	if code != exitUsage || !strings.Contains(messages, "not a git repository") {
		t.Errorf("exit %d: %s", code, messages)
	}
}

func TestALoadTestBelongsToTheShopsStory(t *testing.T) {
	t.Parallel()
	for words, arguments := range map[string][]string{
		"belongs to --once":                    {"demo", "--load"},
		"a repository of yours has no staging": {"demo", "--once", "--load", "--repo", t.TempDir()},
	} {
		if code, out, messages := golive(t, nil, arguments...); code != exitUsage || out != "" || !strings.Contains(messages, words) {
			t.Errorf("%s: exit %d: %s%s", arguments, code, out, messages)
		}
	}
}
