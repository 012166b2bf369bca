package terraform

// webApp reads https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app.
func webApp(r *Resource, _ *Set) (Service, bool) {
	s := Service{Resource: r, Runs: "App Service", Least: Count{Number: -1}, Most: Count{Number: -1}, Edge: true, Scaled: Unclear, Checked: Setting{State: Off, Argument: "site_config.health_check_path", Place: r.place, Missing: true}}
	if value := r.Get("site_config.health_check_path"); value.Set() {
		s.Checked.State, s.Checked.Missing, s.Checked.Place = On, false, value.place
	}
	return s, true
}

// containerApp reads https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app.
func containerApp(r *Resource, _ *Set) (Service, bool) {
	s := Service{Resource: r, Runs: "Container Apps", Least: r.count("template.min_replicas", 0), Most: r.count("template.max_replicas", 10), Edge: true, Scaled: On, Checked: Setting{State: Off, Argument: "template.container.liveness_probe", Place: r.place, Missing: true}}
	if container := r.inside([]string{"template", "container"}); container != nil {
		s.Checked = within(container, "liveness_probe", s.Checked)
	}
	return s, true
}

// scaleSet reads https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine_scale_set.
func scaleSet(r *Resource, set *Set) (Service, bool) {
	s := Service{
		Resource: r, Runs: "VM Scale Sets", Least: r.count("instances", -1), Most: Count{Number: -1}, Balanced: pooled(r.Block), Scaled: Off,
		Checked: r.is("automatic_instance_repair.enabled", "true", Off),
	}
	for _, scaler := range set.Of("azurerm_monitor_autoscale_setting") {
		if !scaler.refersTo("target_resource_id", r) {
			continue
		}
		s.Scaler, s.Least, s.Most = scaler, scaler.count("profile.capacity.minimum", -1), scaler.count("profile.capacity.maximum", -1)
		s.Scaled = scalesByRule(scaler)
		if s.Scaled != Off {
			s.Policies = []*Resource{scaler}
		}
	}
	return s, s.Scaler != nil || !s.Least.Set || s.Least.Number != 0
}

// scalesByRule tells whether a profile of an autoscale setting has a rule: without one
// its capacity is a number that stays.
// https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_autoscale_setting
func scalesByRule(scaler *Resource) State {
	profiles, whole := scaler.Blocks("profile")
	state := Off
	if !whole {
		state = Unclear
	}
	for _, profile := range profiles {
		switch has, sure := profile.Has("rule"); {
		case has:
			return On
		case !sure:
			state = Unclear
		}
	}
	return state
}

// pooled tells whether a network interface of machines is in the pool of a load balancer
// or an application gateway.
func pooled(machines *Block) State {
	interfaces, whole := machines.Blocks("network_interface")
	state := Off
	if !whole {
		state = Unclear
	}
	for _, one := range interfaces {
		configurations, whole := one.Blocks("ip_configuration")
		if !whole && state == Off {
			state = Unclear
		}
		for _, configuration := range configurations {
			for _, name := range []string{"load_balancer_backend_address_pool_ids", "application_gateway_backend_address_pool_ids"} {
				has, sure := configuration.Has(name)
				switch {
				case has, len(configuration.Get(name).References()) > 0:
					return On
				case !sure && state == Off:
					state = Unclear
				}
			}
		}
	}
	return state
}
