package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"syscall"

	"github.com/golive-app/golive/checks"
)

// openRegular opens a file without waiting for it: what was a regular file a
// moment ago may be a pipe by now.
func openRegular(root *os.Root, path string) (*os.File, error) {
	return root.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// diskContent reads files of a directory, none outside of it.
type diskContent struct {
	root *os.Root
	held *hold
}

func (c diskContent) read(ctx context.Context, file checks.File, limit int64) ([]byte, int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if held, found := c.held.get(file.Path); found {
		return held[:min(int64(len(held)), limit)], int64(len(held)), nil
	}
	opened, err := openRegular(c.root, file.Path)
	if err != nil {
		if errors.Is(err, os.ErrClosed) {
			return nil, 0, ErrClosed
		}
		return nil, 0, err
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() || info.Size() != file.Size {
		return nil, 0, ErrChanged
	}
	data := make([]byte, min(file.Size, limit))
	switch _, err := io.ReadFull(opened, data); {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, 0, ErrChanged // it became shorter while it was read
	case err != nil:
		return nil, 0, err
	}
	if file.Blob != "" && int64(len(data)) == file.Size && !named(data, file.Blob) {
		return nil, 0, ErrChanged
	}
	return data, file.Size, nil
}

// named reports whether git calls this content by this id, as it is or with its
// line ends made plain.
func named(data []byte, id string) bool {
	format := formatOf(id)
	if format.idOf("blob", data) == id {
		return true
	}
	normal := withoutCarriageReturns(data)
	return normal != nil && format.idOf("blob", normal) == id
}

func (c diskContent) close() {
	_ = c.root.Close()
	c.held.close()
}

// withoutCarriageReturns returns text as git stores it where it normalises line
// ends, or nil where that changes nothing or the content is no text.
func withoutCarriageReturns(data []byte) []byte {
	if bytes.IndexByte(data, 0) >= 0 || !bytes.Contains(data, []byte("\r\n")) {
		return nil
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}
