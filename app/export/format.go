package export

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

// Format names a form of the report.
type Format string

// The formats that this package writes.
const (
	JSON     Format = "json"
	Markdown Format = "markdown"
	SARIF    Format = "sarif"
	JUnit    Format = "junit"
)

// Options say what the report itself does not.
type Options struct {
	Only []string // the items and sections that were asked for; none: all
}

// Write writes the report in a format. What is written ends with a line break.
// An error is the writer's, or names a format that there is none of.
func Write(writer io.Writer, report checks.Report, format Format, options Options) error {
	var err error
	switch format {
	case JSON:
		err = writeJSON(writer, report)
	case Markdown:
		err = writeMarkdown(writer, report)
	case SARIF:
		err = writeSARIF(writer, report, options)
	case JUnit:
		err = writeJUnit(writer, report)
	default:
		return fmt.Errorf("no format %q", format)
	}
	if err != nil {
		return fmt.Errorf("write the report as %s: %w", format, err)
	}
	return nil
}

// maxSummary is what GitHub takes as one step's job summary, in bytes.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
const maxSummary = 1 << 20

// writeMarkdown writes the report and the line with which reports end.
func writeMarkdown(writer io.Writer, report checks.Report) error {
	last := "\n" + terminal.LastLine(report) + "\n"
	_, err := io.WriteString(writer, publish.ReportMarkdown(report, maxSummary-len(last))+last)
	return err
}

func writeJSON(writer io.Writer, report any) error {
	encoder := json.NewEncoder(writer)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(report)
}
