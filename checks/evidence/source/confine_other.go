//go:build !linux

package source

import (
	"runtime/debug"
	"time"
)

// confine bounds what it can outside of Linux, where golive is developed but
// not served: the heap. Time limits and the separate process hold everywhere.
func confine() error {
	debug.SetMemoryLimit(256 << 20)
	debug.SetGCPercent(300)
	return nil
}

// ConfineToItself bounds what it can outside of Linux: the heap.
func ConfineToItself(_, memory uint64) error {
	debug.SetMemoryLimit(int64(memory) / 2)
	return nil
}

var started = time.Now()

// processorTime returns how long this process has been running, for want of
// what it used.
func processorTime() time.Duration { return time.Since(started) }
