package terraform

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Database is what keeps data, and whose service can back it up by itself.
type Database struct {
	*Resource
	Service     string  // "RDS", "Cloud SQL", …
	Backups     Setting // Number: days that they are kept
	PointInTime Setting // Unclear where backups bring it
	Protected   Setting // against being deleted
	Zones       Setting // more than one
	Encrypted   Setting
	Last        Setting // a snapshot is made when it is deleted
	Minor       bool    // what is in it can be lost: locks, sessions
}

// database says how one kind of resource is read.
type database struct {
	service string
	read    func(*Resource, *Database)
	copied  []string // arguments that make it a copy of another
}

// databases are the kinds, with the defaults of their providers:
//
//   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
//   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster
//   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table
//   - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance
//   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server
func databaseOf(kind string) (database, bool) {
	cluster := func(service string) database {
		return database{service, func(r *Resource, d *Database) {
			d.Backups, d.Protected, d.Encrypted, d.Last = r.days("backup_retention_period", 1), r.flag("deletion_protection", Off), r.flag("storage_encrypted", Off), kept(r)
			if strings.Contains(r.Get("engine_mode").Text(), "serverless") && d.Encrypted.Missing {
				d.Encrypted.State = On
			}
		}, []string{"replication_source_identifier"}}
	}
	flexible := func(service string) database {
		return database{service, func(r *Resource, d *Database) {
			d.Backups, d.Zones = r.days("backup_retention_days", 7), r.block("high_availability", Off)
		}, nil}
	}
	switch kind {
	case "aws_db_instance":
		return database{"RDS", func(r *Resource, d *Database) {
			d.Backups, d.Protected, d.Zones, d.Encrypted, d.Last = r.days("backup_retention_period", 0), r.flag("deletion_protection", Off), r.flag("multi_az", Off), r.flag("storage_encrypted", Off), kept(r)
		}, []string{"replicate_source_db"}}, true
	case "aws_rds_cluster":
		return cluster("Aurora"), true
	case "aws_docdb_cluster":
		return cluster("DocumentDB"), true
	case "aws_neptune_cluster":
		return cluster("Neptune"), true
	case "aws_redshift_cluster":
		return database{"Redshift", func(r *Resource, d *Database) {
			d.Backups, d.Encrypted, d.Last = r.days("automated_snapshot_retention_period", 1), r.flag("encrypted", Unclear), kept(r)
		}, nil}, true
	case "aws_dynamodb_table":
		return database{"DynamoDB", func(r *Resource, d *Database) {
			d.Backups, d.Protected = r.flag("point_in_time_recovery.enabled", Off), r.flag("deletion_protection_enabled", Off)
			ends, _ := r.Get("ttl.enabled").Bool()
			d.Minor = ends || r.Get("hash_key").Text() == "LockID" || lock.MatchString(r.Name)
		}, nil}, true
	case "google_sql_database_instance":
		return database{"Cloud SQL", func(r *Resource, d *Database) {
			const backups = "settings.backup_configuration"
			d.Backups, d.Protected, d.Zones = r.flag(backups+".enabled", Off), r.flag("deletion_protection", On), r.is("settings.availability_type", "REGIONAL", Off)
			d.Backups.Number, _ = r.Get(backups + ".backup_retention_settings.retained_backups").Number()
			if d.PointInTime = r.flag(backups+".point_in_time_recovery_enabled", Off); strings.HasPrefix(r.Get("database_version").Text(), "MYSQL") || d.PointInTime.Missing && r.Get(backups+".binary_log_enabled").Set() {
				d.PointInTime = r.flag(backups+".binary_log_enabled", Off)
			}
		}, []string{"master_instance_name"}}, true
	case "azurerm_postgresql_flexible_server":
		return flexible("Azure Database for PostgreSQL"), true
	case "azurerm_mysql_flexible_server":
		return flexible("Azure Database for MySQL"), true
	case "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server":
		return database{"Azure Database", func(r *Resource, d *Database) { d.Backups = r.days("backup_retention_days", 7) }, nil}, true
	case "azurerm_mssql_database":
		return database{"Azure SQL", func(r *Resource, d *Database) {
			d.Backups, d.Zones = r.days("short_term_retention_policy.retention_days", 7), r.flag("zone_redundant", Unclear)
		}, nil}, true
	case "azurerm_cosmosdb_account":
		return database{"Cosmos DB", func(_ *Resource, d *Database) { d.Backups.State = On }, nil}, true
	case "digitalocean_database_cluster":
		return database{"DigitalOcean's databases", func(_ *Resource, d *Database) { d.Backups.State, d.Backups.Number = On, 7 }, nil}, true
	}
	return database{}, false
}

// lock matches names of tables that hold locks.
var lock = regex.New(`(?i)(?:^|[_-])(?:locks?|tf_?state|terraform)(?:$|[_-])`)

// kept reads whether a snapshot is left behind.
func kept(r *Resource) Setting {
	setting := r.flag("skip_final_snapshot", Off)
	switch setting.State {
	case On:
		setting.State = Off
	case Off:
		setting.State = On
	}
	return setting
}

// Databases are what keeps data. Copies of others, which need no backups of their own,
// are left out.
func (c *Configuration) Databases() []Database {
	var found []Database
	for _, one := range c.All() {
		kind, is := databaseOf(one.Kind)
		if !is || slices.ContainsFunc(kind.copied, func(argument string) bool { return one.Get(argument).Set() }) || strings.EqualFold(one.Get("create_mode").Text(), "Replica") {
			continue
		}
		made := Database{Resource: one, Service: kind.service}
		kind.read(one, &made)
		if made.Argument("") == "" && made.Backups.Place == (Place{}) {
			made.Backups.Place = one.place
		}
		found = append(found, made)
	}
	return found
}

// BacksUp reports whether a plan of AWS Backup takes in resources of this content, by
// tags or by name: which ones, a plan alone knows.
func (c *Configuration) BacksUp() *Resource {
	for _, one := range c.Of("aws_backup_selection") {
		return one
	}
	return nil
}
