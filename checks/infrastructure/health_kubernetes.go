package infrastructure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// beside matches containers that serve the one they stand beside: meshes, shippers of
// logs, proxies, exporters. Their makers decide whether they are asked.
var beside = regex.New(`(?i)(?:^|[/-])(?:istio-proxy|proxyv2|linkerd-proxy|envoy|cloud-?sql-?proxy|cloudsql|gce-proxy|fluent-?bit|fluentd|filebeat|promtail|vector|datadog-agent|dd-agent|otel-?collector|opentelemetry-collector|otel-agent|jaeger-agent|vault-agent|config-?reload(?:er)?|configmap-reload|kube-rbac-proxy|oauth2-proxy|xray-daemon|daprd|git-sync|csi-\w+|[\w-]*exporter|cloudwatch-agent|newrelic-\w+|logrotate|[\w-]*-?log(?:s|ger|-tail(?:er)?|-agent)?|sidecar)(?:[:@-]|$)`)

// kubernetesHealth judges every container that keeps running in a set.
func (f *healthFacts) kubernetesHealth(set kubernetes.Set) {
	judged, asked, workloads := 0, 0, 0
	var first kubernetes.Workload
	before := len(f.observation.Findings)
	for _, w := range set.Workloads {
		if w.Ends() || w.Annotation("helm.sh/hook") != "" {
			continue
		}
		if workloads++; workloads == 1 {
			first = w
		}
		for _, c := range w.Containers {
			if c.Sidecar || len(w.Containers) > 1 && (beside.MatchString(c.Name) || beside.MatchString(c.Image)) {
				continue
			}
			judged++
			if f.container(set, w, c) {
				asked++
			}
		}
		f.workload(set, w)
	}
	if judged == 0 {
		return
	}
	for index := range f.observation.Findings[before:] {
		if one := &f.observation.Findings[before+index]; set.Partial && one.Severity == checks.SeverityError {
			one.Severity = checks.SeverityWarning // what is laid over it may mend it
		}
	}
	f.asked += judged
	outcome := checks.Supports
	if slices.ContainsFunc(f.observation.Findings[before:], func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		outcome = checks.Refutes
	}
	f.record(outcome, checks.E2, first.Path, first.Line, judged, fmt.Sprintf("%d of %s in %s are asked for readiness and liveness (%s); Kubernetes starts again what ends",
		asked, wording.Counted(judged, "container", "containers"), wording.Counted(workloads, "workload", "workloads"), set.Name))
}

// container judges the probes of one container; true where it has both.
func (f *healthFacts) container(set kubernetes.Set, w kubernetes.Workload, c kubernetes.Container) bool {
	who := fmt.Sprintf("container %s of %s", wording.Quoted(c.Name), named(w))
	served := len(set.ServicesOf(w)) > 0 || len(set.Services) == 0 && len(c.Ports) > 0
	at := c.Place
	if c.Readiness == nil {
		severity, why := checks.SeverityError, "requests reach it before it can answer"
		if !served {
			severity, why = checks.SeverityWarning, "a rollout goes on before it works"
		}
		if !served && c.Liveness == nil && c.Startup == nil {
			why = "a rollout goes on before it works, and nothing notices when it hangs"
		}
		f.find("k8s.readiness", severity, at, who+" has no readiness probe: "+why, "Add to the container, with the path that says whether it can take requests:\n\n"+probeText("readinessProbe", c, 0), w.Name, c.Name)
	}
	if c.Liveness == nil {
		severity := checks.SeverityWarning
		if c.Readiness == nil {
			severity = checks.SeverityError
		}
		f.find("k8s.liveness", severity, at, who+" has no liveness probe: nothing starts it again when it hangs", "Add to the container, with a path that asks the process alone and no database:\n\n"+probeText("livenessProbe", c, 1), w.Name, c.Name)
	}
	for name, probe := range map[string]*kubernetes.Probe{"readinessProbe": c.Readiness, "livenessProbe": c.Liveness, "startupProbe": c.Startup} {
		if probe != nil {
			f.probe(who, name, w, c, probe)
		}
	}
	if c.Readiness.Same(c.Liveness) && c.Readiness.How != "tcpSocket" && c.Readiness.How != "" {
		severity := checks.SeverityWarning
		if c.Readiness.How != "httpGet" {
			severity = checks.SeverityNotice // what a command or a call of gRPC looks at, nothing here tells
		}
		f.find("k8s.same-probe", severity, c.Liveness.Place, who+" is asked the same for liveness as for readiness: while what it depends on is down, it is killed again and again",
			"Let liveness ask the process alone, and readiness what it needs to answer:\n\n"+probeText("livenessProbe", c, 1), w.Name, c.Name)
	} else if c.Liveness != nil && c.Liveness.How == "httpGet" && ready.MatchString(c.Liveness.Target) {
		f.find("k8s.liveness-depends", checks.SeverityWarning, c.Liveness.Place, fmt.Sprintf("liveness of %s asks %s, which by its name says whether it is ready: while what it depends on is down, it is killed again and again", who, wording.Quoted(c.Liveness.Target)),
			"Let liveness ask a path that looks at nothing but the process.", w.Name, c.Name)
	}
	if c.PreStop != nil && c.PreStop.Seconds >= 0 {
		grace := w.Grace
		if grace < 0 {
			grace = 30 // https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
		}
		if c.PreStop.Seconds >= grace {
			f.find("k8s.grace", checks.SeverityWarning, c.PreStop.Place, fmt.Sprintf("%s sleeps %d s before it ends, and is killed after %d s: it has no time left to finish its requests", who, c.PreStop.Seconds, grace),
				fmt.Sprintf("Set `terminationGracePeriodSeconds: %d` in the pod's spec.", c.PreStop.Seconds+30), w.Name, c.Name)
		}
	}
	return c.Readiness != nil && c.Liveness != nil
}

var ready = regex.New(`(?i)(?:^|[/._-])(?:ready|readyz|readiness)(?:$|[/?._-])`)

// probe judges whether a probe can ask anything at all.
func (f *healthFacts) probe(who, name string, w kubernetes.Workload, c kubernetes.Container, probe *kubernetes.Probe) {
	if probe.How == "" {
		f.find("k8s.probe-empty", checks.SeverityError, probe.Place, fmt.Sprintf("the %s of %s asks nothing: Kubernetes refuses it", name, who), "Say what it asks:\n\n"+probeText(name, c, 0), w.Name, c.Name, name)
		return
	}
	if name != "readinessProbe" && probe.Success > 1 {
		f.find("k8s.probe-threshold", checks.SeverityError, probe.Place, fmt.Sprintf("the %s of %s has a successThreshold of %d: Kubernetes takes no other than 1", name, who, probe.Success), "Take `successThreshold` away.", w.Name, c.Name, name)
	}
	if _, err := strconv.Atoi(probe.Port); err == nil || probe.Port == "" || probe.How == "exec" || strings.ContainsAny(probe.Port, "{$") {
		return
	}
	at := slices.IndexFunc(c.Ports, func(port kubernetes.Port) bool { return port.Name == probe.Port })
	switch {
	case at >= 0 && c.Ports[at].Protocol != "" && c.Ports[at].Protocol != "TCP":
		f.find("k8s.probe-port", checks.SeverityError, probe.Place, fmt.Sprintf("the %s of %s asks the port %s, which takes %s alone: probes ask by TCP, and it fails for ever", name, who, wording.Quoted(probe.Port), wording.Quoted(c.Ports[at].Protocol)),
			"Ask a port that takes TCP, or by a command: `exec: {command: […]}`.", w.Name, c.Name, name)
	case at < 0:
		f.find("k8s.probe-port", checks.SeverityError, probe.Place, fmt.Sprintf("the %s of %s asks the port %s, and the container names none so: it fails for ever", name, who, wording.Quoted(probe.Port)),
			fmt.Sprintf("Name the container's port so:\n\n```yaml\nports:\n  - name: %s\n    containerPort: %s\n```", wording.Argument(probe.Port, "http"), portOf(c)), w.Name, c.Name, name)
	}
}

// workload judges what holds for all containers of a pod.
func (f *healthFacts) workload(set kubernetes.Set, w kubernetes.Workload) {
	if w.Kind == "Pod" {
		f.find("k8s.bare-pod", checks.SeverityWarning, w.Place, named(w)+" belongs to no Deployment: when its node goes away, nothing starts it elsewhere", "Make it the template of a Deployment with `replicas: 2`.", w.Name)
	}
	if w.Grace == 0 {
		f.find("k8s.grace", checks.SeverityWarning, w.GraceAt, named(w)+" is killed without time to finish: terminationGracePeriodSeconds is 0", "Take the line away (30 s are the default), or set what a request takes at most.", w.Name)
	}
	replicas := w.Replicas
	if scaler := set.ScalerOf(w); scaler != nil {
		replicas = max(scaler.Min, 1)
	}
	budget := set.BudgetOf(w)
	switch {
	case !w.Scales() || replicas < 2:
	case budget == nil:
		f.find("k8s.disruption-budget", checks.SeverityNotice, w.Place, fmt.Sprintf("%s has %d pods and no PodDisruptionBudget: all of them may be away while nodes are renewed", named(w), replicas), "Add:\n\n"+budgetText(w), w.Name)
	case blocks(*budget, replicas):
		f.find("k8s.budget-blocks", checks.SeverityWarning, budget.At, fmt.Sprintf("the PodDisruptionBudget %s lets none of %d pods go: nodes cannot be drained", wording.Quoted(budget.Name), replicas), "Set `maxUnavailable: 1` in place of what stands there.", w.Name)
	}
}

// blocks reports whether a budget lets no pod go.
func blocks(budget kubernetes.Budget, replicas int) bool {
	if budget.MaxUnavailable == "0" || budget.MaxUnavailable == "0%" {
		return true
	}
	if text, percent := strings.CutSuffix(budget.MinAvailable, "%"); percent {
		share, err := strconv.Atoi(text) // what it comes to is rounded up
		return err == nil && (share*replicas+99)/100 >= replicas
	}
	least, err := strconv.Atoi(budget.MinAvailable)
	return err == nil && least >= replicas
}
