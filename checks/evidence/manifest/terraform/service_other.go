package terraform

// instanceGroup reads https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance_group_manager.
func instanceGroup(r *Resource, set *Set) (Service, bool) {
	s := Service{Resource: r, Runs: "Compute Engine", Least: r.count("target_size", -1), Most: Count{Number: -1}, Checked: r.block("auto_healing_policies", Off), Balanced: Off, Scaled: Off}
	for _, scaler := range set.Of("google_compute_autoscaler", "google_compute_region_autoscaler") {
		if scaler.refersTo("target", r) {
			s.Scaler, s.Scaled, s.Least, s.Most = scaler, On, scaler.count("autoscaling_policy.min_replicas", -1), scaler.count("autoscaling_policy.max_replicas", -1)
			s.Policies = []*Resource{scaler}
		}
	}
	for _, backend := range set.Of("google_compute_backend_service", "google_compute_region_backend_service") {
		groups, _ := backend.Blocks("backend")
		for _, one := range groups {
			for _, address := range one.Get("group").References() {
				if address == r.made() {
					s.Balanced = On
				}
			}
		}
	}
	return s, true
}

// cloudRun reads https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service.
func cloudRun(r *Resource, _ *Set) (Service, bool) {
	s := Service{Resource: r, Runs: "Cloud Run", Least: r.count("template.scaling.min_instance_count", 0), Most: r.count("template.scaling.max_instance_count", 100), Edge: true, Scaled: On, Checked: Setting{State: Off, Argument: "template.containers.liveness_probe", Place: r.place, Missing: true}}
	containers := []string{"template", "containers"}
	if r.Kind == "google_cloud_run_service" {
		containers = []string{"template", "spec", "containers"}
		s.Least, s.Most, s.Checked.Argument = Count{Number: -1}, Count{Number: -1}, "template.spec.containers.liveness_probe"
	}
	if container := r.inside(containers); container != nil {
		s.Checked = within(container, "liveness_probe", s.Checked)
	}
	return s, true
}

// Containers are the blocks of what runs containers.
func (r *Resource) Containers() []*Block {
	at := r.inside([]string{"template"})
	if r.Kind == "google_cloud_run_service" {
		at = r.inside([]string{"template", "spec"})
	}
	containers, _ := at.Blocks("containers")
	return containers
}

// inside is the first block under a path of blocks; nil where there is none.
func (b *Block) inside(path []string) *Block {
	at := b
	for _, name := range path {
		inner := at.blocks[name]
		if len(inner) == 0 {
			return nil
		}
		at = inner[0]
	}
	return at
}

// within reads whether a block stands in another.
func within(block *Block, name string, setting Setting) Setting {
	has, sure := block.Has(name)
	switch {
	case has:
		setting.State, setting.Missing, setting.Place = On, false, block.place
		if inner := block.blocks[name]; len(inner) > 0 {
			setting.Place = inner[0].place
		}
	case !sure:
		setting.State = Unclear
	}
	return setting
}

// Balancers are what spreads requests.
func (c *Configuration) Balancers() []*Resource {
	return c.Of("aws_lb", "aws_alb", "aws_elb", "google_compute_backend_service", "google_compute_region_backend_service", "azurerm_lb", "azurerm_application_gateway", "digitalocean_loadbalancer", "aws_apigatewayv2_api", "aws_api_gateway_rest_api")
}
