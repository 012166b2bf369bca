package jobs

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// line is a history in a repository on this machine:
//
//	one ─ two ─ three ─ four ─ five      main
//	        └─ hotfix                    an old line
//	              └─ again
type line struct {
	t         *testing.T
	directory string
	commits   map[string]string
}

func newLine(t *testing.T) line {
	t.Helper()
	l := line{t, t.TempDir(), map[string]string{}}
	l.git("init", "--quiet", "--initial-branch=main")
	for _, name := range []string{"one", "two", "three", "four", "five"} {
		l.commit(name)
	}
	l.git("checkout", "--quiet", "-b", "old", l.commits["two"])
	l.commit("hotfix")
	l.commit("again")
	return l
}

func (l line) commit(name string) {
	l.git("commit", "--quiet", "--allow-empty", "-m", name)
	l.commits[name] = l.git("rev-parse", "HEAD")
}

func (l line) git(arguments ...string) string {
	l.t.Helper()
	command := exec.Command("git", append([]string{"-C", l.directory, "-c", "user.name=Kim", "-c", "user.email=kim@example.com"}, arguments...)...)
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	output, err := command.Output()
	if err != nil {
		l.t.Fatalf("git %s: %v", arguments[0], err)
	}
	return strings.TrimSpace(string(output))
}

func (l line) tags(named ...string) []checks.Tag {
	var tags []checks.Tag
	for _, one := range named {
		name, commit, _ := strings.Cut(one, "=")
		tags = append(tags, checks.Tag{Name: name, Commit: l.commits[commit]})
	}
	return tags
}

// deployed is a deployment to production for each "commit state [earlier state]",
// the newest first.
func (l line) deployed(forge *fakeForge, named ...string) {
	forge.states = map[int64][]checks.DeploymentStatus{}
	forge.deployments = map[string][]checks.Deployment{}
	for index, one := range named {
		words := strings.Fields(one)
		id := int64(index + 1)
		forge.deployments[""] = append(forge.deployments[""], checks.Deployment{
			ID: id, Environment: "production", Commit: l.commits[words[0]], CreatedAt: time.Date(2026, time.November, 20-index, 12, 0, 0, 0, time.UTC),
		})
		for _, state := range words[1:] {
			forge.states[id] = append(forge.states[id], checks.DeploymentStatus{State: checks.DeploymentState(state)})
		}
	}
}

func TestWhereARangeStarts(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	const none = ""
	for name, test := range map[string]struct {
		deployed []string
		tags     []string
		release  string // commit and version
		base     string // commit of the base branch; empty: a tag
		want     string // commit and reason
	}{
		"at what production runs":                           {[]string{"three success", "two inactive success"}, []string{"release/v1.3.0=two"}, "five 1.4.0", "four", "three last deployment to production, 20 November 2026"},
		"not at a deployment that failed":                   {[]string{"four failure", "three success"}, nil, "five 1.4.0", "four", "three last deployment to production, 19 November 2026"},
		"not at one that is under way":                      {[]string{"four in_progress queued", "three success"}, nil, "five 1.4.0", none, "three last deployment to production, 19 November 2026"},
		"not at one that nothing is reported of":            {[]string{"four", "three success"}, nil, "five 1.4.0", none, "three last deployment to production, 19 November 2026"},
		"this content is live: at what it took over from":   {[]string{"five success", "three inactive success"}, nil, "five 1.4.0", none, "three last deployment to production, 19 November 2026"},
		"inactive, and never a success":                     {[]string{"five success", "four inactive failure", "three inactive success"}, nil, "five 1.4.0", none, "three last deployment to production, 18 November 2026"},
		"taken down, and nothing else is live":              {[]string{"four inactive success"}, []string{"release/v1.3.0=two"}, "five 1.4.0", none, "two last release release/v1.3.0; the one deployment to production is not live"},
		"production runs a hotfix that this does not have":  {[]string{"hotfix success", "two success"}, nil, "five 1.4.0", none, "two last deployment to production, 19 November 2026; production runs %hotfix%, which this content does not contain"},
		"and nothing older was deployed":                    {[]string{"hotfix success"}, []string{"release/v1.3.1=hotfix", "release/v1.3.0=two"}, "five 1.4.0", none, "two last release release/v1.3.0; production runs %hotfix%, which this content does not contain"},
		"production is ahead of a hotfix of an old line":    {[]string{"five success", "hotfix success"}, nil, "again 1.3.2", none, "hotfix last deployment to production, 19 November 2026; production runs %five%, which this content does not contain"},
		"none succeeded":                                    {[]string{"four failure", "three error"}, []string{"release/v1.3.0=two"}, "five 1.4.0", none, "two last release release/v1.3.0; none of the last 2 deployments to production is live"},
		"nothing is deployed by way of GitHub":              {nil, []string{"release/v1.3.0=two", "release/v1.2.0=one"}, "five 1.4.0", "four", "two last release release/v1.3.0"},
		"a hotfix: at the last release of its line":         {nil, []string{"release/v1.4.0=four", "release/v1.3.1=hotfix", "release/v1.3.0=two"}, "again 1.3.2", none, "hotfix last release release/v1.3.1"},
		"a tag of another line does not count":              {nil, []string{"release/v1.3.1=hotfix", "release/v1.3.0=two"}, "five 1.4.0", none, "two last release release/v1.3.0"},
		"every release has a branch: where it left":         {nil, []string{"release/v1.3.0=hotfix"}, "five 1.4.0", "five", "two where release/v1.3.0 left this line"},
		"so too where tags once stood on main":              {nil, []string{"release/v1.3.0=hotfix", "release/v1.0.0=one"}, "five 1.4.0", none, "two where release/v1.3.0 left this line"},
		"a candidate is no release":                         {nil, []string{"release/v1.4.0-rc.1=four", "release/v1.3.0=two"}, "five 1.4.0", none, "two last release release/v1.3.0"},
		"but the one before another candidate":              {nil, []string{"release/v1.4.0-rc.1=four", "release/v1.3.0=two"}, "five 1.4.0-rc.2", none, "four last release release/v1.4.0-rc.1"},
		"the first release: where its branch left the base": {nil, nil, "five 1.0.0", "three", "three merge base with main"},
		"nothing to start at":                               {nil, nil, "five 1.0.0", none, " "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := &fakeForge{directory: l.directory, tags: l.tags(test.tags...)}
			l.deployed(forge, test.deployed...)
			commit, version, _ := strings.Cut(test.release, " ")
			run := Run{Release: checks.Release{SHA: l.commits[commit], Version: version, BaseBranch: "main"}, Rules: config.DefaultPolicy(), Base: l.commits[test.base]}
			found, err := rangeStart(t.Context(), forge, l.directory, run)
			if err != nil {
				t.Fatal(err)
			}
			want, reason, _ := strings.Cut(test.want, " ")
			for name, sha := range l.commits {
				reason = strings.ReplaceAll(reason, "%"+name+"%", sha[:7])
			}
			if found.commit != l.commits[want] || found.reason != reason {
				t.Errorf("starts at %.7s (%s), want %.7s (%s)", found.commit, found.reason, l.commits[want], reason)
			}
		})
	}
}

func TestWhyDeploymentsWereNotReadIsSaid(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	for name, test := range map[string]struct {
		err    error
		reason string
		note   string
	}{
		"no permission":  {fmt.Errorf("github: acme/shop: deployments: %w: the App lacks a permission (deployments: read)", ErrForbidden), "the App may not", "deployments: read"},
		"not there":      {fmt.Errorf("github: acme/shop: deployments: %w: not there", ErrGone), "GitHub answered 404", ""},
		"a server error": {errors.New("github: acme/shop: deployments: GitHub answered 502: Bad Gateway"), "GitHub answered 502", ""},
		"no way there":   {errors.New("github: acme/shop: deployments: Get \"https://x/y\": connection refused"), "connection refused", ""},
	} {
		forge := &fakeForge{directory: l.directory, tags: l.tags("release/v1.3.0=two"), deployed: test.err}
		run := Run{Release: checks.Release{SHA: l.commits["five"], Version: "1.4.0"}, Rules: config.DefaultPolicy()}
		found, err := rangeStart(t.Context(), forge, l.directory, run)
		if err != nil || found.commit != l.commits["two"] || found.reason != "last release release/v1.3.0; deployments were not read: "+test.reason {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		if notes := strings.Join(found.notes, "\n"); (notes != "") != (test.note != "") || !strings.Contains(notes, test.note) {
			t.Errorf("%s: notes %q", name, notes)
		}
	}
	limited := &fakeForge{directory: l.directory, deployed: &LimitedError{Until: time.Now()}}
	if _, err := rangeStart(t.Context(), limited, l.directory, Run{Release: checks.Release{SHA: l.commits["five"]}}); !isLimited(err) {
		t.Errorf("a rate limit is no answer: %v", err)
	}
}

func TestTheEnvironmentOfProduction(t *testing.T) {
	t.Parallel()
	var previews []checks.Deployment
	for id := range int64(100) {
		previews = append(previews, checks.Deployment{ID: id, Environment: "Preview"})
	}
	to := func(environment string) []checks.Deployment {
		return []checks.Deployment{{ID: 1, Environment: environment}}
	}
	for name, test := range map[string]struct {
		named string
		lists map[string][]checks.Deployment
		want  string
	}{
		"by its name, in any case":               {"", map[string][]checks.Deployment{"": append(previews[:3:3], to("Production")...)}, "Production"},
		"another name for it":                    {"", map[string][]checks.Deployment{"": to("prod")}, "prod"},
		"staging is not it":                      {"", map[string][]checks.Deployment{"": to("staging")}, ""},
		"neither is what comes before it":        {"", map[string][]checks.Deployment{"": to("pre-production")}, ""},
		"the policy's name alone":                {"eu", map[string][]checks.Deployment{"": to("production"), "eu": to("eu")}, "eu"},
		"nothing under the policy's name":        {"eu", map[string][]checks.Deployment{"": to("production")}, ""},
		"hundreds of previews do not hide it":    {"", map[string][]checks.Deployment{"": previews, "Production": to("Production")}, "Production"},
		"under the last of the names":            {"", map[string][]checks.Deployment{"": previews, "live": to("live")}, "live"},
		"hundreds of previews, and nothing else": {"", map[string][]checks.Deployment{"": previews}, ""},
	} {
		found, err := productionDeployments(t.Context(), &fakeForge{deployments: test.lists}, test.named)
		got := ""
		if len(found) > 0 {
			got = found[0].Environment
		}
		if err != nil || got != test.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestTagsOfAnotherPartOfTheRepositoryDoNotCount(t *testing.T) {
	t.Parallel()
	tags := []checks.Tag{{Name: "web@2.0.0"}, {Name: "web@2.1.0"}, {Name: "api/v1.9.0"}, {Name: "v1.0.0"}, {Name: "release/v1.5.0"}}
	rules := config.DefaultPolicy()
	rules.Release.Tags = []string{"*@*", "*/v*", "v*"}
	for name, test := range map[string]struct {
		release checks.Release
		want    string
	}{
		"a package's tag":                     {checks.Release{Version: "2.2.0", Tag: &checks.Tag{Name: "web@2.2.0"}}, "web@2.1.0 web@2.0.0"},
		"another package's":                   {checks.Release{Version: "2.0.0", Tag: &checks.Tag{Name: "api/v2.0.0"}}, "api/v1.9.0"},
		"the whole's, however it is spelled":  {checks.Release{Version: "3.0.0", Tag: &checks.Tag{Name: "v3.0.0"}}, "release/v1.5.0 v1.0.0"},
		"the first of a package":              {checks.Release{Version: "9.0.0", Tag: &checks.Tag{Name: "cli@9.0.0"}}, ""},
		"a pull request that names a package": {checks.Release{Version: "3.0.0", HeadBranch: "release-please--branches--main--components--web"}, "web@2.1.0 web@2.0.0"},
		"one that names none":                 {checks.Release{Version: "3.0.0", HeadBranch: "release/v3.0.0"}, "release/v1.5.0 v1.0.0"},
	} {
		var names []string
		for _, tag := range earlierTags(tags, Run{Release: withCommit(test.release), Rules: rules}) {
			names = append(names, tag.Name)
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	for tag, want := range map[string]string{
		"v1.2.3": "", "1.2.3": "", "release/v1.2.3": "", "release-1.2.3": "", "web-v1.2.3": "web", "web@1.2.3": "web", "@acme/web@1.2.3": "@acme/web",
		"dev-1.2.3": "dev", "pkg/web/v1.2.3": "pkg/web", "release/web/v1.2.3": "web", "V1.2.3": "",
	} {
		if got := component(tag); got != want {
			t.Errorf("%s is of %q, want %q", tag, got, want)
		}
	}
}

func withCommit(release checks.Release) checks.Release {
	release.SHA = "new"
	return release
}
