package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/golive-app/golive/checks/evidence/source/hugepages"
)

// firstCollection is how much memory a short run takes before it looks for the first
// time for what it no longer needs.
const firstCollection = 128 << 20 // bytes

// inHugePages is how far the memory of a short run grows in huge pages. A run over 10 MB of
// source takes about as much.
const inHugePages = 192 << 20 // bytes

// collectLate puts off the collection of garbage until the program has taken a good
// part of what it will: a run of a second would otherwise collect a dozen times, while
// it is small. From then on all is as it was. What the environment sets stands
// (https://pkg.go.dev/runtime#hdr-Environment_Variables).
func collectLate() {
	hugepages.Ask(inHugePages)
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
