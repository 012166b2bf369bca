package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func TestAChildThatWasStartedAheadReadsTheFirstFile(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Once = true })
	if len(reader.workers) != 1 {
		t.Fatal("none is started")
	}
	first := reader.workers[0]
	content := &files{content: map[string]string{"a.js": "console.log(1)"}}
	if facts, _, err := reader.FactsOf(t.Context(), content, content.Files(), all); err != nil || len(facts) != 1 {
		t.Fatalf("%v, %v", facts, err)
	}
	if first.served != 1 {
		t.Error("another child read it")
	}
	if len(reader.workers) != 0 || first.child.cmd.ProcessState == nil {
		t.Error("it goes on with nothing to read")
	}
}

func TestAChildThatNobodyAsksEndsWithTheReader(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Once = true })
	started, err := reader.workers[0].ready(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if started.cmd.ProcessState == nil {
		t.Error("it goes on")
	}
}

func TestAChildThatCannotBeStartedAheadIsToldToWhoNeedsIt(t *testing.T) {
	t.Parallel()
	reader, err := NewReader(ReaderOptions{Command: []string{"/nowhere/golive"}, Once: true})
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

func TestAFileBehindOneThatEndsTheChildIsReadByAnother(t *testing.T) {
	t.Parallel()
	for _, spoiler := range []string{"DIE", "HANG", "LIE"} {
		t.Run(spoiler, func(t *testing.T) {
			t.Parallel()
			reader := newReader(t, "moody-reader", func(options *ReaderOptions) {
				options.Children, options.FileTimeout = 1, 100*time.Millisecond
			})
			content := &files{content: map[string]string{}}
			for i := range 3 {
				content.content[fmt.Sprintf("spoiler%d.js", i)] = fmt.Sprintf("console.log('%s', %d)", spoiler, i)
				content.content[fmt.Sprintf("calm%d.js", i)] = fmt.Sprintf("console.log(%d)", i)
			}
			facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
			if err != nil || len(facts) != 3 || len(skipped) != 3 {
				t.Fatalf("%d facts, skipped %v, %v", len(facts), skipped, err)
			}
			for path := range facts {
				if !strings.HasPrefix(path, "calm") {
					t.Errorf("facts of %s", path)
				}
			}
		})
	}
}

func TestAChildThatTakesNothingInIsGivenUp(t *testing.T) {
	t.Parallel()
	reader := newReader(t, "deaf-reader", func(options *ReaderOptions) { options.Children, options.FileTimeout = 1, 10*time.Millisecond })
	pipe := 1 << 16 // what a pipe holds: https://man7.org/linux/man-pages/man7/pipe.7.html
	content := &files{content: map[string]string{"a.js": "console.log(1)\n" + strings.Repeat("// a remark\n", pipe/6)}}
	_, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
	if err != nil || len(skipped) != 1 || !strings.Contains(skipped[0].Reason, "syntax reader") {
		t.Errorf("skipped %v, %v", skipped, err)
	}
}

func TestWhoeverGoesAwayTakesNoOtherFileAlong(t *testing.T) {
	t.Parallel()
	reader := newReader(t, "moody-reader", func(options *ReaderOptions) { options.Children, options.FileTimeout = 1, time.Minute })
	content := &files{content: map[string]string{"hang.js": "console.log('HANG')", "a.js": "console.log(1)"}}
	leaving, leave := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := reader.Facts(leaving, content, checks.File{Path: "hang.js", Language: "JavaScript"}); !errors.Is(err, context.Canceled) {
			t.Errorf("who goes away: %v", err)
		}
	})
	for !reader.busy(1) {
		time.Sleep(time.Millisecond)
	}
	group.Go(func() {
		if facts, err := reader.Facts(t.Context(), content, checks.File{Path: "a.js", Language: "JavaScript"}); err != nil || len(facts.DebugCalls) != 1 {
			t.Errorf("who stays: %+v, %v", facts, err)
		}
	})
	for !reader.busy(2) {
		time.Sleep(time.Millisecond)
	}
	leave()
	group.Wait()
}

// busy reports whether so many files were given to children and not answered for.
func (r *Reader) busy(files int) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	asked := 0
	for _, each := range r.workers {
		asked += each.asked
	}
	return asked == files
}
