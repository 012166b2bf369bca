package process

import (
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Manager is what runs the program.
type Manager string

// The managers.
const (
	PM2      Manager = "PM2"
	Systemd  Manager = "systemd"
	Procfile Manager = "Procfile"
	Fly      Manager = "Fly.io"
)

// Program is one program that a manager runs.
type Program struct {
	Manager   Manager
	Path      string
	Line      int
	Name      string
	Command   string
	Restarts  Answer
	RestartAt int    // the line that says so; 0: it is the default
	Restart   string // what is set, as it is written
	Checked   bool   // the manager asks it whether it is well
	CheckedAt int
	Memory    bool // it is restarted above a size
	Once      bool // it is made to end
	Serves    bool // it answers requests from outside
	Instances string
}

// Answer is what a declaration says of a question.
type Answer int

// The answers.
const (
	Unsaid Answer = iota
	Yes
	No
)

// File is what one file declares.
type File struct {
	Path     string
	Manager  Manager
	Programs []Program
	Unread   string // why it cannot be read; empty: it was
}

var (
	pm2Name      = regex.New(`(?i)^(?:ecosystem(?:\.[\w-]+)*|pm2(?:\.[\w-]+)*|processes)\.(?:c?js|mjs|json5?|ya?ml)$`)
	systemdName  = regex.New(`^[\w@.:-]+\.service(?:\.(?:in|tmpl|template|example))?$`)
	procfileName = regex.New(`^Procfile(?:\.[\w-]+)?$`)
	flyName      = regex.New(`^fly(?:\.[\w-]+)?\.toml$`)
)

// Named tells which manager a file of this path is for; empty: for none.
func Named(file string) Manager {
	base := path.Base(file)
	switch {
	case pm2Name.MatchString(base) && base != "processes.js":
		return PM2
	case systemdName.MatchString(base):
		return Systemd
	case procfileName.MatchString(base):
		return Procfile
	case flyName.MatchString(base):
		return Fly
	}
	return ""
}

const (
	maxBytes    = 256 << 10
	maxPrograms = 200
)

// Read reads a file of a manager.
func Read(name string, content []byte) File {
	file := File{Path: name, Manager: Named(name)}
	if len(content) > maxBytes {
		file.Unread = "it is larger than 256 KiB"
		return file
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	switch file.Manager {
	case PM2:
		file.pm2(text)
	case Systemd:
		file.systemd(text)
	case Procfile:
		file.procfile(text)
	case Fly:
		file.fly(text)
	}
	if len(file.Programs) > maxPrograms {
		file.Programs = file.Programs[:maxPrograms]
	}
	for index := range file.Programs {
		file.Programs[index].Path, file.Programs[index].Manager = name, file.Manager
	}
	return file
}

var procfileLine = regex.New(`^([A-Za-z0-9_-]+):\s*(.+)$`)

// procfile reads a Procfile: https://devcenter.heroku.com/articles/procfile
func (f *File) procfile(text string) {
	for index, line := range strings.Split(text, "\n") {
		if match := procfileLine.FindStringSubmatch(line); match != nil {
			f.Programs = append(f.Programs, Program{
				Line: index + 1, Name: match[1], Command: strings.TrimSpace(match[2]), Once: match[1] == "release", Serves: match[1] == "web", Restarts: Unsaid,
			})
		}
	}
}
