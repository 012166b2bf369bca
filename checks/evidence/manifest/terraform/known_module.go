package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/golive-app/golive/config/regex"
)

// knownModule is a module of others whose inputs say what it makes.
type knownModule struct {
	source   *regex.Expression
	kind     string               // of the resource that is meant
	renamed  map[string]string    // inputs, by the arguments that they set, where they are named otherwise
	defaults map[string]cty.Value // of inputs, where they are others than the provider's
}

var yes, no = cty.True, cty.False

func number(value int64) cty.Value { return cty.NumberIntVal(value) }

// knownModules are read by their public inputs, as of the versions of 2024 to 2026:
//
//   - https://registry.terraform.io/modules/terraform-aws-modules/rds/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/rds-aurora/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/dynamodb-table/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/alb/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/apigateway-v2/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/autoscaling/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/ecs/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/cloudfront/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/elasticache/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/cloudwatch/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/secrets-manager/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/eks/aws
//   - https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws
//   - https://registry.terraform.io/modules/terraform-google-modules/sql-db/google
//   - https://registry.terraform.io/modules/terraform-google-modules/kubernetes-engine/google
var knownModules = []knownModule{
	{regex.New(`^terraform-aws-modules/rds/aws$`), "aws_db_instance", map[string]string{"replicate_source_db": "replicate_source_db"}, map[string]cty.Value{"storage_encrypted": yes, "deletion_protection": no, "multi_az": no, "skip_final_snapshot": no}},
	{regex.New(`^terraform-aws-modules/rds-aurora/aws$`), "aws_rds_cluster", nil, map[string]cty.Value{"storage_encrypted": yes, "skip_final_snapshot": no}},
	{regex.New(`^terraform-aws-modules/dynamodb-table/aws$`), "aws_dynamodb_table", map[string]string{"point_in_time_recovery.enabled": "point_in_time_recovery_enabled", "ttl.enabled": "ttl_enabled"}, map[string]cty.Value{"point_in_time_recovery_enabled": no, "ttl_enabled": no, "deletion_protection_enabled": cty.NullVal(cty.Bool)}},
	{regex.New(`^terraform-aws-modules/alb/aws$`), "aws_lb", map[string]string{"enable_deletion_protection": "enable_deletion_protection"}, map[string]cty.Value{"enable_deletion_protection": yes, "load_balancer_type": cty.StringVal("application")}},
	{regex.New(`^terraform-aws-modules/apigateway-v2/aws$`), "aws_apigatewayv2_api", nil, nil},
	{regex.New(`^terraform-aws-modules/autoscaling/aws$`), "aws_autoscaling_group", nil, nil},
	{regex.New(`^terraform-aws-modules/ecs/aws//modules/service$`), "aws_ecs_service", map[string]string{"deployment_circuit_breaker.enable": "deployment_circuit_breaker.enable"}, map[string]cty.Value{"desired_count": number(1), "enable_autoscaling": yes, "autoscaling_min_capacity": number(1), "autoscaling_max_capacity": number(10)}},
	{regex.New(`^terraform-aws-modules/cloudfront/aws$`), "aws_cloudfront_distribution", nil, map[string]cty.Value{"enabled": yes}},
	{regex.New(`^terraform-aws-modules/s3-bucket/aws$`), "aws_s3_bucket", map[string]string{"bucket": "bucket"}, nil},
	{regex.New(`^terraform-aws-modules/elasticache/aws$`), "aws_elasticache_replication_group", nil, map[string]cty.Value{"at_rest_encryption_enabled": yes, "automatic_failover_enabled": cty.NullVal(cty.Bool)}},
	{regex.New(`^terraform-aws-modules/cloudwatch/aws//modules/metric-alarm$`), "aws_cloudwatch_metric_alarm", nil, map[string]cty.Value{"actions_enabled": yes}},
	{regex.New(`^terraform-aws-modules/secrets-manager/aws$`), "aws_secretsmanager_secret", nil, nil},
	{regex.New(`^terraform-aws-modules/eks/aws$`), "aws_eks_cluster", nil, nil},
	{regex.New(`^terraform-aws-modules/lambda/aws$`), "aws_lambda_function", nil, nil},
	{regex.New(`(?i)^(?:terraform-google-modules|GoogleCloudPlatform)/sql-db/google(?://modules/(?:postgresql|mysql|safer_mysql|mssql))?$`), "google_sql_database_instance", map[string]string{"settings.backup_configuration": "backup_configuration", "settings.availability_type": "availability_type", "settings.deletion_protection_enabled": "deletion_protection_enabled"}, map[string]cty.Value{"deletion_protection": yes, "availability_type": cty.StringVal("ZONAL"), "deletion_protection_enabled": no}},
	{regex.New(`^terraform-google-modules/kubernetes-engine/google`), "google_container_cluster", nil, nil},
}

// gitOf matches other ways to write the source of a module of the registry.
var gitOf = regex.New(`^(?:git::)?(?:https://|ssh://)?(?:git@)?github\.com[/:](terraform-(aws|google)-modules)/terraform-(?:aws|google)-([\w-]+?)(?:\.git)?(//[\w/-]+)?(?:\?.*)?$`)

// wellKnown finds a module by its source.
func wellKnown(source string) (knownModule, bool) {
	if match := gitOf.FindStringSubmatch(source); match != nil {
		source = match[1] + "/" + match[3] + "/" + match[2] + match[4]
	}
	source = strings.TrimPrefix(source, "registry.terraform.io/")
	for _, one := range knownModules {
		if one.source.MatchString(source) {
			return one, true
		}
	}
	return knownModule{}, false
}

// resource reads the inputs of a call as the resource that the module makes.
func (k knownModule) resource(s *scope, block *hclsyntax.Block, one repetition) []*Resource {
	name := block.Labels[0]
	made := &Resource{
		Block: s.block(placeOf(block.TypeRange), block.Body, one.more, 0), Kind: k.kind, Name: name, Address: s.address + "module." + name + one.key + "." + k.kind, Many: one.many, Module: source(block),
		renamed: k.renamed, defaults: k.defaults,
	}
	if create, known := made.Block.Get("create").Bool(); known && !create {
		return nil
	}
	return []*Resource{made}
}
