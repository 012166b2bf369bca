package infrastructure

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// What a load balancer is watched with.
const (
	watched = 60
	during  = time.Minute
)

// askedAnew keeps caches on the way from answering.
var askedAnew = http.Header{"Cache-Control": {"no-cache"}}

// watchable returns the path that is best to watch: one that tells who answered, or that
// stands for the service being there, or its first page. It is asked of few, most of
// which other items ask too.
func watchable(ctx context.Context, look *probe.Look, version string) (string, error) {
	paths := []string{"/version", "/health", "/healthz", "/status", "/"}
	if version != "" && !slices.Contains(paths, version) {
		paths = append([]string{version}, paths...)
	}
	best := ""
	for _, path := range paths {
		answers, err := look.Ask(ctx, checks.Probe{Path: path})
		if err != nil {
			return "", err
		}
		one := answers[0]
		if probe.Unclear(one) != "" || one.Status >= http.StatusBadRequest || path != "/" && probe.Same(look.Control, one) {
			continue
		}
		if instanceOf(one).name != "" {
			return path, nil
		}
		if best == "" || best == "/version" && path != "/" {
			best = path // health rather than version, version rather than a page
		}
	}
	if best == "" {
		best = "/"
	}
	return best, nil
}

// liveLoadBalancer adds to what is declared how steadily staging answers, and how many
// instances do.
func liveLoadBalancer(ctx context.Context, subject checks.Subject, static checks.Observation) (checks.Observation, error) {
	if static.NotApplicable != "" {
		return static, nil
	}
	// Staging is one of two that are asked here: where nobody named it, what lacks is the
	// cluster as before.
	visited := static
	look, err := probe.Enter(ctx, subject, &visited)
	if err != nil || look == nil {
		return visited, err
	}
	path, err := watchable(ctx, look, subject.Policy.Environments.Staging.Version)
	if err != nil {
		return checks.Observation{}, err
	}
	exchanges, err := look.Watch(ctx, checks.Probe{Path: path, Header: askedAnew}, watched, during)
	if err != nil {
		return checks.Observation{}, err
	}
	// What was not sent, because others had refused too much before, says nothing of it.
	exchanges = slices.DeleteFunc(exchanges, func(one checks.Exchange) bool { return one.Unasked })
	spread := judgeWatch(look, path, exchanges)
	joined := look.Join(visited, func(one *checks.Finding) bool {
		return one == nil && !slices.ContainsFunc(visited.Findings, func(found checks.Finding) bool {
			return found.Rule == "lb.single" && found.Severity == checks.SeverityError
		})
	})
	if spread && look.Deployed.Proven() {
		// Two instances that answer for a minute are two that are well, whatever could be
		// asked of a cluster.
		joined.Missing = slices.DeleteFunc(joined.Missing, func(missing checks.Missing) bool { return missing.Connection == checks.ConnectionCluster })
	}
	return joined, nil
}
