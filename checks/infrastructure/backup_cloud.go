package infrastructure

import (
	"fmt"
	"strconv"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// shortest is how long backups are kept at least where a mistake is noticed late.
const shortest = 7

// observeCloud states what the databases of Terraform mean for the item, and returns how
// many are backed up.
func (f *backupFacts) observeCloud(observation *checks.Observation, release checks.Release, now time.Time) (meant int) {
	record := func(outcome checks.Outcome, at terraform.Place, summary string) {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: outcome, Kind: "file", Source: "backups", Path: at.Path, Line: at.Line, Summary: summary, ObservedAt: now, Tree: release.Tree,
		})
	}
	plan := f.cloud.BacksUp()
	if plan != nil {
		meant++
		record(checks.Supports, plan.Place(), "a plan of AWS Backup takes in what it selects ("+wording.Quoted(plan.Label())+")")
	}
	for _, d := range f.cloud.Databases() {
		judged := databaseFacts{d, plan != nil, nil}
		judged.judge()
		observation.Findings = append(observation.Findings, judged.findings...)
		switch {
		case d.Backups.State == terraform.On:
			meant++
			record(checks.Supports, d.Backups.Place, judged.who()+" "+judged.kept())
		case d.Minor:
			record(checks.Neutral, d.Place(), judged.who()+" keeps locks or what ends by itself: backups are not asked for")
		case d.Backups.State == terraform.Unclear:
			record(checks.Neutral, d.Backups.Place, judged.who()+": only a plan of Terraform knows "+wording.Quoted(d.Backups.Argument))
		}
	}
	for _, one := range f.cloud.Remote() {
		if keepingModule.MatchString(one.Source) && !besideData.MatchString(one.Source) {
			record(checks.Neutral, one.Place, "module "+wording.Quoted(one.Name)+" is kept elsewhere ("+wording.Quoted(one.Source)+") and was not read: whether what it makes is backed up is not seen")
		}
	}
	return meant
}

// keepingModule matches modules that probably keep data.
var keepingModule = regex.New(`(?i)rds|aurora|postgres|mysql|maria|mssql|sql|database|dynamo|mongo|docdb|(?:^|[/_-])db(?:$|[/_-])`)

// besideData matches modules of what stands around data.
var besideData = regex.New(`(?i)proxy|security-?group|(?:^|[/_-])(?:sg|iam|kms|role|policy|alarms?|monitoring|dns|label)(?:[/_.?-]|$)`)

// databaseFacts are one database while it is judged.
type databaseFacts struct {
	terraform.Database
	planned  bool // a plan of AWS Backup takes something in
	findings []checks.Finding
}

// who names a database: RDS `aws_db_instance.shop`.
func (d *databaseFacts) who() string { return d.Service + " " + wording.Quoted(d.Label()) }

// kept says how backups are kept.
func (d *databaseFacts) kept() string {
	text := "keeps backups"
	if d.Backups.Number > 0 && d.Kind != "google_sql_database_instance" {
		text += " for " + wording.Counted(int(d.Backups.Number), "day", "days")
	}
	if d.Kind == "aws_dynamodb_table" {
		text = "can be restored to any point in time"
	} else if d.PointInTime.State == terraform.On {
		text += ", and can be restored to any point in time"
	}
	if d.Backups.Missing {
		text += " by default"
	}
	return text
}

func (d *databaseFacts) judge() {
	if d.Minor {
		return
	}
	d.backups()
	if d.PointInTime.State == terraform.Off && d.Backups.State == terraform.On {
		d.find("point-in-time", checks.SeverityWarning, d.PointInTime, "can be restored to its last backup only, not to a point in time", d.PointInTime.Argument+" = true")
	}
	if d.Protected.State == terraform.Off {
		d.find("deletion-protection", checks.SeverityWarning, d.Protected, "can be deleted by one wrong plan, with its automated backups", d.Protected.Argument+" = true")
	}
	if d.Last.State == terraform.Off && d.Protected.State != terraform.On {
		d.find("final-snapshot", checks.SeverityWarning, d.Last, "leaves nothing behind when it is deleted", "skip_final_snapshot = false", `final_snapshot_identifier = "`+wording.Argument(d.Name, "NAME")+`-final"`)
	}
	if d.Encrypted.State == terraform.Off {
		d.find("unencrypted", checks.SeverityWarning, d.Encrypted, "is not encrypted, and neither are its backups", d.Encrypted.Argument+" = true  # an existing one is restored from an encrypted copy of a snapshot")
	}
	if d.Zones.State == terraform.Off {
		value := " = true"
		switch d.Kind {
		case "google_sql_database_instance":
			value = ` = "REGIONAL"`
		case "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server":
			value = `.mode = "ZoneRedundant"`
		}
		d.find("one-zone", checks.SeverityNotice, d.Zones, "stands in one zone: while that is away, so is the data", d.Zones.Argument+value)
	}
}

// backups judges whether there are any, and for how long.
func (d *databaseFacts) backups() {
	setting := d.Backups
	days, severity := "14", checks.SeverityError
	if d.planned || d.Many < 0 {
		severity = checks.SeverityWarning // the plan may take it in; it may not be made at all
	}
	value := setting.Argument + " = " + days
	switch d.Kind {
	case "aws_dynamodb_table":
		severity, value = checks.SeverityWarning, setting.Argument+" = true"
	case "google_sql_database_instance":
		value = setting.Argument + " = true"
	}
	switch {
	case setting.State == terraform.Off:
		message := "keeps no backups"
		if d.planned {
			message += " by itself; whether the plan of AWS Backup takes it in is not seen"
		}
		d.find("off", severity, setting, message, value)
	case setting.State == terraform.On && setting.Number > 0 && setting.Number < shortest && d.Kind != "google_sql_database_instance":
		d.find("short", checks.SeverityWarning, setting, fmt.Sprintf("keeps backups for %s: a mistake that is noticed later cannot be undone", wording.Counted(int(setting.Number), "day", "days")), value)
	}
}

func (d *databaseFacts) find(rule string, severity checks.Severity, setting terraform.Setting, message string, settings ...string) {
	name, value := setting.Argument, strconv.FormatFloat(setting.Number, 'f', -1, 64)
	switch {
	case setting.Missing && rule == "short":
		message += " (" + wording.Quoted(name) + " is not set, and " + value + " is the default)"
	case setting.Missing:
		message += " (" + wording.Quoted(name) + " is not set)"
	default:
		message += " (" + wording.Quoted(name) + ")"
	}
	d.findings = append(d.findings, checks.Finding{
		Rule: "backup." + rule, Severity: severity, Path: setting.Path, Line: setting.Line, EndLine: setting.Line, Message: d.who() + " " + message,
		Remedy: "Set:\n\n" + snippet.Terraform(d.Resource, settings...), Fingerprint: checks.Fingerprint("backup."+rule, setting.Path, d.Address),
	})
}
