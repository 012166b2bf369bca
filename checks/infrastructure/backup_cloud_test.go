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

// resource is a resource of Terraform.
func resource(kind, name string, lines ...string) string {
	return "resource \"" + kind + "\" \"" + name + "\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// sound is what a database of RDS has beside its backups.
const sound = "deletion_protection = true\n  storage_encrypted = true\n  multi_az = true"

func TestBackupOfDatabasesInTerraform(t *testing.T) {
	t.Parallel()
	kept := resource("aws_db_instance", "shop", "backup_retention_period = 14", sound)
	for name, test := range map[string]struct {
		files    map[string]string
		verdict  checks.Verdict
		errors   []string
		warnings []string
	}{
		"backups for two weeks":               {map[string]string{"infra/db.tf": kept}, checks.NeedsSignOff, nil, nil},
		"none is RDS's default":               {map[string]string{"infra/db.tf": resource("aws_db_instance", "shop", sound)}, checks.Fail, []string{"backup.off"}, nil},
		"one day is Aurora's default":         {map[string]string{"infra/db.tf": resource("aws_rds_cluster", "shop", "deletion_protection = true", "storage_encrypted = true")}, checks.NeedsSignOff, nil, []string{"backup.short"}},
		"a copy needs none of its own":        {map[string]string{"infra/db.tf": kept + resource("aws_db_instance", "copy", "replicate_source_db = aws_db_instance.shop.identifier")}, checks.NeedsSignOff, nil, nil},
		"a plan of AWS Backup may take it in": {map[string]string{"infra/db.tf": resource("aws_db_instance", "shop", sound) + resource("aws_backup_selection", "all", "plan_id = aws_backup_plan.x.id")}, checks.NeedsSignOff, nil, []string{"backup.off"}},
		"nothing protects it":                 {map[string]string{"infra/db.tf": resource("aws_db_instance", "shop", "backup_retention_period = 14", "skip_final_snapshot = true")}, checks.NeedsSignOff, nil, []string{"backup.deletion-protection", "backup.unencrypted", "backup.final-snapshot"}},
		"by a variable's default":             {map[string]string{"infra/db.tf": "variable \"days\" {\n  default = 0\n}\n" + resource("aws_db_instance", "shop", "backup_retention_period = var.days", sound)}, checks.Fail, []string{"backup.off"}, nil},
		"production's values stand over it":   {map[string]string{"infra/db.tf": "variable \"days\" {\n  default = 0\n}\n" + resource("aws_db_instance", "shop", "backup_retention_period = var.days", sound), "infra/prod.tfvars": "days = 30\n", "infra/dev.tfvars": "days = 0\n"}, checks.NeedsSignOff, nil, nil},
		"a plan alone knows":                  {map[string]string{"infra/db.tf": "variable \"days\" {}\n" + resource("aws_db_instance", "shop", "backup_retention_period = var.days", sound)}, checks.Unknown, nil, nil},
		"production by a condition":           {map[string]string{"infra/db.tf": "variable \"environment\" {\n  default = \"dev\"\n}\n" + resource("aws_db_instance", "shop", "backup_retention_period = var.environment == \"prod\" ? 30 : 0", sound)}, checks.NeedsSignOff, nil, nil},
		"by a workspace's table":              {map[string]string{"infra/db.tf": "locals {\n  days = { production = 30, default = 0 }\n}\n" + resource("aws_db_instance", "shop", "backup_retention_period = local.days[terraform.workspace]", sound)}, checks.NeedsSignOff, nil, nil},
		"in a module of the repository":       {map[string]string{"infra/main.tf": "module \"data\" {\n  source = \"../modules/db\"\n  days = 0\n}\n", "modules/db/main.tf": "variable \"days\" {}\n" + resource("aws_db_instance", "shop", "backup_retention_period = var.days", sound)}, checks.Fail, []string{"backup.off"}, nil},
		"made for another environment":        {map[string]string{"infra/main.tf": "variable \"env\" {\n  default = \"prod\"\n}\n" + kept + resource("aws_db_instance", "scratch", "count = var.env == \"dev\" ? 1 : 0")}, checks.NeedsSignOff, nil, nil},
		"an example":                          {map[string]string{"infra/main.tf": kept, "examples/db.tf": resource("aws_db_instance", "shop")}, checks.NeedsSignOff, nil, nil},
		"of another environment":              {map[string]string{"env/prod/db.tf": kept, "env/dev/db.tf": resource("aws_db_instance", "shop")}, checks.NeedsSignOff, nil, nil},
		"a module that others made":           {map[string]string{"infra/db.tf": "module \"db\" {\n  source = \"terraform-aws-modules/rds/aws\"\n  backup_retention_period = 14\n  deletion_protection = true\n  multi_az = true\n}\n"}, checks.NeedsSignOff, nil, nil},
		"a module that others made, without":  {map[string]string{"infra/db.tf": "module \"db\" {\n  source = \"git::https://github.com/terraform-aws-modules/terraform-aws-rds.git?ref=v6.0.0\"\n  deletion_protection = true\n}\n"}, checks.Fail, []string{"backup.off"}, nil},
		"a module that is not known":          {map[string]string{"infra/db.tf": "module \"db\" {\n  source = \"git@github.com:acme/rds.git\"\n}\n"}, checks.Unknown, nil, nil},
		"Cloud SQL without":                   {map[string]string{"infra/db.tf": resource("google_sql_database_instance", "shop", "settings {\n    tier = \"x\"\n  }")}, checks.Fail, []string{"backup.off"}, nil},
		"Cloud SQL with":                      {map[string]string{"infra/db.tf": resource("google_sql_database_instance", "shop", "settings {\n    availability_type = \"REGIONAL\"\n    backup_configuration {\n      enabled = true\n      point_in_time_recovery_enabled = true\n    }\n  }")}, checks.NeedsSignOff, nil, nil},
		"Cloud SQL without a point in time":   {map[string]string{"infra/db.tf": resource("google_sql_database_instance", "shop", "deletion_protection = false", "settings {\n    availability_type = \"REGIONAL\"\n    backup_configuration {\n      enabled = true\n    }\n  }")}, checks.NeedsSignOff, nil, []string{"backup.point-in-time", "backup.deletion-protection"}},
		"a block that a plan alone knows":     {map[string]string{"infra/db.tf": "variable \"backups\" {}\n" + resource("google_sql_database_instance", "shop", "settings {\n    availability_type = \"REGIONAL\"\n    dynamic \"backup_configuration\" {\n      for_each = var.backups\n      content {\n        enabled = true\n      }\n    }\n  }")}, checks.Unknown, nil, nil},
		"Azure keeps a week by default":       {map[string]string{"infra/db.tf": resource("azurerm_postgresql_flexible_server", "shop", "high_availability {\n    mode = \"ZoneRedundant\"\n  }")}, checks.NeedsSignOff, nil, nil},
		"DynamoDB without":                    {map[string]string{"infra/db.tf": resource("aws_dynamodb_table", "orders", "hash_key = \"id\"")}, checks.Unknown, nil, []string{"backup.deletion-protection", "backup.off"}},
		"a table of locks":                    {map[string]string{"infra/db.tf": resource("aws_dynamodb_table", "state", "hash_key = \"LockID\"")}, checks.Unknown, nil, nil},
		"a file that is not valid":            {map[string]string{"infra/db.tf": kept, "infra/bad.tf": "resource \"x\" {"}, checks.NeedsSignOff, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(test.files), checkstest.PullRequest(), checkstest.On(&checkstest.Forge{}))
			result := checkstest.Judge(t, backupItem, infrastructure.NewBackup(manifest.NewReader(nil), projecttest.Reader(t)), subject)
			if errors := checkstest.Rules(result, checks.SeverityError); result.Verdict() != test.verdict || !slices.Equal(errors, test.errors) {
				t.Errorf("%s (%s), errors %q\n%+v\n%+v", result.Verdict(), result.Why, errors, result.Findings, result.Evidence)
			}
			if warnings := checkstest.Rules(result, checks.SeverityWarning); !slices.Equal(warnings, test.warnings) {
				t.Errorf("warnings %q", warnings)
			}
		})
	}
}

// A finding stands at the argument, and its remedy names the resource.
func TestBackupRemedyNamesTheResource(t *testing.T) {
	t.Parallel()
	files := map[string]string{"infra/db.tf": resource("google_sql_database_instance", "shop", "settings {\n    backup_configuration {\n      enabled = false\n    }\n  }")}
	result := checkstest.Judge(t, backupItem, infrastructure.NewBackup(manifest.NewReader(nil), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files)))
	finding := result.Findings[0]
	if finding.Path != "infra/db.tf" || finding.Line != 4 || !strings.Contains(finding.Remedy, "resource \"google_sql_database_instance\" \"shop\" {\n  # …\n  settings {\n    backup_configuration {\n      enabled = true\n    }\n  }\n}\n") {
		t.Errorf("%+v", finding)
	}
}
