package infrastructure

import (
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// cloudScaling judges what changes the number of tasks and machines in Terraform, and
// reports whether there is anything of the kind.
func (f *scalingFacts) cloudScaling(release checks.Release, now time.Time) bool {
	services := f.declared.Terraform.Services()
	if len(services) == 0 {
		return false
	}
	before, scaled := len(f.observation.Findings), 0
	for _, one := range services {
		if one.Scaled != terraform.Off {
			scaled++
		}
		f.cloudScaler(one)
	}
	outcome, at := checks.Supports, services[0].Place()
	if scaled == 0 || slices.ContainsFunc(f.observation.Findings[before:], func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		outcome = checks.Refutes
	}
	f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: outcome, Kind: "file", Source: "golive", Path: at.Path, Line: at.Line, ObservedAt: now, Tree: release.Tree, Sample: len(services),
		Summary: fmt.Sprintf("%d of %s in Terraform are scaled by what they have to do", scaled, wording.Counted(len(services), "service", "services")),
	})
	return true
}

func (f *scalingFacts) cloudScaler(s terraform.Service) {
	who := serviceName(s)
	if s.Scaled == terraform.Off {
		severity := checks.SeverityNotice
		message := who + " is scaled by nobody: its number stays as it is, whatever there is to do"
		if s.Balanced == terraform.On {
			severity, message = checks.SeverityError, who+" takes requests and is scaled by nobody: its number stays as it is, however many come"
		}
		if s.Scaler != nil {
			severity, message = checks.SeverityError, who+" has a range that it may scale in ("+wording.Quoted(s.Scaler.Label())+"), and no policy that does it"
		}
		at := s.Place()
		if s.Scaler != nil {
			at = s.Scaler.Place()
		}
		f.find("cloud.autoscaler", certain(s.Resource, severity), placed(at), message, "Add:\n\n"+cloudScalerText(s), s.Address)
		return
	}
	if s.Most.Number >= 0 && s.Least.Number >= 0 && s.Most.Number <= s.Least.Number && s.Most.Set {
		f.find("cloud.scaler-range", checks.SeverityWarning, placed(s.Most.Place), fmt.Sprintf("%s scales from %d to %d: never", who, s.Least.Number, s.Most.Number), "Raise "+wording.Quoted(s.Most.Argument)+" to what the peak takes.", s.Address)
	}
	if desired := s.Get("desired_count"); s.Runs == "ECS" && s.Module == "" && s.Scaler != nil && desired.Set() && !s.LeavesAlone("desired_count") {
		f.find("cloud.scaler-count", checks.SeverityWarning, placed(desired.Place()), who+" sets `desired_count`, and "+wording.Quoted(s.Scaler.Label())+" changes it too: each apply puts the number back",
			"Add to the resource:\n\n```hcl\nlifecycle {\n  ignore_changes = [desired_count]\n}\n```", s.Address)
	}
}

// cloudScalerText is what scales a service.
func cloudScalerText(s terraform.Service) string {
	name := wording.Argument(s.Name, "NAME")
	least := max(2, s.Least.Number)
	switch {
	case s.Runs == "ECS" && s.Module != "":
		return snippet.Terraform(s.Resource, "enable_autoscaling = true", fmt.Sprintf("autoscaling_min_capacity = %d", least), fmt.Sprintf("autoscaling_max_capacity = %d", 3*least))
	case s.Runs == "ECS":
		target := name
		text := "```hcl\n"
		if s.Scaler != nil {
			target = wording.Argument(s.Scaler.Name, "NAME")
		} else {
			text += fmt.Sprintf("resource \"aws_appautoscaling_target\" %q {\n  service_namespace  = \"ecs\"\n  scalable_dimension = \"ecs:service:DesiredCount\"\n  resource_id        = \"service/CLUSTER/${aws_ecs_service.%s.name}\"\n  min_capacity       = %d\n  max_capacity       = %d\n}\n\n", name, name, least, 3*least)
		}
		return text + fmt.Sprintf("resource \"aws_appautoscaling_policy\" %q {\n  name               = \"%s-cpu\"\n  policy_type        = \"TargetTrackingScaling\"\n  service_namespace  = aws_appautoscaling_target.%s.service_namespace\n  scalable_dimension = aws_appautoscaling_target.%s.scalable_dimension\n  resource_id        = aws_appautoscaling_target.%s.resource_id\n  target_tracking_scaling_policy_configuration {\n    target_value = 60\n    predefined_metric_specification {\n      predefined_metric_type = \"ECSServiceAverageCPUUtilization\"\n    }\n  }\n}\n```", name, name, target, target, target)
	case s.Runs == "VM Scale Sets":
		return azureScalerText(s, name, least)
	case s.Runs == "Compute Engine":
		return fmt.Sprintf("```hcl\nresource \"google_compute_region_autoscaler\" %q {\n  name   = %q\n  target = %s.%s.id\n  autoscaling_policy {\n    min_replicas = %d\n    max_replicas = %d\n    cpu_utilization {\n      target = 0.6\n    }\n  }\n}\n```", name, name, wording.Argument(s.Kind, "TYPE"), name, least, 3*least)
	}
	return fmt.Sprintf("```hcl\nresource \"aws_autoscaling_policy\" %q {\n  name                   = \"%s-cpu\"\n  autoscaling_group_name = aws_autoscaling_group.%s.name\n  policy_type            = \"TargetTrackingScaling\"\n  target_tracking_configuration {\n    target_value = 60\n    predefined_metric_specification {\n      predefined_metric_type = \"ASGAverageCPUUtilization\"\n    }\n  }\n}\n```", name, name, name)
}

// azureScalerText is what scales machines of Azure, up and down.
func azureScalerText(s terraform.Service, name string, least int) string {
	rule := func(operator, direction string, threshold int) string {
		return fmt.Sprintf("    rule {\n      metric_trigger {\n        metric_name        = \"Percentage CPU\"\n        metric_resource_id = %[1]s.%[2]s.id\n        time_grain         = \"PT1M\"\n        statistic          = \"Average\"\n        time_window        = \"PT5M\"\n        time_aggregation   = \"Average\"\n        operator           = %[3]q\n        threshold          = %[4]d\n      }\n      scale_action {\n        direction = %[5]q\n        type      = \"ChangeCount\"\n        value     = \"1\"\n        cooldown  = \"PT5M\"\n      }\n    }\n",
			wording.Argument(s.Kind, "TYPE"), name, operator, threshold, direction)
	}
	return fmt.Sprintf("```hcl\nresource \"azurerm_monitor_autoscale_setting\" %[1]q {\n  name                = \"%[1]s-cpu\"\n  resource_group_name = %[2]s.%[1]s.resource_group_name\n  location            = %[2]s.%[1]s.location\n  target_resource_id  = %[2]s.%[1]s.id\n  profile {\n    name = \"cpu\"\n    capacity {\n      default = %[3]d\n      minimum = %[3]d\n      maximum = %[4]d\n    }\n%[5]s%[6]s  }\n}\n```",
		name, wording.Argument(s.Kind, "TYPE"), least, 3*least, rule("GreaterThan", "Increase", 60), rule("LessThan", "Decrease", 30))
}
