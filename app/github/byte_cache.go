package github

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// byteCache keeps values up to a number of bytes in all, least recently used out
// first. Its methods may be called from several goroutines.
type byteCache[K comparable, V any] struct {
	mutex sync.Mutex
	lru   *simplelru.LRU[K, V]
	size  func(V) int
	bytes int
	most  int
}

// newByteCache makes a cache of at most so many values, a positive number, and bytes.
func newByteCache[K comparable, V any](values, bytes int, size func(V) int) *byteCache[K, V] {
	c := &byteCache[K, V]{size: size, most: bytes}
	// The number is positive, the only thing that NewLRU asks for.
	c.lru, _ = simplelru.NewLRU(values, func(_ K, evicted V) { c.bytes -= size(evicted) })
	return c
}

func (c *byteCache[K, V]) get(key K) (V, bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.lru.Get(key)
}

func (c *byteCache[K, V]) put(key K, value V) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.lru.Remove(key)
	c.lru.Add(key, value)
	c.bytes += c.size(value)
	for c.bytes > c.most {
		c.lru.RemoveOldest()
	}
}

// forget drops what a key is of.
func (c *byteCache[K, V]) forget(of func(K) bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, key := range c.lru.Keys() {
		if of(key) {
			c.lru.Remove(key)
		}
	}
}
