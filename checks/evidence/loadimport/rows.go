package loadimport

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
)

// row is a record of a table whose first record names the columns. It is valid until
// the next one.
type row struct {
	columns map[string]int
	record  []string
}

// of returns the value in a column; nothing where there is none.
func (r row) of(column string) string {
	if at, found := r.columns[column]; found && at < len(r.record) {
		return r.record[at]
	}
	return ""
}

// number returns the number in a column; false where it is none.
func (r row) number(column string) (float64, bool) {
	number, err := strconv.ParseFloat(r.of(column), 64)
	return number, err == nil
}

// eachRow calls for every record after the first.
func eachRow(from io.Reader, comma rune, each func(row) error) error {
	var columns map[string]int
	return eachRecord(from, comma, func(record []string) error {
		if columns == nil {
			columns = map[string]int{}
			for at, name := range record {
				columns[name] = at
			}
			return nil
		}
		return each(row{columns, record})
	})
}

// eachRecord calls for every record. It is valid until the next one.
func eachRecord(from io.Reader, comma rune, each func([]string) error) error {
	limited := &budget{from: from}
	reader := csv.NewReader(limited)
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord, reader.LazyQuotes = comma, -1, true, true
	for {
		limited.fill()
		record, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTooLarge):
			return err
		case err != nil:
			return fmt.Errorf("%w: %w", ErrFormat, err)
		}
		if err := each(record); err != nil {
			return err
		}
	}
}

// epoch reads a time since 1970 in seconds, milliseconds, microseconds or nanoseconds,
// whichever falls into this century, or one by RFC 3339.
func epoch(text string) (time.Time, error) {
	if number, err := strconv.ParseInt(text, 10, 64); err == nil && number > 0 {
		for _, unit := range []time.Duration{time.Second, time.Millisecond, time.Microsecond, time.Nanosecond} {
			perSecond := int64(time.Second / unit)
			if whole := number / perSecond; whole < 5e9 {
				return time.Unix(whole, number%perSecond*int64(unit)).UTC(), nil
			}
		}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006/01/02 15:04:05.000"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%w: %q is no time", ErrFormat, shortened(text))
}
