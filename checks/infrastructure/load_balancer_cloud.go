package infrastructure

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// cloudBalancers judges load balancers of Terraform and what is behind them, and returns
// how many services take requests and how many of those have two places or more. unsure
// counts those of which a plan alone knows it.
func (f *balancerFacts) cloudBalancers() (ways, spread, unsure int) {
	for _, s := range f.declared.Terraform.Services() {
		if s.Edge || s.Balanced != terraform.On {
			continue
		}
		switch {
		case s.Least.Number < 0:
			unsure++
			f.neutral(s.Place(), serviceName(s)+" stands behind a load balancer; how many of it run, a plan of Terraform alone knows")
		case s.Least.Number == 0:
			f.neutral(s.Least.Place, serviceName(s)+" may run nowhere at all ("+wording.Quoted(s.Least.Argument)+" is 0): it is not judged")
		case s.Least.Number < 2:
			ways++
			argument := s.Least.Argument
			of := s.Resource
			if s.Scaler != nil {
				of = s.Scaler
			}
			f.find("lb.single", certain(s.Resource, checks.SeverityError), placed(s.Least.Place), fmt.Sprintf("%s takes requests from outside and runs %s at least (%s): while that one is renewed or away, nothing answers", serviceName(s), "once", wording.Quoted(argument)),
				"Set:\n\n"+snippet.Terraform(of, argument+" = 2"), s.Address)
		default:
			ways++
			spread++
		}
	}
	for _, one := range f.declared.Terraform.Balancers() {
		f.balancer(one)
	}
	for _, one := range f.declared.Terraform.Of("aws_lb_target_group", "aws_alb_target_group") {
		f.targetGroup(one)
	}
	f.azureBalancers()
	return ways, spread, unsure
}

// balancer judges a load balancer by itself.
func (f *balancerFacts) balancer(r *terraform.Resource) {
	switch r.Kind {
	case "aws_lb", "aws_alb":
		if internal, known := r.Get("internal").Bool(); known && internal {
			return
		}
		protected := r.Get("enable_deletion_protection")
		if on, known := protected.Bool(); !protected.Set() || known && !on {
			f.find("lb.deletion-protection", checks.SeverityNotice, placed(r.At("enable_deletion_protection")), wording.Quoted(r.Label())+" can be deleted by one wrong plan: its address goes with it", "Set:\n\n"+snippet.Terraform(r, "enable_deletion_protection = true"), r.Address)
		}
		if subnets, whole := r.Get("subnets").Items(); whole && len(subnets) == 1 {
			f.find("lb.one-zone", checks.SeverityWarning, placed(r.At("subnets")), wording.Quoted(r.Label())+" stands in one subnet: while its zone is away, nothing answers", "Name subnets of two zones or more in `"+r.Argument("subnets")+"`.", r.Address)
		}
	case "aws_elb":
		if has, sure := r.Has("health_check"); !has && sure {
			f.find("lb.health-check", checks.SeverityWarning, placed(r.Place()), wording.Quoted(r.Label())+" has no `health_check`: it looks whether a port is open, and not whether the program answers", "Add:\n\n"+snippet.Terraform(r, `health_check.target = "HTTP:8080/ready"`, "health_check.interval = 10", "health_check.timeout = 3", "health_check.healthy_threshold = 2", "health_check.unhealthy_threshold = 3"), r.Address)
		}
	case "google_compute_backend_service", "google_compute_region_backend_service":
		checked := r.Get("health_checks")
		if items, whole := checked.Items(); checked.Unknown() || len(items) > 0 || !whole || serverless(r) {
			return
		}
		f.find("lb.health-check", checks.SeverityError, placed(r.Place()), wording.Quoted(r.Label())+" has no `health_checks`: requests go on to machines that answer no more", "Set:\n\n"+snippet.Terraform(r, "health_checks = [google_compute_health_check.HEALTH.id]"), r.Address)
	}
}

// serverless reports whether a backend leads, or may lead, to what the cloud runs by
// itself or to places outside, which are asked in other ways.
func serverless(r *terraform.Resource) bool {
	backends, whole := r.Blocks("backend")
	if !whole || len(backends) == 0 {
		return true
	}
	for _, one := range backends {
		for _, address := range one.Get("group").References() {
			if strings.Contains(address, "network_endpoint_group") || strings.HasPrefix(address, "data.") || strings.HasPrefix(address, "module.") && !strings.Contains(address, "google_") {
				return true
			}
		}
		if len(one.Get("group").References()) == 0 {
			return true
		}
	}
	return false
}

// targetGroup judges how a load balancer of AWS asks what is behind it.
func (f *balancerFacts) targetGroup(r *terraform.Resource) {
	if kind := r.Get("target_type").Text(); kind == "lambda" || kind == "alb" {
		return
	}
	if on, known := r.Get("health_check.enabled").Bool(); known && !on {
		f.find("lb.health-check", checks.SeverityError, placed(r.At("health_check.enabled")), wording.Quoted(r.Label())+" asks nobody whether it is well: requests go on to what answers no more", "Set:\n\n"+snippet.Terraform(r, "health_check.enabled = true", `health_check.path = "/ready"`), r.Address)
		return
	}
	protocol := strings.ToUpper(r.Get("protocol").Text())
	if path := r.Get("health_check.path"); !path.Set() && (protocol == "HTTP" || protocol == "HTTPS") {
		f.find("lb.health-path", checks.SeverityNotice, placed(r.Place()), wording.Quoted(r.Label())+" asks for `/`: a page may answer while what it needs does not", "Name the path that says whether requests can be taken:\n\n"+snippet.Terraform(r, `health_check.path = "/ready"`, "health_check.interval = 10"), r.Address)
	}
}

// behindUnseen states what it means that requests are spread and nothing tells over how
// many places.
func (f *balancerFacts) behindUnseen(balancers []*terraform.Resource) {
	f.observation.Headline = "requests are spread; over how many places is not seen"
	evidence := checks.Evidence{
		Grade: checks.E2, Outcome: checks.Supports, Kind: "file", Source: "golive", ObservedAt: f.now, Tree: f.release.Tree, Sample: len(balancers), Summary: "what takes requests in Terraform stands behind a load balancer",
	}
	if len(balancers) > 0 {
		at := balancers[0].Place()
		evidence.Path, evidence.Line = at.Path, at.Line
		evidence.Summary = wording.Counted(len(balancers), "load balancer is", "load balancers are") + " declared in Terraform (" + wording.Quoted(balancers[0].Label()) + ")"
	}
	f.observation.Evidence = append(f.observation.Evidence, evidence)
	checks.SortFindings(f.observation.Findings)
}

func (f *balancerFacts) neutral(at terraform.Place, summary string) {
	f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: checks.Neutral, Kind: "file", Source: "golive", Path: at.Path, Line: at.Line, ObservedAt: f.now, Tree: f.release.Tree, Summary: summary,
	})
}

// cloudEdge says which service of a cloud brings its own load balancer; empty where
// none does, or where something else takes requests too.
func (f *balancerFacts) cloudEdge() string {
	reason := ""
	for _, s := range f.declared.Terraform.Services() {
		switch {
		case !s.Edge:
			return ""
		case reason == "":
			reason = s.Runs + " brings its own load balancer (" + wording.QuotedPath(s.Place().Path) + ")."
		}
	}
	if len(f.declared.Terraform.Balancers()) > 0 {
		return ""
	}
	return reason
}
