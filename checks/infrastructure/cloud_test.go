package infrastructure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/infrastructure"
)

const (
	behind  = "load_balancer {\n    target_group_arn = aws_lb_target_group.shop.arn\n    container_name = \"web\"\n    container_port = 8080\n  }"
	breaker = "deployment_circuit_breaker {\n    enable = true\n    rollback = true\n  }"
	grace   = "health_check_grace_period_seconds = 30"
	alone   = "lifecycle {\n    ignore_changes = [desired_count]\n  }"
)

// task is a definition of a task whose container has more.
func task(more string) string {
	return resource("aws_ecs_task_definition", "shop", "container_definitions = jsonencode([{ name = \"web\", image = var.image"+more+" }])")
}

// range of two to ten, and what moves in it.
var scaled = resource("aws_appautoscaling_target", "shop", "resource_id = \"service/${aws_ecs_cluster.main.name}/${aws_ecs_service.shop.name}\"", "min_capacity = 2", "max_capacity = 10") +
	resource("aws_appautoscaling_policy", "cpu", "resource_id = aws_appautoscaling_target.shop.resource_id")

// azure is a load balancer of Azure, and machines what it spreads requests over.
var azure = resource("azurerm_lb", "front", "sku = \"Standard\"") + resource("azurerm_lb_backend_address_pool", "shop", "loadbalancer_id = azurerm_lb.front.id") +
	resource("azurerm_lb_probe", "ready", "protocol = \"Http\"", "request_path = \"/ready\"", "port = 8080") +
	resource("azurerm_lb_rule", "http", "probe_id = azurerm_lb_probe.ready.id", "backend_address_pool_ids = [azurerm_lb_backend_address_pool.shop.id]")

const repaired = "automatic_instance_repair {\n    enabled = true\n  }"

func machines(lines ...string) string {
	return resource("azurerm_linux_virtual_machine_scale_set", "shop", append([]string{"network_interface {\n    ip_configuration {\n      load_balancer_backend_address_pool_ids = [azurerm_lb_backend_address_pool.shop.id]\n    }\n  }"}, lines...)...)
}

var azureScaled = resource("azurerm_monitor_autoscale_setting", "shop", "target_resource_id = azurerm_linux_virtual_machine_scale_set.shop.id", "profile {\n    capacity {\n      default = 2\n      minimum = 2\n      maximum = 6\n    }\n    rule {\n      metric_trigger {\n      }\n    }\n  }")

func service(lines ...string) string {
	return resource("aws_ecs_service", "shop", append([]string{"task_definition = aws_ecs_task_definition.shop.arn"}, lines...)...)
}

type cloudCase struct {
	text    string
	verdict checks.Verdict
	rules   []string // errors and warnings
}

func judgeCloud(t *testing.T, item checks.Item, check checks.Check, cases map[string]cloudCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(map[string]string{"infra/main.tf": test.text, "app.js": server + "s.keepAliveTimeout = 65_000\n"})))
			rules := slices.Concat(checkstest.Rules(result, checks.SeverityError), checkstest.Rules(result, checks.SeverityWarning))
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("%s (%s), %q\n%+v\n%+v", result.Verdict(), result.Why, rules, result.Findings, result.Evidence)
			}
			for _, finding := range result.Findings {
				if finding.Path != "infra/main.tf" || finding.Line == 0 || finding.Remedy == "" {
					t.Errorf("a finding without a place or a remedy: %+v", finding)
				}
			}
		})
	}
}

func TestHealthOfWhatTerraformRuns(t *testing.T) {
	t.Parallel()
	judgeCloud(t, healthItem, infrastructure.NewHealth(manifest.NewReader(nil), projecttest.Reader(t)), map[string]cloudCase{
		"ECS behind a load balancer":          {task("") + service("desired_count = 2", behind, breaker, grace), checks.Pass, nil},
		"ECS without a circuit breaker":       {task("") + service("desired_count = 2", behind, grace), checks.Warn, []string{"ecs.circuit-breaker"}},
		"another deploys it":                  {task("") + service("desired_count = 2", behind, grace, "deployment_controller {\n    type = \"CODE_DEPLOY\"\n  }"), checks.Pass, nil},
		"a worker that nobody asks":           {task("") + service("desired_count = 2", breaker), checks.Warn, []string{"ecs.health-check"}},
		"a worker that is asked":              {task(", healthCheck = { command = [\"CMD-SHELL\", \"true\"] }") + service("desired_count = 2", breaker), checks.Pass, nil},
		"by a text of JSON":                   {resource("aws_ecs_task_definition", "shop", "container_definitions = <<E\n[{\"name\": \"web\", \"healthCheck\": {\"command\": [\"x\"]}}]\nE") + service("desired_count = 2", breaker), checks.Pass, nil},
		"containers that a plan knows":        {resource("aws_ecs_task_definition", "shop", "container_definitions = file(\"task.json\")") + service("desired_count = 2", breaker), checks.NeedsSignOff, nil},
		"machines that a balancer asks":       {resource("aws_autoscaling_group", "shop", "min_size = 2", "max_size = 4", "health_check_type = \"ELB\"", "target_group_arns = [aws_lb_target_group.shop.arn]"), checks.Pass, nil},
		"machines that only run":              {resource("aws_autoscaling_group", "shop", "min_size = 2", "max_size = 4", "target_group_arns = [aws_lb_target_group.shop.arn]"), checks.Fail, []string{"asg.health-check"}},
		"machines of a cluster":               {resource("aws_autoscaling_group", "shop", "min_size = 2", "max_size = 4", "tag {\n    key = \"kubernetes.io/cluster/main\"\n    value = \"owned\"\n  }"), checks.Unknown, nil},
		"machines of Google that heal":        {resource("google_compute_region_instance_group_manager", "shop", "auto_healing_policies {\n    health_check = google_compute_health_check.h.id\n  }"), checks.Pass, nil},
		"machines of Google that do not":      {resource("google_compute_region_instance_group_manager", "shop", "target_size = 2"), checks.Fail, []string{"gce.auto-healing"}},
		"Cloud Run with a probe":              {resource("google_cloud_run_v2_service", "shop", "template {\n    containers {\n      liveness_probe {\n      }\n    }\n  }"), checks.Pass, nil},
		"Cloud Run without":                   {resource("google_cloud_run_v2_service", "shop", "template {\n    containers {\n    }\n  }"), checks.Warn, []string{"cloud.liveness"}},
		"machines of Azure that are repaired": {machines("instances = 2", repaired), checks.Pass, nil},
		"and such as are not":                 {machines("instances = 2"), checks.Warn, []string{"vmss.repair"}},
		"App Service without a path":          {resource("azurerm_linux_web_app", "shop", "site_config {\n  }"), checks.Warn, []string{"cloud.liveness"}},
		"App Service with one":                {resource("azurerm_linux_web_app", "shop", "site_config {\n    health_check_path = \"/health\"\n  }"), checks.Pass, nil},
		"functions alone":                     {resource("aws_lambda_function", "shop", "runtime = \"nodejs22.x\""), checks.NotApplicable, nil},
		"what is not made in production":      {"variable \"env\" {\n  default = \"prod\"\n}\n" + resource("aws_autoscaling_group", "shop", "count = var.env == \"dev\" ? 1 : 0", "target_group_arns = [aws_lb_target_group.shop.arn]"), checks.Unknown, nil},
		"a module that others made of ECS":    {"module \"shop\" {\n  source = \"terraform-aws-modules/ecs/aws//modules/service\"\n  load_balancer = { web = { target_group_arn = aws_lb_target_group.shop.arn } }\n}\n", checks.Pass, nil},
	})
}

// balancer is what the services of these tests stand behind.
var balancer = resource("aws_lb", "front", "enable_deletion_protection = true", "subnets = [aws_subnet.a.id, aws_subnet.b.id]") + resource("aws_lb_target_group", "shop", "protocol = \"HTTP\"", "health_check {\n    path = \"/ready\"\n  }")

// A load balancer keeps connections that the program closes first.
func TestConnectionsOfAnApplicationLoadBalancer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		told bool
	}{
		"as it is":            {balancer, true},
		"shorter than Node's": {strings.Replace(balancer, "resource \"aws_lb\" \"front\" {\n", "resource \"aws_lb\" \"front\" {\n  idle_timeout = 4\n", 1), false},
		"a Network one":       {strings.Replace(balancer, "resource \"aws_lb\" \"front\" {\n", "resource \"aws_lb\" \"front\" {\n  load_balancer_type = \"network\"\n", 1), false},
		"a time of a plan":    {"variable \"t\" {}\n" + strings.Replace(balancer, "resource \"aws_lb\" \"front\" {\n", "resource \"aws_lb\" \"front\" {\n  idle_timeout = var.t\n", 1), false},
	} {
		files := map[string]string{"infra/main.tf": test.text + service("desired_count = 2", behind), "app.js": server}
		result := checkstest.Judge(t, balancerItem, infrastructure.NewLoadBalancer(manifests(), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files)))
		told := slices.ContainsFunc(result.Findings, func(one checks.Finding) bool { return one.Rule == "lb.keepalive" && one.Path == "app.js" })
		if told != test.told {
			t.Errorf("%s: %+v", name, result.Findings)
		}
	}
}

func TestLoadBalancersOfTerraform(t *testing.T) {
	t.Parallel()
	judgeCloud(t, balancerItem, infrastructure.NewLoadBalancer(manifest.NewReader(nil), projecttest.Reader(t)), map[string]cloudCase{
		"two tasks":                      {balancer + service("desired_count = 2", behind), checks.NeedsSignOff, nil},
		"one task":                       {balancer + service("desired_count = 1", behind), checks.Fail, []string{"lb.single"}},
		"two at least, by what scales":   {balancer + service("desired_count = 1", behind) + scaled, checks.NeedsSignOff, nil},
		"one at least, by what scales":   {balancer + service("desired_count = 2", behind) + strings.Replace(scaled, "min_capacity = 2", "min_capacity = 1", 1), checks.Fail, []string{"lb.single"}},
		"how many, a plan knows":         {"variable \"n\" {}\n" + balancer + service("desired_count = var.n", behind), checks.NeedsSignOff, nil},
		"one that may not be made":       {"variable \"on\" {}\n" + balancer + service("count = var.on ? 1 : 0", "desired_count = 1", behind), checks.Unknown, []string{"lb.single"}},
		"one zone":                       {strings.Replace(balancer, ", aws_subnet.b.id", "", 1) + service("desired_count = 2", behind), checks.NeedsSignOff, []string{"lb.one-zone"}},
		"nobody is asked":                {strings.Replace(balancer, "path = \"/ready\"", "enabled = false", 1) + service("desired_count = 2", behind), checks.Fail, []string{"lb.health-check"}},
		"one machine":                    {balancer + resource("aws_autoscaling_group", "shop", "min_size = 1", "max_size = 1", "target_group_arns = [aws_lb_target_group.shop.arn]"), checks.Fail, []string{"lb.single"}},
		"an attachment":                  {balancer + resource("aws_autoscaling_group", "shop", "min_size = 1", "max_size = 1") + resource("aws_autoscaling_attachment", "a", "autoscaling_group_name = aws_autoscaling_group.shop.name"), checks.Fail, []string{"lb.single"}},
		"Cloud Run brings its own":       {resource("google_cloud_run_v2_service", "shop"), checks.NotApplicable, nil},
		"Google's, that asks nobody":     {resource("google_compute_backend_service", "shop", "backend {\n    group = google_compute_region_instance_group_manager.shop.instance_group\n  }"), checks.Fail, []string{"lb.health-check"}},
		"Google's, before what it runs":  {resource("google_compute_backend_service", "shop", "backend {\n    group = google_compute_region_network_endpoint_group.shop.id\n  }"), checks.NeedsSignOff, nil},
		"Azure's, before two machines":   {azure + machines("instances = 2", repaired), checks.NeedsSignOff, nil},
		"before one machine":             {azure + machines("instances = 1", repaired), checks.Fail, []string{"lb.single"}},
		"two at least, by an autoscaler": {azure + machines("instances = 1", repaired) + azureScaled, checks.NeedsSignOff, nil},
		"a rule that asks nobody":        {strings.Replace(azure, "probe_id = azurerm_lb_probe.ready.id", "", 1) + machines("instances = 2", repaired), checks.Fail, []string{"lb.health-check"}},
		"a probe of a module":            {"variable \"probe\" {}\n" + strings.Replace(azure, "azurerm_lb_probe.ready.id", "var.probe", 1) + machines("instances = 2", repaired), checks.NeedsSignOff, nil},
		"one that Azure retired":         {strings.Replace(azure, "Standard", "Basic", 1) + machines("instances = 2", repaired), checks.NeedsSignOff, []string{"lb.retired"}},
		"an application gateway of one":  {resource("azurerm_application_gateway", "front", "sku {\n    name = \"Standard_v2\"\n    capacity = 1\n  }"), checks.NeedsSignOff, []string{"lb.one-instance"}},
		"one that scales":                {resource("azurerm_application_gateway", "front", "sku {\n    capacity = 1\n  }", "autoscale_configuration {\n    min_capacity = 0\n  }"), checks.NeedsSignOff, nil},
		"a balancer, and machines alone": {balancer + resource("aws_instance", "a"), checks.NeedsSignOff, nil},
		"nothing":                        {resource("aws_s3_bucket", "a"), checks.Unknown, nil},
	})
}

func TestScalingOfTerraform(t *testing.T) {
	t.Parallel()
	judgeCloud(t, scalingItem, infrastructure.NewAutoscaling(manifest.NewReader(nil)), map[string]cloudCase{
		"a range and a policy":          {service("desired_count = 2", behind, alone) + scaled, checks.Pass, nil},
		"each apply puts it back":       {service("desired_count = 2", behind) + scaled, checks.Warn, []string{"cloud.scaler-count"}},
		"a range that nothing moves in": {service(behind) + strings.Split(scaled, "resource \"aws_appautoscaling_policy\"")[0], checks.Warn, []string{"cloud.autoscaler"}},
		"nobody scales it":              {service("desired_count = 2", behind), checks.Warn, []string{"cloud.autoscaler"}},
		"a range of one":                {service(behind) + strings.Replace(scaled, "max_capacity = 10", "max_capacity = 2", 1), checks.Warn, []string{"cloud.scaler-range"}},
		"one for each":                  {"resource \"aws_ecs_service\" \"shop\" {\n  for_each = toset([\"a\", \"b\"])\n  name = each.key\n  " + behind + "\n}\n" + strings.ReplaceAll(scaled, "aws_ecs_service.shop.name", "aws_ecs_service.shop[each.key].name"), checks.Pass, nil},
		"machines with a policy":        {resource("aws_autoscaling_group", "shop", "min_size = 2", "max_size = 4") + resource("aws_autoscaling_policy", "cpu", "autoscaling_group_name = aws_autoscaling_group.shop.name"), checks.Pass, nil},
		"machines without":              {resource("aws_autoscaling_group", "shop", "min_size = 2", "max_size = 4", "target_group_arns = [aws_lb_target_group.shop.arn]"), checks.Warn, []string{"cloud.autoscaler"}},
		"a daemon":                      {service("scheduling_strategy = \"DAEMON\""), checks.NotApplicable, nil},
		"machines of Azure without":     {machines("instances = 2"), checks.Warn, []string{"cloud.autoscaler"}},
		"machines of Azure with rules":  {machines("instances = 2") + azureScaled, checks.Pass, nil},
		"a number of them that stays":   {machines("instances = 2") + strings.Replace(azureScaled, "rule {", "fixed {", 1), checks.Warn, []string{"cloud.autoscaler"}},
		"Cloud Run scales itself":       {resource("google_cloud_run_v2_service", "shop"), checks.Pass, nil},
		"Cloud Run that may not":        {resource("google_cloud_run_v2_service", "shop", "template {\n    scaling {\n      min_instance_count = 1\n      max_instance_count = 1\n    }\n  }"), checks.Warn, []string{"cloud.scaler-range"}},
	})
}
