package loadreport

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/golive-app/golive/checks/evidence/load"
)

// ReadBaseline reads an earlier run: a directory that Directory wrote, a result in JSON,
// or a histogram log.
func ReadBaseline(path string) (load.Baseline, error) {
	information, err := os.Stat(path)
	if err != nil {
		return load.Baseline{}, err
	}
	if !information.IsDir() {
		return readBaselineFile(path)
	}
	baseline, err := readBaselineFile(filepath.Join(path, ResultFile))
	if err != nil {
		return load.Baseline{}, err
	}
	baseline.Source = path
	log, err := readBaselineFile(filepath.Join(path, LogFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return baseline, nil // the result has percentiles of its own
	case err != nil:
		return load.Baseline{}, err
	}
	baseline.Response = log.Response
	return baseline, nil
}

func readBaselineFile(path string) (load.Baseline, error) {
	file, err := os.Open(path)
	if err != nil {
		return load.Baseline{}, err
	}
	defer file.Close()
	return newBaseline(path, bufio.NewReader(file))
}

// newBaseline tells by its first character what a file holds.
func newBaseline(source string, from *bufio.Reader) (load.Baseline, error) {
	start, err := from.Peek(1)
	if err != nil && !errors.Is(err, io.EOF) {
		return load.Baseline{}, err
	}
	if bytes.Equal(start, []byte("{")) {
		result, err := load.ReadResult(from)
		if err != nil {
			return load.Baseline{}, fmt.Errorf("%s: %w", source, err)
		}
		return load.Baseline{Source: source, Result: &result}, nil
	}
	response, err := load.ReadHistogramLog(from)
	if err != nil {
		return load.Baseline{}, fmt.Errorf("%s: %w", source, err)
	}
	return load.Baseline{Source: source, Response: response}, nil
}
