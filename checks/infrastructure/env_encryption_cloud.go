package infrastructure

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// secretArguments are arguments of Terraform that hold a secret, by the kind of resource.
var secretArguments = map[string][]string{
	"aws_db_instance": {"password"}, "aws_rds_cluster": {"master_password"}, "aws_docdb_cluster": {"master_password"}, "aws_redshift_cluster": {"master_password"}, "aws_elasticache_replication_group": {"auth_token"},
	"aws_mq_broker": {"user.password"}, "aws_secretsmanager_secret_version": {"secret_string"}, "google_secret_manager_secret_version": {"secret_data"}, "google_sql_database_instance": {"root_password"},
	"azurerm_key_vault_secret": {"value"}, "azurerm_postgresql_flexible_server": {"administrator_password"}, "azurerm_mysql_flexible_server": {"administrator_password"}, "azurerm_mssql_server": {"administrator_login_password"},
}

// readCloud counts the secrets that Terraform gives to services and databases in plain
// text: what stands there goes into its state too.
func (f *envFacts) readCloud(configuration *terraform.Configuration, known map[string]checks.File) {
	for _, one := range configuration.All() {
		found := cloudSecrets{plainSecrets{place: place{what: one.Label()}, kind: plainCloud}, known}
		for _, argument := range secretArguments[one.Kind] {
			value := one.Get(argument)
			name := argument[strings.LastIndex(argument, ".")+1:]
			if !strings.Contains(name, "password") && !strings.Contains(name, "token") {
				name = "secret"
			}
			found.give(name, value, value.Place())
		}
		switch one.Kind {
		case "aws_ecs_task_definition":
			containers, _ := one.Get("container_definitions").Items()
			for _, container := range containers {
				found.pairs(container.Field("environment"))
			}
		case "aws_lambda_function":
			found.fields(one.Get("environment.variables"))
		case "aws_ssm_parameter":
			name := one.Get("name").Text()
			if name = name[strings.LastIndex(name, "/")+1:]; name == "" {
				name = one.Name
			}
			found.give(name, one.Get("value"), one.At("value"))
		case "azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_app_service", "azurerm_linux_function_app", "azurerm_windows_function_app":
			found.fields(one.Get("app_settings"))
		case "google_cloud_run_v2_service", "google_cloud_run_service":
			for _, container := range one.Containers() {
				variables, _ := container.Blocks("env")
				for _, variable := range variables {
					found.give(variable.Get("name").Text(), variable.Get("value"), variable.Place())
				}
			}
		}
		f.plainly(found.plainSecrets)
	}
}

// cloudSecrets are the secrets of one resource while they are counted.
type cloudSecrets struct {
	plainSecrets
	known map[string]checks.File
}

func (c *cloudSecrets) give(name string, value terraform.Value, at terraform.Place) {
	if !value.Known() || value.Text() == "" || strings.Contains(value.Text(), "\n") || strings.HasPrefix(value.Text(), "{") {
		return
	}
	before := c.count
	c.add(secret.Assignment{Name: name, Value: value.Text(), Line: at.Line}, c.known[at.Path])
	if before == 0 && c.count == 1 {
		c.path, c.line = at.Path, at.Line
	}
}

// pairs counts those of a list of names and values.
func (c *cloudSecrets) pairs(list terraform.Value) {
	items, _ := list.Items()
	for _, one := range items {
		c.give(one.Field("name").Text(), one.Field("value"), list.Place())
	}
}

// fields counts those of a map.
func (c *cloudSecrets) fields(held terraform.Value) {
	for _, name := range held.Names() {
		c.give(name, held.Field(name), held.Place())
	}
}
