package loadimport

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"

	"github.com/golive-app/golive/config/regex"
)

// Limits of one document. Ten minutes of k6 at a thousand requests a second are some
// two gigabytes of JSON lines, which nobody uploads; a summary has a few kilobytes.
const (
	maxBytes    = 1 << 30  // unpacked
	maxDocument = 32 << 20 // of one JSON document
	maxRecord   = 1 << 20  // of one line or record
	maxSteps    = 200
	maxName     = 200 // bytes of a name
)

// Read reads the result of a load test. name is shown to people and says nothing of
// the format. It reads nothing but data, which it may leave half read.
func Read(name string, data io.Reader) (Imported, error) {
	buffered := bufio.NewReaderSize(data, peeked)
	if start, _ := buffered.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return Imported{}, fmt.Errorf("%w: broken gzip", ErrFormat)
		}
		buffered = bufio.NewReaderSize(unpacked, peeked)
	}
	limited := &io.LimitedReader{R: buffered, N: maxBytes + 1}
	imported, err := recognise(bufio.NewReaderSize(limited, peeked))
	switch {
	case limited.N <= 0:
		return Imported{}, fmt.Errorf("%w: more than %d MiB", ErrTooLarge, maxBytes>>20)
	case err != nil && !errors.Is(err, ErrFormat) && !errors.Is(err, ErrTooLarge):
		return Imported{}, fmt.Errorf("%w: %w", ErrFormat, err)
	case err != nil:
		return Imported{}, err
	}
	imported.Name = shortened(name)
	return imported.finish()
}

// peeked is how much of a document is looked at to tell what it is.
const peeked = 64 << 10

var (
	wrkStart     = regex.New(`(?m)^Running \S+ test @ \S+`)
	gatlingStart = regex.New(`^(?:ASSERTION\t[^\n]*\n)*(?:RUN\t|[\w.$]+\t[^\t\n]*\tRUN\t)`)
	vegetaStart  = regex.New(`^\d{15,20},\d{1,3},\d+,\d+,\d+,`)
)

func recognise(from *bufio.Reader) (Imported, error) {
	start, err := from.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return Imported{}, err
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, _ = from.Discard(3)
		start = start[3:]
	}
	line, _, _ := bytes.Cut(start, []byte("\n"))
	header := string(bytes.TrimSpace(line))
	switch {
	case bytes.HasPrefix(bytes.TrimLeft(start, " \t\r\n"), []byte("{")):
		if lines := linesOf(header); lines != nil {
			return lines(from)
		}
		return readDocument(from)
	case strings.HasPrefix(header, "metric_name,timestamp,metric_value"):
		return readK6CSV(from)
	case gatlingStart.Match(start):
		return readGatlingLog(from)
	case jmeterHeader(header):
		return readJTL(from, header)
	case locustStats(header), locustHistory(header):
		return readLocust(from)
	case vegetaStart.MatchString(header):
		return readVegetaCSV(from)
	case wrkStart.Match(start):
		return readWrk(from)
	}
	return Imported{}, ErrFormat
}

// budget hands out so many bytes until it is filled up again: no record may grow
// without end.
type budget struct {
	from io.Reader
	left int
}

func (b *budget) Read(into []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%w: a record of more than %d KiB", ErrTooLarge, maxRecord>>10)
	}
	read, err := b.from.Read(into[:min(len(into), b.left)])
	b.left -= read
	return read, err
}

func (b *budget) fill() { b.left = maxRecord }

// eachLine calls for every line that is not empty. The line is valid until the next.
func eachLine(from io.Reader, each func(line []byte) error) error {
	scanner := bufio.NewScanner(from)
	scanner.Buffer(make([]byte, 0, peeked), maxRecord)
	for scanner.Scan() {
		if line := bytes.TrimSpace(scanner.Bytes()); len(line) > 0 {
			if err := each(line); err != nil {
				return err
			}
		}
	}
	if errors.Is(scanner.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%w: a line of more than %d KiB", ErrTooLarge, maxRecord>>10)
	}
	return scanner.Err()
}

// shortened makes one short line of a foreign name.
func shortened(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	if len(text) <= maxName {
		return text
	}
	return strings.ToValidUTF8(text[:maxName], "") + "…"
}

// Named reports whether a file may hold a result by its name alone: results have these
// endings, and so have many other files.
func Named(name string) bool {
	base := strings.TrimSuffix(strings.ToLower(path.Base(name)), ".gz")
	switch path.Ext(base) {
	case ".jtl":
		return true
	case ".json", ".ndjson", ".jsonl", ".csv", ".log", ".txt", ".out":
		return named.MatchString(strings.ToLower(name))
	}
	return false
}

var named = regex.New(`k6|gatling|jmeter|locust|vegeta|artillery|fortio|wrk|golive|load|stress|perf|bench|summary|statistics|stats|results?|simulation|assertions`)
