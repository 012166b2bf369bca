package page_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/page"
	"github.com/golive-app/golive/checks/evidence/source"
)

// TestMain lets the test binary be the child that parses foreign code.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == source.ReaderCommand {
		if err := source.ServeReader(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// told is what a live demo said to the terminal.
type told struct {
	mutex sync.Mutex
	lines []string
}

func (t *told) tell(line string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.lines = append(t.lines, line)
}

// play runs a real demo with its page and returns both. It ends with the test.
func play(t testing.TB, directory string) (*demo.Live, *httptest.Server) {
	t.Helper()
	said := &told{}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(lineWriter{said}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	live := demo.NewLive(demo.StageOptions{
		RepositoryDirectory: directory, Version: "test", SyntaxCommand: []string{program, source.ReaderCommand},
		StopTime: time.Second, Now: time.Now, Logger: logger,
	}, said.tell)
	shown, err := page.New(page.Options{Demo: live, Host: "127.0.0.1", Version: "test", Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	server := httptest.NewUnstartedServer(shown)
	server.Config.BaseContext = func(net.Listener) context.Context { return ctx }
	server.Start()
	ended := make(chan error, 1)
	go func() { ended <- live.Run(ctx) }()
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		server.CloseClientConnections()
		server.Close()
		if t.Failed() {
			for _, line := range said.lines {
				t.Log(line)
			}
		}
	})
	return live, server
}

type lineWriter struct{ said *told }

func (w lineWriter) Write(line []byte) (int, error) {
	w.said.tell(string(line))
	return len(line), nil
}

// await waits until a live demo looks as it is wanted, and fails the test where
// that does not come.
func await(t testing.TB, live *demo.Live, what string, wanted func(demo.Snapshot) bool) demo.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for {
		changed := live.Changed()
		seen, err := live.Snapshot(ctx)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if wanted(seen) {
			return seen
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("it does not come to this: %s; there is %+v", what, seen.Ready)
		}
	}
}

// settled reports whether golive's verdict on the head is there.
func settled(seen demo.Snapshot) bool { return seen.Ready.Status == "completed" && seen.Comment != "" }

var _ http.Handler = (*page.Page)(nil)
