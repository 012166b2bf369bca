package infrastructure_test

import (
	"slices"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/infrastructure"
)

func TestSecretsInTerraform(t *testing.T) {
	t.Parallel()
	manager := resource("aws_secretsmanager_secret", "db", "name = \"db\"")
	for name, test := range map[string]struct {
		text   string
		errors []string
	}{
		"a password of a database":       {resource("aws_db_instance", "a", `password = "kX93hdT7qLw2"`), []string{"env.terraform"}},
		"by a variable's default":        {"variable \"p\" {\n  default = \"kX93hdT7qLw2\"\n}\n" + resource("aws_db_instance", "a", `password = var.p`), []string{"env.terraform"}},
		"by a variable":                  {"variable \"p\" {}\n" + resource("aws_db_instance", "a", `password = var.p`), nil},
		"by a resource":                  {resource("aws_db_instance", "a", `password = random_password.p.result`), nil},
		"a variable of a task":           {resource("aws_ecs_task_definition", "a", `container_definitions = jsonencode([{ name = "web", image = var.i, environment = [{ name = "API_SECRET_KEY", value = "kX93hdT7qLw2pQ8v" }, { name = "PORT", value = "80" }] }])`), []string{"env.terraform"}},
		"a reference of a task":          {resource("aws_ecs_task_definition", "a", `container_definitions = jsonencode([{ name = "web", secrets = [{ name = "API_SECRET_KEY", valueFrom = aws_secretsmanager_secret.db.arn }] }])`), nil},
		"a variable of a function":       {resource("aws_lambda_function", "a", "environment {\n    variables = {\n      DB_PASSWORD = \"kX93hdT7qLw2\"\n    }\n  }"), []string{"env.terraform"}},
		"a variable of Cloud Run":        {resource("google_cloud_run_v2_service", "a", "template {\n    containers {\n      env {\n        name = \"DB_PASSWORD\"\n        value = \"kX93hdT7qLw2\"\n      }\n    }\n  }"), []string{"env.terraform"}},
		"a setting of App Service":       {resource("azurerm_linux_web_app", "a", "app_settings = {\n    DB_PASSWORD = \"kX93hdT7qLw2\"\n    KEY = \"@Microsoft.KeyVault(SecretUri=x)\"\n  }"), []string{"env.terraform"}},
		"a parameter that is a secret":   {resource("aws_ssm_parameter", "a", `name = "/shop/db_password"`, `value = "kX93hdT7qLw2"`), []string{"env.terraform"}},
		"a parameter that others fill":   {resource("aws_ssm_parameter", "a", `name = "/shop/db_password"`, `value = "changeme"`), nil},
		"what the manager's version has": {resource("aws_secretsmanager_secret_version", "a", `secret_string = "kX93hdT7qLw2"`), []string{"env.terraform"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), checkstest.Subject(checkstest.Tree(map[string]string{"infra/prod/main.tf": manager + test.text})))
			if errors := checkstest.Rules(result, checks.SeverityError); !slices.Equal(errors, test.errors) {
				t.Errorf("%s (%s), %q\n%+v", result.Verdict(), result.Why, errors, result.Findings)
			}
		})
	}
}
