package kept

import (
	"bytes"
	"testing"
)

func TestOnlyWhatIsCleanIsKept(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	store := opened(t, Options{Directory: directory})
	gate := NewGate(store)
	gate.Add("before", KeyOf("before"), []byte("first"))
	gate.Add("before", KeyOf("before, too"), []byte("second"))
	gate.Add("secret", KeyOf("secret"), []byte("a line that quotes it"))
	gate.Clear("before")
	gate.Clear("after")
	gate.Clear("before")
	gate.Add("after", KeyOf("after"), []byte("third"))
	_ = store.Close()
	later := NewGate(opened(t, Options{Directory: directory}))
	for key, want := range map[string]string{"before": "first", "before, too": "second", "after": "third", "secret": ""} {
		if got, found := later.Get(KeyOf(key)); string(got) != want || found != (want != "") {
			t.Errorf("%s: %q, %v; want %q", key, got, found, want)
		}
	}
}

func TestAGateHoldsNoMoreThanItMay(t *testing.T) {
	t.Parallel()
	gate := NewGate(opened(t, Options{Directory: t.TempDir()}))
	half := bytes.Repeat([]byte("x"), waitingBytes/2)
	for _, content := range []string{"a", "b", "c"} {
		gate.Add(content, KeyOf(content), half)
	}
	if gate.held > waitingBytes || len(gate.waiting) != 2 {
		t.Errorf("it holds %d bytes of %d contents", gate.held, len(gate.waiting))
	}
	gate.Clear("a")
	gate.Add("c", KeyOf("c"), half)
	if gate.held > waitingBytes || len(gate.waiting["c"]) != 1 {
		t.Errorf("it holds %d bytes, and there was room", gate.held)
	}
}
