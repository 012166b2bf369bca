package terraform

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Service is something that stays running, by what a cloud runs it with.
type Service struct {
	*Resource
	Runs     string // "ECS", "Auto Scaling", "Cloud Run", …
	Least    Count  // how many run at least
	Most     Count  // how many run at most, where something changes it
	Balanced State  // requests come through a load balancer that is declared
	Checked  Setting
	Edge     bool      // the platform brings its own load balancer
	Scaled   State     // something changes the number by what there is to do
	Scaler   *Resource // that sets the least and the most; nil: none but the service itself
	Policies []*Resource
}

// Count is a number of tasks, machines or the like.
type Count struct {
	Place
	Argument string
	Number   int // -1: a plan alone knows
	Set      bool
}

func (r *Resource) count(path string, without int) Count {
	value := r.Get(path)
	count := Count{Place: r.At(path), Argument: r.Argument(path), Number: without, Set: value.Set() && !value.assumed}
	if value.Set() {
		number, known := value.Number()
		count.Number = int(min(number, 1e6))
		if !known {
			count.Number = -1
		}
	}
	return count
}

// instanceKey matches the key of one of several in an address.
var instanceKey = regex.New(`\[[^\]]*\]$`)

// made is the address that references have: without the key of one of several.
func (r *Resource) made() string { return instanceKey.ReplaceAllString(r.Address, "") }

// refersTo reports whether an argument is computed from another resource. Only what
// reads a content asks it: what was found is kept.
func (r *Resource) refersTo(path string, other *Resource) bool {
	found, known := r.references[path]
	if !known {
		found = r.Get(path).References()
		if r.references == nil {
			r.references = map[string][]string{}
		}
		r.references[path] = found
	}
	return slices.Contains(found, other.made())
}

// mostServices bounds what is put together with what scales and checks it.
const mostServices = 500

// Services are what stays running.
func (c *Configuration) Services() []Service { return c.services }

// readServices puts services together with what scales and checks them.
func (c *Configuration) readServices() []Service {
	var found []Service
	for index := range c.Sets {
		set := &c.Sets[index]
		for _, one := range set.Resources {
			if read := serviceKinds[one.Kind]; read != nil && len(found) < mostServices {
				if made, is := read(one, set); is {
					found = append(found, made)
				}
			}
		}
	}
	return found
}

// Functions are what runs for one request or event alone.
func (c *Configuration) Functions() []*Resource {
	return c.Of("aws_lambda_function", "google_cloudfunctions_function", "google_cloudfunctions2_function", "azurerm_function_app", "azurerm_linux_function_app", "azurerm_windows_function_app")
}

var serviceKinds = map[string]func(*Resource, *Set) (Service, bool){
	"aws_ecs_service": ecs, "aws_autoscaling_group": autoScaling, "aws_apprunner_service": appRunner,
	"google_compute_instance_group_manager": instanceGroup, "google_compute_region_instance_group_manager": instanceGroup, "google_cloud_run_v2_service": cloudRun, "google_cloud_run_service": cloudRun,
	"azurerm_linux_web_app": webApp, "azurerm_windows_web_app": webApp, "azurerm_app_service": webApp, "azurerm_container_app": containerApp,
	"azurerm_linux_virtual_machine_scale_set": scaleSet, "azurerm_windows_virtual_machine_scale_set": scaleSet, "azurerm_orchestrated_virtual_machine_scale_set": scaleSet,
}

// ecs reads https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service.
func ecs(r *Resource, set *Set) (Service, bool) {
	s := Service{Resource: r, Runs: "ECS", Scaled: Off, Least: r.count("desired_count", -1), Most: Count{Number: -1}, Balanced: r.block("load_balancer", Off).State}
	if r.Get("scheduling_strategy").Text() == "DAEMON" || s.Least.Number == 0 && s.Least.Set && !r.LeavesAlone("desired_count") {
		return s, false
	}
	s.Checked = taskCheck(r, set)
	if r.Module != "" {
		if scales, known := r.Get("enable_autoscaling").Bool(); !known || scales {
			s.Scaler, s.Scaled, s.Least, s.Most = r, On, r.count("autoscaling_min_capacity", 1), r.count("autoscaling_max_capacity", 10)
			s.Policies = []*Resource{r} // two, by default
		}
		return s, true
	}
	for _, target := range set.Of("aws_appautoscaling_target") {
		name := r.Get("name").Text()
		if !target.refersTo("resource_id", r) && (name == "" || !strings.HasSuffix(target.Get("resource_id").Text(), "/"+name)) {
			continue
		}
		s.Scaler, s.Scaled, s.Least, s.Most = target, Off, target.count("min_capacity", -1), target.count("max_capacity", -1)
		for _, policy := range set.Of("aws_appautoscaling_policy") {
			if policy.refersTo("resource_id", target) || policy.refersTo("resource_id", r) || policy.Get("resource_id").Text() != "" && policy.Get("resource_id").Text() == target.Get("resource_id").Text() {
				s.Policies, s.Scaled = append(s.Policies, policy), On
			}
		}
		if len(s.Policies) == 0 && elsewhereScaled(set, target) {
			s.Scaled = Unclear
		}
	}
	return s, true
}

// elsewhereScaled reports whether what scales may stand in a module that is not read, or
// reach a target by a way that is not followed.
func elsewhereScaled(set *Set, target *Resource) bool {
	for _, policy := range set.Of("aws_appautoscaling_policy") {
		if value := policy.Get("resource_id"); value.Unknown() && len(value.References()) == 0 {
			return true
		}
	}
	return !target.Get("resource_id").Known() && len(target.Get("resource_id").References()) == 0
}

// taskCheck tells whether the containers of a task are asked whether they are well.
func taskCheck(r *Resource, set *Set) Setting {
	checked := Setting{Argument: "healthCheck", Place: r.place, Missing: true}
	for _, task := range set.Of("aws_ecs_task_definition") {
		if !r.refersTo("task_definition", task) {
			continue
		}
		containers := task.Get("container_definitions")
		checked.Place, checked.State = task.At("container_definitions"), Off
		items, whole := containers.Items()
		if !whole || !containers.Known() {
			checked.State = Unclear
		}
		for _, one := range items {
			if check := one.Field("healthCheck"); check.Set() {
				checked.State, checked.Missing = On, false
			} else if !one.Known() && checked.State == Off {
				checked.State = Unclear
			}
		}
	}
	return checked
}

// autoScaling reads https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group.
func autoScaling(r *Resource, set *Set) (Service, bool) {
	s := Service{Resource: r, Runs: "Auto Scaling", Least: r.count("min_size", -1), Most: r.count("max_size", -1), Checked: r.is("health_check_type", "ELB", Off), Balanced: Off}
	tags, _ := r.Blocks("tag")
	for _, tag := range tags {
		if key := tag.Get("key").Text(); strings.Contains(key, "kubernetes.io/cluster") || strings.Contains(key, "k8s.io/cluster-autoscaler") {
			return s, false // the machines of a cluster
		}
	}
	if r.Get("mixed_instances_policy").Unknown() || s.Most.Number == 0 {
		return s, false
	}
	for _, path := range []string{"target_group_arns", "load_balancers", "traffic_source"} {
		if has, sure := r.Has(path); has {
			s.Balanced = On
		} else if !sure {
			if s.Balanced == Off {
				s.Balanced = Unclear
			}
			if value := r.Get(path); len(value.References()) > 0 {
				s.Balanced = On
			}
		}
	}
	for _, attachment := range set.Of("aws_autoscaling_attachment") {
		if attachment.refersTo("autoscaling_group_name", r) {
			s.Balanced = On
		}
	}
	s.Scaled = Off
	for _, policy := range set.Of("aws_autoscaling_policy", "aws_autoscaling_schedule") {
		if policy.refersTo("autoscaling_group_name", r) || policy.Get("autoscaling_group_name").Text() != "" && policy.Get("autoscaling_group_name").Text() == r.Get("name").Text() {
			s.Policies, s.Scaled = append(s.Policies, policy), On
		}
	}
	if r.Module != "" {
		s.Scaled = Unclear
		if r.Get("scaling_policies").Set() {
			s.Scaled = On
		}
	}
	return s, true
}

func appRunner(r *Resource, _ *Set) (Service, bool) {
	return Service{Resource: r, Runs: "App Runner", Least: Count{Number: -1}, Most: Count{Number: -1}, Edge: true, Scaled: On, Checked: Setting{State: On, Place: r.place}}, true
}
