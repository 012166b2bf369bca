package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is how much memory a short run takes before it looks for the first
// time for what it no longer needs.
const firstCollection = 128 << 20 // bytes

// collectLate puts off the collection of garbage until the program has taken a good
// part of what it will: a run of a second would otherwise collect a dozen times, while
// it is small. From then on all is as it was. What the environment sets stands
// (https://pkg.go.dev/runtime#hdr-Environment_Variables).
func collectLate() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	percent := debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	first := new(*byte) // nothing holds it, so the first collection finds it
	runtime.AddCleanup(first, func(percent int) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(math.MaxInt64)
	}, percent)
}
