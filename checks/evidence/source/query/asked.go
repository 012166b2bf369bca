package query

import "github.com/golive-app/golive/checks/evidence/source/program"

// Tables tells which calls of a program ask the database, for those who read what
// the calls ask for.
type Tables struct{ file *file }

// TablesFor returns what is known of one program's calls.
func TablesFor(p *program.File) Tables { return Tables{newFile(p, &Facts{})} }

// Library returns whose call of the database a call is; empty for any other call.
func (t Tables) Library(in *program.Function, call *program.Call) string {
	if found, _, asks := t.file.asks(in, call); asks {
		return found.library
	}
	return ""
}
