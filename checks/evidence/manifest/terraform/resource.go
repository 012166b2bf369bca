package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/golive-app/golive/config/regex"
)

// Resource is what one block of configuration makes, or what a well known module makes
// of its inputs.
type Resource struct {
	*Block
	Kind       string // "aws_db_instance"
	Name       string
	Address    string   // "module.data.aws_db_instance.shop"
	Many       int      // how many are made of it; -1: a plan alone knows, and it may be none
	Module     string   // the module of others that makes it, as its source has it; empty: it stands here
	Ignores    []string // arguments whose changes are left alone, by lifecycle
	renamed    map[string]string
	references map[string][]string // of arguments that were asked for, while a content is read
	defaults   map[string]cty.Value
}

// Label is how people name the resource in what they write: its address, without the
// modules around it.
func (r *Resource) Label() string {
	if r.Module != "" {
		return "module." + r.Name
	}
	return r.Kind + "." + r.Name
}

// Get returns what is set under a path, such as "settings.backup_configuration.enabled".
// Of a module of others it is the input that is handed to it, or its default.
func (r *Resource) Get(path string) Value {
	if r.Module == "" {
		return r.Block.Get(dotted(path)...)
	}
	input := r.input(path)
	if input == "" {
		return Value{}
	}
	if value := r.Block.Get(dotted(input)...); value.Set() {
		return value
	}
	if value, is := r.defaults[input]; is {
		return Value{value: value, place: r.place, assumed: true}
	}
	return Value{}
}

// input is the name of the module's input that sets an argument; empty where none does.
func (r *Resource) input(path string) string {
	for from, to := range r.renamed {
		if path == from || strings.HasPrefix(path, from+".") {
			return to + strings.TrimPrefix(path, from)
		}
	}
	return path
}

// Argument is how a person writes the argument of a path in the file: the input of a
// module where one makes the resource.
func (r *Resource) Argument(path string) string {
	if r.Module == "" {
		return path
	}
	return r.input(path)
}

// At is where an argument is set, or where the resource begins.
func (r *Resource) At(path string) Place {
	if value := r.Get(path); value.place.Line > 0 && !value.assumed {
		return value.place
	}
	return r.place
}

// kinds matches the resources that something here asks about.
var kinds = regex.New(`^(?:aws_(?:lb|alb|elb)(?:_target_group|_listener)?|aws_lb_target_group_attachment|aws_apigatewayv2_api|aws_api_gateway_rest_api|aws_autoscaling_(?:group|policy|schedule|attachment)|aws_appautoscaling_(?:target|policy)|aws_ecs_(?:service|task_definition|cluster)|aws_(?:db_instance|rds_cluster|rds_cluster_instance|rds_global_cluster|docdb_cluster|neptune_cluster|dynamodb_table|redshift_cluster)|aws_elasticache_\w+|aws_memorydb_cluster|aws_backup_(?:plan|selection|vault)|aws_cloudfront_distribution|aws_s3_bucket\w*|aws_secretsmanager_secret\w*|aws_ssm_parameter|aws_kms_key|aws_cloudwatch_(?:metric_alarm|composite_alarm|log_metric_filter)|aws_lambda_function|aws_apprunner_service|aws_elastic_beanstalk_environment|aws_lightsail_container_service|aws_instance|aws_launch_template|aws_eks_(?:cluster|node_group)|aws_sqs_queue|aws_mq_broker|aws_msk_(?:serverless_)?cluster|aws_kinesis_stream|aws_efs_(?:file_system|backup_policy)` +
	`|google_(?:sql_database_instance|spanner_\w+|alloydb_\w+|compute_(?:backend_service|region_backend_service|backend_bucket|health_check|http_health_check|region_health_check|instance_group_manager|region_instance_group_manager|autoscaler|region_autoscaler|url_map|region_url_map|global_forwarding_rule|forwarding_rule|instance|region_network_endpoint_group)|cloud_run_service|cloud_run_v2_service|cloudfunctions2?_function|container_(?:cluster|node_pool)|app_engine_\w+|redis_(?:instance|cluster)|memcache_instance|storage_bucket\w*|secret_manager_secret\w*|kms_crypto_key|monitoring_(?:alert_policy|notification_channel)|pubsub_(?:subscription|topic)|cloud_tasks_queue)` +
	`|azurerm_(?:postgresql\w*|mysql\w*|mariadb\w*|mssql\w*|sql_\w+|cosmosdb_account|redis_cache|managed_redis|cdn_\w+|frontdoor\w*|storage_(?:account|container|blob)|key_vault\w*|monitor_\w+|lb|lb_probe|lb_rule|application_gateway|linux_virtual_machine_scale_set|windows_virtual_machine_scale_set|orchestrated_virtual_machine_scale_set|virtual_machine_scale_set|container_app|container_group|(?:linux_|windows_)?(?:web_app|function_app)|app_service\w*|service_plan|kubernetes_cluster\w*|servicebus_(?:queue|subscription))` +
	`|datadog_monitor|cloudflare_\w+|fastly_service_vcl|fastly_service_compute|digitalocean_(?:loadbalancer|database_cluster|app|cdn|spaces_bucket|droplet_autoscale)|helm_release|kubernetes_(?:deployment|secret|horizontal_pod_autoscaler|stateful_set)(?:_v\d)?|vault_\w+)$`)

// resources computes those of a module and of all that it calls.
func (s *scope) resources(into *Set) {
	for _, block := range s.module.resources {
		kind, name := block.Labels[0], block.Labels[1]
		if !kinds.MatchString(kind) {
			into.Other[kind]++
			continue
		}
		every, _ := s.repeated(block.Body)
		for _, one := range every {
			if len(into.Resources) >= mostResources || s.reading.spent() {
				into.Whole = false
				return
			}
			many := one.many
			if s.caller != nil && s.caller.more != nil && s.unsure() {
				many = -1
			}
			into.Resources = append(into.Resources, &Resource{
				Block: s.block(placeOf(block.TypeRange), block.Body, one.more, deepestBlock), Kind: kind, Name: name, Address: s.address + kind + "." + name + one.key, Many: many, Ignores: ignored(block.Body.Blocks),
			})
		}
	}
	for _, call := range s.module.calls {
		s.resourcesOf(call.Labels[0], into)
	}
}

// unsure reports whether the module may not be there at all.
func (s *scope) unsure() bool {
	for one := s; one.caller != nil; one = one.caller.scope {
		if one.caller.scope.inner[strings.Trim(lastCall(one.address), ".")].unsure {
			return true
		}
	}
	return false
}

// lastCall is the name of the call at the end of an address.
func lastCall(address string) string {
	at := strings.LastIndex(address, "module.")
	name := strings.TrimSuffix(address[at+len("module."):], ".")
	name, _, _ = strings.Cut(name, "[")
	return name
}

// ignored lists what lifecycle leaves alone.
func ignored(blocks hclsyntax.Blocks) []string {
	var found []string
	for _, block := range blocks {
		if block.Type != "lifecycle" {
			continue
		}
		attribute := block.Body.Attributes["ignore_changes"]
		if attribute == nil {
			continue
		}
		if hcl.ExprAsKeyword(attribute.Expr) == "all" {
			return []string{"all"}
		}
		listed, _ := hcl.ExprList(attribute.Expr)
		for _, one := range listed {
			traversal, _ := hcl.RelTraversalForExpr(one)
			var parts []string
			for depth := range traversal {
				if part := step(traversal, depth); part != "" {
					parts = append(parts, part)
				}
			}
			found = append(found, strings.Join(parts, "."))
		}
	}
	return found
}

// LeavesAlone reports whether what others change of an argument stays.
func (r *Resource) LeavesAlone(argument string) bool {
	return slices.Contains(r.Ignores, argument) || slices.Contains(r.Ignores, "all")
}
