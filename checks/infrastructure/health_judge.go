package infrastructure

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
)

// find notes a finding. parts are what stays the same of it while lines move.
func (f *healthFacts) find(rule string, severity checks.Severity, at kubernetes.Place, message, remedy string, parts ...string) {
	f.observation.Findings = added(f.observation.Findings, checks.Finding{
		Rule: rule, Severity: severity, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy,
		Fingerprint: checks.Fingerprint(rule, at.Path, strings.Join(parts, "\x00")),
	})
}

// record notes evidence.
func (f *healthFacts) record(outcome checks.Outcome, grade checks.Grade, path string, line, sample int, summary string) {
	f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
		Grade: grade, Outcome: outcome, Summary: summary, Kind: "file", Source: "golive", Path: path, Line: line, ObservedAt: f.now, Tree: f.release.Tree, Sample: sample,
	})
}

// observe states what the facts mean for the item.
func (f *healthFacts) observe(release checks.Release, now time.Time) checks.Observation {
	f.release, f.now = release, now
	for _, set := range f.declared.Kubernetes {
		f.kubernetesHealth(set)
	}
	for _, project := range f.declared.Compose {
		if forProduction(f.declared, project) {
			f.composeHealth(project)
			continue
		}
		f.record(checks.Neutral, checks.E2, project.Files[0], 0, len(project.Services), wording.Counted(len(project.Services), "service", "services")+" of compose not judged: they are for who develops, or production runs on something else")
	}
	for _, file := range f.declared.Processes {
		f.processHealth(file)
	}
	for _, platform := range f.declared.Platforms {
		f.platformHealth(platform)
	}
	f.cloudHealth()
	if others := otherKinds(f.declared); others != "" {
		f.record(checks.Neutral, checks.E2, "", 0, len(f.declared.Other), others)
	}
	f.observation.Findings = append(f.observation.Findings, invalidFindings(f.declared)...)
	f.observation.Missing = append(f.observation.Missing, notRead(f.declared)...)
	if f.asked == 0 {
		f.nothing()
	}
	f.observation.Headline = f.headline()
	checks.SortFindings(f.observation.Findings)
	return f.observation
}

// nothing says what it means that nothing that runs is declared.
func (f *healthFacts) nothing() {
	whole := 0
	for _, platform := range f.declared.Platforms {
		if platform.Whole {
			whole++
		}
	}
	if whole > 0 && len(f.declared.Dockerfiles)+len(f.declared.Kubernetes)+len(f.declared.Compose) == 0 {
		platform := f.declared.Platforms[0]
		f.observation.NotApplicable = fmt.Sprintf("%s starts a function or hands out a page for each request (%s): nothing stays running that could be started again; %s searched for Kubernetes, compose, Dockerfiles, PM2 and systemd.",
			platform.Name, wording.QuotedPath(platform.Path), wording.Counted(f.declared.Searched, "file", "files"))
		return
	}
	if functions := f.declared.Terraform.Functions(); len(functions) > 0 && len(f.declared.Dockerfiles)+len(f.declared.Kubernetes)+len(f.declared.Compose) == 0 {
		f.observation.NotApplicable = fmt.Sprintf("What Terraform declares are functions, each started for a request or an event (%s): nothing stays running that could be started again; %s searched.",
			wording.Quoted(functions[0].Label()), wording.Counted(f.declared.Searched, "file", "files"))
		return
	}
	if reason := f.code.NotAService(); reason != "" && len(f.declared.Dockerfiles) == 0 && !f.declared.Runs() {
		f.observation.NotApplicable = reason
		return
	}
	images := f.images()
	if len(f.observation.Missing) > 0 {
		return // what could not be read may be it
	}
	reason := fmt.Sprintf("Nothing in %s that %s declares how the service is run: Kubernetes, Helm, compose, Terraform, PM2, systemd, a Procfile or a platform's file.", wording.Counted(f.declared.Searched, "file", "files"), "golive reads")
	if images > 0 {
		reason = "The image is built here, and what starts it, watches it and starts it again is declared elsewhere."
	}
	f.observation.Missing = append(f.observation.Missing, checks.Missing{
		Connection: checks.ConnectionCluster, Later: true, Reason: reason, Remedy: "Keep the manifests that production runs with in the repository, or an SRE who knows them signs.",
	})
	if len(f.declared.Elsewhere) > 0 {
		f.observation.Why = reason + fmt.Sprintf(" Left out, since they are for another environment or named by no kustomization: %s.", wording.Listed(wording.QuotedPaths(f.declared.Elsewhere), 3))
	}
}

// images judges Dockerfiles where nothing tells what runs them.
func (f *healthFacts) images() int {
	for _, file := range f.declared.Dockerfiles {
		final := file.Final("")
		at := kubernetes.Place{Path: file.Path, Line: final.Line}
		switch {
		case final.Healthcheck == nil:
			f.find("docker.healthcheck", checks.SeverityWarning, at, "the image has no HEALTHCHECK: who runs it by Docker learns nothing of its health",
				"Add to the last stage:\n\n```dockerfile\nHEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \\\n  CMD wget -qO- http://127.0.0.1:"+imagePort(final.Ports)+"/health || exit 1\n```", file.Path)
		case final.Healthcheck.None:
			f.find("docker.healthcheck", checks.SeverityWarning, kubernetes.Place{Path: file.Path, Line: final.Healthcheck.Line}, "the image switches its health check off", "Take `HEALTHCHECK NONE` away.", file.Path)
		default:
			f.record(checks.Supports, checks.E1, file.Path, final.Healthcheck.Line, 1, "the image says how it is asked (HEALTHCHECK); what starts it again is not declared here")
		}
	}
	return len(f.declared.Dockerfiles)
}

func imagePort(ports []string) string {
	for _, port := range ports {
		if match := portMapping.FindStringSubmatch(port); match != nil {
			return match[1]
		}
	}
	return "8080"
}

// headline is the result in one line; empty where the judge's own says it.
func (f *healthFacts) headline() string {
	failing := 0
	for _, finding := range f.observation.Findings {
		if finding.Severity == checks.SeverityError {
			failing++
		}
	}
	switch {
	case f.asked == 0 || len(f.observation.Missing) > 0:
		return ""
	case failing > 0:
		return fmt.Sprintf("%s without a probe or a restart", wording.Counted(failing, "place", "places"))
	}
	return ""
}
