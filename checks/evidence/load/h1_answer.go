package load

import (
	"bufio"
	"bytes"
	"errors"
	"net/http"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// answerReader reads one answer by the rules of RFC 9112, as strictly as net/http
// does: a test holds the two against each other.
type answerReader struct {
	reader *bufio.Reader
	method string
	taken  int              // bytes of header, informational answers and trailer
	answer *scenario.Answer // takes what somebody looks at; nil: nobody does
	long   []byte           // a line that is longer than the reader's buffer, or broken into several
}

// read reads the final answer. Informational ones before it are passed over
// (RFC 9110, 15.2).
func (r *answerReader) read() (Answer, error) {
	for {
		head, err := r.head()
		switch {
		case err != nil:
			return Answer{}, err
		case head.status == http.StatusSwitchingProtocols:
			return Answer{}, wrongAnswer("it changes the protocol, which nobody asked for")
		case head.status < 100:
			return Answer{}, wrongAnswer("status %d", head.status)
		case head.status >= 200:
			return r.body(head)
		}
	}
}

// head reads a status line and the fields up to the empty line.
func (r *answerReader) head() (head, error) {
	line, err := r.line()
	if err != nil {
		return head{}, err
	}
	read, err := statusLine(line)
	if err != nil {
		return head{}, err
	}
	if r.answer != nil {
		r.answer.Restart()
	}
	if err := r.fields(&read); err != nil {
		return head{}, err
	}
	return read, read.settle()
}

// fields reads fields up to the empty line, and notes what they say of the message;
// nowhere, where they come after it.
func (r *answerReader) fields(into *head) error {
	for first := true; ; first = false {
		if first {
			if next, err := r.reader.Peek(1); err == nil && blank(next[0]) {
				return wrongAnswer("its header begins with a space")
			}
		}
		line, err := r.line()
		if err != nil || len(line) == 0 {
			return err
		}
		if line, err = r.unfold(line); err != nil {
			return err
		}
		name, value, err := field(line)
		if err != nil {
			return err
		}
		if into == nil {
			continue
		}
		if r.answer != nil {
			r.answer.Field(name, value)
		}
		if err := into.field(name, value); err != nil {
			return err
		}
	}
}

// unfold adds the lines that go on with a field: those that begin with a space
// (RFC 9112, 5.2). Almost no answer has any.
func (r *answerReader) unfold(line []byte) ([]byte, error) {
	for {
		if r.reader.Buffered() == 0 {
			line = bytes.Clone(line) // it gives way to what comes next
		}
		// An error comes again with the next line. A name stands on one line.
		if next, err := r.reader.Peek(1); err != nil || !blank(next[0]) || bytes.IndexByte(line, ':') < 0 {
			return line, nil
		}
		line = append(bytes.Clone(trim(line)), ' ')
		more, err := r.line()
		if err != nil {
			return nil, err
		}
		line = append(line, trim(more)...)
	}
}

// line reads a line without its end. It is valid until the next one is read.
func (r *answerReader) line() ([]byte, error) {
	r.long = r.long[:0]
	for {
		part, err := r.reader.ReadSlice('\n')
		if r.taken += len(part); r.taken > MostHeader {
			return nil, wrongAnswer("its header is longer than %d bytes", MostHeader)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			r.long = append(r.long, part...)
			continue
		case err != nil:
			return nil, early(err)
		case len(r.long) > 0:
			r.long = append(r.long, part...)
			part = r.long
		}
		part = part[:len(part)-1]
		if length := len(part); length > 0 && part[length-1] == '\r' {
			part = part[:length-1]
		}
		return part, nil
	}
}
