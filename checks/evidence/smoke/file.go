package smoke

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// Path is where a repository keeps the steps.
const Path = ".golive/smoke.yml"

// File is a file of steps that was read.
type File struct {
	Text    []byte
	Program *scenario.Program // nil: it is not in order
	Problem *scenario.FileError
}

// Parse reads a file. What is wrong with it is its Problem.
func Parse(text []byte) File {
	file := File{Text: text}
	program, err := compile(text, "staging.invalid")
	if err != nil {
		file.Problem = err
		return file
	}
	file.Program = program
	return file
}

func compile(text []byte, host string) (*scenario.Program, *scenario.FileError) {
	program, err := scenario.ParseSmoke(Path, text).Compile(scenario.Options{Host: host, Count: 1})
	var wrong *scenario.FileError
	switch {
	case errors.As(err, &wrong):
		return nil, wrong
	case err != nil: // which no version of the reader returns
		return nil, &scenario.FileError{File: Path}
	}
	return program, nil
}

// Read reads a repository's file through a reader of its files; found is false where it
// has none. An error means that it could not be read.
func Read(ctx context.Context, read func(context.Context, string) ([]byte, error)) (file File, found bool, err error) {
	text, err := read(ctx, Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return File{}, false, nil
	case errors.Is(err, checks.ErrTooLarge):
		return Parse(make([]byte, scenario.MostSmoke+1)), true, nil
	case err != nil:
		return File{}, false, fmt.Errorf("read %s: %w", Path, err)
	}
	return Parse(text), true, nil
}

// Trusted reads the file that may be played. Where there is none in order, lack says why,
// for people, and remedy what to do.
func Trusted(ctx context.Context, files checks.TrustedFiles) (trusted File, lack, remedy string, err error) {
	const again = "`/golive rerun launch.smoke-checklist`"
	text, found, why, err := files.Look(ctx, Path)
	switch {
	case err != nil || why != "":
		return File{}, why, again, err
	case !found:
		return File{}, "the file is new in this release, and what is played is the one " + files.Where(), "Merge it there first, in a pull request of its own, then " + again + ".", nil
	}
	if trusted = Parse(text); trusted.Problem != nil {
		return File{}, "what is played is the file " + files.Where() + ", and that one is not in order", "Merge the mended one there first.", nil
	}
	return trusted, "", "", nil
}

// Covers reports what the steps are about, by what they say themselves.
func (f File) Covers() (pages, api int) {
	for _, step := range f.Program.Steps() {
		if step.API {
			api++
		} else {
			pages++
		}
	}
	return pages, api
}

// Line returns where a step of a name stands; 0: there is none.
func (f File) Line(name string) int {
	if f.Program == nil {
		return 0
	}
	for _, step := range f.Program.Steps() {
		if step.Name == name {
			return step.Line
		}
	}
	return 0
}
