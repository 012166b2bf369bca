package infrastructure

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Projects reads the code of a release, once for all items.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}

// stateSigns are what declares that something is kept, by the names of files.
var stateSigns = []struct{ file, sign *regex.Expression }{
	{regex.New(`\.tf$`), regex.New(`(?m)^\s*resource\s+"(?:aws_(?:db_instance|rds_\w+|dynamodb_table|docdb_\w+|neptune_\w+|s3_bucket|efs_file_system|ebs_volume|redshift_\w+|opensearch_domain|memorydb_cluster)|google_(?:sql_\w+|storage_bucket|spanner_\w+|bigtable_\w+|firestore_\w+|compute_disk|filestore_instance|alloydb_\w+)|azurerm_(?:\w*sql\w*|cosmosdb_\w+|storage_\w+|managed_disk)|digitalocean_(?:database_\w+|spaces_bucket|volume)|cloudflare_(?:r2_bucket|d1_database|workers_kv_namespace)|neon_\w+|mongodbatlas_\w+|supabase_\w+)"`)},
	{regex.New(`\.ya?ml$`), regex.New(`(?m)^\s*-?\s*kind:\s*(?:StatefulSet|PersistentVolume|PersistentVolumeClaim|VolumeSnapshot\w*|Cluster|Postgres\w*|\w*SQL\w*|Mongo\w*|Bucket\w*)\s*$|volumeClaimTemplates:|persistentVolumeClaim:|^\s*image:\s*["']?(?:[\w.-]+/)*(?:postgres\w*|postgis|timescaledb\w*|mysql\w*|mariadb|mongo\w*|cockroach\w*|minio|cassandra|scylla|clickhouse\w*|elasticsearch|opensearch|influxdb|neo4j|couchdb|mssql[\w/-]*|server-sqlserver|etcd|rabbitmq|kafka\w*)(?:[:@"'\s]|$)`)},
	{regex.New(`(?i)(?:^|/)(?:docker-)?compose[\w.-]*\.ya?ml$`), regex.New(`(?m)^volumes:\s*(?:#.*)?\n\s+\S|^\s+-\s*["']?[\w-]+:/`)},
	{regex.New(`(?i)(?:^|/)(?:Dockerfile|Containerfile)[\w.-]*$`), regex.New(`(?mi)^\s*VOLUME\b`)},
	{regex.New(`(?:^|/)fly[\w.-]*\.toml$`), regex.New(`(?m)^\s*\[+mounts\]+`)},
	{regex.New(`(?:^|/)render\.ya?ml$`), regex.New(`(?m)^\s*databases:|^\s*disk:`)},
	{regex.New(`(?:^|/)(?:wrangler\.(?:toml|jsonc?)|firebase\.json|serverless\.ya?ml|app\.json|amplify\.ya?ml)$`), regex.New(`d1_databases|kv_namespaces|r2_buckets|durable_objects|"?firestore"?|"?storage"?\s*:|AWS::(?:DynamoDB|S3|RDS)|heroku-postgresql|mongolab`)},
}

// mayKeep reports whether a file can declare that something is kept.
func mayKeep(file checks.File) bool {
	switch file.Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassVendored, checks.ClassDocumentation, checks.ClassGenerated:
		return false
	}
	for _, one := range stateSigns {
		if one.file.MatchString(file.Path) {
			return true
		}
	}
	return false
}

// readState looks whether a manifest declares something that is kept.
func (f *backupFacts) readState(name, text string) {
	f.manifests++
	for _, one := range stateSigns {
		if f.keeps == "" && one.file.MatchString(name) && one.sign.MatchString(text) {
			f.keeps = wording.QuotedPath(name)
		}
	}
}

// readCode looks whether the code has a client of anything that keeps data.
func (f *backupFacts) readCode(ctx context.Context, projects Projects, src checks.Source) error {
	code, err := projects.Project(ctx, src)
	if err != nil {
		return fmt.Errorf("look for what is kept: %w", err)
	}
	clients, manifests, err := source.DatabaseClients(ctx, src)
	if err != nil {
		return fmt.Errorf("look for what is kept: %w", err)
	}
	overview := code.Usage()
	f.code, f.dependencies = overview.Searched(), manifests
	switch {
	case len(clients) > 0:
		f.keeps = "the database client " + wording.Quoted(clients[0].Name)
	case overview.Has(usage.StoreClient, usage.StorageCloud, usage.StorageSetting, usage.StorageField):
		f.keeps = "code that keeps files or values"
	case !overview.Whole() || len(code.Unread) > 0:
		f.keeps = "code that golive cannot read"
	case overview.Files == 0:
		f.keeps = "a repository without code that golive reads"
	}
	for _, file := range code.Files {
		if f.keeps == "" && file.Class == checks.ClassProduction && source.Code(file.Language) && !source.ReadsPrograms(file.Language) {
			f.keeps = "code that golive cannot read (" + file.Language + ")"
		}
		if file.Class == checks.ClassMigration || strings.EqualFold(path.Ext(file.Path), ".sql") && file.Class == checks.ClassProduction {
			f.keeps = wording.QuotedPath(file.Path)
			break
		}
	}
	return nil
}

// stateless says why there is nothing to back up, with what was searched; empty: there
// may be something.
func (f *backupFacts) stateless() string {
	if f.keeps != "" || f.skipped > 0 || f.unread > 0 || len(f.declared)+len(f.bare)+len(f.cloud.Databases()) > 0 || len(f.drills) > 0 || f.code == "" {
		return ""
	}
	return fmt.Sprintf("Nothing is kept that could be lost: no client of a database or an object store, no migration, volume, bucket or database in %s, %s of dependencies and %s (compose, Kubernetes, Terraform, Dockerfiles, platforms).",
		f.code, wording.Counted(f.dependencies, "manifest", "manifests"), wording.Counted(f.manifests, "manifest", "manifests"))
}
