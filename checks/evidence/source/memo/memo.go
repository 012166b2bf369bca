// Package memo remembers the answers of small pure functions that are asked the
// same thing again and again: what a name says is decided once, however often the
// name stands in a release.
package memo

import "sync"

const (
	// most answers that are remembered; then all are forgotten, which costs less
	// than to find out which one is asked for least.
	most = 8192
	// longest is how long a text may be that is remembered: names are short, and
	// what is long is not met again.
	longest = 128
)

// Text returns a function that answers as decide does, which must depend on its
// argument alone. It is safe for concurrent use.
func Text[V any](decide func(text string) V) func(text string) V {
	var mutex sync.RWMutex
	known := map[string]V{}
	return func(text string) V {
		if len(text) > longest {
			return decide(text)
		}
		mutex.RLock()
		answer, found := known[text]
		mutex.RUnlock()
		if found {
			return answer
		}
		answer = decide(text)
		mutex.Lock()
		defer mutex.Unlock()
		if len(known) >= most {
			clear(known)
		}
		known[text] = answer
		return answer
	}
}
