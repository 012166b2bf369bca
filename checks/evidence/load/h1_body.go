package load

import (
	"bytes"
	"errors"
	"io"
	"math"
)

// body reads what follows the header, and throws away what nobody looks at. How long it is, the
// first of these that holds decides (RFC 9112, 6.3).
func (r *answerReader) body(head head) (Answer, error) {
	answer := Answer{Status: head.status, Last: head.last()}
	var err error
	switch {
	case head.bodiless(r.method):
	case head.chunked:
		answer.Bytes, err = r.chunks()
		// Two lengths at once may be an attempt to hide an answer in an answer.
		answer.Last = answer.Last || head.length >= 0
	case head.length >= 0:
		answer.Bytes, err = head.length, r.discard(head.length)
	default:
		answer.Last = true
		answer.Bytes, err = r.rest()
	}
	return answer, err
}

// discard passes over so many bytes of the body.
func (r *answerReader) discard(length int64) error {
	if length > MostBody {
		return wrongAnswer("its body is longer than %d bytes", MostBody)
	}
	if r.answer != nil && r.answer.WantsBody() {
		return r.keep(int(length))
	}
	if _, err := r.reader.Discard(int(length)); err != nil {
		return early(err)
	}
	return nil
}

// keep hands over so many bytes of the body.
func (r *answerReader) keep(length int) error {
	for length > 0 {
		if _, err := r.reader.Peek(1); err != nil {
			return early(err)
		}
		piece, _ := r.reader.Peek(min(length, r.reader.Buffered())) // they are there
		r.answer.Keep(piece)
		length -= len(piece)
		_, _ = r.reader.Discard(len(piece))
	}
	return nil
}

// rest passes over all that comes until the service closes.
func (r *answerReader) rest() (int64, error) {
	taken := int64(0)
	for {
		if _, err := r.reader.Peek(1); errors.Is(err, io.EOF) {
			return taken, nil
		} else if err != nil {
			return taken, err
		}
		part := r.reader.Buffered()
		if err := r.discard(int64(part)); err != nil {
			return taken, err
		}
		taken += int64(part)
		if taken > MostBody {
			return taken, wrongAnswer("its body is longer than %d bytes", MostBody)
		}
	}
}

// chunks passes over a body in chunks and its trailer (RFC 9112, 7.1).
func (r *answerReader) chunks() (int64, error) {
	taken, excess := int64(0), int64(0)
	for {
		line, err := r.chunkLine()
		if err != nil {
			return taken, err
		}
		size, err := chunkSize(line)
		if err != nil {
			return taken, err
		}
		if size == 0 {
			return taken, r.fields(nil)
		}
		if size > MostBody || taken+size > MostBody {
			return taken, wrongAnswer("its body is longer than %d bytes", MostBody)
		}
		// A byte a chunk is slow but honest; long extensions that carry no data
		// are not.
		const allowance, most = 16, 16 << 10
		if excess = max(excess+int64(len(line))+2-allowance-2*size, 0); excess > most {
			return taken, wrongAnswer("its chunks hold too little")
		}
		if err := r.discard(size); err != nil {
			return taken, err
		}
		taken += size
		end, err := r.reader.Peek(2)
		if err != nil {
			return taken, early(err)
		}
		if end[0] != '\r' || end[1] != '\n' {
			return taken, wrongAnswer("a chunk is longer than it says")
		}
		_, _ = r.reader.Discard(2) // they are there
	}
}

// chunkLine reads the line before a chunk, without its end.
func (r *answerReader) chunkLine() ([]byte, error) {
	line, err := r.reader.ReadSlice('\n')
	switch {
	case err != nil && len(line) >= bufferSize:
		return nil, wrongAnswer("the line before a chunk is too long")
	case err != nil:
		return nil, early(err)
	case bytes.IndexByte(line, '\r') != len(line)-2:
		return nil, wrongAnswer("the line before a chunk is %.40q", line)
	default:
		return line[:len(line)-2], nil
	}
}

// chunkSize reads the size of a chunk; extensions after it are ignored.
func chunkSize(line []byte) (int64, error) {
	for len(line) > 0 && blank(line[len(line)-1]) {
		line = line[:len(line)-1]
	}
	digits, _, _ := bytes.Cut(line, []byte(";"))
	if len(digits) == 0 || len(digits) > 16 {
		return 0, wrongAnswer("a chunk's size is %.40q", line)
	}
	size := uint64(0)
	for _, character := range digits {
		switch lower := character | 0x20; {
		case digit(character):
			size = size<<4 | uint64(character-'0')
		case 'a' <= lower && lower <= 'f':
			size = size<<4 | uint64(lower-'a'+10)
		default:
			return 0, wrongAnswer("a chunk's size is %.40q", line)
		}
	}
	return int64(min(size, math.MaxInt64)), nil
}
