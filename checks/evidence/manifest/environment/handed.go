package environment

import (
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// Handed lists the files of variables that compose hands over to services, whatever
// they are called. https://docs.docker.com/reference/compose-file/services/#env_file
func (f *Found) Handed() []string {
	var names []string
	for _, one := range f.Wholes {
		if one.File != "" && !slices.Contains(names, one.File) {
			names = append(names, one.File)
		}
	}
	return names
}

// Hand reads one of them: its variables are given to whom it is handed over, and it is
// no longer a source whose names nobody sees.
func (f *Found) Hand(file checks.File, content []byte) {
	all := secret.ParseEnvironment(string(content))
	known := map[Given]bool{} // by its name, or by another service
	for _, given := range f.Given {
		if given.Path == file.Path {
			known[given] = true
		}
	}
	var left []Whole
	for _, one := range f.Wholes {
		if one.File != file.Path {
			left = append(left, one)
			continue
		}
		r := f.reader(file, one.Stage)
		r.kind, r.given = "environment file", known
		for _, variable := range all {
			r.give(variable.Name, variable.Line, variable.Value, nil)
		}
	}
	f.Wholes = left
}
