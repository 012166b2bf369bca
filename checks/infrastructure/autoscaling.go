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
	"github.com/golive-app/golive/checks/wording"
)

// Autoscaling checks infrastructure.autoscaling: where Kubernetes is used, something
// sets the number of pods by what they have to do, and is able to.
type Autoscaling struct {
	Manifests Manifests
}

// NewAutoscaling returns the check.
func NewAutoscaling(manifests Manifests) *Autoscaling { return &Autoscaling{Manifests: manifests} }

// Observe reads what is declared.
func (a *Autoscaling) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	declared, err := a.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for autoscalers: %w", err)
	}
	facts := scalingFacts{declared: declared, all: declared.All()}
	return facts.observe(subject.Release, subject.Now()), nil
}

// scalingFacts are what was seen, and what it means while that is put together.
type scalingFacts struct {
	declared    *manifest.Declared
	all         kubernetes.Set
	observation checks.Observation
}

func (f *scalingFacts) observe(release checks.Release, now time.Time) checks.Observation {
	f.observation.Missing = notRead(f.declared)
	scalable, scaled := 0, 0
	for _, set := range f.declared.Kubernetes {
		for _, w := range set.Workloads {
			if !f.scalable(w) {
				continue
			}
			scalable++
			if scaler := set.ScalerOf(w); scaler != nil {
				scaled++
				f.pair(*scaler, w)
				continue
			}
			f.without(set, w)
		}
		for _, scaler := range set.Scalers {
			f.scaler(scaler)
		}
	}
	clouds := f.cloudScaling(release, now)
	if scalable == 0 && len(f.all.Scalers) == 0 {
		if !clouds {
			f.none()
		}
		checks.SortFindings(f.observation.Findings)
		return f.observation
	}
	outcome, first := checks.Supports, f.all.Workloads
	if scaled == 0 || slices.ContainsFunc(f.observation.Findings, func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		outcome = checks.Refutes
	}
	evidence := checks.Evidence{
		Grade: checks.E2, Outcome: outcome, Kind: "file", Source: "golive", ObservedAt: now, Tree: release.Tree, Sample: scalable,
		Summary: fmt.Sprintf("%d of %s that can be scaled are scaled by what they have to do (%s)", scaled, wording.Counted(scalable, "workload", "workloads"), wording.Counted(len(f.all.Scalers), "autoscaler", "autoscalers")),
	}
	switch {
	case len(f.all.Scalers) > 0:
		evidence.Path, evidence.Line = f.all.Scalers[0].Path, f.all.Scalers[0].Line
	case len(first) > 0:
		evidence.Path, evidence.Line = first[0].Path, first[0].Line
	}
	f.observation.Evidence = append(f.observation.Evidence, evidence)
	f.observation.Findings = append(f.observation.Findings, invalidFindings(f.declared)...)
	checks.SortFindings(f.observation.Findings)
	return f.observation
}

// scalable reports whether more pods of a workload do more work: no database, nothing
// that runs once a node or ends.
func (f *scalingFacts) scalable(w kubernetes.Workload) bool {
	if !w.Scales() || w.Annotation("helm.sh/hook") != "" || w.Kind == "StatefulSet" && f.all.ScalerOf(w) == nil {
		return false
	}
	return !slices.ContainsFunc(w.Containers, func(c kubernetes.Container) bool { return askedBy(c.Image) != "" })
}

// without judges a workload that nothing scales.
func (f *scalingFacts) without(set kubernetes.Set, w kubernetes.Workload) {
	severity := checks.SeverityNotice
	message := named(w) + " is scaled by nobody: its number of pods stays as it is, whatever they have to do"
	if len(set.ServicesOf(w)) > 0 {
		severity = checks.SeverityError
		message = named(w) + " takes requests and is scaled by nobody: its number of pods stays as it is, however many come"
	}
	remedy := "Add:"
	if set.Chart {
		remedy = "Where the chart can make an autoscaler, switch it on in production's values (often `autoscaling.enabled: true`); else add:"
	}
	f.find("k8s.autoscaler", severity, w.Place, message, remedy+"\n\n"+scalerText(w), w.Name)
}

// pair judges a workload together with what scales it.
func (f *scalingFacts) pair(scaler kubernetes.Scaler, w kubernetes.Workload) {
	if w.Replicas >= 0 {
		f.find("k8s.scaler-replicas", checks.SeverityWarning, w.ReplicasAt, fmt.Sprintf("%s sets replicas: %d, and the autoscaler %s sets them too: each deployment puts the number back", named(w), w.Replicas, wording.Quoted(scaler.Name)), "Take `replicas` away from the workload.", w.Name)
	}
	for _, metric := range scaler.Metrics {
		if metric.Type != "Resource" || !metric.Percent {
			continue
		}
		for _, c := range w.Containers {
			if c.Requests[metric.Resource] == "" && c.Limits[metric.Resource] == "" {
				f.find("k8s.scaler-requests", checks.SeverityError, c.Place, fmt.Sprintf("container %s of %s requests no %s, and the autoscaler %s counts in percent of it: it never scales", wording.Quoted(c.Name), named(w), metric.Resource, wording.Quoted(scaler.Name)),
					"Add to the container:\n\n"+requestsText(metric.Resource), w.Name, c.Name, metric.Resource)
			}
		}
	}
}

// scaler judges an autoscaler by itself.
func (f *scalingFacts) scaler(s kubernetes.Scaler) {
	who := s.Kind + " " + wording.Quoted(s.Name)
	if strings.HasPrefix(s.APIVersion, "autoscaling/v2beta") {
		f.find("k8s.scaler-api", checks.SeverityError, s.Place, fmt.Sprintf("%s is of %s, which Kubernetes serves no more since 1.26", who, wording.Quoted(s.APIVersion)), "Write `apiVersion: autoscaling/v2`, with `target: {type: Utilization, averageUtilization: 70}` for each metric.", s.Name)
	}
	if s.TargetName != "" && !slices.ContainsFunc(f.all.Objects, func(one kubernetes.Object) bool { return one.Kind == s.TargetKind && one.Name == s.TargetName }) {
		f.find("k8s.scaler-target", checks.SeverityError, s.TargetAt, fmt.Sprintf("%s scales %s %s, which is declared nowhere here", who, s.TargetKind, wording.Quoted(s.TargetName)), f.targetRemedy(s), s.Name)
	}
	least := s.Min
	if least < 0 {
		least = 1
		if s.Kind == "ScaledObject" {
			least = 0
		}
	}
	switch {
	case s.Max >= 0 && s.Max < least:
		f.find("k8s.scaler-range", checks.SeverityError, s.Place, fmt.Sprintf("%s scales from %d to %d: Kubernetes refuses it", who, least, s.Max), "Set the larger number as the largest.", s.Name)
	case s.Max >= 0 && s.Max == least:
		f.find("k8s.scaler-range", checks.SeverityWarning, s.Place, fmt.Sprintf("%s scales from %d to %d: never", who, least, s.Max), "Raise the largest number to what the peak takes.", s.Name)
	}
	if least < 2 && s.Kind != "ScaledObject" {
		at := s.MinAt
		if at.Path == "" {
			at = s.Place
		}
		f.find("k8s.scaler-min", checks.SeverityWarning, at, fmt.Sprintf("%s goes down to %s: while that one is renewed, nothing answers", who, wording.Counted(least, "pod", "pods")), "Set `minReplicas: 2`.", s.Name)
	}
}

// targetRemedy names the workload that is probably meant.
func (f *scalingFacts) targetRemedy(s kubernetes.Scaler) string {
	var names []string
	for _, w := range f.all.Workloads {
		if w.Scales() {
			names = append(names, w.Kind+" "+wording.Quoted(w.Name))
		}
	}
	if len(names) == 0 {
		return "Name a workload of this release in `scaleTargetRef`."
	}
	return "Name a workload of this release in `scaleTargetRef`: " + wording.Listed(names, 5) + "."
}

// none says what it means that there is nothing that could be scaled.
func (f *scalingFacts) none() {
	if len(f.observation.Missing) > 0 {
		return
	}
	searched := wording.Counted(f.declared.Searched, "file", "files")
	switch {
	case len(f.declared.Elsewhere) > 0 && len(f.declared.Kubernetes) == 0 && slices.ContainsFunc(f.declared.Elsewhere, func(name string) bool { return yamlManifest(name) }):
		f.observation.Missing = []checks.Missing{{
			Connection: checks.ConnectionCluster, Later: true, Reason: "Only manifests for another environment than production were found: " + wording.Listed(wording.QuotedPaths(f.declared.Elsewhere), 3) + ".",
			Remedy: "Keep production's manifests in the repository, or an SRE who knows them signs.",
		}}
	case len(f.declared.Kubernetes) == 0:
		f.observation.NotApplicable = "No Kubernetes: no object, chart or overlay for production in " + searched + " that could declare one" + f.instead() + ". The checklist asks for it “if using k8s”."
	default:
		f.observation.NotApplicable = fmt.Sprintf("Nothing to scale: none of %s of Kubernetes in %s is a workload whose pods could be more (jobs, daemons and databases are not).", wording.Counted(len(f.all.Objects), "object", "objects"), searched)
	}
}

func yamlManifest(name string) bool {
	return (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) && !strings.Contains(name, "compose")
}

// instead says what else runs the release.
func (f *scalingFacts) instead() string {
	var ways []string
	if len(f.declared.Compose) > 0 {
		ways = append(ways, "compose")
	}
	for _, file := range f.declared.Processes {
		if !slices.Contains(ways, string(file.Manager)) {
			ways = append(ways, string(file.Manager))
		}
	}
	for _, platform := range f.declared.Platforms {
		if !slices.Contains(ways, platform.Name) {
			ways = append(ways, platform.Name)
		}
	}
	if len(ways) == 0 {
		return ""
	}
	return "; what runs it is " + wording.Listed(ways, 4)
}

func (f *scalingFacts) find(rule string, severity checks.Severity, at kubernetes.Place, message, remedy string, parts ...string) {
	f.observation.Findings = added(f.observation.Findings, checks.Finding{
		Rule: rule, Severity: severity, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy,
		Fingerprint: checks.Fingerprint(rule, at.Path, strings.Join(parts, "\x00")),
	})
}
