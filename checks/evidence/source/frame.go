package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Parent and child speak in frames: four bytes of length, most significant
// first, and that many bytes. A request is two frames, what to read as JSON and
// the content as it is; an answer is one frame of JSON.

// maxFrame bounds what either side accepts.
const maxFrame = 8 << 20

var errFrame = errors.New("a frame is longer than allowed")

func writeFrame(out io.Writer, payload []byte) error {
	if len(payload) > maxFrame {
		return fmt.Errorf("%w: %d bytes", errFrame, len(payload))
	}
	frame := make([]byte, 4, 4+len(payload))
	binary.BigEndian.PutUint32(frame, uint32(len(payload)))
	_, err := out.Write(append(frame, payload...))
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
	Milliseconds int64  `json:"milliseconds"` // how long the reading may take
}

// answer is what the child says of one file.
type answer struct {
	Facts  Facts  `json:"facts"`
	Unread string `json:"unread,omitempty"` // why there are none
}
