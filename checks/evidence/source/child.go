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
	"time"
)

// errChild is wrapped where a child did not answer; the child is gone then.
var errChild = errors.New("the syntax reader")

// child is one running reader process. It serves one file at a time.
type child struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	served int
	since  time.Time // when it became idle
}

// startTime is how long a child may take until it says that it is there.
const startTime = time.Minute

// startChild starts a reader in a directory that holds nothing of the release and with
// nothing in its environment but that it collects no garbage while it starts, and waits
// until it is there.
func startChild(ctx context.Context, argv []string) (*child, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = []string{"GOGC=off"}
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
	started := &child{cmd: cmd, stdin: stdin, stdout: bufio.NewReaderSize(stdout, 1<<16)}
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

// ask has the child read one file. The child ends the work itself once it has
// used the limit in processor time; where it has not after several times as
// long, it is killed. An error other than the context's own wraps errChild, and
// the child must not be used again.
func (c *child) ask(ctx context.Context, asked request, content []byte, limit time.Duration) (answer, error) {
	patience := 8*limit + time.Second
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stop := context.AfterFunc(waiting, func() { _ = c.cmd.Process.Kill() })
	asked.Milliseconds = limit.Milliseconds()
	got, err := c.exchange(asked, content)
	if !stop() || err != nil {
		switch {
		case ctx.Err() != nil:
			return answer{}, ctx.Err()
		case waiting.Err() != nil:
			return answer{}, fmt.Errorf("%w did not answer within %s", errChild, patience)
		default:
			return answer{}, fmt.Errorf("%w crashed on it (%w)", errChild, err)
		}
	}
	c.served++
	return got, nil
}

func (c *child) exchange(asked request, content []byte) (answer, error) {
	header, err := json.Marshal(asked)
	if err != nil {
		return answer{}, err
	}
	if err := writeFrame(c.stdin, header); err != nil {
		return answer{}, err
	}
	if err := writeFrame(c.stdin, content); err != nil {
		return answer{}, err
	}
	payload, err := readFrame(c.stdout)
	if err != nil {
		return answer{}, err
	}
	return parseAnswer(payload)
}
