package loadreport

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

// The files of a directory.
const (
	PageFile    = "report.html"
	ResultFile  = "result.json"
	SecondsFile = "seconds.csv"
	LogFile     = "response.hlog"
)

// Directory is where the result of one run goes.
type Directory struct {
	path    string
	began   time.Time
	log     *load.HistogramLog
	logFile *os.File
	heat    heat
	against *load.Baseline
	failed  error // the first reason why a second could not be written
}

// Open makes the directory, where it is not there yet, and begins to write in it.
// It writes over an earlier result and leaves other files alone.
func Open(path string, began time.Time) (*Directory, error) {
	const searchable = 0o755
	if err := os.MkdirAll(path, searchable); err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(path, LogFile))
	if err != nil {
		return nil, err
	}
	log, err := load.NewHistogramLog(file, began)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Directory{path: path, began: began, log: log, logFile: file}, nil
}

// Keep takes a second of the run.
func (d *Directory) Keep(interval *load.Interval) {
	d.heat.add(interval)
	if err := d.log.Add(interval); err != nil && d.failed == nil {
		d.failed = err
	}
}

// Against lets the page show the baseline's times beside the run's.
func (d *Directory) Against(baseline load.Baseline) { d.against = &baseline }

// Finish writes the result, and returns what could not be written.
func (d *Directory) Finish(result load.Result, outcome load.Outcome) error {
	failed := errors.Join(d.failed, d.logFile.Close())
	for name, write := range map[string]func(io.Writer) error{
		ResultFile:  result.WriteJSON,
		SecondsFile: func(writer io.Writer) error { return writeSeconds(writer, outcome.Seconds) },
		PageFile: func(writer io.Writer) error {
			return writePage(writer, newPage(result, outcome, d.heat, d.began, d.against))
		},
	} {
		file, err := os.Create(filepath.Join(d.path, name))
		if err == nil {
			err = errors.Join(write(file), file.Close())
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// Page returns the path of the page.
func (d *Directory) Page() string { return filepath.Join(d.path, PageFile) }

// writeSeconds writes a line for every second.
func writeSeconds(writer io.Writer, seconds []load.Second) error {
	table := csv.NewWriter(writer)
	rows := [][]string{{"start_s", "length_s", "warm_up", "offered", "served", "failed", "p50_ms", "p99_ms"}}
	for _, second := range seconds {
		rows = append(rows, []string{
			decimal(second.Start.Seconds()), decimal(second.Length.Seconds()), strconv.FormatBool(second.WarmUp),
			fmt.Sprint(second.Offered), fmt.Sprint(second.Answered), fmt.Sprint(second.Failed),
			decimal(milliseconds(second.P50)), decimal(milliseconds(second.P99)),
		})
	}
	return table.WriteAll(rows)
}

func decimal(value float64) string { return strconv.FormatFloat(value, 'f', 3, 64) }

func milliseconds(taken time.Duration) float64 { return float64(taken) / float64(time.Millisecond) }
