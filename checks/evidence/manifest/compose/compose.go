// Package compose reads services of compose as they run: with what they extend, include
// and override, each with the file and line where it stands. It walks nodes of YAML:
// the reference loader opens files of the machine it runs on, and keeps no lines.
package compose

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

var fileName = regex.New(`(?i)^(?:docker-|podman-)?compose(?:[.-][\w.-]+)?\.ya?ml$`)

// Named reports whether a path is one of a compose file.
func Named(file string) bool { return fileName.MatchString(path.Base(file)) }

// base are the names that compose takes by itself.
var base = regex.New(`(?i)^(?:docker-)?compose\.ya?ml$`)

// File is one compose file.
type File struct {
	Path string
	Root *yaml.Node
}

// Base reports whether compose reads the file where none is named.
func (f File) Base() bool { return base.MatchString(path.Base(f.Path)) }

// Service is one service.
type Service struct {
	Path        string
	Line        int
	Name        string
	Image       string
	Build       string // folder, relative to the repository; empty: it is not built here
	Dockerfile  string // relative to the repository
	Target      string
	Builds      bool
	Command     string
	Restart     string // empty: nothing is said
	RestartLine int
	Swarm       bool // deploy.restart_policy speaks for the restart
	Healthcheck *Healthcheck
	Profiles    []string
	Ports       []string
	Mounts      []Mount           // folders of this machine
	Environment map[string]string // as far as it is written there
	Replicas    int               // -1: nothing is said
	Labels      map[string]string
	Once        bool // others wait for its end
	Waited      bool // others wait until it is healthy
}

// Mount is a folder of the machine that a container sees as another.
type Mount struct{ Source, Target string }

// Healthcheck is how compose asks a container.
type Healthcheck struct {
	Path    string
	Line    int
	Disable bool
	Test    string
}

// Project is the services of some files that are read together, later ones over
// earlier ones.
type Project struct {
	Files    []string
	Services []Service
	Unread   []string // files that are extended or included and are not there
}

const (
	maxServices = 500
	deepest     = 8 // extensions that lead from one to the next
)

// loader puts a project together.
type loader struct {
	files   map[string]File // all of the repository
	project Project
	seen    map[string]bool
}

// Load puts the services of files together; all are those that they may refer to.
func Load(names []string, all map[string]File) Project {
	l := loader{files: all, seen: map[string]bool{}}
	for _, name := range names {
		l.read(name, 0)
	}
	l.wait()
	return l.project
}

func (l *loader) read(name string, depth int) {
	file, found := l.files[name]
	if !found {
		l.project.Unread = append(l.project.Unread, name)
		return
	}
	if l.seen[name] || depth > deepest {
		return
	}
	l.seen[name] = true
	l.project.Files = append(l.project.Files, name)
	included := node.Field(file.Root, "include")
	for _, one := range node.Items(included) {
		paths := []*yaml.Node{one}
		if one.Kind == yaml.MappingNode {
			paths = []*yaml.Node{node.Field(one, "path")}
			if list := node.Items(paths[0]); len(list) > 0 {
				paths = list
			}
		}
		for _, at := range paths {
			if text := node.Text(at); text != "" && !strings.Contains(text, "://") {
				l.read(path.Join(path.Dir(name), text), depth+1)
			}
		}
	}
	node.Each(node.Field(file.Root, "services"), func(key, value *yaml.Node) {
		index := slices.IndexFunc(l.project.Services, func(s Service) bool { return s.Name == key.Value })
		if index < 0 {
			if len(l.project.Services) >= maxServices {
				return
			}
			l.project.Services = append(l.project.Services, Service{Name: key.Value, Path: name, Line: key.Line, Replicas: -1})
			index = len(l.project.Services) - 1
		}
		l.apply(&l.project.Services[index], file, value, 0)
	})
}

// apply lays a declaration over a service, after what it extends
// (https://docs.docker.com/reference/compose-file/services/#extends).
func (l *loader) apply(s *Service, file File, at *yaml.Node, depth int) {
	if extends := node.Field(at, "extends"); extends != nil && depth < deepest {
		from, name := file, node.Text(extends)
		if name == "" {
			name = node.Text(node.Field(extends, "service"))
		}
		found := true
		if other := node.Text(node.Field(extends, "file")); other != "" {
			from, found = l.files[path.Join(path.Dir(file.Path), other)]
			if !found {
				l.project.Unread = append(l.project.Unread, path.Join(path.Dir(file.Path), other))
			}
		}
		if found {
			if parent := node.Path(from.Root, "services", name); parent != nil {
				l.apply(s, from, parent, depth+1)
			}
		}
	}
	s.lay(file.Path, at)
}

// wait notes which services others wait for
// (https://docs.docker.com/reference/compose-file/services/#depends_on).
func (l *loader) wait() {
	conditions := map[string]string{}
	for _, name := range l.project.Files {
		node.Each(node.Field(l.files[name].Root, "services"), func(_, value *yaml.Node) {
			node.Each(node.Field(value, "depends_on"), func(key, on *yaml.Node) {
				conditions[key.Value+" "+node.Text(node.Field(on, "condition"))] = key.Value
			})
		})
	}
	for index := range l.project.Services {
		s := &l.project.Services[index]
		_, s.Once = conditions[s.Name+" service_completed_successfully"]
		_, s.Waited = conditions[s.Name+" service_healthy"]
	}
}
