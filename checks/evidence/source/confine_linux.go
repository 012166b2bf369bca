package source

import (
	"runtime/debug"
	"time"

	"golang.org/x/sys/unix"
)

// What the child may use. 200,000 nested brackets, the worst that 1 MiB of
// text did to a parser, take about 140 MB.
const (
	childMemory  = 1 << 30   // bytes of its own data
	childHeap    = 256 << 20 // where Go's collector starts to work hard
	childGarbage = 300       // per cent of what is in use; all of it is a file's, and gone with the file
	childSeconds = 600       // of processor time; its parent replaces it long before
	childFiles   = 64        // open files
)

// confine sets the limits of this process. They cannot be raised again.
// https://man7.org/linux/man-pages/man2/setrlimit.2.html
func confine() error {
	debug.SetMemoryLimit(childHeap)
	debug.SetGCPercent(childGarbage)
	limits := []struct {
		resource int
		value    uint64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_NOFILE, childFiles},
		{unix.RLIMIT_CPU, childSeconds},
		{unix.RLIMIT_DATA, childMemory},
	}
	for _, limit := range limits {
		if limit.resource == unix.RLIMIT_DATA && raceDetector {
			continue // its shadow memory alone is larger
		}
		value := limit.value
		var now unix.Rlimit
		if err := unix.Getrlimit(limit.resource, &now); err != nil {
			return err
		}
		value = min(value, now.Max)
		if err := unix.Setrlimit(limit.resource, &unix.Rlimit{Cur: value, Max: value}); err != nil {
			return err
		}
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// processorTime returns what this process has used of its processors.
func processorTime() time.Duration {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
