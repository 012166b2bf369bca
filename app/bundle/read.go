package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxSize is the largest file that is read as a bundle, in bytes.
const MaxSize = 64 << 20

// mostRecords bounds how many records are looked at.
const mostRecords = 200_000

// ErrUnreadable says that a file is no bundle, or none that this golive can read.
var ErrUnreadable = errors.New("no evidence bundle")

// Read reads a file whole, unless it is larger than any bundle.
func Read(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%w: it is larger than %d MiB", ErrUnreadable, MaxSize>>20)
	}
	return data, nil
}

// parse reads the outermost parts. Whatever else stands there was not written by golive.
func parse(data []byte) (file, content, about, error) {
	var whole file
	if err := strict(data, &whole); err != nil {
		return file{}, content{}, about{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	var named struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(whole.Bundle, &named); err != nil || named.Schema == "" {
		return file{}, content{}, about{}, fmt.Errorf("%w: it names no schema", ErrUnreadable)
	}
	if named.Schema != Schema {
		return file{}, content{}, about{}, fmt.Errorf("%w: its schema is %.40q, and this golive reads %s", ErrUnreadable, named.Schema, Schema)
	}
	var read content
	if err := strict(whole.Bundle, &read); err != nil {
		return file{}, content{}, about{}, fmt.Errorf("%w: bundle: %w", ErrUnreadable, err)
	}
	if len(read.Records) > mostRecords {
		return file{}, content{}, about{}, fmt.Errorf("%w: it has more than %d records", ErrUnreadable, mostRecords)
	}
	var head about
	if err := json.Unmarshal(read.About, &head); err != nil {
		return file{}, content{}, about{}, fmt.Errorf("%w: bundle.about: %w", ErrUnreadable, err)
	}
	return whole, read, head, nil
}

// strict decodes one value with the keys that it knows and nothing behind it.
func strict(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind its end")
	}
	return nil
}
