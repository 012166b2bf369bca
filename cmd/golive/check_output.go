package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

// formats are the values of --format beside text.
func formats() map[string]export.Format {
	return map[string]export.Format{
		"json": export.JSON, "markdown": export.Markdown, "sarif": export.SARIF, "junit": export.JUnit,
	}
}

// writeReport writes the report where it was asked for. Its last line stands on
// standard output where a person reads that, and else on standard error.
func writeReport(out, messages *os.File, report checks.Report, flags checkFlags) error {
	write := func(writer io.Writer, colour bool, width int) error {
		if format, found := formats()[flags.format]; found {
			return export.Write(writer, report, format, export.Options{Only: flags.only})
		}
		return terminal.NewReport(terminal.Options{Colour: colour, Width: width}).WriteReport(writer, report)
	}
	toFile := flags.output != "" && flags.output != "-"
	if toFile {
		if err := writeWhole(flags.output, func(writer io.Writer) error { return write(writer, false, 0) }); err != nil {
			return err
		}
	} else {
		colour, _, width := terminal.Detect(out, os.Getenv)
		if err := write(out, colour, width); err != nil {
			return err
		}
	}
	if toFile || flags.format != "text" && flags.format != "markdown" {
		fmt.Fprintln(messages, terminal.LastLine(report))
	}
	return nil
}

// writeWhole writes a file that appears whole or not at all, and takes the place
// of an earlier one. What is no regular file, such as a pipe, is written as it
// is.
func writeWhole(path string, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // the link stays
	}
	if information, err := os.Stat(path); err == nil && !information.Mode().IsRegular() {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(file), file.Close())
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".golive-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // gone already where all went well
	const readable = 0o644
	if err := errors.Join(write(file), file.Chmod(readable), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// listItems prints the checklist: what --only takes.
func listItems(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	items := catalogue.New(catalogue.Tools{}).Items()
	for _, section := range checks.Sections() {
		fmt.Fprintf(table, "%s. %s (%s)\n", section.Roman, section.Title, section.ID)
		for _, item := range (checks.Report{Items: items}).InSection(section.ID) {
			fmt.Fprintf(table, "  %s\t%s\t%s\n", item.ID, item.Level, item.Title)
		}
	}
	return table.Flush()
}
