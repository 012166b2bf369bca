package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
)

// Cloud reads examples of Terraform that scanners of configuration have for their
// checks.
type Cloud struct {
	Folder string
	Tests  []CloudTest
}

// CloudTest is one check of a scanner and what it means for an item.
type CloudTest struct {
	Test     string // its test or its examples, path in the checkout
	Examples string // a folder of files in the checkout that the test names resources of; empty: the test holds them
	Item     checks.ItemID
	Rule     string
	Beside   *regexp.Regexp // resources of which nothing is said, by their text
}

// Name implements Set.
func (c Cloud) Name() string { return c.Folder }

// Samples implements Set.
func (c Cloud) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, test := range c.Tests {
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(test.Test)))
		if err != nil {
			return nil, fmt.Errorf("reading tests: %w", err)
		}
		var read []Sample
		if test.Examples != "" {
			read, err = test.named(checkout, string(content))
		} else {
			read, err = test.quoted(content)
		}
		if err != nil {
			return nil, err
		}
		if len(read) == 0 {
			return nil, fmt.Errorf("no resource is read of %s", test.Test)
		}
		samples = append(samples, read...)
	}
	return samples, nil
}

var (
	terraformResource = regexp.MustCompile(`(?ms)^resource\s+"(\w+)"\s+"([\w-]+)"\s*\{.*?^\}`)
	namedResources    = regexp.MustCompile(`(?s)(passing|failing)_resources\s*=\s*\{(.*?)\}`)
	resourceName      = regexp.MustCompile(`["'](\w+\.[\w-]+)["']`)
)

// named reads resources that a test says are in order, or are not.
func (t CloudTest) named(checkout, test string) ([]Sample, error) {
	wanted := map[string]bool{}
	for _, list := range namedResources.FindAllStringSubmatch(test, -1) {
		for _, name := range resourceName.FindAllStringSubmatch(list[2], -1) {
			wanted[name[1]] = list[1] == "failing"
		}
	}
	folder := filepath.Join(checkout, filepath.FromSlash(t.Examples))
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		return nil, fmt.Errorf("reading examples: %w", err)
	}
	var samples []Sample
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading examples: %w", err)
		}
		// Each resource is a sample of its own: a folder of them is no configuration.
		for _, at := range terraformResource.FindAllStringSubmatchIndex(string(content), -1) {
			text := string(content[at[0]:at[1]])
			positive, told := wanted[string(content[at[2]:at[3]])+"."+string(content[at[4]:at[5]])]
			if told {
				samples = t.append(samples, t.Examples+"#"+string(content[at[2]:at[3]])+"."+string(content[at[4]:at[5]]), text, positive)
			}
		}
	}
	return samples, nil
}

// quoted reads examples that stand in a document, those that are in order and those that
// are not.
func (t CloudTest) quoted(content []byte) ([]Sample, error) {
	var document struct {
		Terraform struct{ Good, Bad []string }
	}
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, fmt.Errorf("reading %s: %w", t.Test, err)
	}
	var samples []Sample
	for index, text := range document.Terraform.Good {
		samples = t.append(samples, t.Test+"#good"+strconv.Itoa(index), text, false)
	}
	for index, text := range document.Terraform.Bad {
		samples = t.append(samples, t.Test+"#bad"+strconv.Itoa(index), text, true)
	}
	return samples, nil
}

func (t CloudTest) append(samples []Sample, id, text string, positive bool) []Sample {
	if t.Beside != nil && t.Beside.MatchString(text) {
		return samples
	}
	return append(samples, Sample{
		ID: id, Item: t.Item, Language: "HCL", Files: map[string]string{"infra/main.tf": strings.TrimSpace(text) + "\n"},
		Labels: []Label{{Rule: t.Rule, Path: "infra/main.tf", Line: 1, EndLine: 1 + strings.Count(text, "\n"), Positive: positive}},
	})
}

const (
	backups = checks.ItemID("infrastructure.backup")
	healthy = checks.ItemID("infrastructure.health")
)

// cloudSets are the label sets of Terraform. Left out, before anything was measured: what
// a provider refuses (36 days), a database of RDS that says nothing of backups (its
// provider keeps none, Checkov takes it for one that does), Trivy's retentions between
// its own least and golive's, which is a week, and resources that stand for others than
// their example is about.
func cloudSets() []Set {
	const checkov = "tests/terraform/checks/resource/"
	silent := regexp.MustCompile(`(?s)backup_retention_period\s*=\s*36|^resource\s+"aws_db_instance"\s+"\w+"\s*\{\s*\}`)
	return []Set{
		Cloud{Folder: "checkov", Tests: []CloudTest{
			{Test: checkov + "aws/test_DBInstanceBackupRetentionPeriod.py", Examples: checkov + "aws/example_DBInstanceBackupRetentionPeriod", Item: backups, Rule: "backup.off", Beside: silent},
			{Test: checkov + "aws/test_DocDBBackupRetention.py", Examples: checkov + "aws/example_DocDBBackupRetention", Item: backups, Rule: "backup.off backup.short"},
			{Test: checkov + "aws/test_NeptuneClusterBackupRetention.py", Examples: checkov + "aws/example_NeptuneClusterBackupRetention", Item: backups, Rule: "backup.off backup.short"},
			{Test: checkov + "aws/test_RDSInstanceDeletionProtection.py", Examples: checkov + "aws/example_RDSInstanceDeletionProtection", Item: backups, Rule: "backup.deletion-protection"},
			{Test: checkov + "aws/test_RDSEncryption.py", Examples: checkov + "aws/example_RDSEncryption", Item: backups, Rule: "backup.unencrypted"},
			{Test: checkov + "azure/test_AppServiceSetHealthCheck.py", Examples: checkov + "azure/example_AppServiceSetHealthCheck", Item: healthy, Rule: "cloud.liveness"},
		}},
		Cloud{Folder: "trivy-checks", Tests: []CloudTest{
			{Test: "checks/cloud/aws/rds/specify_backup_retention.yaml", Item: backups, Rule: "backup.off backup.short", Beside: regexp.MustCompile(`backup_retention_period\s*=\s*[2-6]\b`)},
			{Test: "checks/cloud/aws/rds/encrypt_cluster_storage_data.yaml", Item: backups, Rule: "backup.unencrypted"},
			{Test: "checks/cloud/aws/rds/encrypt_instance_storage_data.yaml", Item: backups, Rule: "backup.unencrypted"},
			{Test: "checks/cloud/aws/dynamodb/enable_recovery.yaml", Item: backups, Rule: "backup.off", Beside: regexp.MustCompile(`aws_dax_cluster`)},
			{Test: "checks/cloud/google/sql/enable_backup.yaml", Item: backups, Rule: "backup.off"},
		}},
	}
}
