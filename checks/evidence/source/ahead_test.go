package source

import (
	"errors"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestAChildThatWasStartedAheadReadsTheFirstFile(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Ahead = true })
	first := reader.ahead
	if first == nil {
		t.Fatal("none is started")
	}
	started := <-first.started
	first.started <- started
	content := &files{content: map[string]string{"a.js": "console.log(1)"}}
	if facts, _, err := reader.FactsOf(t.Context(), content, content.Files(), all); err != nil || len(facts) != 1 {
		t.Fatalf("%v, %v", facts, err)
	}
	if reader.ahead != nil || len(reader.idle) != 1 || reader.idle[0] != started || started.served != 1 {
		t.Errorf("another child read it: %v", reader.idle)
	}
}

func TestAChildThatNobodyAsksEndsWithTheReader(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Ahead = true })
	started := <-reader.ahead.started
	reader.ahead.started <- started
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if started.cmd.ProcessState == nil {
		t.Error("it goes on")
	}
}

func TestAChildThatCannotBeStartedAheadIsToldToWhoNeedsIt(t *testing.T) {
	t.Parallel()
	reader, err := NewReader(ReaderOptions{Command: []string{"/nowhere/golive"}, Ahead: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	content := &files{content: map[string]string{"a.js": "console.log(1)"}}
	_, err = reader.Facts(t.Context(), content, checks.File{Path: "a.js", Language: "JavaScript"})
	if unread := (*Unread)(nil); err == nil || errors.As(err, &unread) {
		t.Errorf("%v", err)
	}
}
