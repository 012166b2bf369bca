package infrastructure

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// placed is a place of Terraform as findings have it.
func placed(at terraform.Place) kubernetes.Place {
	return kubernetes.Place{Path: at.Path, Line: at.Line}
}

// serviceName names a service as people call it: ECS `aws_ecs_service.shop`.
func serviceName(s terraform.Service) string { return s.Runs + " " + wording.Quoted(s.Label()) }

// certain lowers what is said of a resource that may not be made at all.
func certain(r *terraform.Resource, severity checks.Severity) checks.Severity {
	if r.Many < 0 {
		return severity.Lower()
	}
	return severity
}

// cloudHealth judges what a cloud runs, as Terraform declares it.
func (f *healthFacts) cloudHealth() {
	services := f.declared.Terraform.Services()
	if len(services) == 0 {
		return
	}
	f.asked += len(services)
	before := len(f.observation.Findings)
	well, unclear := 0, 0
	for _, one := range services {
		switch f.cloudService(one) {
		case terraform.On:
			well++
		case terraform.Unclear:
			unclear++
		}
	}
	outcome, grade := checks.Supports, checks.E2
	summary := fmt.Sprintf("what Terraform runs is started again where it ends: %s, %d of them asked whether they are well", wording.Counted(len(services), "service", "services"), well)
	if unclear > 0 {
		grade = checks.E1 // half a look
		summary += fmt.Sprintf("; of %d a plan of Terraform alone knows it", unclear)
	}
	if slices.ContainsFunc(f.observation.Findings[before:], func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		outcome, grade = checks.Refutes, checks.E2
	}
	at := services[0].Place()
	f.record(outcome, grade, at.Path, at.Line, len(services), summary)
}

// cloudService judges whether one is asked and replaced.
func (f *healthFacts) cloudService(s terraform.Service) terraform.State {
	who, at := serviceName(s), placed(s.Place())
	switch s.Runs {
	case "ECS":
		return f.ecsService(s)
	case "Auto Scaling":
		if s.Checked.State != terraform.Off {
			return s.Checked.State
		}
		severity, message := checks.SeverityWarning, who+" replaces a machine that is away, and not one whose program answers no more"
		if s.Balanced == terraform.On {
			severity, message = checks.SeverityError, who+" stands behind a load balancer and does not ask it: a machine whose program answers no more is never replaced"
		}
		if s.Balanced != terraform.On {
			f.find("asg.health-check", certain(s.Resource, severity), placed(s.Checked.Place), message, "Let what is in front of it, or the program itself (`aws autoscaling set-instance-health`), say whether it is well.", s.Address)
			return terraform.On // it ends, and is replaced
		}
		f.find("asg.health-check", certain(s.Resource, severity), placed(s.Checked.Place), message, "Set:\n\n"+snippet.Terraform(s.Resource, `health_check_type = "ELB"`, "health_check_grace_period = 120  # seconds that it takes to start"), s.Address)
	case "Compute Engine":
		if s.Checked.State != terraform.Off {
			return s.Checked.State
		}
		f.find("gce.auto-healing", certain(s.Resource, checks.SeverityError), at, who+" has no `auto_healing_policies`: a machine whose program answers no more is never replaced",
			"Add:\n\n"+snippet.Terraform(s.Resource, "auto_healing_policies.health_check = google_compute_health_check.HEALTH.id", "auto_healing_policies.initial_delay_sec = 120"), s.Address)
	case "VM Scale Sets":
		return f.scaleSet(s)
	case "Cloud Run", "Container Apps":
		if s.Checked.State == terraform.Off {
			f.find("cloud.liveness", checks.SeverityWarning, at, who+" has no liveness probe: an instance that hangs keeps its place", "Add:\n\n"+snippet.Terraform(s.Resource, probeSettings(s)...), s.Address)
		}
		return terraform.On
	case "App Service":
		if s.Checked.State == terraform.Off {
			f.find("cloud.liveness", checks.SeverityWarning, at, who+" has no `health_check_path`: an instance that answers no more keeps getting requests", "Set:\n\n"+snippet.Terraform(s.Resource, `site_config.health_check_path = "/health"`, "site_config.health_check_eviction_time_in_min = 2"), s.Address)
		}
		return terraform.On
	default:
		return terraform.On
	}
	return terraform.Off
}

// scaleSet judges machines of Azure. What a load balancer's probe finds gets no requests
// any more; only repair replaces it
// (https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-instance-repairs).
func (f *healthFacts) scaleSet(s terraform.Service) terraform.State {
	if s.Checked.State != terraform.Off {
		return s.Checked.State
	}
	f.find("vmss.repair", certain(s.Resource, checks.SeverityWarning), placed(s.Checked.Place), serviceName(s)+" has no `automatic_instance_repair`: a machine whose program answers no more is never replaced",
		"Add:\n\n"+snippet.Terraform(s.Resource, "health_probe_id = azurerm_lb_probe.HEALTH.id", "automatic_instance_repair.enabled = true", `automatic_instance_repair.grace_period = "PT10M"`), s.Address)
	return terraform.Off
}

// probeSettings are a liveness probe for what runs containers.
func probeSettings(s terraform.Service) []string {
	if s.Runs == "Container Apps" {
		return []string{s.Checked.Argument + `.transport = "HTTP"`, s.Checked.Argument + ".port = 8080", s.Checked.Argument + `.path = "/health"`}
	}
	return []string{s.Checked.Argument + `.http_get.path = "/health"`, s.Checked.Argument + ".period_seconds = 10"}
}

// ecsService judges a service of ECS. What ends is started again by itself; what hangs
// is noticed by the target group or by a check of the container, and by Docker's
// HEALTHCHECK never
// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html).
func (f *healthFacts) ecsService(s terraform.Service) terraform.State {
	who := serviceName(s)
	well := terraform.On
	switch {
	case s.Balanced == terraform.On || s.Checked.State == terraform.On:
	case s.Balanced == terraform.Unclear || s.Checked.State == terraform.Unclear:
		well = terraform.Unclear
	default:
		well = terraform.Off
		f.find("ecs.health-check", checks.SeverityWarning, placed(s.Checked.Place), who+" has no load balancer and its containers no `healthCheck`: a task that hangs is never replaced (ECS does not look at HEALTHCHECK of the image)",
			"Add to the container's definition:\n\n```hcl\nhealthCheck = {\n  command     = [\"CMD-SHELL\", \"wget -qO- http://127.0.0.1:8080/health || exit 1\"]\n  interval    = 10\n  timeout     = 3\n  retries     = 3\n  startPeriod = 30\n}\n```", s.Address)
	}
	if controller := s.Get("deployment_controller.type").Text(); s.Module == "" && (controller == "" || controller == "ECS") {
		breaker := s.Get("deployment_circuit_breaker.enable")
		if on, known := breaker.Bool(); !breaker.Set() || known && !on {
			f.find("ecs.circuit-breaker", checks.SeverityWarning, placed(s.At("deployment_circuit_breaker.enable")), who+" has no circuit breaker: a deployment whose tasks do not start goes on trying, and is never taken back",
				"Set:\n\n"+snippet.Terraform(s.Resource, "deployment_circuit_breaker.enable = true", "deployment_circuit_breaker.rollback = true"), s.Address)
		}
	}
	if grace := s.Get("health_check_grace_period_seconds"); s.Balanced == terraform.On && s.Module == "" && !grace.Set() {
		f.find("ecs.grace-period", checks.SeverityNotice, placed(s.Place()), who+" gives its tasks no time to start: the load balancer asks them from the first second on, and those that are slow are replaced again and again",
			"Set it to what starting takes:\n\n"+snippet.Terraform(s.Resource, "health_check_grace_period_seconds = 60"), s.Address)
	}
	return well
}
