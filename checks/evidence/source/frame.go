package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Parent and child speak in frames: four bytes of length, most significant
// first, and that many bytes. A request is two frames, what to read as JSON and
// the content as it is; an answer is one frame.

// maxFrame bounds what either side accepts.
const maxFrame = 8 << 20

var (
	errFrame  = errors.New("a frame is longer than allowed")
	errAnswer = errors.New("an answer is neither facts nor a reason")
)

// frames writes frames. It is not safe for concurrent use.
type frames struct {
	out    io.Writer
	buffer []byte // what was written last; its memory serves again
}

// keptBuffer is how much of its memory a writer keeps for the next frames, in bytes.
const keptBuffer = 1 << 20

// write writes frames that belong together, at once: who waits for them wakes up once.
func (f *frames) write(payloads ...[]byte) error {
	frame := f.buffer[:0]
	for _, payload := range payloads {
		if len(payload) > maxFrame {
			return fmt.Errorf("%w: %d bytes", errFrame, len(payload))
		}
		frame = binary.BigEndian.AppendUint32(frame, uint32(len(payload)))
		frame = append(frame, payload...)
	}
	if f.buffer = nil; cap(frame) <= keptBuffer {
		f.buffer = frame
	}
	_, err := f.out.Write(frame)
	return err
}

// readFrame returns io.EOF only where the stream ends between two frames.
func readFrame(in io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(length[:])
	if size > maxFrame {
		return nil, fmt.Errorf("%w: %d bytes", errFrame, size)
	}
	payload := make([]byte, size)
	if _, err := io.ReadFull(in, payload); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return payload, nil
}

// request is the first frame of a request.
type request struct {
	Language     string `json:"language"`
	Depth        depth  `json:"depth,omitempty"`
	Milliseconds int64  `json:"milliseconds"` // how long the reading may take
}

// An answer's frame begins with what it is.
const (
	frameFacts  = '+' // facts follow, encoded
	frameUnread = '-' // why there are none follows
)

// answer is what the child says of one file.
type answer struct {
	Facts   Facts
	Encoded []byte // the facts as they came, for those who keep them
	Unread  string // why there are none
}

func unreadFrame(reason string) []byte { return append([]byte{frameUnread}, reason...) }

func factsFrame(facts Facts) ([]byte, error) {
	encoded, err := encodeFacts(facts)
	if err != nil {
		return nil, err
	}
	if len(encoded) >= maxFrame {
		return nil, errFrame
	}
	return append([]byte{frameFacts}, encoded...), nil
}

func parseAnswer(frame []byte) (answer, error) {
	switch {
	case len(frame) > 1 && frame[0] == frameUnread:
		return answer{Unread: string(frame[1:])}, nil
	case len(frame) > 1 && frame[0] == frameFacts:
		facts, err := decodeFacts(frame[1:])
		return answer{Facts: facts, Encoded: frame[1:]}, err
	default:
		return answer{}, errAnswer
	}
}
