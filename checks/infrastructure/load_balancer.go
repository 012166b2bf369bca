package infrastructure

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
)

// LoadBalancer checks infrastructure.load-balancer: what lets requests in spreads them
// over more than one place that answers, and staging answers steadily while it is
// watched.
type LoadBalancer struct {
	Manifests Manifests
	Projects  Projects
}

// NewLoadBalancer returns the check.
func NewLoadBalancer(manifests Manifests, projects Projects) *LoadBalancer {
	return &LoadBalancer{Manifests: manifests, Projects: projects}
}

// Observe reads what lets requests in.
func (l *LoadBalancer) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	declared, err := l.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for load balancers: %w", err)
	}
	code, err := l.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for what takes requests: %w", err)
	}
	facts := balancerFacts{declared: declared, code: code.Usage(), release: subject.Release, now: subject.Now()}
	if facts.library, err = declared.Library(ctx, subject.Source, facts.code); err != nil {
		return checks.Observation{}, err
	}
	if facts.idle, err = idleTimes(ctx, subject.Source, facts.code); err != nil {
		return checks.Observation{}, err
	}
	return liveLoadBalancer(ctx, subject, facts.observe())
}

// balancerFacts are what was seen, and what it means while that is put together.
type balancerFacts struct {
	declared    *manifest.Declared
	code        usage.Overview
	library     string     // why there is nothing that takes requests; empty: there may be
	idle        []idleTime // of the program's connections
	observation checks.Observation
	release     checks.Release
	now         time.Time
}

func (f *balancerFacts) observe() checks.Observation {
	if reason := f.edge(); reason != "" {
		f.observation.NotApplicable = reason
		return f.observation
	}
	if f.library != "" {
		f.observation.NotApplicable = f.library
		return f.observation
	}
	ways, spread := 0, 0
	for _, set := range f.declared.Kubernetes {
		for _, w := range set.Workloads {
			entrance := f.entrance(set, w)
			if entrance.Path == "" {
				continue
			}
			ways++
			if f.spreads(set, w) {
				spread++
			}
		}
		f.routes(set)
		f.ports(set)
	}
	cloudWays, cloudSpread, unsure := f.cloudBalancers()
	ways, spread = ways+cloudWays, spread+cloudSpread
	if ways == 0 {
		ways, spread = f.servers()
		cloudWays = ways
	}
	if ways > 0 {
		f.keepalive()
	}
	f.observation.Missing = append([]checks.Missing{{
		Connection: checks.ConnectionCluster, Later: true, Reason: "no cluster or cloud is asked yet whether the places behind the load balancer are well",
		Remedy: "Nothing can be connected for this yet: until then the role that signs this item looks at the load balancer and what is behind it.",
	}}, notRead(f.declared)...)
	if balancers := f.declared.Terraform.Balancers(); ways == 0 && len(balancers)+unsure > 0 {
		f.behindUnseen(balancers)
		return f.observation
	}
	if ways == 0 {
		f.observation.Headline = "no load balancer found"
		f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Refutes, Kind: "file", Source: "golive", ObservedAt: f.now, Tree: f.release.Tree, Sample: f.declared.Searched,
			Summary: "no Ingress, Gateway or Service of type LoadBalancer before a workload, no load balancer of Terraform, and no nginx, Caddy or Traefik before a service found in " + wording.Counted(f.declared.Searched, "manifest", "manifests"),
		})
		return f.observation
	}
	outcome := checks.Supports
	if spread < ways {
		outcome = checks.Refutes
	}
	one, many, places := "workload", "workloads", "pods"
	if cloudWays > 0 {
		one, many, places = "service", "services", "places"
	}
	f.observation.Headline = fmt.Sprintf("%d of %s behind a load balancer have two %s or more", spread, wording.Counted(ways, one, many), places)
	f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: outcome, Kind: "file", Source: "golive", ObservedAt: f.now, Tree: f.release.Tree, Sample: ways, Summary: f.observation.Headline,
	})
	checks.SortFindings(f.observation.Findings)
	return f.observation
}

// edge says which platform brings its own load balancer; empty: none does alone.
func (f *balancerFacts) edge() string {
	if len(f.declared.Kubernetes)+len(f.declared.Unread) > 0 {
		return ""
	}
	for _, platform := range f.declared.Platforms {
		if platform.Edge {
			return platform.Name + " brings its own load balancer (" + wording.QuotedPath(platform.Path) + ")."
		}
	}
	for _, file := range f.declared.Processes {
		if file.Manager == "Fly.io" {
			return "Fly.io brings its own load balancer (" + wording.QuotedPath(file.Path) + ")."
		}
	}
	return f.cloudEdge()
}

// entrance returns what lets requests of the outside in to a workload; the zero Place:
// nothing that is declared.
func (f *balancerFacts) entrance(set kubernetes.Set, w kubernetes.Workload) kubernetes.Place {
	if !w.Scales() {
		return kubernetes.Place{}
	}
	for _, service := range set.ServicesOf(w) {
		if service.Type == "LoadBalancer" {
			return service.Place
		}
		for _, route := range set.Routes {
			if slices.ContainsFunc(route.Services, func(name string) bool { return name == service.Name || strings.HasPrefix(name, service.Name+".") }) {
				return route.Place
			}
		}
	}
	return kubernetes.Place{}
}

// spreads judges whether a workload that takes requests has more than one pod.
func (f *balancerFacts) spreads(set kubernetes.Set, w kubernetes.Workload) bool {
	replicas, at := w.Replicas, w.ReplicasAt
	if replicas < 0 {
		replicas, at = 1, w.Place
	}
	if scaler := set.ScalerOf(w); scaler != nil {
		replicas = max(scaler.Min, 1)
		if at = scaler.MinAt; at.Path == "" {
			at = scaler.Place
		}
	}
	if replicas >= 2 {
		return true
	}
	severity, where := checks.SeverityError, "in the manifest"
	switch {
	case set.Chart:
		severity, where = checks.SeverityWarning, "in production's values" // what others set, they set elsewhere
	case set.Partial:
		severity, where = checks.SeverityWarning, "in production's overlay"
	}
	f.find("lb.single", severity, at, fmt.Sprintf("%s takes requests from outside and has %s: while that one is renewed or away, nothing answers", named(w), wording.Counted(replicas, "pod", "pods")),
		"Set two or more "+where+": `replicas: 2`, or `minReplicas: 2` of its autoscaler.", w.Name)
	return false
}

// routes judges whether what lets requests in leads somewhere.
func (f *balancerFacts) routes(set kubernetes.Set) {
	if len(set.Services) == 0 {
		return
	}
	for _, route := range set.Routes {
		for _, name := range route.Services {
			first, _, _ := strings.Cut(name, ".")
			if strings.Contains(name, "@") || slices.ContainsFunc(set.Services, func(service kubernetes.Service) bool { return service.Name == first }) {
				continue
			}
			f.find("lb.backend", checks.SeverityWarning, route.Place, fmt.Sprintf("%s %s leads to the Service %s, which is declared nowhere here", route.Kind, wording.Quoted(route.Name), wording.Quoted(name)), "Name a Service of this release, or declare it.", route.Name, name)
		}
	}
}

// ports judges whether a route asks ports that the Services behind it have.
func (f *balancerFacts) ports(set kubernetes.Set) {
	for _, route := range set.Routes {
		for _, one := range route.Ports {
			at := slices.IndexFunc(set.Services, func(service kubernetes.Service) bool {
				return service.Name == one.Service && (service.Namespace == route.Namespace || service.Namespace == "" || route.Namespace == "")
			})
			if at < 0 || len(set.Services[at].Ports) == 0 || set.Services[at].Serves(one.Port) {
				continue
			}
			f.find("lb.backend-port", checks.SeverityWarning, one.Place, fmt.Sprintf("%s %s asks the port %s of the Service %s, which has none so: requests end there", route.Kind, wording.Quoted(route.Name), wording.Quoted(one.Port), wording.Quoted(one.Service)), "Ask a port that the Service has, or give it this one.", route.Name, one.Service, one.Port)
		}
	}
}

func (f *balancerFacts) find(rule string, severity checks.Severity, at kubernetes.Place, message, remedy string, parts ...string) {
	f.observation.Findings = added(f.observation.Findings, checks.Finding{
		Rule: rule, Severity: severity, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint(rule, at.Path, strings.Join(parts, "\x00")),
	})
}
