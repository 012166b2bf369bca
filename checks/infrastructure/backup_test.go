package infrastructure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/infrastructure"
)

var backupItem = checks.Item{ID: "infrastructure.backup", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, Role: checks.RoleDBA}

// cronJob dumps a database; more stands in its spec.
func cronJob(more string) string {
	return "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: dump}\nspec:\n  schedule: 0 1 * * *\n  " + more + "\n  jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: 'acme/tools', args: [\"pg_dump shop | gzip > /x\"]}]}}}}\n"
}

func TestBackup(t *testing.T) {
	t.Parallel()
	check := infrastructure.NewBackup(manifests(), projecttest.Reader(t))
	const file = ".github/workflows/restore-drill.yml"
	flow := "on: schedule\njobs: {a: {runs-on: x, steps: [{run: ./restore}]}}\n"
	terraform := "resource \"aws_db_instance\" \"shop\" {\n  backup_retention_period = 35\n  deletion_protection = true\n  storage_encrypted = true\n  multi_az = true\n}\n"
	for name, c := range map[string]struct {
		files map[string]string
		state checks.CIState
		age   time.Duration
		want  checks.Verdict
	}{
		"declared and restored":        {map[string]string{"infra/db.tf": terraform, file: flow}, checks.CISuccess, 24 * time.Hour, checks.Pass},
		"restored, and not declared":   {map[string]string{file: flow}, checks.CISuccess, 24 * time.Hour, checks.NeedsSignOff},
		"restored long ago":            {map[string]string{"infra/db.tf": terraform, file: flow}, checks.CISuccess, 100 * 24 * time.Hour, checks.NeedsSignOff},
		"the restore failed":           {map[string]string{"infra/db.tf": terraform, file: flow}, checks.CIFailure, time.Hour, checks.Fail},
		"declared alone":               {map[string]string{"infra/db.tf": terraform}, "", 0, checks.NeedsSignOff},
		"a dump by a cron job":         {map[string]string{"k8s/cron.yaml": cronJob("")}, "", 0, checks.NeedsSignOff},
		"a dump by a suspended one":    {map[string]string{"k8s/cron.yaml": cronJob("suspend: true")}, "", 0, checks.Fail},
		"a dump by a command":          {map[string]string{"backup.sh": "pg_dump shop > /backup/x\n"}, "", 0, checks.NeedsSignOff},
		"a job that dumps once":        {map[string]string{"k8s/job.yaml": strings.ReplaceAll(strings.ReplaceAll(cronJob(""), "CronJob", "Job"), "jobTemplate: {spec: {template", "template: {spec: {x")}, "", 0, checks.Unknown},
		"a service of compose":         {map[string]string{"compose.yaml": "services:\n  db: {image: postgres, volumes: ['d:/d']}\n  app: {build: .}\n  dump: {image: prodrigestivill/postgres-backup-local}\nvolumes: {d: {}}\n"}, "", 0, checks.NeedsSignOff},
		"a schedule of Velero":         {map[string]string{"k8s/a.yaml": "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: daily}\nspec: {schedule: 0 1 * * *, template: {}}\n"}, "", 0, checks.NeedsSignOff},
		"one that is paused":           {map[string]string{"k8s/a.yaml": "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: daily}\nspec:\n  paused: true\n  schedule: 0 1 * * *\n"}, "", 0, checks.Fail},
		"CloudNativePG's object store": {map[string]string{"k8s/a.yaml": "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: shop}\nspec: {instances: 3, backup: {barmanObjectStore: {destinationPath: s3://x}}}\n"}, "", 0, checks.NeedsSignOff},
		"Zalando's logical backup":     {map[string]string{"k8s/a.yaml": "apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: {name: shop}\nspec: {enableLogicalBackup: true}\n"}, "", 0, checks.NeedsSignOff},
		"Crunchy's schedules":          {map[string]string{"k8s/a.yaml": "apiVersion: postgres-operator.crunchydata.com/v1beta1\nkind: PostgresCluster\nmetadata: {name: shop}\nspec: {backups: {pgbackrest: {repos: [{name: repo1, schedules: {full: 0 1 * * 0}}]}}}\n"}, "", 0, checks.NeedsSignOff},
		"switched off":                 {map[string]string{"infra/db.tf": "resource \"aws_db_instance\" \"a\" {\n  backup_retention_period = 0\n}\n"}, "", 0, checks.Fail},
		"switched off for tests":       {map[string]string{"infra/staging/db.tf": "resource \"aws_db_instance\" \"a\" {\n  backup_retention_period = 0\n}\n", "infra/a.tf": ""}, "", 0, checks.Unknown},
		"a dump in a remark":           {map[string]string{"run.sh": "# pg_dump shop\n"}, "", 0, checks.Unknown},
		"a dump in the docs":           {map[string]string{"docs/ops.md": "pg_dump shop"}, "", 0, checks.Unknown},
		"nothing":                      {map[string]string{"main.go": "package main"}, "", 0, checks.NotApplicable},
		"no code":                      {map[string]string{"README.md": "x"}, "", 0, checks.Unknown},
		"a database's client":          {map[string]string{"main.go": "package main", "go.mod": "module x\n\nrequire github.com/jackc/pgx/v5 v5.0.0\n"}, "", 0, checks.Unknown},
		"a volume of compose":          {map[string]string{"main.go": "package main", "compose.yaml": "services:\n  web:\n    volumes:\n      - data:/data\n"}, "", 0, checks.Unknown},
		"a database of compose":        {map[string]string{"main.go": "package main", "compose.yaml": "services:\n  db:\n    image: bitnami/postgresql:16\n"}, "", 0, checks.Unknown},
		"a claim of Kubernetes":        {map[string]string{"main.go": "package main", "k8s/a.yaml": "kind: PersistentVolumeClaim\n"}, "", 0, checks.Unknown},
		"a bucket":                     {map[string]string{"main.go": "package main", "a.tf": "resource \"aws_s3_bucket\" \"b\" {}\n"}, "", 0, checks.Unknown},
		"a volume of an image":         {map[string]string{"main.go": "package main", "Dockerfile": "FROM x\nVOLUME /data\n"}, "", 0, checks.Unknown},
		"a migration":                  {map[string]string{"main.go": "package main", "migrations/1.sql": "CREATE TABLE a (id int);"}, "", 0, checks.Unknown},
		"a language that is not read":  {map[string]string{"main.go": "package main", "app.rb": "puts 1"}, "", 0, checks.Unknown},
		"a stateless service":          {map[string]string{"main.go": "package main", "Dockerfile": "FROM x\nEXPOSE 80\n", "k8s/a.yaml": "kind: Deployment\n", "compose.yaml": "services:\n  web:\n    build: .\n    ports: [80]\n"}, "", 0, checks.NotApplicable},
		"a database of tests alone":    {map[string]string{"main.go": "package main", "docker-compose.test.yml": "services: {}\n", "tests/compose.yaml": "services:\n  db:\n    image: postgres\n"}, "", 0, checks.NotApplicable},
	} {
		forge := &checkstest.Forge{CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{}}}
		if c.state != "" {
			at := checkstest.Now.Add(-c.age)
			forge.CI.Runs["x"] = []checks.WorkflowRun{{ID: 1, Path: file, State: c.state, CreatedAt: at, UpdatedAt: at}}
		}
		subject := checkstest.Subject(checkstest.Tree(c.files), checkstest.PullRequest(), checkstest.On(forge))
		if result := checkstest.Judge(t, backupItem, check, subject); result.Verdict() != c.want {
			t.Errorf("%s: %v %+v %+v", name, result.Verdict(), result.Findings, result.Evidence)
		}
	}
	forge := &checkstest.Forge{Failing: map[string]error{"RunsOfWorkflow": fmt.Errorf("%w: actions: read", checks.ErrForbidden)}}
	subject := checkstest.Subject(checkstest.Tree(map[string]string{file: flow}), checkstest.PullRequest(), checkstest.On(forge))
	if result := checkstest.Judge(t, backupItem, check, subject); result.Verdict() != checks.Unknown || len(result.Missing) != 1 {
		t.Errorf("runs that cannot be read: %v", result.Verdict())
	}
}

// A database that manifests run and nothing backs up stands where it is declared, with
// what backs it up in its own names.
func TestADatabaseWithoutABackupIsTold(t *testing.T) {
	t.Parallel()
	check := infrastructure.NewBackup(manifests(), projecttest.Reader(t))
	for name, test := range map[string]struct{ path, content, who, remedy string }{
		"a workload": {"k8s/db.yaml", "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: orders}\nspec: {template: {spec: {containers: [{name: db, image: 'mysql:8'}]}}}\n", "StatefulSet `orders`", "mysqldump -h orders"},
		"a cluster":  {"k8s/db.yaml", "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: orders}\nspec: {instances: 3}\n", "Cluster `orders`", "barmanObjectStore"},
		"a service":  {"compose.yaml", "services:\n  app: {build: .}\n  orders: {image: 'postgres:17'}\n", "the service `orders`", "docker compose exec -T orders sh -c 'pg_dump"},
	} {
		result := checkstest.Judge(t, backupItem, check, checkstest.Subject(checkstest.Tree(map[string]string{test.path: test.content})))
		if len(result.Findings) != 1 || result.Findings[0].Rule != "backup.none" || result.Findings[0].Path != test.path || result.Findings[0].Line < 1 ||
			!strings.HasPrefix(result.Findings[0].Message, test.who) || !strings.Contains(result.Findings[0].Remedy, test.remedy) {
			t.Errorf("%s: %+v", name, result.Findings)
		}
	}
}
