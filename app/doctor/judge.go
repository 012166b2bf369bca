package doctor

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/app/github"
)

// State is how one thing is.
type State string

// The states of a diagnosis, from the best to the worst.
const (
	Good    State = "good"    // in order
	Advice  State = "advice"  // works, and should be otherwise in production
	Waiting State = "waiting" // in order so far; somebody or something has yet to act
	Unknown State = "unknown" // could not be asked
	Bad     State = "bad"     // does not work
)

// Diagnosis is what Judge says of one thing.
type Diagnosis struct {
	Name      string // stable, for machines: "clock", "redis.memory"
	State     State
	What      string // one sentence: how it is
	Why       string // what it is good for, or what goes wrong; may be empty
	HowToMend string // empty where nothing is to be done
	Link      string // where it is mended; may be empty
}

// OK reports whether golive works in this respect.
func (d Diagnosis) OK() bool { return d.State == Good || d.State == Advice }

// Worst returns the worst state of all; Good of none.
func Worst(all []Diagnosis) State {
	order := []State{Good, Advice, Waiting, Unknown, Bad}
	worst := Good
	for _, one := range all {
		if slices.Index(order, one.State) > slices.Index(order, worst) {
			worst = one.State
		}
	}
	return worst
}

// mostSkew is how far the clocks may differ. GitHub refuses App tokens that are
// dated in the future or live longer than ten minutes; golive dates its own half
// a minute back.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const mostSkew = 30 * time.Second

// Judge says what the facts mean, always in the same order: the App, the clock,
// permissions and events, the webhook, the installations, Redis.
func Judge(facts Facts) []Diagnosis {
	all := []Diagnosis{judgeApp(facts.Identity), judgeClock(facts.Identity)}
	if facts.Identity.Err == nil {
		all = append(all, judgeGrants(facts)...)
		all = append(all, judgeHook(facts)...)
		all = append(all, judgeInstallations(facts)...)
	}
	return append(all, judgeRedis(facts.Redis)...)
}

func judgeApp(identity github.Identity) Diagnosis {
	found := Diagnosis{Name: "app", State: Bad, Why: "golive signs every request with the App's private key."}
	switch {
	case identity.Err == nil:
		found.State, found.What = Good, fmt.Sprintf("GitHub knows golive as the App %s (id %d).", identity.App.Name, identity.App.ID)
		found.Link = identity.App.URL
	case identity.Status == http.StatusUnauthorized:
		found.What = "GitHub refuses the App's credentials (401)."
		found.HowToMend = "Check that GOLIVE_APP_ID is the number on the App's settings page, that the private key was generated for this App and is not deleted there, and that this machine's clock is right."
	case identity.Status == http.StatusNotFound:
		found.What = "GitHub knows no such App at this address (404)."
		found.HowToMend = "Check GOLIVE_APP_ID and GOLIVE_GITHUB_URL; for GitHub Enterprise Server it is https://HOST/api/v3. An App that was deleted has to be registered anew."
	case identity.Status == 0:
		found.What = "GitHub's API cannot be reached."
		found.Why = "Nothing can be read from GitHub or shown there: " + identity.Err.Error()
		found.HowToMend = "Check GOLIVE_GITHUB_URL, the network, and a proxy (HTTPS_PROXY) where this machine needs one."
	default:
		found.What = "GitHub does not say who golive is."
		found.Why, found.HowToMend = identity.Err.Error(), "If it lasts, look at https://www.githubstatus.com."
	}
	return found
}

func judgeClock(identity github.Identity) Diagnosis {
	found := Diagnosis{Name: "clock", Why: "GitHub refuses App tokens that are dated in its future or too far in its past."}
	skew := identity.Skew
	switch {
	case !identity.Dated:
		found.State, found.What = Unknown, "This machine's clock could not be compared with GitHub's."
	case skew > mostSkew:
		found.State, found.What = Bad, fmt.Sprintf("This machine's clock is %s ahead of GitHub's.", skew)
		found.HowToMend = "Let it be set by NTP (systemd-timesyncd, chrony)."
	case skew < -mostSkew:
		found.State, found.What = Bad, fmt.Sprintf("This machine's clock is %s behind GitHub's.", -skew)
		found.HowToMend = "Let it be set by NTP (systemd-timesyncd, chrony)."
	default:
		found.State, found.What, found.Why = Good, "This machine's clock agrees with GitHub's.", ""
	}
	return found
}

// judgeGrants compares what the App asks for with what golive needs.
func judgeGrants(facts Facts) []Diagnosis {
	app := facts.Identity.App
	permissions, events := split(github.Lacking(app))
	if facts.NoWebhook {
		events = nil
	}
	grants := Diagnosis{Name: "app.permissions", State: Good, What: "The App has every permission that golive asks for."}
	if len(permissions) > 0 {
		grants.State, grants.What = weight(permissions), "The App lacks: "+strings.Join(permissions, "; ")+"."
		grants.HowToMend = "Add it under \"Permissions & events\" on the App's settings page; every owner of an installation then accepts it."
	}
	subscribed := Diagnosis{Name: "app.events", State: Good, What: "The App is subscribed to every event that golive reads."}
	switch {
	case facts.NoWebhook:
		subscribed.State, subscribed.What = Advice, "The App has no webhook and therefore no events."
	case len(events) > 0:
		subscribed.State, subscribed.What = weight(events), "The App is not subscribed to: "+strings.Join(events, "; ")+"."
		subscribed.HowToMend = "Tick it under \"Permissions & events\" on the App's settings page."
	}
	return []Diagnosis{grants, subscribed}
}

// split parts the lines of github.Lacking.
func split(lacking []string) (permissions, events []string) {
	for _, line := range lacking {
		if name, isEvent := strings.CutPrefix(line, "event "); isEvent {
			events = append(events, name)
		} else {
			permissions = append(permissions, strings.TrimPrefix(line, "permission "))
		}
	}
	return permissions, events
}

// weight is Advice where only optional ones lack.
func weight(lacking []string) State {
	if slices.ContainsFunc(lacking, func(line string) bool { return strings.Contains(line, "(needed: ") }) {
		return Bad
	}
	return Advice
}

func judgeInstallations(facts Facts) []Diagnosis {
	found := Diagnosis{Name: "installations", Why: "golive sees the repositories on which the App is installed, and no others."}
	page := facts.Identity.App.URL + "/installations/new"
	switch {
	case facts.InstalledErr != nil:
		found.State, found.What, found.Why = Unknown, "GitHub does not say where the App is installed.", facts.InstalledErr.Error()
		return []Diagnosis{found}
	case len(facts.Installations) == 0:
		found.State, found.What = Waiting, "The App is installed nowhere yet."
		found.HowToMend, found.Link = "Install it on your repositories.", page
		return []Diagnosis{found}
	}
	repositories, complete := 0, true
	var each []Diagnosis
	for _, one := range facts.Installations {
		if one.Repositories == unknownCount || one.RepositoriesErr != nil {
			complete = false
		} else {
			repositories += one.Repositories
		}
		each = append(each, judgeInstallation(one)...)
	}
	found.State = Good
	found.What = fmt.Sprintf("The App is installed on %s with %s.", count(len(facts.Installations), "account"), count(repositories, "repository"))
	if !complete {
		found.What = fmt.Sprintf("The App is installed on %s.", count(len(facts.Installations), "account"))
	}
	return append([]Diagnosis{found}, each...)
}

// judgeInstallation says only what is not in order.
func judgeInstallation(one InstallationFacts) []Diagnosis {
	name := "installation." + one.Account
	if one.Suspended {
		return []Diagnosis{{Name: name, State: Bad, What: fmt.Sprintf("The installation on %s is suspended.", one.Account),
			Why: "GitHub refuses every request for its repositories.", HowToMend: "An owner of " + one.Account + " unsuspends it.", Link: one.URL}}
	}
	var all []Diagnosis
	if lacking := github.Lacks(one.Permissions); len(lacking) > 0 {
		permissions, _ := split(lacking)
		all = append(all, Diagnosis{Name: name + ".permissions", State: weight(permissions),
			What:      fmt.Sprintf("The installation on %s has not granted: %s.", one.Account, strings.Join(permissions, "; ")),
			Why:       "Permissions that an App adds later count only once an owner has accepted them.",
			HowToMend: "An owner of " + one.Account + " accepts the request; GitHub has sent it by e-mail and shows it on the installation's page.", Link: one.URL})
	}
	switch {
	case one.RepositoriesErr != nil:
		all = append(all, Diagnosis{Name: name + ".repositories", State: Unknown,
			What: fmt.Sprintf("GitHub does not say which repositories of %s golive may see.", one.Account), Why: one.RepositoriesErr.Error()})
	case one.Repositories == 0:
		all = append(all, Diagnosis{Name: name + ".repositories", State: Waiting,
			What:      fmt.Sprintf("The installation on %s covers no repository that is not archived.", one.Account),
			HowToMend: "Choose repositories on the installation's page.", Link: one.URL})
	}
	return all
}

func count(number int, noun string) string {
	if number == 1 {
		return "1 " + noun
	}
	if stem, ends := strings.CutSuffix(noun, "y"); ends {
		noun = stem + "ie"
	}
	return fmt.Sprintf("%d %ss", number, noun)
}

func judgeRedis(redis RedisFacts) []Diagnosis {
	switch {
	case redis.Embedded:
		return []Diagnosis{{Name: "redis", State: Advice, What: "The queue lives inside golive's process.",
			Why:       "What is queued is lost when the process ends; verdicts and sign-offs are on GitHub and are not.",
			HowToMend: "Set GOLIVE_REDIS_URL for production."}}
	case !redis.Reachable:
		return []Diagnosis{{Name: "redis", State: Bad, What: "Redis cannot be reached" + cmp.Or(prefixed(": ", redis.Problem), "") + ".",
			Why:       "Without it deliveries are refused with 503, and nothing is judged.",
			HowToMend: "Check GOLIVE_REDIS_URL, and that Redis is up and takes this password."}}
	}
	all := []Diagnosis{{Name: "redis", State: Good, What: strings.TrimSpace("Redis answers. "+version(redis)) + ""}}
	if redis.old() {
		all = append(all, Diagnosis{Name: "redis.version", State: Bad, What: "Redis " + redis.Version + " is older than what golive is tested with.",
			Why: "The queue's scripts may not run.", HowToMend: fmt.Sprintf("Use Redis %d.%d or later, or Valkey.", oldestMajor, oldestMinor)})
	}
	return append(all, judgeEviction(redis), judgePersistence(redis))
}

func judgeEviction(redis RedisFacts) Diagnosis {
	found := Diagnosis{Name: "redis.memory", Why: "A queue must not lose entries to make room for others."}
	switch redis.Policy {
	case "noeviction":
		found.State, found.What, found.Why = Good, "Redis evicts nothing (maxmemory-policy noeviction).", ""
	case "":
		found.State, found.What = Unknown, "Redis does not say its maxmemory-policy."
		found.HowToMend = "Make sure that it is noeviction."
	default:
		found.State, found.What = Bad, "Redis may throw queued work away (maxmemory-policy "+redis.Policy+")."
		found.HowToMend = "Set maxmemory-policy to noeviction."
	}
	return found
}

func judgePersistence(redis RedisFacts) Diagnosis {
	found := Diagnosis{Name: "redis.persistence", Why: "Without it queued work is lost when Redis restarts; verdicts and sign-offs are on GitHub and are not."}
	switch {
	case redis.AppendOnly == "1":
		found.State, found.What, found.Why = Good, "Redis keeps its data through a restart (append-only file).", ""
	case redis.AppendOnly == "":
		found.State, found.What = Unknown, "Redis does not say whether it keeps its data through a restart."
		found.HowToMend = "Make sure that it does (appendonly yes, or your service's setting)."
	case redis.Snapshot == "err":
		found.State, found.What = Bad, "Redis' last snapshot failed, and it writes no append-only file."
		found.HowToMend = "Make room on its disk, and set appendonly to yes."
	default:
		found.State, found.What = Advice, "Redis writes no append-only file."
		found.HowToMend = "Set appendonly to yes."
	}
	return found
}

func version(redis RedisFacts) string {
	switch {
	case redis.Version == "":
		return ""
	case redis.Server == "valkey":
		return "It is Valkey " + redis.Version + "."
	}
	return "It is version " + redis.Version + "."
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
