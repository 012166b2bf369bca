package kept

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync/atomic"
)

// A segment is, one after the other: the mark, the values, a table with a row
// for each value, and the trailer, which is the number of rows, the checksum of
// the table and the end mark. Numbers are little-endian.
const (
	mark     = "golive kept 1\n"
	endMark  = "kept end"
	rowSize  = len(Key{}) + 12
	tailSize = 8 + len(endMark)
)

var polynomial = crc32.MakeTable(crc32.Castagnoli)

// errSegment is returned for a file that is no whole segment.
var errSegment = errors.New("no whole segment")

// row says where in a segment a value is.
type row struct {
	key    Key
	offset uint32
	length uint32
	sum    uint32
}

func appendRow(table []byte, r row) []byte {
	table = append(table, r.key[:]...)
	table = binary.LittleEndian.AppendUint32(table, r.offset)
	table = binary.LittleEndian.AppendUint32(table, r.length)
	return binary.LittleEndian.AppendUint32(table, r.sum)
}

// appendTrailer ends a table of rows.
func appendTrailer(table []byte) []byte {
	rows, sum := len(table)/rowSize, crc32.Checksum(table, polynomial)
	table = binary.LittleEndian.AppendUint32(table, uint32(rows))
	table = binary.LittleEndian.AppendUint32(table, sum)
	return append(table, endMark...)
}

// segment is a file that is open for reading.
type segment struct {
	file *os.File
	path string
	size int64
	used atomic.Bool // a value was taken from it
}

// openSegment opens a segment and returns it with its rows.
func openSegment(path string) (*segment, []row, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	opened := &segment{file: file, path: path}
	rows, err := opened.rows()
	if err != nil {
		_ = file.Close()
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return opened, rows, nil
}

func (s *segment) rows() ([]row, error) {
	info, err := s.file.Stat()
	if err != nil {
		return nil, err
	}
	if s.size = info.Size(); s.size < int64(len(mark)+tailSize) {
		return nil, errSegment
	}
	trailer := make([]byte, tailSize)
	if _, err := s.file.ReadAt(trailer, s.size-int64(tailSize)); err != nil {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(trailer)) * int64(rowSize)
	start := s.size - int64(tailSize) - length
	if string(trailer[8:]) != endMark || start < int64(len(mark)) {
		return nil, errSegment
	}
	table := make([]byte, length)
	if _, err := s.file.ReadAt(table, start); err != nil {
		return nil, err
	}
	begin := make([]byte, len(mark))
	if _, err := s.file.ReadAt(begin, 0); err != nil {
		return nil, err
	}
	if string(begin) != mark || crc32.Checksum(table, polynomial) != binary.LittleEndian.Uint32(trailer[4:]) {
		return nil, errSegment
	}
	return parseRows(table, start)
}

// parseRows reads a table; every value has to end before the table starts.
func parseRows(table []byte, start int64) ([]row, error) {
	rows := make([]row, 0, len(table)/rowSize)
	for ; len(table) > 0; table = table[rowSize:] {
		one := row{key: Key(table)}
		numbers := table[len(Key{}):]
		one.offset = binary.LittleEndian.Uint32(numbers)
		one.length = binary.LittleEndian.Uint32(numbers[4:])
		one.sum = binary.LittleEndian.Uint32(numbers[8:])
		if int64(one.offset) < int64(len(mark)) || int64(one.offset)+int64(one.length) > start {
			return nil, errSegment
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// value reads one value; an error where it is not what was written.
func (s *segment) value(at row) ([]byte, error) {
	value := make([]byte, at.length)
	if _, err := s.file.ReadAt(value, int64(at.offset)); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if crc32.Checksum(value, polynomial) != at.sum {
		return nil, errSegment
	}
	return value, nil
}
