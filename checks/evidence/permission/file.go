package permission

import (
	"context"
	_ "embed"
	"errors"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// Path is where a repository says who may do what.
const Path = ".golive/authz.yml"

//go:embed authz.schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of the file, for editors.
func Schema() []byte { return schema }

// File is a matrix that was read.
type File struct {
	Text    []byte
	Matrix  *scenario.Matrix // nil: it is not in order
	Problem *scenario.FileError
}

// Parse reads a file. What is wrong with it is its Problem.
func Parse(text []byte) File {
	file := File{Text: text}
	file.Matrix, file.Problem = compile(text, "staging.invalid")
	return file
}

func compile(text []byte, host string) (*scenario.Matrix, *scenario.FileError) {
	matrix, err := scenario.ParseMatrix(Path, text, scenario.Options{Host: host})
	var wrong *scenario.FileError
	switch {
	case errors.As(err, &wrong):
		return nil, wrong
	case err != nil: // which no version of the reader returns
		return nil, &scenario.FileError{File: Path}
	}
	return matrix, nil
}

// Line returns where a route stands; 0: it does not.
func (f File) Line(name string) int {
	if f.Matrix != nil {
		for _, route := range f.Matrix.Routes {
			if route.Name() == name {
				return route.Line
			}
		}
	}
	return 0
}

// Trusted reads the file that may be tried; found is false where there is none. lack says
// why one that is there cannot be tried, for people, and remedy what to do.
func Trusted(ctx context.Context, files checks.TrustedFiles) (file File, found bool, lack, remedy string, err error) {
	text, found, why, err := files.Look(ctx, Path)
	switch {
	case err != nil || !found && why == "":
		return File{}, false, "", "", err
	case why != "":
		return File{}, true, why, "`/golive rerun security.authorization`", nil
	}
	if file = Parse(text); file.Problem != nil {
		return file, true, "`" + Path + "` " + files.Where() + " is not in order", "`golive config validate` says what is wrong with it.", nil
	}
	return file, true, "", "", nil
}
