package main

import (
	"bufio"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

var setupAddress = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)/setup\?token=`)

// A client that goes away in the middle of its answers has the kernel send SIGPIPE
// to the server, which must not take it for the end of who reads its log.
func TestServeGoesOnWhenAClientHangsUp(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	serving := exec.CommandContext(t.Context(), program, "serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--data-dir", t.TempDir())
	serving.Env = append(os.Environ(), "GOLIVE_TEST_PROGRAM=yes")
	messages, err := serving.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	address, ended := "", make(chan struct{})
	lines := bufio.NewScanner(messages)
	for address == "" && lines.Scan() {
		if found := setupAddress.FindStringSubmatch(lines.Text()); found != nil {
			address = found[1]
		}
	}
	if address == "" {
		t.Fatal("it never said where its set-up is")
	}
	go func() {
		defer close(ended)
		for lines.Scan() {
			// what it says from here on is of no matter, but must be read
		}
	}()

	// Requests after one another on one connection, and none of their answers read:
	// the server writes on after the connection was closed and reset.
	many := strings.Repeat("GET /health HTTP/1.1\r\nHost: golive\r\n\r\n", 2000)
	for range 20 {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatalf("it does not serve any more: %v", err)
		}
		// How much of it is sent before the other end gives up is the kernel's affair.
		_, _ = connection.Write([]byte(many))
		connection.Close()
	}
	answer, err := http.Get("http://" + address + "/health")
	if err != nil {
		t.Fatalf("it does not serve any more: %v", err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("health: %s", answer.Status)
	}
	if err := serving.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-ended
	if err := serving.Wait(); err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
}
