package archive

import (
	"bytes"
	"encoding/binary"
	"io"
)

// The end of an archive's directory: a record of 22 bytes with a comment of up
// to 64 KiB behind it (APPNOTE.TXT 4.3.16), and before it, where a number does not fit,
// a locator of a larger record (4.3.14, 4.3.15).
const (
	endLength     = 22
	longestEnd    = endLength + 1<<16
	locatorLength = 20
	largeLength   = 56
)

var (
	endMark     = []byte("PK\x05\x06")
	locatorMark = []byte("PK\x06\x07")
	largeMark   = []byte("PK\x06\x06")
)

// entries returns how many entries an archive says to have, before memory is
// spent on their list. A smaller number than there are is no danger: the list
// then ends there or is an error.
func entries(content io.ReaderAt, size int64) (int, bool) {
	tail := make([]byte, min(size, longestEnd+locatorLength))
	start := size - int64(len(tail))
	if _, err := content.ReadAt(tail, start); err != nil && err != io.EOF {
		return 0, false
	}
	at := bytes.LastIndex(tail, endMark)
	if at < 0 || len(tail)-at < endLength {
		return 0, false
	}
	count := int(binary.LittleEndian.Uint16(tail[at+10:]))
	if at < locatorLength || !bytes.HasPrefix(tail[at-locatorLength:], locatorMark) {
		return count, true
	}
	large := make([]byte, largeLength)
	offset := int64(binary.LittleEndian.Uint64(tail[at-locatorLength+8:]))
	if offset < 0 || offset > size-largeLength {
		return count, true
	}
	if _, err := content.ReadAt(large, offset); err != nil || !bytes.HasPrefix(large, largeMark) {
		return count, true
	}
	return int(min(binary.LittleEndian.Uint64(large[32:]), 1<<40)), true
}
