package infrastructure

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/wording"
)

// operator is a kind of object by which backups are declared, of a tool or of a
// database's operator.
type operator struct {
	group, kind string
	// backs tells of an object whether it backs anything up; off, that a line of it says
	// it does not.
	backs func(spec *yaml.Node) (is bool, off *yaml.Node)
	// database: the object is the database itself, which is bare where nothing backs it up.
	database bool
}

// operators are the kinds that are known.
//
//   - https://velero.io/docs/main/api-types/schedule/
//   - https://cloudnative-pg.io/documentation/current/backup/
//   - https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/
//   - https://access.crunchydata.com/documentation/postgres-operator/latest/references/crd
//   - https://docs.percona.com/percona-operators/
//   - https://k8up.io/, https://backube.github.io/snapscheduler/, https://volsync.readthedocs.io/
//   - https://github.com/mariadb-operator/mariadb-operator, https://stash.run, https://kubestash.com
var operators = []operator{
	{"velero.io", "Schedule", scheduled("schedule", "paused"), false},
	{"postgresql.cnpg.io", "ScheduledBackup", scheduled("schedule", "suspend"), false},
	{"postgresql.cnpg.io", "Cluster", cnpg, true},
	{"acid.zalan.do", "postgresql", flagged("enableLogicalBackup"), true},
	{"postgres-operator.crunchydata.com", "PostgresCluster", crunchy, true},
	{"psmdb.percona.com", "PerconaServerMongoDB", percona, true},
	{"pxc.percona.com", "PerconaXtraDBCluster", percona, true},
	{"ps.percona.com", "PerconaServerMySQL", percona, true},
	{"pgv2.percona.com", "PerconaPGCluster", crunchy, true},
	{"k8up.io", "Schedule", scheduled("backup", ""), false},
	{"snapscheduler.backube", "SnapshotSchedule", scheduled("schedule", "disabled"), false},
	{"volsync.backube", "ReplicationSource", scheduled("trigger", "paused"), false},
	{"k8s.mariadb.com", "Backup", scheduled("schedule", ""), false},
	{"k8s.mariadb.com", "PhysicalBackup", scheduled("schedule", ""), false},
	{"k8s.mariadb.com", "MariaDB", never, true},
	{"stash.appscode.com", "BackupConfiguration", scheduled("schedule", "paused"), false},
	{"core.kubestash.com", "BackupConfiguration", scheduled("sessions", "paused"), false},
	{"mongodbcommunity.mongodb.com", "MongoDBCommunity", never, true},
	{"config.kio.kasten.io", "Policy", scheduled("frequency", "paused"), false},
	{"longhorn.io", "RecurringJob", scheduled("cron", ""), false},
	{"minio.min.io", "Tenant", never, true},
}

// operatorText is how databases of operators are backed up, by kind.
var operatorText = map[string]string{
	"Cluster":              "Add an object store in `spec.backup.barmanObjectStore` (or the plugin barman-cloud), and a ScheduledBackup of this cluster.",
	"postgresql":           "Set `spec.enableLogicalBackup: true` with a `logicalBackupSchedule`, or say where its WAL-G archive is declared.",
	"PostgresCluster":      "Give a repository in `spec.backups.pgbackrest.repos` its `schedules`: `full: \"0 1 * * 0\"`, `incremental: \"0 1 * * 1-6\"`.",
	"PerconaPGCluster":     "Give a repository in `spec.backups.pgbackrest.repos` its `schedules`: `full: \"0 1 * * 0\"`.",
	"PerconaServerMongoDB": "Set `spec.backup.enabled: true` and add a task in `spec.backup.tasks` with its `schedule`.",
	"PerconaXtraDBCluster": "Add an entry in `spec.backup.schedule`.",
	"PerconaServerMySQL":   "Set `spec.backup.enabled: true` and add an entry in `spec.backup.schedule`.",
	"MariaDB":              "Add an object `kind: PhysicalBackup` or `kind: Backup` with `mariaDbRef` and a `schedule`.",
	"MongoDBCommunity":     "This operator makes no backups: add a CronJob with `mongodump`, or snapshots of its volumes on a schedule.",
	"Tenant":               "Replicate its buckets to another place, and restore from there once.",
}

// readOperator takes what one object declares.
func (f *backupFacts) readOperator(object kubernetes.Object) {
	group, _, _ := strings.Cut(object.APIVersion, "/")
	for _, one := range operators {
		if one.kind != object.Kind || one.group != group {
			continue
		}
		who := object.Kind + " " + wording.Quoted(object.Name)
		backs, off := one.backs(node.Field(object.Root, "spec"))
		switch {
		case off != nil:
			f.declare(object.PlaceOf(off), "the backup by "+who, true)
		case backs:
			f.declare(object.Place, "a backup by "+who, false)
		case one.database:
			f.bare = append(f.bare, bareDatabase{object.Place, who, object.Name, object.Kind, true})
		}
	}
}

func never(*yaml.Node) (bool, *yaml.Node) { return false, nil }

// scheduled is what says when, and may be switched off.
func scheduled(when, off string) func(*yaml.Node) (bool, *yaml.Node) {
	return func(spec *yaml.Node) (bool, *yaml.Node) {
		if at := node.Field(spec, off); at != nil && node.Text(at) == "true" {
			return false, at
		}
		return node.Field(spec, when) != nil, nil
	}
}

// flagged is what is switched on by one field.
func flagged(name string) func(*yaml.Node) (bool, *yaml.Node) {
	return func(spec *yaml.Node) (bool, *yaml.Node) { return node.Text(node.Field(spec, name)) == "true", nil }
}

// cnpg archives continuously where its cluster has an object store or the plugin for
// one; a base backup by a schedule is an object of its own.
func cnpg(spec *yaml.Node) (bool, *yaml.Node) {
	if node.Path(spec, "backup", "barmanObjectStore") != nil || node.Path(spec, "backup", "volumeSnapshot") != nil {
		return true, nil
	}
	for _, plugin := range node.Items(node.Field(spec, "plugins")) {
		if strings.Contains(node.Text(node.Field(plugin, "name")), "barman-cloud") {
			if at := node.Field(plugin, "enabled"); at != nil && node.Text(at) == "false" {
				return false, at
			}
			return true, nil
		}
	}
	return false, nil
}

// crunchy backs up where a repository of pgBackRest has a schedule.
func crunchy(spec *yaml.Node) (bool, *yaml.Node) {
	if at := node.Path(spec, "backups", "enabled"); at != nil && node.Text(at) == "false" {
		return false, at
	}
	for _, repository := range node.Items(node.Path(spec, "backups", "pgbackrest", "repos")) {
		if schedules := node.Field(repository, "schedules"); schedules != nil && len(schedules.Content) > 0 {
			return true, nil
		}
	}
	return false, nil
}

// percona backs up by the tasks of its schedule.
func percona(spec *yaml.Node) (bool, *yaml.Node) {
	backup := node.Field(spec, "backup")
	if at := node.Field(backup, "enabled"); at != nil && node.Text(at) == "false" {
		return false, at
	}
	if len(node.Items(node.Field(backup, "schedule"))) > 0 || len(node.Items(node.Field(backup, "tasks"))) > 0 {
		return true, nil
	}
	return node.Text(node.Path(backup, "pitr", "enabled")) == "true", nil
}
