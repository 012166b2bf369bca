package infrastructure

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// azureBalancers judges how load balancers and application gateways of Azure ask what is
// behind them, by https://learn.microsoft.com/azure/load-balancer/load-balancer-custom-probe-overview
// and https://learn.microsoft.com/azure/application-gateway/application-gateway-probe-overview.
func (f *balancerFacts) azureBalancers() {
	for _, one := range f.declared.Terraform.Of("azurerm_lb") {
		if strings.EqualFold(one.Get("sku").Text(), "Basic") {
			f.find("lb.retired", certain(one, checks.SeverityWarning), placed(one.At("sku")), wording.Quoted(one.Label())+" is a Basic Load Balancer: Azure retired it on 30 September 2025, and promised nothing of it before",
				"Set:\n\n"+snippet.Terraform(one, `sku = "Standard"`), one.Address)
		}
	}
	for _, one := range f.declared.Terraform.Of("azurerm_lb_rule") {
		if probe := one.Get("probe_id"); !probe.Set() {
			f.find("lb.health-check", certain(one, checks.SeverityError), placed(one.Place()), wording.Quoted(one.Label())+" has no `probe_id`: requests go on to what answers no more",
				"Set:\n\n"+snippet.Terraform(one, "probe_id = azurerm_lb_probe.HEALTH.id"), one.Address)
		}
	}
	for _, one := range f.declared.Terraform.Of("azurerm_lb_probe") {
		if protocol := one.Get("protocol"); !protocol.Set() || strings.EqualFold(protocol.Text(), "Tcp") {
			f.find("lb.health-path", checks.SeverityNotice, placed(one.At("protocol")), wording.Quoted(one.Label())+" looks whether a port is open, and not whether the program answers",
				"Where it speaks HTTP, name the path that says whether requests can be taken:\n\n"+snippet.Terraform(one, `protocol = "Http"`, `request_path = "/ready"`), one.Address)
		}
	}
	for _, one := range f.declared.Terraform.Of("azurerm_application_gateway") {
		f.applicationGateway(one)
	}
}

// applicationGateway judges one: how many of it run, and by which path it asks.
func (f *balancerFacts) applicationGateway(r *terraform.Resource) {
	scales, sure := r.Has("autoscale_configuration")
	if capacity, known := r.Get("sku.capacity").Number(); known && capacity == 1 && !scales && sure {
		f.find("lb.one-instance", certain(r, checks.SeverityWarning), placed(r.At("sku.capacity")), wording.Quoted(r.Label())+" runs once: while that instance is renewed or away, nothing answers",
			"Set:\n\n"+snippet.Terraform(r, "sku.capacity = 2"), r.Address)
	}
	settings, _ := r.Blocks("backend_http_settings")
	for _, one := range settings {
		if probe := one.Get("probe_name"); !probe.Set() {
			f.find("lb.health-path", checks.SeverityNotice, placed(one.Place()), wording.Quoted(r.Label())+" asks for `/`, since its settings name no probe: a page may answer while what it needs does not",
				"Name the path that says whether requests can be taken:\n\n"+snippet.Terraform(r, `probe.name = "ready"`, `probe.path = "/ready"`, `probe.protocol = "Http"`, "probe.interval = 10", "probe.timeout = 5", "probe.unhealthy_threshold = 3", `backend_http_settings.probe_name = "ready"`), r.Address)
			return
		}
	}
}
