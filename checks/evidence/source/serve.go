package source

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/golive-app/golive/checks/evidence/source/hugepages"
)

// ReaderCommand is the hidden command by which the golive binary starts itself
// as a child that reads syntax. It takes no arguments.
const ReaderCommand = "read-syntax"

// childHugePages is how far a child's heap grows in huge pages: few grow further.
const childHugePages = 64 << 20 // bytes

// ServeReader is the child's whole life: it takes limits upon itself, then
// answers requests until the input ends. The parsers and the syntax trees are C
// code that works on foreign content, so they live in a process that holds
// nothing, may open nothing and may be lost at any time.
func ServeReader(in io.Reader, out io.Writer) error {
	plainAllocator()
	hugepages.Ask(childHugePages)
	if err := confine(); err != nil {
		return fmt.Errorf("taking limits upon the reader: %w", err)
	}
	return serve(in, out)
}

// hello is the first frame that a child sends: starting a program takes time
// that no file may be charged with.
const hello = "read-syntax/1"

// serve says that it is there and answers requests until the input ends.
func serve(in io.Reader, out io.Writer) error {
	answers := frames{out: out}
	if err := answers.write([]byte(hello)); err != nil {
		return fmt.Errorf("writing the first frame: %w", err)
	}
	buffered := bufio.NewReaderSize(in, 1<<16)
	for {
		header, err := readFrame(buffered)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		content, err := readFrame(buffered)
		if err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		// A goroutine that was not scheduled for 10 ms loses its processor whenever it is in
		// C, and Go's monitor then looks every 20 µs whether another one is to be taken:
		// without a turn of the scheduler between two files that is a twentieth of the time.
		runtime.Gosched()
		var asked request
		if err := json.Unmarshal(header, &asked); err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		if err := answers.write(respond(asked, content)); err != nil {
			return fmt.Errorf("writing an answer: %w", err)
		}
	}
}

// respond reads one file's facts within its time, as an answer's frame. What
// counts is the time that the processor spends on it, so that a busy machine
// changes no verdict.
func respond(asked request, content []byte) []byte {
	limit := time.Duration(asked.Milliseconds) * time.Millisecond
	begun, start := time.Now(), processorTime()
	facts, err := readFacts(asked.Language, asked.Depth, content, func() bool {
		// The kernel is asked only once so much time could have been used: the question costs more than a step of a parser.
		return time.Since(begun) > limit/time.Duration(runtime.NumCPU()) && processorTime()-start > limit
	})
	if err != nil {
		return unreadFrame(err.Error())
	}
	frame, err := factsFrame(facts)
	if err != nil {
		return unreadFrame(err.Error())
	}
	return frame
}
