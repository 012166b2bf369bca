// Package dockerfile reads what a Dockerfile says of the image that runs: its stages,
// and of the last one the health check, the user, the signal to stop and what it
// starts. It judges nothing.
package dockerfile

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/golive-app/golive/config/regex"
)

// fileName matches what Docker, Podman and their users call such files.
var fileName = regex.New(`(?i)^(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?$|\.Dockerfile$`)

// Named reports whether a path is one of a Dockerfile.
func Named(file string) bool {
	base := path.Base(file)
	return fileName.MatchString(base) && !others.MatchString(base)
}

// others matches what is only called so: a component, a page, a test, a list of what
// Docker leaves out.
var others = regex.New(`(?i)\.(?:dockerignore|[cm]?[jt]sx?|vue|svelte|go|py|rb|php|java|kt|cs|rs|md|mdx|html?|css|json|ya?ml|snap)$`)

// File is one Dockerfile.
type File struct {
	Path   string
	Stages []Stage
}

// Stage is one FROM and what follows.
type Stage struct {
	Name        string // empty: none is given
	From        string // the image, or the name of another stage
	Line        int
	Healthcheck *Healthcheck
	User        string
	UserLine    int
	StopSignal  string
	Command     string // of ENTRYPOINT and CMD
	Ports       []string
}

// Healthcheck is how Docker asks the container.
type Healthcheck struct {
	Line    int
	None    bool // HEALTHCHECK NONE: what the image has is switched off
	Command string
}

const (
	maxBytes  = 256 << 10
	maxStages = 100
)

// ErrNotRead says why a Dockerfile is not read.
var ErrNotRead = errors.New("it is no Dockerfile that can be read")

// Read reads a Dockerfile.
func Read(name string, content []byte) (file File, err error) {
	if len(content) > maxBytes {
		return File{}, fmt.Errorf("%w: it is larger than %d KiB", ErrNotRead, maxBytes>>10)
	}
	defer func() {
		if problem := recover(); problem != nil {
			file, err = File{}, ErrNotRead
		}
	}()
	result, err := parser.Parse(bytes.NewReader(content))
	if err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrNotRead, err)
	}
	file.Path = name
	for _, one := range result.AST.Children {
		if strings.EqualFold(one.Value, "FROM") {
			if len(file.Stages) >= maxStages {
				break
			}
			file.Stages = append(file.Stages, from(one))
			continue
		}
		if len(file.Stages) > 0 {
			file.Stages[len(file.Stages)-1].read(one)
		}
	}
	if len(file.Stages) == 0 {
		return File{}, fmt.Errorf("%w: nothing says FROM what", ErrNotRead)
	}
	return file, nil
}

func words(at *parser.Node) []string {
	var all []string
	for next := at.Next; next != nil; next = next.Next {
		all = append(all, next.Value)
	}
	return all
}

func from(at *parser.Node) Stage {
	stage := Stage{Line: at.StartLine}
	said := words(at)
	if len(said) > 0 {
		stage.From = said[0]
	}
	if len(said) > 2 && strings.EqualFold(said[1], "AS") {
		stage.Name = strings.ToLower(said[2])
	}
	return stage
}

func (s *Stage) read(at *parser.Node) {
	said := words(at)
	switch strings.ToUpper(at.Value) {
	case "HEALTHCHECK":
		check := Healthcheck{Line: at.StartLine, Command: strings.Join(said, " ")}
		check.None = len(said) > 0 && strings.EqualFold(said[0], "NONE")
		s.Healthcheck = &check
	case "USER":
		s.User, s.UserLine = strings.Join(said, " "), at.StartLine
	case "STOPSIGNAL":
		s.StopSignal = strings.Join(said, " ")
	case "ENTRYPOINT", "CMD":
		s.Command = strings.TrimSpace(s.Command + " " + strings.Join(said, " "))
	case "EXPOSE":
		s.Ports = append(s.Ports, said...)
	}
}

// Final returns the stage that becomes the image: the one of that name, or the last,
// with what it has from the stages that it is built on.
func (f File) Final(target string) Stage {
	index := len(f.Stages) - 1
	for i, stage := range f.Stages {
		if target != "" && stage.Name == strings.ToLower(target) {
			index = i
		}
	}
	final := f.Stages[index]
	for base := index; base > 0; {
		parent := f.named(f.Stages[base].From, base)
		if parent < 0 {
			break
		}
		final.inherit(f.Stages[parent])
		base = parent
	}
	return final
}

// named returns the stage of a name above another one; -1 where there is none.
func (f File) named(name string, above int) int {
	for i := above - 1; i >= 0; i-- {
		if f.Stages[i].Name != "" && f.Stages[i].Name == strings.ToLower(name) {
			return i
		}
	}
	return -1
}

func (s *Stage) inherit(base Stage) {
	if s.Healthcheck == nil {
		s.Healthcheck = base.Healthcheck
	}
	if s.User == "" {
		s.User, s.UserLine = base.User, base.UserLine
	}
	if s.StopSignal == "" {
		s.StopSignal = base.StopSignal
	}
	if s.Command == "" {
		s.Command = base.Command
	}
	if len(s.Ports) == 0 {
		s.Ports = base.Ports
	}
}
