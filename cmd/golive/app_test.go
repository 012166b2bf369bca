package main

import (
	"bufio"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestTheManifestIsPrinted(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../../deploy/app-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if code, out, messages := golive(t, nil, "app", "manifest"); code != exitOK || out != string(file) {
		t.Errorf("exit %d, and what deploy has is another one: %s%s", code, out, messages)
	}
	if _, out, _ := golive(t, nil, "app", "manifest", "--public-url", "https://golive.acme.dev", "--name", "golive-acme"); !strings.Contains(out, `"https://golive.acme.dev/webhook"`) || !strings.Contains(out, `"golive-acme"`) {
		t.Error(out)
	}
}

// Without anything set, golive serve opens its set-up on this machine.
func TestServeWithoutAnAppOpensSetUp(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	serving := exec.CommandContext(t.Context(), program, "serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--data-dir", data)
	serving.Env = append(os.Environ(), "GOLIVE_TEST_PROGRAM=yes")
	messages, err := serving.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	link, directory, warned := "", false, false
	lines := bufio.NewScanner(messages)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.Contains(line, "/setup?token=") {
			link = line
		}
		directory = directory || line == filepath.Join(data, "credentials")
		if warned = warned || strings.Contains(line, "Set GOLIVE_PUBLIC_URL"); warned {
			break // the last line of the notice
		}
	}
	address, err := url.Parse(link)
	if err != nil || address.Hostname() != "127.0.0.1" || !directory || !warned {
		t.Fatalf("link %q, directory said: %v, address missed: %v", link, directory, warned)
	}
	for path, status := range map[string]int{"/health": http.StatusOK, "/ready": http.StatusServiceUnavailable, "/setup": http.StatusForbidden} {
		response, err := http.Get("http://" + address.Host + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("%s: %d", path, response.StatusCode)
		}
	}
	if err := serving.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	token := address.Query().Get("token")
	for lines.Scan() {
		if strings.Contains(lines.Text(), token) {
			t.Errorf("the log tells the token: %s", lines.Text())
		}
	}
	if err := serving.Wait(); err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
}
