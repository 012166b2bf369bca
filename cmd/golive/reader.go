package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// reader is who reads what the program prints.
type reader struct{ gone atomic.Bool }

// watchReader ends the returned context once nobody reads what the program prints
// any more, as when head has seen enough, so that it can clear away what it made.
//
// The kernel sends SIGPIPE for every write to a connection whose other end is gone,
// so for those of the server's clients too, who must not stop it. The signal does not
// say which file it was about, and so the printed ones are asked. It is watched for
// until the end: unwatched, it would end the program before it has cleared away.
func watchReader(parent context.Context, printed ...*os.File) (context.Context, *reader) {
	ctx, cancel := context.WithCancel(parent)
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	who := &reader{}
	go func() {
		defer cancel()
		for {
			select {
			case <-parent.Done():
				return
			case <-pipe:
			}
			for _, file := range printed {
				if withoutReader(file) {
					who.gone.Store(true)
					return
				}
			}
		}
	}()
	return ctx, who
}

// withoutReader tells whether a file is a pipe or a connection without another end.
func withoutReader(file *os.File) bool {
	asked := []unix.PollFd{{Fd: int32(file.Fd())}}
	for {
		ready, err := unix.Poll(asked, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		return err == nil && ready == 1 && asked[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0
	}
}
