package delivery_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/delivery"
)

var namingItem = checks.Item{
	ID: "delivery.naming", Section: checks.SectionDelivery, Kind: checks.KindAuto, Level: checks.LevelBlock, BlocksOnlyTags: true,
	Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleReleaseManager,
}

// released returns older tags, a day apart, the first the oldest.
func released(names ...string) []checks.Tag {
	var tags []checks.Tag
	for index, name := range names {
		tags = append(tags, checks.Tag{Name: name, Commit: "old" + name, Annotated: true, Verified: true, Date: checkstest.Now.AddDate(0, 0, index-len(names))})
	}
	return tags
}

// repository has main with the released commit on it and protected tags.
func repository(tags ...string) *checkstest.Forge {
	return &checkstest.Forge{
		TagList: released(tags...), Branches: map[string][]string{"main": {checkstest.Head}},
		Protection:   checkstest.Protection{Protected: true, Known: true},
		PullRequests: map[int]checks.PullRequest{12: {Number: 12}},
	}
}

func TestNamingOfTags(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tag      string
		before   []string
		policy   []string
		change   func(*checks.Subject, *checkstest.Forge)
		files    map[string]string
		verdict  checks.Verdict
		findings []string // "severity rule"
	}{
		"as the checklist has it":       {tag: "release/v1.4.0", before: []string{"release/v1.3.0"}, verdict: checks.Pass},
		"the first release":             {tag: "release/v1.0.0", verdict: checks.Pass},
		"a pre-release":                 {tag: "release/v2.0.0-rc.1", before: []string{"release/v1.3.0"}, verdict: checks.Pass},
		"two numbers":                   {tag: "release/v1.4", verdict: checks.Fail, findings: []string{"error naming.pattern"}},
		"no v":                          {tag: "release/1.4.0", verdict: checks.Fail, findings: []string{"error naming.pattern"}},
		"a leading zero":                {tag: "release/v1.04.0", verdict: checks.Fail, findings: []string{"error naming.pattern"}},
		"a bare tag without a policy":   {tag: "v1.4.0", verdict: checks.Fail, findings: []string{"error naming.pattern"}},
		"a bare tag by the policy":      {tag: "v1.4.0", policy: []string{"v*"}, before: []string{"v1.3.9"}, verdict: checks.Pass},
		"a word by the policy's glob":   {tag: "vnext", policy: []string{"v*"}, verdict: checks.Fail, findings: []string{"error naming.pattern"}},
		"a package of a monorepo":       {tag: "api@1.4.0", policy: []string{"api@*"}, before: []string{"web@9.0.0", "api@1.3.0"}, verdict: checks.Pass},
		"a scoped package":              {tag: "@acme/api@1.4.0", policy: []string{"@acme/*@*"}, before: []string{"@acme/web@9.0.0"}, verdict: checks.Pass},
		"a calendar version":            {tag: "v2026.04.1", policy: []string{"v*"}, before: []string{"v2026.03.2"}, verdict: checks.Pass},
		"a calendar version going back": {tag: "v2026.04.1", policy: []string{"v*"}, before: []string{"v2026.10.2"}, verdict: checks.Fail, findings: []string{"error naming.not-increasing"}},
		"lower than the last":           {tag: "release/v1.2.0", before: []string{"release/v1.3.0"}, verdict: checks.Fail, findings: []string{"error naming.not-increasing"}},
		"a fix of an old line":          {tag: "release/v1.3.5", before: []string{"release/v1.3.4", "release/v1.4.0"}, verdict: checks.Pass},
		"a fix that is there already":   {tag: "release/v1.3.3", before: []string{"release/v1.3.4", "release/v1.4.0"}, verdict: checks.Fail, findings: []string{"error naming.not-increasing"}},
		"a minor of an old major":       {tag: "release/v1.5.0", before: []string{"release/v1.4.0", "release/v2.0.0"}, verdict: checks.Pass},
		"the version was used":          {tag: "release/v1.4.0", before: []string{"release/v1.4.0+first"}, verdict: checks.Fail, findings: []string{"error naming.reused"}},
		"other families do not count":   {tag: "release/v1.4.0", before: []string{"nightly-9.9.9", "build-20261123", "latest"}, verdict: checks.Pass},
		"moved":                         {tag: "release/v1.4.0", change: func(s *checks.Subject, _ *checkstest.Forge) { s.Release.Tag.Moved = true }, verdict: checks.Fail, findings: []string{"error naming.moved"}},
		"lightweight":                   {tag: "release/v1.4.0", change: func(s *checks.Subject, _ *checkstest.Forge) { s.Release.Tag.Annotated = false }, verdict: checks.Warn, findings: []string{"warning naming.lightweight"}},
		"unsigned":                      {tag: "release/v1.4.0", change: func(s *checks.Subject, _ *checkstest.Forge) { s.Release.Tag.Verified = false }, verdict: checks.Warn, findings: []string{"warning naming.unsigned"}},
		"a branch of the same name":     {tag: "release/v1.4.0", change: func(_ *checks.Subject, f *checkstest.Forge) { f.Branches["release/v1.4.0"] = nil }, verdict: checks.Fail, findings: []string{"error naming.ambiguous"}},
		"off every branch":              {tag: "release/v1.4.0", change: func(_ *checks.Subject, f *checkstest.Forge) { f.Branches["main"] = nil }, verdict: checks.Fail, findings: []string{"error naming.off-branch"}},
		"on a release branch": {tag: "release/v1.4.1", change: func(_ *checks.Subject, f *checkstest.Forge) {
			f.Branches = map[string][]string{"main": nil, "release/v1.4.x": {checkstest.Head}}
		}, verdict: checks.Pass},
		"no ruleset":                         {tag: "release/v1.4.0", change: func(_ *checks.Subject, f *checkstest.Forge) { f.Protection.Protected = false }, verdict: checks.Warn, findings: []string{"warning naming.unprotected"}},
		"rulesets unreadable":                {tag: "release/v1.4.0", change: func(_ *checks.Subject, f *checkstest.Forge) { f.Protection.Known = false }, verdict: checks.Pass},
		"package.json agrees":                {tag: "release/v1.4.0", files: map[string]string{"package.json": `{"version": "1.4.0"}`}, verdict: checks.Pass},
		"package.json was forgotten":         {tag: "release/v1.4.0", files: map[string]string{"package.json": "{\n\t\"version\": \"1.3.0\"\n}"}, verdict: checks.Warn, findings: []string{"warning naming.version-file"}},
		"a package of its own version":       {tag: "release/v1.4.0", files: map[string]string{"packages/ui/package.json": `{"version": "9.0.0"}`}, verdict: checks.Pass},
		"a version set when it is published": {tag: "release/v1.4.0", files: map[string]string{"package.json": `{"version": "0.0.0-development"}`}, verdict: checks.Pass},
		"the package's own file":             {tag: "api@1.4.0", policy: []string{"api@*"}, files: map[string]string{"package.json": `{"name":"root","version":"7.0.0"}`, "packages/api/package.json": `{"name":"@acme/api","version":"1.3.0"}`}, verdict: checks.Warn, findings: []string{"warning naming.version-file"}},
		"the chart's application version":    {tag: "release/v1.4.0", files: map[string]string{"deploy/chart/Chart.yaml": "name: shop\nversion: 0.3.1\nappVersion: \"1.3.0\"\n"}, verdict: checks.Warn, findings: []string{"warning naming.version-file"}},
		"a rerun after a later release": {tag: "release/v1.4.0", change: func(_ *checks.Subject, f *checkstest.Forge) {
			f.TagList = append(f.TagList, checks.Tag{Name: "release/v1.5.0", Date: checkstest.Now.Add(time.Hour)})
		}, verdict: checks.Pass},
		"pyproject, Cargo and VERSION disagree": {tag: "release/v1.4.0", files: map[string]string{"pyproject.toml": "[tool.black]\nversion = \"x\"\n[project]\nversion = \"1.3.0\"\n", "Cargo.toml": "[package]\nversion = \"1.4.0\"\n[dependencies]\nversion = \"9\"\n", "VERSION": "v1.2.0\n"}, verdict: checks.Warn, findings: []string{"warning naming.version-file", "warning naming.version-file"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := repository(test.before...)
			version, _ := strings.CutPrefix(test.tag, "release/v")
			subject := checkstest.Subject(checkstest.Tree(test.files), checkstest.Tagged(test.tag, version), checkstest.On(forge))
			if test.policy != nil {
				subject.Policy.Release.Tags = test.policy
			}
			if test.change != nil {
				test.change(&subject, forge)
			}
			result := checkstest.Judge(t, namingItem, delivery.NewNaming(), subject)
			var findings []string
			for _, finding := range result.Findings {
				findings = append(findings, string(finding.Severity)+" "+finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(findings, test.findings) {
				t.Errorf("%s %q (%s), want %s %q", result.Verdict(), findings, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func TestNamingOfPullRequests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		branch, title string
		tags          []string
		policy        []string
		verdict       checks.Verdict
		findings      []string
	}{
		"a release branch":                {branch: "release/v1.4.0", verdict: checks.Pass},
		"a line of releases":              {branch: "release/v1.4.x", verdict: checks.Pass},
		"a hotfix":                        {branch: "hotfix/refund-twice", verdict: checks.Pass},
		"release-please":                  {branch: "release-please--branches--main", title: "chore(main): release 1.4.0", verdict: checks.Pass},
		"changesets":                      {branch: "changeset-release/main", title: "Version Packages", verdict: checks.Pass},
		"no v":                            {branch: "release/1.4.0", verdict: checks.Warn, findings: []string{"error naming.branch"}},
		"any branch":                      {branch: "develop", title: "Release v1.4.0", verdict: checks.Warn, findings: []string{"error naming.branch"}},
		"a branch by the policy":          {branch: "rel-1.4.0", policy: []string{"rel-*"}, verdict: checks.Pass},
		"title and branch disagree":       {branch: "release/v1.4.0", title: "Release v1.5.0", verdict: checks.Warn, findings: []string{"warning naming.title"}},
		"the version is released already": {branch: "release/v1.4.0", tags: []string{"v1.4.0"}, verdict: checks.Warn, findings: []string{"error naming.reused"}},
		"the version goes back":           {branch: "release/v1.4.0", tags: []string{"release/v1.5.0"}, verdict: checks.Warn, findings: []string{"error naming.not-increasing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(repository(test.tags...)),
				checkstest.Releasing(func(r *checks.Release) {
					r.HeadBranch, r.Title = test.branch, test.title
					r.Version = checks.VersionIn(test.branch, test.title)
				}))
			subject.Policy.Release.Branches = append(subject.Policy.Release.Branches, test.policy...)
			result := checkstest.Judge(t, namingItem, delivery.NewNaming(), subject)
			var findings []string
			for _, finding := range result.Findings {
				findings = append(findings, string(finding.Severity)+" "+finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(findings, test.findings) {
				t.Errorf("%s %q (%s), want %s %q", result.Verdict(), findings, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func TestNamingRemedyNamesTheCommand(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(nil), checkstest.Tagged("release/1.4", ""), checkstest.On(repository()))
	result := checkstest.Judge(t, namingItem, delivery.NewNaming(), subject)
	want := "Tag `release/1.4` → use `release/v1.4.0`: `git tag -s release/v1.4.0 a1b2c3d && git push origin release/v1.4.0`."
	if result.Remedy != want {
		t.Errorf("remedy = %q, want %q", result.Remedy, want)
	}
}

func TestNamingRemedyIsSafeToCopy(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(repository()),
		checkstest.Releasing(func(r *checks.Release) { r.HeadBranch, r.Title, r.Version = "x;curl$IFS-evil|sh`", "", "" }))
	result := checkstest.Judge(t, namingItem, delivery.NewNaming(), subject)
	if strings.Contains(result.Remedy, "curl") || strings.Contains(result.Why, "sh`'") {
		t.Errorf("remedy = %q, why = %q", result.Remedy, result.Why)
	}
}

func TestNamingUnknownWhereGitHubCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"Tags", "BranchExists", "Contains"} {
		forge := repository("release/v1.3.0")
		forge.Failing = map[string]error{method: checkstest.ErrForge}
		result := checkstest.Judge(t, namingItem, delivery.NewNaming(), checkstest.Subject(checkstest.Tree(nil), checkstest.Tagged("release/v1.4.0", "1.4.0"), checkstest.On(forge)))
		if result.Verdict() != checks.Unknown || len(result.Missing) == 0 {
			t.Errorf("%s fails: %s, %+v, %+v", method, result.Verdict(), result.Missing, result.Findings)
		}
	}
	offline := checkstest.Judge(t, namingItem, delivery.NewNaming(), checkstest.Subject(checkstest.Tree(map[string]string{"package.json": `{"version":"1.4.0"}`})))
	if offline.Verdict() != checks.Unknown || len(offline.Missing) != 1 || len(offline.Evidence) != 1 {
		t.Errorf("offline: %s, %+v, %+v", offline.Verdict(), offline.Missing, offline.Evidence)
	}
}

func TestNamingFailsOfflineOnAWrongName(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(nil), checkstest.Tagged("release/1.4", ""))
	if result := checkstest.Judge(t, namingItem, delivery.NewNaming(), subject); result.Verdict() != checks.Fail {
		t.Errorf("verdict = %s", result.Verdict())
	}
}

func FuzzNaming(f *testing.F) {
	f.Add("release/v1.4.0", "v*")
	f.Add("pkg@2026.01.02-3", "pkg@[")
	f.Add("v99999999999999999999.1.1", "**")
	f.Fuzz(func(t *testing.T, tag, glob string) {
		subject := checkstest.Subject(checkstest.Tree(map[string]string{"package.json": tag, "Cargo.toml": tag, "Chart.yaml": tag, "VERSION": tag}),
			checkstest.Tagged(tag, ""), checkstest.On(repository("release/v1.0.0", tag+"0")))
		subject.Policy.Release.Tags = []string{glob}
		checkstest.Judge(t, namingItem, delivery.NewNaming(), subject)
	})
}
