package infrastructure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

var (
	// dumps matches commands that take data out of a database or of a volume.
	dumps = regex.New(`\b(?:pg_dump|pg_dumpall|mysqldump|mariadb-dump|mysqlpump|mydumper|mongodump|pg_basebackup|mariabackup|xtrabackup|redis-cli\s.*--rdb|influxd?\s+backup|cockroach\s+.*backup|wal-g\s+backup-push|barman\s+backup|pgbackrest\s+.*backup|restic\s+(?:-\S+\s+\S+\s+)*backup|borg\s+create|borgmatic|velero\s+backup\s+create|etcdctl\s+.*snapshot\s+save|rclone\s+(?:sync|copy)|tar\s.*(?:backup|/data))\b`)
	// dumpers matches images that do nothing else.
	dumpers = regex.New(`(?i)(?:^|/)(?:[\w.-]*(?:postgres|pg|mysql|mariadb|mongo(?:db)?|db|database|volume|redis|influx|etcd)[\w.-]*[_-]?back-?ups?[\w.-]*|[\w.-]*back-?ups?[_-](?:postgres|pg|mysql|mariadb|mongo(?:db)?|db|s3|cron|agent)[\w.-]*|borgmatic|restic[\w.-]*|offen/docker-volume-backup|duplicati|kopia|wal-g|pgbackrest[\w.-]*|backup)(?:[:@]|$)`)
	// restores matches commands that put it back.
	restores = regex.New(`\b(?:pg_restore|mongorestore|restic\s+restore|wal-g\s+backup-fetch|pgbackrest\s+.*restore|velero\s+restore\s+create|borg\s+extract|mysql\s+.*<\s*\S*(?:dump|backup)|psql\s+.*(?:-f|<)\s*\S*(?:dump|backup))\b`)
	// databases matches images of what keeps data.
	databases = regex.New(`(?i)(?:^|/)(?:postgres(?:ql)?|postgis|pgvector|timescaledb(?:-ha)?|mysql(?:-server)?|mariadb|percona(?:-server)?|mongo(?:db)?|mongodb-community-server|cockroach|cassandra|scylla|clickhouse(?:-server)?|influxdb|neo4j|couchdb|elasticsearch|opensearch|minio)(?:-repmgr|-sharded)?(?:[:@]|$)`)
)

// readDeclared takes what manifests declare of backups, and of databases.
func (f *backupFacts) readDeclared(declared *manifest.Declared) {
	for _, set := range declared.Kubernetes {
		for _, object := range set.Objects {
			f.readOperator(object)
		}
		for _, w := range set.Workloads {
			f.readWorkload(w)
		}
	}
	for _, project := range declared.Compose {
		if !forProduction(declared, project) {
			continue
		}
		for _, service := range project.Services {
			at := kubernetes.Place{Path: service.Path, Line: service.Line}
			switch {
			case dumpers.MatchString(service.Image) || dumps.MatchString(service.Command):
				f.declare(at, "the service "+wording.Quoted(service.Name)+" of compose, which dumps or copies,", false)
			case databases.MatchString(service.Image):
				f.bare = append(f.bare, bareDatabase{at, "the service " + wording.Quoted(service.Name) + " of compose (" + wording.Quoted(service.Image) + ")", service.Name, service.Image, false})
			}
		}
	}
	f.unread = len(declared.Unread)
}

// readWorkload takes a job that dumps or restores, or a database that runs by itself.
func (f *backupFacts) readWorkload(w kubernetes.Workload) {
	for _, c := range w.Containers {
		command := strings.Join(c.Command, " ")
		switch {
		case dumps.MatchString(command) || dumpers.MatchString(c.Image):
			what := named(w) + ", which dumps or copies,"
			switch {
			case w.Kind == "CronJob" && node.Text(node.Path(w.Root, "spec", "suspend")) == "true":
				f.declare(w.Place, what, true)
			case w.Kind == "Job" || w.Kind == "Pod":
				// Once is no schedule.
			default:
				f.declare(w.Place, what, false)
			}
		case w.Kind == "CronJob" && restores.MatchString(command):
			f.restores = append(f.restores, declaration{path: w.Path, line: w.Line, what: named(w)})
		case !w.Ends() && w.Kind != "DaemonSet" && databases.MatchString(c.Image):
			f.bare = append(f.bare, bareDatabase{w.Place, named(w) + " (" + wording.Quoted(c.Image) + ")", w.Name, c.Image, true})
		}
	}
}

// declare notes a declaration of backups, once.
func (f *backupFacts) declare(at kubernetes.Place, what string, off bool) {
	one := declaration{path: at.Path, line: at.Line, what: what, off: off}
	if !slices.Contains(f.declared, one) {
		f.declared = append(f.declared, one)
	}
}

// bareDatabase is a database that manifests run.
type bareDatabase struct {
	kubernetes.Place
	who, name, image string
	kubernetes       bool
}

// observeBare tells of databases that manifests run where nothing here backs anything
// up; where something does, which of them it is for is not known from here.
func (f *backupFacts) observeBare(observation *checks.Observation, meant int) {
	if meant > 0 || len(observation.Findings) > 0 {
		return
	}
	for _, one := range f.bare {
		observation.Findings = added(observation.Findings, checks.Finding{
			Rule: "backup.none", Severity: checks.SeverityWarning, Path: one.Path, Line: one.Line, EndLine: one.Line,
			Message: one.who + " keeps data, and nothing that is declared here backs it up", Remedy: one.dumpText(), Fingerprint: checks.Fingerprint("backup.none", one.Path, one.name),
		})
	}
	checks.SortFindings(observation.Findings)
}

// dumpText is what backs a database up that nothing does: for the tools that its image
// has.
func (b bareDatabase) dumpText() string {
	name := wording.Argument(b.name, "DATABASE")
	if own := operatorText[b.image]; own != "" {
		return own
	}
	image := wording.Argument(b.image, "IMAGE")
	command := "pg_dump -h " + name + " -Fc \"$DATABASE\" > /backup/$(date +%F).dump"
	lower := strings.ToLower(b.image)
	switch {
	case strings.Contains(lower, "mysql"), strings.Contains(lower, "percona"):
		command = "mysqldump -h " + name + " --single-transaction --all-databases | gzip > /backup/$(date +%F).sql.gz"
	case strings.Contains(lower, "mariadb"):
		command = "mariadb-dump -h " + name + " --single-transaction --all-databases | gzip > /backup/$(date +%F).sql.gz"
	case strings.Contains(lower, "mongo"):
		command = "mongodump --host " + name + " --gzip --archive=/backup/$(date +%F).gz"
	case !strings.Contains(lower, "postg") && !strings.Contains(lower, "pgvector") && !strings.Contains(lower, "timescale"):
		return "Let what it keeps be copied off this cluster or machine on a schedule, with the tool that its makers recommend, and restore it once."
	}
	if !b.kubernetes {
		return fmt.Sprintf("Dump it on a schedule and take the dumps off the machine, by cron for example:\n\n```sh\n17 2 * * * docker compose exec -T %s sh -c '%s'\n```", name, strings.Replace(command, "-h "+name+" ", "", 1))
	}
	return fmt.Sprintf("Add, with a claim that leads off this cluster and the credentials that the program has:\n\n```yaml\napiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: %s-backup\nspec:\n  schedule: \"17 2 * * *\"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: dump\n              image: %s\n              command: [\"sh\", \"-c\", %q]\n              volumeMounts: [{name: backup, mountPath: /backup}]\n          volumes: [{name: backup, persistentVolumeClaim: {claimName: %s-backup}}]\n```", name, image, command, name)
}
