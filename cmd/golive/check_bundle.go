package main

import (
	"io"
	"time"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/checks"
)

// writeBundle writes the evidence bundle of a report that nobody signs.
func writeBundle(report checks.Report, flags checkFlags, began time.Time) error {
	data, err := bundle.Build(report, bundle.Run{Started: began, Finished: time.Now()}, nil)
	if err != nil {
		return err
	}
	return writeWhole(flags.bundle, func(writer io.Writer) error {
		_, err := writer.Write(data)
		return err
	})
}
