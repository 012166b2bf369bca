// Package kepttest is a keeper of values in memory, for tests of those who keep what
// they read for the next run of the program.
package kepttest

import (
	"sync"

	"github.com/golive-app/golive/checks/evidence/kept"
)

// Drawer keeps values, and what it was told about contents. It is safe for
// concurrent use; its fields are for tests that have ended their work with it.
type Drawer struct {
	mutex    sync.Mutex
	Values   map[kept.Key][]byte
	Contents map[string]bool // of which values were added
	Cleared  map[string]bool // that are said to hold no secret
}

// New returns an empty drawer.
func New() *Drawer {
	return &Drawer{Values: map[kept.Key][]byte{}, Contents: map[string]bool{}, Cleared: map[string]bool{}}
}

// Get returns a value.
func (d *Drawer) Get(key kept.Key) ([]byte, bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	value, found := d.Values[key]
	return value, found
}

// Add keeps a value.
func (d *Drawer) Add(content string, key kept.Key, value []byte) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.Values[key], d.Contents[content] = value, true
}

// Clear says that a content holds no secret.
func (d *Drawer) Clear(content string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.Cleared[content] = true
}
