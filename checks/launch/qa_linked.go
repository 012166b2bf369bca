package launch

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// maxLinked is how many links of a description are looked at.
const maxLinked = 10

// linkedRun is a test run that the description of the release's pull request links to.
type linkedRun struct {
	link   string
	system string // "TestRail"; empty: a run of this repository's own workflows
	id     int64  // of such a run
	run    checks.WorkflowRun
	err    error // why it could not be read
}

// testSystem is a service that keeps runs of tests.
type testSystem struct {
	name    string
	address *regex.Expression // of its runs, without "https://"
}

// testSystems are those whose links are recognised.
var testSystems = []testSystem{
	{"TestRail", regex.New(`^[^/]*testrail[^/]*/(?:.*/)?runs/|^[^/]+/testrail/(?:.*/)?runs/`)},
	{"Cypress Cloud", regex.New(`^cloud\.cypress\.io/projects/[^/]+/runs/`)},
	{"Currents", regex.New(`^app\.currents\.dev/(?:projects/[^/]+/)?run/`)},
	{"Qase", regex.New(`^app\.qase\.io/run/`)},
	{"Testmo", regex.New(`^[^/]+\.testmo\.(?:net|com)/(?:runs|automation/runs)/`)},
	{"Testiny", regex.New(`^app\.testiny\.io/.*/testruns/`)},
	{"PractiTest", regex.New(`^[^/]*\.practitest\.com/.*set`)},
	{"Azure Test Plans", regex.New(`^(?:dev\.azure\.com|[^/]+\.visualstudio\.com)/.*/_(?:testManagement/runs|testPlans/)`)},
	{"Zephyr", regex.New(`^[^/]+\.atlassian\.net/.*(?:zephyr|test-player|testCycle)|^[^/]*zephyr[^/]*/`)},
	{"Xray", regex.New(`^[^/]*xray[^/]*/|^[^/]+\.atlassian\.net/.*xray`)},
	{"BrowserStack", regex.New(`^(?:automate|observability|app-automate)\.browserstack\.com/.*build`)},
	{"Sauce Labs", regex.New(`^app\.(?:[a-z0-9-]+\.)?saucelabs\.com/(?:tests|builds)/`)},
	{"ReportPortal", regex.New(`^[^/]*reportportal[^/]*/.*/launches/`)},
}

// written finds the addresses in a description. What no address needs ends one, so that
// nothing of it acts in what is shown.
var written = regex.New("https://[^\\s<>\"'`|\\\\^{}()\\[\\]]+")

// linkedIn finds the test runs that a description links to, each once.
func linkedIn(body, repository string) []linkedRun {
	var found []linkedRun
	for _, text := range written.FindAllString(body, 200) {
		text = strings.TrimRight(text, ".,;:!?*_~")
		address, err := url.Parse(text)
		if err != nil || address.User != nil || len(text) > 500 {
			continue
		}
		one := linkedRun{link: text}
		if rest, own := strings.CutPrefix(text, repository+"/actions/runs/"); own && repository != "" {
			number, _, _ := strings.Cut(strings.TrimSuffix(rest, "/"), "/")
			if one.id, err = strconv.ParseInt(number, 10, 64); err != nil || one.id <= 0 {
				continue
			}
		} else {
			at := slices.IndexFunc(testSystems, func(system testSystem) bool { return system.address.MatchString(strings.TrimPrefix(text, "https://")) })
			if at < 0 {
				continue
			}
			one.system = testSystems[at].name
		}
		known := slices.ContainsFunc(found, func(other linkedRun) bool {
			return other.link == one.link || one.id != 0 && other.id == one.id
		})
		if !known && len(found) < maxLinked {
			found = append(found, one)
		}
	}
	return found
}

// askLinked reads the description of the release's pull request, and the runs of the
// repository's own workflows that it links to. Neither decides: that it cannot be read
// changes nothing but what is proposed.
func (f *qaFacts) askLinked(ctx context.Context, subject checks.Subject) {
	if subject.Release.Number == 0 {
		return
	}
	pull, err := subject.Forge.PullRequest(ctx, subject.Release.Number)
	if err != nil {
		return
	}
	f.linked = linkedIn(pull.Body, subject.Release.Repository.WebURL)
	for at := range f.linked {
		if one := &f.linked[at]; one.id != 0 {
			one.run, one.err = subject.Forge.WorkflowRun(ctx, one.id)
		}
	}
	for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
		f.contents = append(f.contents, commit.SHA)
	}
}

// linkedWords say what the linked runs show, and which link a person would sign with.
// Runs on this content are read anyway and left out.
func (f qaFacts) linkedWords() (told []string, propose string) {
	for _, one := range f.linked {
		switch {
		case one.system != "":
			told = append(told, fmt.Sprintf("the description links a run in %s, which golive cannot look into", one.system))
		case one.err != nil:
			told = append(told, fmt.Sprintf("the run %d that the description links to could not be read", one.id))
			continue
		case slices.Contains(f.contents, one.run.Commit):
			continue
		case !one.run.State.Ended():
			told = append(told, fmt.Sprintf("the run of %s that the description links to has not ended", wording.Quoted(one.run.Workflow)))
			continue
		case one.run.State == checks.CISuccess:
			told = append(told, fmt.Sprintf("the run of %s that the description links to succeeded on `%s`, which is other content", wording.Quoted(one.run.Workflow), wording.ShortSHA(one.run.Commit)))
		default:
			told = append(told, fmt.Sprintf("the run of %s that the description links to is no success: %s", wording.Quoted(one.run.Workflow), strings.ReplaceAll(string(one.run.State), "_", " ")))
			continue
		}
		if propose == "" {
			propose = one.link
		}
	}
	return told, propose
}
