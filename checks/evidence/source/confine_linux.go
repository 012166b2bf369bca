package source

import (
	"os"
	"runtime/debug"
	"strconv"
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
	return limit(childSeconds, childMemory, childFiles)
}

// ConfineToItself sets the limits of this process as the reader's, and lets it open no
// file and no connection from now on: there is no number left for one.
func ConfineToItself(seconds, memory uint64) error {
	debug.SetMemoryLimit(int64(memory) / 2)
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	highest := 2
	for _, one := range open {
		if number, err := strconv.Atoi(one.Name()); err == nil {
			// The directory itself has a number too, and gives it back.
			if _, err := unix.FcntlInt(uintptr(number), unix.F_GETFD, 0); err == nil {
				highest = max(highest, number)
			}
		}
	}
	if err := limit(seconds, memory, uint64(highest)+1); err != nil {
		return err
	}
	for { // numbers between those that are open
		if _, err := unix.Dup(0); err != nil {
			return nil
		}
	}
}

func limit(seconds, memory, files uint64) error {
	limits := []struct {
		resource int
		value    uint64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_NOFILE, files},
		{unix.RLIMIT_CPU, seconds},
		{unix.RLIMIT_DATA, memory},
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
