package manifest

import (
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/compose"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// readCompose puts together the projects of compose: in each folder the file that
// compose takes by itself, and each file for production over it.
func (g *gathering) readCompose() {
	files := map[string]compose.File{}
	g.each(func(file checks.File, content []byte) {
		if !isCompose(file.Path) && !strings.Contains(string(content[:min(len(content), 4096)]), "services:") {
			return
		}
		roots, err := node.Parse(content)
		if err != nil && isCompose(file.Path) {
			g.invalid(file.Path, err)
		}
		if len(roots) > 0 && node.Field(roots[0], "services") != nil || len(roots) > 0 && node.Field(roots[0], "include") != nil {
			files[file.Path] = compose.File{Path: file.Path, Root: roots[0]}
		}
	})
	var names []string
	for name := range files {
		if isCompose(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		g.compose(name, names, files)
	}
}

func (g *gathering) compose(name string, names []string, files map[string]compose.File) {
	stage := stageOf(name)
	if stage == environment.Local || stage == environment.Staging {
		g.elsewhere(name)
		return
	}
	together := []string{name}
	if !files[name].Base() {
		// Files for an environment are read over the one without a name.
		for _, other := range names {
			if files[other].Base() && path.Dir(other) == path.Dir(name) {
				together = []string{other, name}
			}
		}
		if stage != environment.Production && len(together) > 1 {
			g.elsewhere(name) // what it adds is for nobody who says so
			return
		}
	} else if slices.ContainsFunc(names, func(other string) bool {
		return path.Dir(other) == path.Dir(name) && !files[other].Base() && stageOf(other) == environment.Production
	}) {
		return // it is read with that one
	}
	project := compose.Load(together, files)
	if len(project.Services) == 0 {
		return
	}
	if !files[name].Base() && len(together) == 1 && partial(project) {
		g.elsewhere(name) // it is laid over one of another folder, by whoever says so
		return
	}
	if stage == environment.AnyStage && develops(project) {
		stage = environment.Local
	}
	for _, one := range project.Unread {
		g.skip(one, "it is extended or included by "+name+" and is not there")
	}
	g.declared.Compose = append(g.declared.Compose, Composition{project, stage})
}

// partial reports whether a service has neither an image nor what it is built of: it is a
// part of one that stands elsewhere.
func partial(project compose.Project) bool {
	return slices.ContainsFunc(project.Services, func(service compose.Service) bool { return service.Image == "" && !service.Builds })
}

// watches matches commands that start a program anew when its code changes.
var watches = regex.New(`(?i)--reload\b|--watch\b|\bnodemon\b|\bts-node-dev\b|\bair\b(?:\s|$)|\bnext dev\b|\brun (?:start:)?dev\b|\byarn (?:start:)?dev\b|\bvite\b(?:\s|$)|\brunserver\b|\bflask run\b.*--debug|\bwebpack-dev-server\b`)

// develops reports whether a project is for those who develop: it mounts code into
// containers, or starts programs in a way that only they want.
func develops(project compose.Project) bool {
	built := 0
	for _, service := range project.Services {
		if service.Builds {
			built++
		}
		switch {
		case watches.MatchString(service.Command):
			return true
		case service.Environment["NODE_ENV"] == "development" || service.Environment["FLASK_ENV"] == "development" || service.Environment["RAILS_ENV"] == "development":
			return true
		case service.Builds && slices.ContainsFunc(service.Mounts, func(mount compose.Mount) bool {
			return codeFolder.MatchString(mount.Target) && path.Ext(mount.Source) == "" && !strings.HasPrefix(mount.Source, "/")
		}):
			return true
		}
	}
	// Nothing but databases and the like: what the program needs while it is developed.
	return built == 0 && !slices.ContainsFunc(project.Services, func(service compose.Service) bool { return !backing.MatchString(service.Image) })
}

// codeFolder matches where containers have their program.
var codeFolder = regex.New(`^/(?:app|usr/src(?:/app)?|code|src|workspace|srv|var/www(?:/html)?|opt/app|go/src/.+|home/\w+/app)(?:/(?:src|app|server|client|frontend|backend))?/?$`)

// backing matches images of what a program stores in or talks to.
var backing = regex.New(`(?i)(?:^|/)(?:postgres|postgis|pgvector|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|minio|mailhog|mailpit|maildev|adminer|pgadmin4|localstack|clickhouse|timescaledb|etcd|keycloak|jaeger|all-in-one|zipkin|prometheus|grafana|loki|tempo|otel|opentelemetry|redis-stack|redisinsight|cockroach|azurite|dynamodb-local|keydb|dragonfly|server)[\w.-]*(?:[:@]|$)`)
