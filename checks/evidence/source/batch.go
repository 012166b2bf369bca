package source

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// blobs reads objects of one repository through a few long-lived
// "git cat-file --batch" processes, started as they are needed.
// https://git-scm.com/docs/git-cat-file#_batch_output
type blobs struct {
	directory string
	slots     chan struct{} // one token for each process that may run

	mutex  sync.Mutex
	idle   []*batch
	closed bool
}

func newBlobs(directory string) *blobs {
	return &blobs{directory: directory, slots: make(chan struct{}, min(4, runtime.GOMAXPROCS(0)))}
}

// read returns at most limit bytes of a blob, and its full size.
func (b *blobs) read(ctx context.Context, id string, limit int64) ([]byte, int64, error) {
	if !objectID.MatchString(id) {
		return nil, 0, fmt.Errorf("%q is no object id", printable(id))
	}
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
	process, err := b.take()
	if err != nil {
		return nil, 0, err
	}
	stop := context.AfterFunc(ctx, process.kill)
	content, size, err := process.read(id, limit)
	if !stop() {
		process.end()
		return nil, 0, ctx.Err()
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		process.end() // its output can no longer be trusted to be in step
		return nil, 0, err
	}
	b.giveBack(process)
	return content, size, err
}

func (b *blobs) take() (*batch, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.closed {
		return nil, ErrClosed
	}
	if last := len(b.idle) - 1; last >= 0 {
		process := b.idle[last]
		b.idle = b.idle[:last]
		return process, nil
	}
	return startBatch(b.directory)
}

func (b *blobs) giveBack(process *batch) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.closed {
		process.end()
		return
	}
	b.idle = append(b.idle, process)
}

// close ends the processes. A read that is under way finishes.
func (b *blobs) close() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.closed = true
	for _, process := range b.idle {
		process.end()
	}
	b.idle = nil
}

// batch is one running process; it serves one request at a time.
type batch struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
}

func startBatch(directory string) (*batch, error) {
	cmd := command(directory, nil, "cat-file", "--batch")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting git: %w", err)
	}
	return &batch{cmd: cmd, stdin: stdin, stdout: bufio.NewReaderSize(stdout, 1<<16)}, nil
}

func (b *batch) kill() { _ = b.cmd.Process.Kill() }

func (b *batch) end() {
	_ = b.stdin.Close()
	b.kill()
	_ = b.cmd.Wait()
}

func (b *batch) read(id string, limit int64) ([]byte, int64, error) {
	if _, err := io.WriteString(b.stdin, id+"\n"); err != nil {
		return nil, 0, fmt.Errorf("git cat-file: %w", err)
	}
	header, err := b.stdout.ReadString('\n')
	if err != nil {
		return nil, 0, fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(header)
	if len(fields) == 2 && fields[1] == "missing" {
		return nil, 0, fmt.Errorf("git object %s: %w", id, fs.ErrNotExist)
	}
	if len(fields) != 3 || fields[0] != id {
		return nil, 0, fmt.Errorf("git cat-file answered %s", printable(header))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size < 0 {
		return nil, 0, fmt.Errorf("git cat-file answered %s", printable(header))
	}
	content := make([]byte, min(size, limit))
	if _, err := io.ReadFull(b.stdout, content); err != nil {
		return nil, 0, fmt.Errorf("git cat-file: %w", err)
	}
	rest := size - int64(len(content)) + 1 // and the line feed behind it
	if _, err := io.CopyN(io.Discard, b.stdout, rest); err != nil {
		return nil, 0, fmt.Errorf("git cat-file: %w", err)
	}
	return content, size, nil
}
