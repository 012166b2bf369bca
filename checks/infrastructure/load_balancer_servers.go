package infrastructure

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/compose"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
)

// servers judges nginx, Caddy and Traefik as they are configured before services: to
// how many places each sends requests on.
func (f *balancerFacts) servers() (ways, spread int) {
	for _, server := range f.declared.Servers {
		for _, one := range server.Upstreams {
			if len(one.Servers) == 0 || strings.Contains(one.Servers[0], "localhost") || strings.HasPrefix(one.Servers[0], "127.") {
				continue // what stands in the same machine is no place of its own
			}
			ways++
			at := kubernetes.Place{Path: server.Path, Line: one.Line}
			if len(one.Servers) > 1 || f.copies(one.Servers[0]) > 1 {
				spread++
				f.record(at, fmt.Sprintf("%s sends requests on to %s", server.By, wording.Counted(max(len(one.Servers), f.copies(one.Servers[0])), "place", "places")))
				continue
			}
			f.find("lb.single", checks.SeverityWarning, at, fmt.Sprintf("%s sends requests on to one place alone, %s: while that one is renewed or away, nothing answers", server.By, wording.Quoted(one.Servers[0])),
				"Name two or more, or run the service twice (`deploy: {replicas: 2}` in compose).", one.Name)
		}
	}
	for _, project := range f.declared.Compose {
		if !forProduction(f.declared, project) {
			continue
		}
		for _, service := range project.Services {
			if !routed(service) {
				continue
			}
			ways++
			at := kubernetes.Place{Path: service.Path, Line: service.Line}
			if service.Replicas > 1 {
				spread++
				f.record(at, fmt.Sprintf("Traefik sends requests on to %d of the service %s", service.Replicas, wording.Quoted(service.Name)))
				continue
			}
			f.find("lb.single", checks.SeverityWarning, at, fmt.Sprintf("Traefik sends requests on to one %s alone: while that one is renewed or away, nothing answers", wording.Quoted(service.Name)), "Run it twice: `deploy: {replicas: 2}`.", service.Name)
		}
	}
	return ways, spread
}

// routed reports whether Traefik sends requests on to a service.
func routed(service compose.Service) bool {
	for name := range service.Labels {
		if strings.HasPrefix(name, "traefik.http.routers.") {
			return true
		}
	}
	return false
}

// copies is how many of a service of compose run that has the name of a host.
func (f *balancerFacts) copies(host string) int {
	name, _, _ := strings.Cut(host, ":")
	for _, project := range f.declared.Compose {
		for _, service := range project.Services {
			if service.Name == name {
				return service.Replicas
			}
		}
	}
	return 0
}

func (f *balancerFacts) record(at kubernetes.Place, summary string) {
	f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: checks.Supports, Kind: "file", Source: "golive", ObservedAt: f.now, Tree: f.release.Tree, Path: at.Path, Line: at.Line, Summary: summary,
	})
}
