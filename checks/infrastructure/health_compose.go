package infrastructure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/compose"
	"github.com/golive-app/golive/checks/evidence/manifest/dockerfile"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// runsOnce matches services that do one thing and end.
var runsOnce = regex.New(`(?i)(?:^|[^a-z])(?:migrat\w*|init|seed\w*|setup|bootstrap|create-?buckets?|collectstatic|provision\w*|certbot-init)(?:$|[^a-z])`)

// composeHealth judges the services of a project that production runs on.
func (f *healthFacts) composeHealth(project manifest.Composition) {
	judged, well := 0, 0
	before := len(f.observation.Findings)
	for _, service := range project.Services {
		if service.Once || len(service.Profiles) > 0 || (service.Restart == "" || service.Restart == "no" || strings.HasPrefix(service.Restart, "on-failure")) && (runsOnce.MatchString(service.Name) || runsOnce.MatchString(service.Command)) {
			continue
		}
		judged++
		if f.service(service) {
			well++
		}
	}
	if judged == 0 {
		return
	}
	f.asked += judged
	outcome := checks.Supports
	if slices.ContainsFunc(f.observation.Findings[before:], func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		outcome = checks.Refutes
	}
	files := wording.QuotedPaths(project.Files)
	f.record(outcome, checks.E2, project.Files[0], 0, judged, fmt.Sprintf("%d of %s of compose are started again and asked whether they are well (%s)", well, wording.Counted(judged, "service", "services"), wording.Listed(files, 3)))
}

// service judges one service; true where it is started again and asked.
func (f *healthFacts) service(s compose.Service) bool {
	at, who := kubernetes.Place{Path: s.Path, Line: s.Line}, "service "+wording.Quoted(s.Name)
	restarts := s.Swarm || s.Restart == "always" || s.Restart == "unless-stopped" || strings.HasPrefix(s.Restart, "on-failure")
	if !restarts {
		place, message := at, who+" has no restart policy: when it ends, or the machine starts anew, it stays away"
		if s.RestartLine > 0 {
			message = fmt.Sprintf("%s has the restart policy %s: when it ends, it stays away", who, wording.Quoted(s.Restart))
		}
		f.find("compose.restart", checks.SeverityError, place, message, "Add to the service:\n\n```yaml\n"+wording.Argument(s.Name, "NAME")+":\n  restart: unless-stopped\n```", s.Name)
	}
	checked := s.Healthcheck != nil && !s.Healthcheck.Disable
	if s.Healthcheck != nil && s.Healthcheck.Disable {
		f.find("compose.healthcheck", checks.SeverityError, kubernetes.Place{Path: s.Healthcheck.Path, Line: s.Healthcheck.Line}, who+" switches its health check off", "Take the line away, or say what is asked:\n\n"+healthcheckText(s), s.Name)
		return false
	}
	if checked {
		return restarts
	}
	image, built := f.imageOf(s)
	if built && image.Healthcheck != nil && !image.Healthcheck.None {
		return restarts
	}
	severity, why := checks.SeverityError, "nor has its Dockerfile"
	if !built {
		severity, why = checks.SeverityWarning, "whether its image brings one cannot be seen here"
	}
	f.find("compose.healthcheck", severity, at, who+" has no health check, "+why+": nothing tells whether it answers", "Add to the service:\n\n"+healthcheckText(s), s.Name)
	return false
}

// imageOf returns what a service's Dockerfile says of the image; false where it is not
// here.
func (f *healthFacts) imageOf(s compose.Service) (dockerfile.Stage, bool) {
	for _, one := range f.declared.Dockerfiles {
		if s.Builds && one.Path == s.Dockerfile {
			return one.Final(s.Target), true
		}
	}
	return dockerfile.Stage{}, false
}

var portMapping = regex.New(`(\d+)(?:/tcp)?$`)

// healthcheckText is a health check for a service.
func healthcheckText(s compose.Service) string {
	command := askedBy(s.Image)
	if command == "" {
		port := "8080"
		for _, one := range s.Ports {
			if match := portMapping.FindStringSubmatch(one); match != nil {
				port = match[1]
				break
			}
		}
		command = "wget -qO- http://127.0.0.1:" + port + "/health || exit 1"
	}
	command = strings.ReplaceAll(command, "$", "$$")
	return fmt.Sprintf("```yaml\n%s:\n  healthcheck:\n    test: [\"CMD-SHELL\", %q]\n    interval: 10s\n    timeout: 3s\n    retries: 3\n    start_period: 30s\n```", wording.Argument(s.Name, "NAME"), command)
}

// forProduction reports whether a project of compose is what production runs on: its
// name says so, or nothing else is declared.
func forProduction(declared *manifest.Declared, project manifest.Composition) bool {
	switch project.Stage {
	case environment.Production:
		return true
	case environment.AnyStage:
		return len(declared.Kubernetes)+len(declared.Processes)+len(declared.Platforms) == 0
	}
	return false
}
