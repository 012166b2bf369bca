package kept

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

const (
	// waitingBytes bounds what a gate holds; what comes on top is not kept.
	waitingBytes = 64 << 20
	// cleanContents is of how many contents a gate knows that they are clean.
	cleanContents = 200_000
)

// Gate lets values into a store once the content that they were read from is
// known to hold no secret: a line of it that a value quotes could be one. It is
// safe for concurrent use.
type Gate struct {
	store *Store

	mutex   sync.Mutex
	clean   *lru.Cache[string, struct{}]
	waiting map[string][]record
	held    int
}

type record struct {
	key   Key
	value []byte
}

// NewGate returns a gate before a store.
func NewGate(store *Store) *Gate {
	clean, err := lru.New[string, struct{}](cleanContents)
	if err != nil { // only where there is no room for one
		panic(err)
	}
	return &Gate{store: store, clean: clean, waiting: map[string][]record{}}
}

// Get returns the value of a key from the store.
func (g *Gate) Get(key Key) ([]byte, bool) { return g.store.Get(key) }

// Add keeps a value that was read from a content, at once or when it turns out
// to be clean.
func (g *Gate) Add(content string, key Key, value []byte) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.clean.Contains(content) {
		g.store.Add(key, value)
		return
	}
	if g.held+len(value) > waitingBytes {
		return
	}
	g.held += len(value)
	g.waiting[content] = append(g.waiting[content], record{key, value})
}

// Clear says that a content was searched and holds no secret.
func (g *Gate) Clear(content string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.clean.Add(content, struct{}{})
	for _, one := range g.waiting[content] {
		g.held -= len(one.value)
		g.store.Add(one.key, one.value)
	}
	delete(g.waiting, content)
}
