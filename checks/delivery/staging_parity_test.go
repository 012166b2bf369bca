package delivery

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
)

func TestWhatStagingHasNotAsProductionHasIt(t *testing.T) {
	t.Parallel()
	deployment := func(replicas string) string { return "kind: Deployment\nspec:\n  replicas: " + replicas + "\n" }
	for name, test := range map[string]struct {
		files map[string]string
		says  string // one a line; empty: nothing
	}{
		"one instance, and three":       {map[string]string{"k8s/staging/web.yaml": deployment("1"), "k8s/production/web.yaml": deployment("3")}, "k8s/staging/web.yaml:3 staging runs one instance, and production 3 (`k8s/production/web.yaml:3`)"},
		"two, and three":                {map[string]string{"k8s/staging/web.yaml": deployment("2"), "k8s/production/web.yaml": deployment("3")}, ""},
		"both once":                     {map[string]string{"k8s/staging/web.yaml": deployment("1"), "k8s/production/web.yaml": deployment("1")}, ""},
		"values of a chart":             {map[string]string{"chart/values-staging.yaml": "replicaCount: 1 # cheap\n", "chart/values-prod.yaml": "replicaCount: 4\n"}, "chart/values-staging.yaml:1"},
		"a job beside what is scaled":   {map[string]string{"staging.yaml": deployment("1") + "---\n" + deployment("2"), "production.yaml": deployment("3")}, ""},
		"another major of the database": {map[string]string{"compose.staging.yml": "services:\n  db:\n    image: postgres:15-alpine\n", "compose.production.yml": "services:\n  db:\n    image: registry.acme.dev/library/postgres:16.2\n"}, "compose.staging.yml:3 staging runs PostgreSQL 15, and production 16"},
		"the same major":                {map[string]string{"compose.staging.yml": "    image: postgres:16.1\n", "compose.production.yml": "    image: postgres:16.4\n"}, ""},
		"a database in Terraform":       {map[string]string{"infra/staging/db.tf": "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  engine_version = \"5.7\"\n}\n", "infra/prod/db.tf": "  engine = \"mysql\"\n  engine_version = \"8.0\"\n"}, "infra/staging/db.tf:3 staging runs MySQL 5, and production 8"},
		"an exporter is no database":    {map[string]string{"staging.yml": "    image: acme/postgres-exporter:1\n", "production.yml": "    image: postgres:16\n"}, ""},
		"a file of neither":             {map[string]string{"k8s/web.yaml": deployment("1"), "k8s/production/web.yaml": deployment("3")}, ""},
		"pre-production is staging":     {map[string]string{"pre-production.yaml": deployment("1"), "production.yaml": deployment("2")}, "pre-production.yaml:3"},
		"a workflow is none":            {map[string]string{".github/workflows/staging.yml": deployment("1"), "production.yaml": deployment("2")}, ""},
	} {
		found, err := readParity(t.Context(), checkstest.Tree(test.files))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, finding := range found.findings() {
			text += fmt.Sprintf("%s:%d %s\n", finding.Path, finding.Line, finding.Message)
		}
		if test.says == "" && text != "" || !strings.Contains(text, test.says) {
			t.Errorf("%s: %q, want %q", name, text, test.says)
		}
	}
}
