package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"

	"github.com/golive-app/golive/config"
)

// validation is one call of `golive config validate`.
type validation struct {
	over     string // policy file that the others stand over; empty: the defaults
	format   string
	terminal bool // problems are shown with their line and a caret
	colour   bool
}

// validated is what was found of one file; its fields are the JSON answer's.
type validated struct {
	File     string             `json:"file"`
	Valid    bool               `json:"valid"`
	Mode     config.Mode        `json:"mode,omitempty"`
	Problems []validatedProblem `json:"problems"`

	policy  config.Policy
	source  []byte
	meaning [][2]string // of a file that is no policy
}

type validatedProblem struct {
	Line    int    `json:"line"`   // 0: the file as a whole
	Column  int    `json:"column"` // 0: not known
	Path    string `json:"path"`
	Problem string `json:"problem"`
	Advice  string `json:"advice"`
}

func (v validation) run(files []string, in io.Reader, out, messages io.Writer) error {
	if v.format != "text" && v.format != "json" {
		return usage(fmt.Errorf("--format %s: it takes text or json", v.format))
	}
	base, under := config.DefaultPolicy(), "the default"
	var all []validated
	if v.over != "" {
		one := validate(v.over, in, base)
		if !one.Valid {
			files = nil // what they leave out is not known
			all = append(all, one)
		}
		base, under = one.policy, "as in "+printable(v.over)
	}
	for _, file := range files {
		all = append(all, validate(file, in, base))
	}
	valid := true
	for _, one := range all {
		valid = valid && one.Valid
	}
	var err error
	if v.format == "json" {
		err = writeJSON(out, all)
	} else {
		err = v.write(all, base, under, out, messages)
	}
	switch {
	case err != nil:
		return &exitError{exitFailure, err}
	case !valid:
		return &exitError{code: exitUsage}
	}
	return nil
}

// validate reads one file: a policy, unless its path is that of another one. A file that
// cannot be read is one problem.
func validate(file string, in io.Reader, base config.Policy) validated {
	one := validated{File: file, Problems: []validatedProblem{}}
	if file == "-" {
		one.File = "standard input"
	}
	var err error
	if one.source, err = readPolicyFile(file, in); err != nil {
		problem := validatedProblem{Problem: unread(err)}
		if errors.Is(err, fs.ErrNotExist) {
			problem.Advice = "name the file, or go to the directory that holds " + config.PolicyFile
		}
		one.Problems = append(one.Problems, problem)
		return one
	}
	if kind, is := kindOf(file); is && file != "-" {
		var problems []config.Problem
		problems, one.meaning = kind.read(one.source)
		for _, problem := range problems {
			one.Problems = append(one.Problems, validatedProblem(problem))
		}
		one.Valid = len(problems) == 0
		return one
	}
	one.policy, err = config.DecodePolicy(one.source, base)
	var wrong *config.PolicyError
	switch {
	case errors.As(err, &wrong):
		for _, problem := range wrong.Problems {
			one.Problems = append(one.Problems, validatedProblem(problem))
		}
	case err != nil:
		one.Problems = append(one.Problems, validatedProblem{Problem: err.Error()})
	default:
		one.Valid, one.Mode = true, one.policy.Mode
	}
	return one
}

// readPolicyFile reads a file or standard input, and stops far above what a
// policy may have.
func readPolicyFile(file string, in io.Reader) ([]byte, error) {
	const most = 16 << 20
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = opened.Close() }() // nothing was written
		in = opened
	}
	return io.ReadAll(io.LimitReader(in, most))
}

// unread says why a file cannot be read, without repeating its name.
func unread(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return "cannot be read: " + err.Error()
}

func writeJSON(out io.Writer, all []validated) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		Files []validated `json:"files"`
	}{all})
}

// write prints what files mean on one stream, and their problems on the other.
func (v validation) write(all []validated, base config.Policy, under string, out, messages io.Writer) error {
	var failed error
	for _, one := range all {
		stream, text := out, ""
		if one.meaning != nil {
			text = fileMeaning(one)
		} else if one.Valid {
			text = meaning(one, base, under)
		}
		if !one.Valid {
			stream, text = messages, v.problems(one)
		}
		if _, err := io.WriteString(stream, text); err != nil && failed == nil {
			failed = err
		}
	}
	return failed
}

// problems is one line for each problem, and on a terminal the line of the file
// below it.
func (v validation) problems(one validated) string {
	place, advice, caret := lipgloss.NewStyle(), lipgloss.NewStyle(), lipgloss.NewStyle()
	if v.colour {
		place, advice, caret = place.Bold(true), advice.Faint(true), caret.Foreground(lipgloss.Red)
	}
	lines := sourceLines(one.source)
	var text strings.Builder
	for _, problem := range one.Problems {
		where := printable(one.File)
		if problem.Line > 0 {
			where += fmt.Sprintf(":%d", problem.Line)
		}
		if problem.Column > 0 {
			where += fmt.Sprintf(":%d", problem.Column)
		}
		text.WriteString(place.Render(where+":") + " " + printable(problem.Problem))
		if problem.Advice != "" {
			text.WriteString(" — " + advice.Render(printable(problem.Advice)))
		}
		text.WriteString("\n")
		if v.terminal && problem.Line > 0 && problem.Line <= len(lines) {
			line, before := excerpt(lines[problem.Line-1], problem.Column)
			fmt.Fprintf(&text, "    %s\n", line)
			if problem.Column > 0 {
				fmt.Fprintf(&text, "    %s%s\n", strings.Repeat(" ", before), caret.Render("^"))
			}
		}
	}
	return text.String()
}

// sourceLines splits a file where the decoder counts a new line.
func sourceLines(source []byte) []string {
	text := strings.TrimPrefix(string(source), "\uFEFF")
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}

// excerpt returns the part of a line around a column, and the number of cells
// before that column.
func excerpt(line string, column int) (shown string, before int) {
	const most = 100 // characters
	runes := []rune(printable(line))
	at := min(max(column-1, 0), len(runes))
	from := 0
	if at > most*3/4 {
		from = at - most*3/4
	}
	return string(runes[from:min(from+most, len(runes))]), lipgloss.Width(string(runes[from:at]))
}

// printable keeps what a foreign text could do to a terminal away from it, one
// character for one.
func printable(text string) string {
	return strings.Map(func(letter rune) rune {
		switch {
		case letter == '\t':
			return ' '
		case unicode.IsGraphic(letter) && !unicode.Is(unicode.Cf, letter):
			return letter
		default:
			return '\uFFFD'
		}
	}, text)
}
