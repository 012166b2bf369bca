package source

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

var (
	// errChild is wrapped where a child did not answer; the child is gone then.
	errChild = errors.New("the syntax reader")
	// errBehind is returned for a file whose child was lost by no fault of its own: by
	// one that it was given with, or by whoever asked for that one and went away.
	errBehind = errors.New("the syntax reader was lost to another file")
)

// child is one running reader process. It reads one file at a time, in the order in
// which it is given them, and is safe for concurrent use.
type child struct {
	cmd    *exec.Cmd
	stdin  io.Closer
	stdout *bufio.Reader

	sending  sync.Mutex // held while a request is written
	requests frames
	last     turn // of the request that was written last

	mutex sync.Mutex
	loser turn // by which it was lost; nil while it lives
}

// turn is a request's place in the row: it is closed when the answer was read, or never
// will be.
type turn chan struct{}

// startTime is how long a child may take until it says that it is there.
const startTime = time.Minute

// childEnvironment is all that a child has of one. It collects no garbage while it starts. The
// parser's memory comes from one heap that grows by 4 MiB and keeps up to 64 MiB that are
// free: by itself glibc asks the kernel for a few pages at a time in every thread that once
// parsed, and gives them back after every file, which took a twentieth of a child's time.
// Other C libraries know nothing of these names, which
// https://man7.org/linux/man-pages/man3/mallopt.3.html lists.
func childEnvironment() []string {
	return []string{
		"GOGC=off",
		"MALLOC_ARENA_MAX=1", "MALLOC_TOP_PAD_=4194304", "MALLOC_TRIM_THRESHOLD_=67108864", "MALLOC_MMAP_THRESHOLD_=4194304",
	}
}

// startChild starts a reader in a directory that holds nothing of the release and with an
// environment that says nothing of this process, and waits until it is there.
func startChild(ctx context.Context, argv []string) (*child, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = childEnvironment()
	cmd.Dir = os.TempDir()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting the syntax reader: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting the syntax reader: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the syntax reader: %w", err)
	}
	started := &child{cmd: cmd, stdin: stdin, requests: frames{out: stdin}, stdout: bufio.NewReaderSize(stdout, 1<<16), last: make(turn)}
	close(started.last)
	waiting, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	stop := context.AfterFunc(waiting, func() { _ = cmd.Process.Kill() })
	first, err := readFrame(started.stdout)
	if err == nil && string(first) != hello {
		err = fmt.Errorf("its first words are %s", printable(string(first)))
	}
	if !stop() {
		err = waiting.Err()
	}
	if err != nil {
		started.end()
		return nil, fmt.Errorf("starting the syntax reader: %w", err)
	}
	return started, nil
}

func (c *child) end() {
	_ = c.stdin.Close()
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// ask has the child read one file, after those that it was given before. The child ends
// the work itself once it has used the limit in processor time; where it has not after
// several times as long, it is killed. An error other than the context's own is errBehind
// or wraps errChild, and after any error the child must not be used again.
func (c *child) ask(ctx context.Context, asked request, content []byte, limit time.Duration) (answer, error) {
	asked.Milliseconds = limit.Milliseconds()
	mine := make(turn)
	stop := context.AfterFunc(ctx, func() { c.kill(mine) })
	patience := 8*limit + time.Second
	timer := time.AfterFunc(2*patience, func() { c.kill(mine) }) // until it is its turn, for a child may take in nothing
	before, unsent := c.send(mine, asked, content)
	<-before // which ends: each has its own patience
	timer.Reset(patience)
	payload, err := c.receive(unsent)
	inTime, wanted := timer.Stop(), stop()
	if err != nil && inTime && wanted {
		c.lose(mine)
	}
	lost := c.lostBy()
	close(mine)
	switch {
	case !wanted:
		return answer{}, ctx.Err()
	case lost != nil && lost != mine: // whatever came: it may not be the answer to this request
		return answer{}, errBehind
	case !inTime:
		return answer{}, fmt.Errorf("%w did not answer within %s", errChild, patience)
	case err != nil:
		return answer{}, fmt.Errorf("%w crashed on it (%w)", errChild, err)
	}
	got, err := parseAnswer(payload)
	if err != nil {
		c.kill(mine)
		return answer{}, fmt.Errorf("%w crashed on it (%w)", errChild, err)
	}
	return got, nil
}

// send writes a request and returns the turn before it.
func (c *child) send(mine turn, asked request, content []byte) (before turn, err error) {
	c.sending.Lock()
	defer c.sending.Unlock()
	before, c.last = c.last, mine
	header, err := json.Marshal(asked)
	if err != nil {
		return before, err
	}
	return before, c.requests.write(header, content)
}

// receive reads an answer, where its request could be sent.
func (c *child) receive(unsent error) ([]byte, error) {
	if unsent != nil {
		return nil, unsent
	}
	return readFrame(c.stdout)
}

// lose says by which request the child was lost. The first to say so is believed.
func (c *child) lose(by turn) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.loser == nil {
		c.loser = by
	}
}

func (c *child) lostBy() turn {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.loser
}

// kill ends the process for a request's sake.
func (c *child) kill(by turn) {
	c.lose(by)
	_ = c.cmd.Process.Kill()
}
