package doctor

import (
	"fmt"
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

// Judge says what the facts mean, always in the same order: the settings, the
// App, the clock, permissions and events, the webhook, the installations, Redis.
func Judge(facts Facts) []Diagnosis {
	all := judgeVariables(facts.UnknownVariables)
	if facts.Key.Problem != "" {
		all = append(all, judgeKey(facts.Key))
	} else {
		all = append(all, judgeApp(facts), judgeClock(facts.Identity))
	}
	if facts.Identity.Err == nil {
		all = append(all, judgeGrants(facts)...)
		all = append(all, judgeHook(facts)...)
		all = append(all, judgeInstallations(facts)...)
	}
	if facts.Public.Asked {
		all = append(all, judgePublic(facts))
	}
	return append(all, judgeRedis(facts.Redis)...)
}

// judgeVariables says which variables golive does not read though they look as if
// it did: what somebody believes to have set.
func judgeVariables(unknown []Misspelt) []Diagnosis {
	if len(unknown) == 0 {
		return nil
	}
	var names []string
	for _, one := range unknown {
		name := one.Name
		if one.Meant != "" {
			name += " (did you mean " + one.Meant + "?)"
		}
		names = append(names, name)
	}
	return []Diagnosis{{Name: "settings", State: Advice, What: "The environment has what golive does not read: " + strings.Join(names, ", ") + ".",
		Why: "What it sets has no effect.", HowToMend: "Correct the name, or take it out; `golive serve --help` lists all."}}
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
