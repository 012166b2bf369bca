package memo

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestAnAnswerIsDecidedOnce(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	length := Text(func(text string) int { asked.Add(1); return len(text) })
	for range 3 {
		for _, text := range []string{"", "a", "bc"} {
			if got := length(text); got != len(text) {
				t.Errorf("%q: %d", text, got)
			}
		}
	}
	if asked.Load() != 3 {
		t.Errorf("decided %d times", asked.Load())
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	t.Parallel()
	asked := 0
	length := Text(func(text string) int { asked++; return len(text) })
	long := strings.Repeat("x", longest+1)
	for range 2 {
		if length(long) != len(long) {
			t.Error("a long text is decided otherwise")
		}
	}
	if asked != 2 {
		t.Errorf("a long text was decided %d times", asked)
	}
	for n := range 2 * most {
		length(strconv.Itoa(n))
	}
	before := asked
	if length("0") != 1 || asked != before+1 {
		t.Error("the first of many is still remembered")
	}
	if length("0") != 1 || asked != before+1 {
		t.Error("what was asked last is not remembered")
	}
}

func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	length := Text(func(text string) int { return len(text) })
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for n := range 3 * most {
				if text := strconv.Itoa(n); length(text) != len(text) {
					t.Errorf("%q: %d", text, length(text))
				}
			}
		})
	}
	group.Wait()
}
