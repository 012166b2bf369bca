package kept

import (
	"bufio"
	"crypto/rand"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
)

const (
	sealed   = ".kept" // ending of a segment that is whole
	unsealed = ".part" // ending of one that is being written
)

// writer writes one segment. It has no name of a segment until it is sealed.
type writer struct {
	file   *os.File
	buffer *bufio.Writer
	offset int64
	table  []byte
}

func newWriter(directory string) (*writer, error) {
	name := filepath.Join(directory, strings.ToLower(rand.Text()[:20])+unsealed)
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	made := &writer{file: file, buffer: bufio.NewWriterSize(file, 256<<10), offset: int64(len(mark))}
	if _, err := made.buffer.WriteString(mark); err != nil {
		made.abandon()
		return nil, err
	}
	return made, nil
}

func (w *writer) add(key Key, value []byte) error {
	if _, err := w.buffer.Write(value); err != nil {
		return err
	}
	w.table = appendRow(w.table, row{
		key: key, offset: uint32(w.offset), length: uint32(len(value)), sum: crc32.Checksum(value, polynomial),
	})
	w.offset += int64(len(value))
	return nil
}

// seal makes the file a segment and returns its path.
func (w *writer) seal() (string, error) {
	_, err := w.buffer.Write(appendTrailer(w.table))
	if err == nil {
		err = w.buffer.Flush()
	}
	if err != nil {
		w.abandon()
		return "", err
	}
	if err := w.file.Close(); err != nil {
		_ = os.Remove(w.file.Name())
		return "", err
	}
	path := strings.TrimSuffix(w.file.Name(), unsealed) + sealed
	if err := os.Rename(w.file.Name(), path); err != nil {
		_ = os.Remove(w.file.Name())
		return "", err
	}
	return path, nil
}

// abandon takes the file away.
func (w *writer) abandon() {
	_ = w.file.Close()
	_ = os.Remove(w.file.Name())
}
