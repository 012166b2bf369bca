package compose

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// lay takes what one declaration says of the service over what is known.
func (s *Service) lay(file string, at *yaml.Node) {
	text := func(name string, into *string) {
		if value := node.Field(at, name); value != nil {
			*into = wordsOf(value)
		}
	}
	text("image", &s.Image)
	text("command", &s.Command)
	if build := node.Field(at, "build"); build != nil {
		s.Builds = true
		context, dockerfile := node.Text(build), ""
		if build.Kind == yaml.MappingNode {
			context, dockerfile = node.Text(node.Field(build, "context")), node.Text(node.Field(build, "dockerfile"))
			s.Target = node.Text(node.Field(build, "target"))
		}
		if !strings.Contains(context, "://") && !strings.Contains(context, "$") {
			s.Build = path.Join(path.Dir(file), context)
			if dockerfile == "" {
				dockerfile = "Dockerfile"
			}
			s.Dockerfile = path.Join(s.Build, dockerfile)
		}
	}
	if restart := node.Field(at, "restart"); restart != nil {
		s.Restart, s.RestartLine = plain(node.Text(restart)), restart.Line
	}
	if policy := node.Path(at, "deploy", "restart_policy"); policy != nil {
		s.Swarm = node.Text(node.Field(policy, "condition")) != "none"
	}
	if replicas, is := node.Number(node.Path(at, "deploy", "replicas")); is {
		s.Replicas = replicas
	}
	if key := node.Key(at, "healthcheck"); key != nil {
		value := node.Field(at, "healthcheck")
		test := wordsOf(node.Field(value, "test"))
		check := Healthcheck{Path: file, Line: key.Line, Test: test, Disable: node.Text(node.Field(value, "disable")) == "true" || strings.HasPrefix(test, "NONE")}
		if test == "" && !check.Disable && s.Healthcheck != nil {
			check.Test = s.Healthcheck.Test // only the times are others
		}
		s.Healthcheck = &check
	}
	for _, one := range node.Items(node.Field(at, "profiles")) {
		s.Profiles = append(s.Profiles, node.Text(one))
	}
	for _, one := range node.Items(node.Field(at, "ports")) {
		s.Ports = append(s.Ports, wordsOf(one))
	}
	for _, one := range node.Items(node.Field(at, "volumes")) {
		s.Mounts = append(s.Mounts, mountOf(one)...)
	}
	s.environment(node.Field(at, "environment"))
	labels := node.Field(at, "labels")
	if texts := node.Texts(labels); texts != nil {
		s.Labels = texts
	}
	for _, one := range node.Items(labels) {
		if s.Labels == nil {
			s.Labels = map[string]string{}
		}
		name, value, _ := strings.Cut(node.Text(one), "=")
		s.Labels[name] = value
	}
}

func (s *Service) environment(at *yaml.Node) {
	if at == nil {
		return
	}
	if s.Environment == nil {
		s.Environment = map[string]string{}
	}
	node.Each(at, func(key, value *yaml.Node) { s.Environment[key.Value] = node.Text(value) })
	for _, one := range node.Items(at) {
		name, value, _ := strings.Cut(node.Text(one), "=")
		s.Environment[name] = value
	}
}

// mountOf returns the folder of the machine that a volume mounts.
func mountOf(at *yaml.Node) []Mount {
	mount := Mount{node.Text(node.Field(at, "source")), node.Text(node.Field(at, "target"))}
	if at.Kind == yaml.ScalarNode {
		parts := strings.Split(at.Value, ":")
		if mount.Source = parts[0]; len(parts) > 1 {
			mount.Target = parts[1]
		}
	}
	if strings.HasPrefix(mount.Source, ".") || strings.HasPrefix(mount.Source, "/") || strings.HasPrefix(mount.Source, "~") {
		return []Mount{mount}
	}
	return nil
}

// wordsOf writes a scalar, or the words of a list.
func wordsOf(at *yaml.Node) string {
	if text := node.Text(at); text != "" {
		return text
	}
	var words []string
	for _, one := range node.Items(at) {
		words = append(words, node.Text(one))
	}
	return strings.Join(words, " ")
}

// variable matches a reference with a default: ${RESTART:-always}.
var variable = regex.New(`^\$\{\w+:?-([^}]*)\}$`)

// plain returns what a value is where nothing else is set.
func plain(value string) string {
	if match := variable.FindStringSubmatch(value); match != nil {
		return match[1]
	}
	return value
}
