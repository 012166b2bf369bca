package launch

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// usualPaths are where the four are, where the code does not say.
var usualPaths = map[string][]string{
	"/health":  {"/health", "/healthz", "/livez", "/readyz", "/api/health", "/actuator/health", "/ping", "/up"},
	"/status":  {"/status", "/api/status", "/statusz", "/actuator/health"},
	"/version": {"/version", "/version.json", "/api/version", "/actuator/info", "/build-info"},
	"/metrics": {"/metrics", "/actuator/prometheus"},
}

// candidates returns the paths at which one of the four may be, the likeliest first.
func candidates(name string, code map[string]endpoint, version string) []string {
	var paths []string
	if name == "/version" && version != "" {
		paths = append(paths, version)
	}
	if one := code[name]; one.path != "" && !strings.ContainsAny(one.path, "{*") {
		paths = append(paths, one.path)
	}
	for _, path := range usualPaths[name] {
		if len(paths) == 0 || paths[0] != path {
			paths = append(paths, path)
		}
	}
	return paths
}

// answered is one of the four as staging has it.
type answered struct {
	name     string
	exchange *checks.Exchange // nil: nothing answers
	refused  bool             // it asks who asks
	usual    bool             // at its own name
}

// findLive looks for one of the four.
func findLive(ctx context.Context, look *probe.Look, name string, paths []string) (answered, string, error) {
	unclear := ""
	for index, path := range paths {
		exchanges, err := look.Ask(ctx, checks.Probe{Path: path})
		if err != nil {
			return answered{}, "", err
		}
		exchange := &exchanges[0]
		found := answered{name: name, exchange: exchange, usual: strings.HasSuffix(strings.TrimRight(path, "/z"), name)}
		switch reason := probe.Unclear(*exchange); {
		case name == "/health" && exchange.Status == http.StatusServiceUnavailable && probe.Wall(*exchange) == "" && probe.JSON(*exchange):
			return found, "", nil // it says that it is not well
		case exchange.Status >= 500 && probe.Wall(*exchange) == "" && (index > 0 || probe.Same(look.Control, *exchange)):
			// A failure at a path that it only may have, or as everywhere that nothing is.
		case reason != "":
			unclear = path + ": " + reason
		case probe.Refused(*exchange) && !probe.Refused(look.Control.Missing):
			found.refused = true
			return found, "", nil
		case exchange.Status >= 200 && exchange.Status < 300 && !probe.HTML(*exchange) && !probe.Same(look.Control, *exchange):
			return found, "", nil
		}
	}
	return answered{name: name}, unclear, nil
}

// liveEndpoints adds what staging answers to what the code has.
func liveEndpoints(ctx context.Context, subject checks.Subject, code map[string]endpoint, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	found := map[string]answered{}
	for _, row := range endpoints {
		one, unclear, err := findLive(ctx, look, row.name, candidates(row.name, code, subject.Policy.Environments.Staging.Version))
		if err != nil {
			return checks.Observation{}, err
		}
		if one.exchange == nil && unclear != "" {
			look.Lack(fmt.Sprintf("whether %s is answered is not clear: %s", wording.Quoted(row.name), unclear), "See that staging answers, then rerun.")
			continue
		}
		found[row.name] = one
	}
	_, inCode := code["/metrics"]
	judgeEndpoints(look, found, inCode)
	return look.Join(static, func(one *checks.Finding) bool { return one == nil || one.Rule == "endpoints.missing" }), nil
}

// slow is more than a probe of an orchestrator should wait for.
const slow = 500 * time.Millisecond

// insideWords matches what an answer to everybody should not tell. An address has four
// numbers: 10.2.3 is a version.
var insideWords = regex.New(`(?i)(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?)://|\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}\b|"(?:password|secret|token|connection_?string)"\s*:\s*"[^"]`)

// judgeEndpoints says what the answers mean for launch.endpoints.
func judgeEndpoints(look *probe.Look, found map[string]answered, inCode bool) {
	var have, lack []string
	for _, row := range endpoints {
		one, looked := found[row.name]
		switch {
		case !looked:
		case one.name == "/metrics":
			if judgeMetrics(look, one, inCode) {
				have = append(have, row.name)
			} else {
				lack = append(lack, row.name)
			}
		case one.exchange == nil:
			lack = append(lack, row.name)
			look.Find("endpoints.missing", checks.SeverityError, nil, fmt.Sprintf("staging answers %s nowhere: not at %s", wording.Quoted(row.name), wording.Listed(quotes(usualPaths[row.name]), 4)), "Answer it with JSON and little work, without credentials.")
		default:
			have = append(have, row.name)
			judgeEndpoint(look, one)
		}
	}
	outcome := checks.Supports
	if look.Errors() > 0 {
		outcome = checks.Refutes
	}
	if len(have)+len(lack) > 0 {
		text := fmt.Sprintf("asked for the four: %s", orNone(have))
		if len(lack) > 0 {
			text += "; not answered: " + wording.Listed(quotes(lack), 4)
		}
		look.Record(outcome, found["/health"].exchange, len(have)+len(lack), "%s", text)
	}
	switch {
	case look.Errors() > 0:
		look.Headline, look.Why = wording.Counted(look.Errors(), "thing to mend", "things to mend")+" about what operators ask for", wording.Capital(look.First().Message)+"."
	default:
		look.Headline, look.Why = "staging answers what operators ask for", ""
	}
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none is answered"
	}
	return wording.Listed(quotes(names), 4) + " answered"
}

// judgeEndpoint looks at what one of the first three answers.
func judgeEndpoint(look *probe.Look, one answered) {
	name := wording.Quoted("GET " + pathOnly(one.exchange.URL))
	if one.refused {
		look.Find("endpoints.guarded", checks.SeverityWarning, one.exchange, name+" asks who asks: a probe without credentials is refused", "Register it before the guard, or let the guard leave it out.")
		return
	}
	if insideWords.Match(one.exchange.Body()) {
		look.Find("endpoints.inside", checks.SeverityError, one.exchange, name+" tells everybody addresses of the inside or secrets", "Answer with states alone: `{\"database\": \"up\"}`.")
	}
	switch one.name {
	case "/health":
		if one.exchange.Status == http.StatusServiceUnavailable {
			look.Find("endpoints.unwell", checks.SeverityError, one.exchange, name+" answers 503: staging says that it is not well", "See which part is down.")
		}
		if one.exchange.Elapsed > slow {
			look.Find("endpoints.slow", checks.SeverityWarning, one.exchange, fmt.Sprintf("%s took %s, and a probe should wait for %s at most", name, one.exchange.Elapsed.Round(time.Millisecond), slow), "Do no work in it.")
		}
		if header.ReadCache(one.exchange.Answer()).Kept() {
			look.Find("endpoints.cached", checks.SeverityWarning, one.exchange, name+" may be answered from a cache: an instance that is gone looks alive", "Send `Cache-Control: no-store`.")
		}
		if !one.usual {
			look.Find("endpoints.alias", checks.SeverityNotice, one.exchange, "health is answered at "+name+" alone", "")
		}
	case "/version":
		if look.Deployed.Proof != checks.ProofVersion && look.Deployed.Proof != checks.ProofHeader && !namesVersion(one.exchange.Body()) {
			look.Find("endpoints.version", checks.SeverityWarning, one.exchange, name+" names no version and no commit", "Answer `{\"version\": \"1.4.0\", \"commit\": \"a1b2c3d\"}`.")
		}
	}
}

// namesVersion reports whether a document has a version.
func namesVersion(body []byte) bool {
	var document map[string]any
	if json.Unmarshal(body, &document) != nil {
		return len(body) > 0 && len(body) < 100
	}
	for name := range document {
		switch strings.ToLower(name) {
		case "version", "commit", "sha", "revision", "build", "git":
			return true
		}
	}
	return false
}

// counted matches what Prometheus reads.
var counted = regex.New(`(?m)^# (?:HELP|TYPE) \w`)

// judgeMetrics reports whether metrics are there: for Prometheus, and not for
// everybody.
func judgeMetrics(look *probe.Look, one answered, inCode bool) bool {
	switch {
	case one.exchange == nil && inCode:
		look.Record(checks.Neutral, nil, 1, "`/metrics` stands in the code, and is not answered to everybody")
		return true
	case one.exchange == nil:
		look.Find("endpoints.metrics", checks.SeverityWarning, nil, "nothing answers `/metrics`, and the code was not seen to", "Answer it on an address of the inside, such as another port.")
		return false
	case one.refused:
		return true
	case counted.Match(one.exchange.Body()):
		look.Find("endpoints.metrics", checks.SeverityWarning, one.exchange, "`/metrics` answers everybody: Prometheus should reach it, the internet should not", "Serve it on another port, or let only Prometheus reach it.")
	}
	return true
}

func pathOnly(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if at := strings.IndexByte(rest, '/'); at >= 0 {
		return rest[at:]
	}
	return "/"
}
