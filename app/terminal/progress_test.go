package terminal_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/terminal"
)

// hand is a clock that moves when told.
type hand struct{ at time.Time }

func (h *hand) now() time.Time { return h.at }

func (h *hand) pass(elapsed time.Duration) { h.at = h.at.Add(elapsed) }

func TestProgressWithoutATerminalIsPlainLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	clock := &hand{noon}
	progress := terminal.NewProgress(&out, false, clock.now)
	progress.Step("checking", 1, 2, "code.review")
	progress.Step("checking", 1, 2, "code.review")
	clock.pass(5 * time.Second)
	progress.Step("checking", 2, 2, "code.\x1b[31msecrets")
	progress.Say("policy: built-in defaults")
	progress.Follow(context.Background(), nil) // returns at once: there is no line to follow
	progress.Done()
	const wanted = "checking 1/2 · code.review\nchecking 2/2 · code.\\x1b[31msecrets\npolicy: built-in defaults\n"
	if out.String() != wanted {
		t.Errorf("got %q, want %q", out.String(), wanted)
	}
}

func TestProgressOnATerminalIsOneLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	clock := &hand{noon}
	progress := terminal.NewProgress(&out, true, clock.now)
	ticks := make(chan time.Time)
	done := make(chan struct{})
	go func() { progress.Follow(context.Background(), ticks); close(done) }()

	progress.Step("checking", 12, 41, "code.secrets")
	clock.pass(3 * time.Second)
	ticks <- clock.at
	close(ticks)
	<-done
	progress.Say("a line that stays")
	progress.Done()

	const clear = "\r\x1b[2K"
	const wanted = "checking 12/41 · code.secrets" + clear + "checking 12/41 · code.secrets · 3 s" +
		clear + "a line that stays\n" + "checking 12/41 · code.secrets · 3 s" + clear
	if out.String() != wanted {
		t.Errorf("got %q, want %q", out.String(), wanted)
	}
}

func TestProgressLineNeverWraps(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	progress := terminal.NewProgress(&out, true, (&hand{noon}).now)
	progress.SetWidth(20)
	progress.Step("fetching", 0, 0, strings.Repeat("x", 100))
	if line := out.String(); line != "fetching · xxxxxxxx" {
		t.Errorf("got %q, want 19 cells", line)
	}
}

func TestProgressTellsMinutes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	clock := &hand{noon}
	progress := terminal.NewProgress(&out, true, clock.now)
	progress.Step("loading", 0, 0, "")
	clock.pass(125 * time.Second)
	progress.Say("")
	if !strings.HasSuffix(out.String(), "loading · 2 m 5 s") {
		t.Errorf("got %q", out.String())
	}
}

func TestProgressEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	terminal.NewProgress(&bytes.Buffer{}, true, (&hand{noon}).now).Follow(ctx, make(chan time.Time))
}

func TestDetectFindsNoTerminalInAFile(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/report.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	colour, live, width := terminal.Detect(file, func(string) string { return "" })
	if colour || live || width != 0 {
		t.Errorf("got colour %v, live %v, width %d", colour, live, width)
	}
}

func TestDetectOnATerminal(t *testing.T) {
	t.Parallel()
	// A pseudo-terminal, which is what terminal emulators give a program:
	// https://man7.org/linux/man-pages/man4/ptmx.4.html
	file, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	defer file.Close()
	cases := map[string]struct {
		environment  map[string]string
		colour, live bool
	}{
		"nothing is said":                  {nil, true, true},
		"no colours are wanted":            {map[string]string{"NO_COLOR": "1"}, false, true},
		"the terminal is a dumb one":       {map[string]string{"TERM": "dumb"}, false, false},
		"a CI job gives itself a terminal": {map[string]string{"CI": "true"}, true, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			colour, live, width := terminal.Detect(file, func(name string) string { return c.environment[name] })
			if colour != c.colour || live != c.live || width <= 0 {
				t.Errorf("got colour %v, live %v, width %d", colour, live, width)
			}
		})
	}
}
