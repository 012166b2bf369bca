package delivery_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/delivery"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var rollbackItem = checks.Item{
	ID: "delivery.rollback", Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, Role: checks.RoleReleaseManager, LinkedSignature: true,
}

const rollbackPlan = "# Rollback\n\nOn-call decides.\n\n```sh\nkubectl rollout undo deploy/shop\n```\n"

// drilled is a forge whose production went back and forth: commits, the newest first.
func drilled(age time.Duration, commits ...string) *checkstest.Forge {
	f := &checkstest.Forge{Deployed: checkstest.Environments{Statuses: map[int64][]checks.DeploymentStatus{}, Distances: map[string]checks.Distance{}}}
	for position, commit := range commits {
		at := checkstest.Now.Add(-age - time.Duration(position)*time.Hour)
		id := int64(100 - position)
		f.Deployed.Deployments = append(f.Deployed.Deployments, checks.Deployment{ID: id, Environment: "production", Commit: commit, CreatedAt: at})
		f.Deployed.Statuses[id] = []checks.DeploymentStatus{{State: checks.DeploymentSuccess, At: at.Add(4 * time.Minute)}}
	}
	return f
}

func tagged(commit string) func(*checkstest.Forge) {
	return func(f *checkstest.Forge) { f.TagList = []checks.Tag{{Name: "release/v1.3.0", Commit: commit}} }
}

func published(commit string, assets ...checks.Asset) func(*checkstest.Forge) {
	return func(f *checkstest.Forge) {
		tagged(commit)(f)
		f.Published = map[string]checks.Publication{"release/v1.3.0": {Tag: "release/v1.3.0", Assets: assets}}
	}
}

func TestRollback(t *testing.T) {
	t.Parallel()
	check := delivery.NewRollback(projecttest.Reader(t))
	const one, two = "1111111111111111111111111111111111111111", "2222222222222222222222222222222222222222"
	ancestors := func(f *checkstest.Forge) *checkstest.Forge {
		f.Deployed.Distances[one+" "+two], f.Deployed.Distances[two+" "+one] = checks.Distance{Behind: 3}, checks.Distance{Ahead: 3}
		return f
	}
	branches := func(f *checkstest.Forge) *checkstest.Forge {
		f.Deployed.Distances[one+" "+two], f.Deployed.Distances[two+" "+one] = checks.Distance{Behind: 3, Ahead: 1}, checks.Distance{Ahead: 3, Behind: 1}
		return f
	}
	tried := func() *checkstest.Forge { return ancestors(drilled(24*time.Hour, two, one, two, one)) }
	drop := "ALTER TABLE prices DROP COLUMN legacy;\n"
	for name, c := range map[string]struct {
		files   map[string]string
		forge   *checkstest.Forge
		change  func(*checkstest.Forge)
		verdict checks.Verdict
		says    string
	}{
		"a plan, tried last week":                    {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), verdict: checks.Pass, says: "`production` went from `2222222` back to `1111111`"},
		"a section of the runbook":                   {files: map[string]string{"docs/runbook.md": "# Runbook\n\n## Deploy\n\nx\n\n## Rolling back\n\n`helm rollback shop`\n"}, forge: tried(), verdict: checks.Pass},
		"a script":                                   {files: map[string]string{"scripts/rollback.sh": "#!/bin/sh\nset -e\nkubectl rollout undo deploy/shop\n"}, forge: tried(), verdict: checks.Pass},
		"a target of make":                           {files: map[string]string{"Makefile": "build:\n\tgo build\nrollback:\n\t./back\n"}, forge: tried(), verdict: checks.Pass},
		"a workflow that deploys a given version":    {files: map[string]string{".github/workflows/deploy.yml": "on:\n  workflow_dispatch:\n    inputs:\n      version: {required: true}\njobs:\n  deploy:\n    runs-on: x\n    environment: production\n"}, forge: tried(), verdict: checks.Pass, says: "deploys the version"},
		"a plan that was never tried":                {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: drilled(24*time.Hour, two, one), verdict: checks.NeedsSignOff, says: "nobody went back within 90 days"},
		"tried long ago":                             {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: ancestors(drilled(100*24*time.Hour, two, one, two, one)), verdict: checks.NeedsSignOff, says: "nobody went back"},
		"branches in turn are no drill":              {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: branches(drilled(24*time.Hour, two, one, two, one)), verdict: checks.NeedsSignOff, says: "nobody went back"},
		"no plan":                                    {forge: tried(), verdict: checks.Unknown, says: "no rollback plan"},
		"no plan says where one may be":              {forge: tried(), verdict: checks.Unknown, says: "one that lives elsewhere is signed with its link"},
		"what was published before is named":         {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: published(two, checks.Asset{Name: "shop.tgz", Bytes: 9}), verdict: checks.Pass, says: "the release `release/v1.3.0` still holds 1 file (`shop.tgz`)"},
		"nothing was published before":               {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: tagged(two), verdict: checks.Pass, says: "nothing is published on GitHub's page of releases under `release/v1.3.0`"},
		"no tag leads to it":                         {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), verdict: checks.Pass, says: "no tag leads to it"},
		"a package without content":                  {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: published(two, checks.Asset{Name: "shop.tgz"}), verdict: checks.Warn, says: "`shop.tgz` of the release `release/v1.3.0`, to which going back leads, is empty"},
		"releases cannot be read":                    {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: func(f *checkstest.Forge) { tagged(two)(f); failing("Publication", checks.ErrForbidden)(f) }, verdict: checks.Pass, says: "what was published of it could not be read"},
		"tags cannot be read":                        {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: failing("Tags", checkstest.ErrForge), verdict: checks.Pass, says: "what was published of it could not be read"},
		"no plan and not connected":                  {verdict: checks.Unknown, says: "ROLLBACK.md"},
		"a heading alone":                            {files: map[string]string{"docs/runbook.md": "# Runbook\n\n## Rollback\n\nTBD\n\n## Other\n\n`make x`\n"}, forge: tried(), verdict: checks.Unknown, says: "without a command or a link"},
		"the change log is no plan":                  {files: map[string]string{"CHANGELOG.md": "## Rollback of the cache\n\n`x` was y: [#1](https://x)\n"}, forge: tried(), verdict: checks.Unknown},
		"a rollback of migrations is none":           {files: map[string]string{"package.json": `{"scripts": {"rollback": "knex migrate:rollback"}}`}, forge: tried(), verdict: checks.Unknown},
		"a workflow that prepares a release is none": {files: map[string]string{".github/workflows/release.yml": "on:\n  workflow_dispatch:\n    inputs:\n      version: {}\njobs:\n  tag:\n    runs-on: x\n    steps: [{run: git tag v1}]\n"}, forge: tried(), verdict: checks.Unknown},
		"front matter is no heading":                 {files: map[string]string{"docs/deploy.md": "---\ntitle: x\ndescription: how to roll back a release\n---\n\n`make deploy`\n"}, forge: tried(), verdict: checks.Unknown},
		"reverting a setting is none":                {files: map[string]string{"docs/deploy.md": "## Reverting to a single domain\n\n`x=y`\n"}, forge: tried(), verdict: checks.Unknown},
		"a workflow for tests is none":               {files: map[string]string{".github/workflows/ci.yml": "on:\n  workflow_dispatch:\n    inputs:\n      version: {}\njobs:\n  test:\n    runs-on: x\n"}, forge: tried(), verdict: checks.Unknown},
		"a dropped column":                           {files: map[string]string{"ROLLBACK.md": rollbackPlan, "migrations/002_drop.sql": drop}, forge: tried(), verdict: checks.Fail, says: "migration `migrations/002_drop.sql` drops a column, `prices.legacy`"},
		"a dropped column, and how to restore it":    {files: map[string]string{"ROLLBACK.md": rollbackPlan + "Restore the table from the backup.\n", "migrations/002_drop.sql": drop}, forge: tried(), verdict: checks.Warn},
		"a dropped column that nothing reads":        {files: map[string]string{"ROLLBACK.md": rollbackPlan, "migrations/002_drop.sql": "-- contract phase: no longer read since v1.3\n" + drop}, forge: tried(), verdict: checks.Pass},
		"a renamed column":                           {files: map[string]string{"ROLLBACK.md": rollbackPlan, "migrations/002_rename.sql": "ALTER TABLE prices RENAME COLUMN legacy TO old;\n"}, forge: tried(), verdict: checks.Fail, says: "renames a column"},
		"a renamed column, and its way back":         {files: map[string]string{"ROLLBACK.md": rollbackPlan, "shop/migrations/0002_rename.py": "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('shop', '0001_initial')]\n    operations = [migrations.RenameField(model_name='price', old_name='legacy', new_name='old')]\n"}, forge: tried(), verdict: checks.Warn, says: "unless the migration is taken back as well"},
		"a table that was taken from the state":      {files: map[string]string{"ROLLBACK.md": rollbackPlan, "shop/migrations/0002_drop.py": "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    \"\"\"Drop it.\n\n    It was removed from the Django state in 0001, so\n    no running pod reads it.\n    \"\"\"\n    operations = [migrations.RunSQL(sql=\"DROP TABLE IF EXISTS prices;\")]\n"}, forge: tried(), verdict: checks.Pass, says: "says that nothing does"},
		"a new table takes nothing away":             {files: map[string]string{"ROLLBACK.md": rollbackPlan, "migrations/002_new.sql": "CREATE TABLE refunds (id bigint PRIMARY KEY, total int NOT NULL);\n"}, forge: tried(), verdict: checks.Pass},
		"a column that needs a value":                {files: map[string]string{"ROLLBACK.md": rollbackPlan, "migrations/002_add.sql": "ALTER TABLE prices ADD COLUMN currency text NOT NULL;\n"}, forge: tried(), verdict: checks.Warn, says: "needs a value"},
		"no permission":                              {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: failing("Deployments", checks.ErrForbidden), verdict: checks.NeedsSignOff, says: "`deployments: read`"},
		"states cannot be read":                      {files: map[string]string{"ROLLBACK.md": rollbackPlan}, forge: tried(), change: failing("DeploymentStatuses", checkstest.ErrForge), verdict: checks.NeedsSignOff, says: "could not be read"},
		"not connected":                              {files: map[string]string{"ROLLBACK.md": rollbackPlan}, verdict: checks.NeedsSignOff, says: "not connected"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{
				"Dockerfile": "FROM x\nEXPOSE 80\n", "index.js": "const app = require('express')();\napp.get('/', (q, r) => r.send('x'));\napp.listen(80);\n",
				"migrations/001_prices.sql": "CREATE TABLE prices (id bigint PRIMARY KEY, legacy int);\n",
			}
			var changes []checks.Change
			for path, content := range c.files {
				if files[path] = content; content == "" {
					delete(files, path)
				}
				changes = append(changes, checks.Change{Path: path, Added: []checks.Lines{{First: 1, Last: 99}}})
			}
			options := []checkstest.Option{checkstest.PullRequest(), checkstest.Changing(changes...)}
			if c.change != nil {
				c.change(c.forge)
			}
			if c.forge != nil {
				options = append(options, checkstest.On(c.forge))
			}
			result := checkstest.Judge(t, rollbackItem, check, checkstest.Subject(checkstest.Tree(files), options...))
			if text := told(result); result.Verdict() != c.verdict || !strings.Contains(text, c.says) {
				t.Errorf("%s, want %s and %q:\n%s", result.Verdict(), c.verdict, c.says, text)
			}
		})
	}
}

func TestARunOfARollbackWorkflowIsADrill(t *testing.T) {
	t.Parallel()
	check := delivery.NewRollback(projecttest.Reader(t))
	const path = ".github/workflows/rollback.yml"
	f := &checkstest.Forge{}
	f.CI.Runs = map[string][]checks.WorkflowRun{"x": {{Path: path, State: checks.CISuccess, CreatedAt: checkstest.Now.Add(-48 * time.Hour), StartedAt: checkstest.Now.Add(-48 * time.Hour), UpdatedAt: checkstest.Now.Add(-47*time.Hour - 30*time.Minute)}}}
	source := checkstest.Tree(map[string]string{path: "on: workflow_dispatch\njobs:\n  back:\n    runs-on: x\n", "Dockerfile": "FROM x\nEXPOSE 80\n"})
	result := checkstest.Judge(t, rollbackItem, check, checkstest.Subject(source, checkstest.PullRequest(), checkstest.On(f)))
	if text := told(result); result.Verdict() != checks.Warn || !strings.Contains(text, "took 30m0s, more than 10m0s") {
		t.Errorf("%s\n%s", result.Verdict(), text)
	}
}
