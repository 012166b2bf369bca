package probe

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// Control asks for the service's first page and for a path that nobody has. A service
// that is starting gets time to.
func (v *Visit) Control(ctx context.Context) (checks.Control, error) {
	return v.controlOnce.get(func() (checks.Control, error) { return v.control(ctx) })
}

// between tries of a service that is starting.
const betweenStarts = 5 * time.Second

func (v *Visit) control(ctx context.Context) (checks.Control, error) {
	var root, missing checks.Exchange
	started := false // the first page was there a round before
	for waited := time.Duration(0); ; waited += betweenStarts {
		exchanges, err := v.Ask(ctx, []checks.Probe{{Path: v.canary(), Anew: true}})
		if err != nil {
			return checks.Control{}, err
		}
		missing = exchanges[0]
		// Whoever refuses what is not there, for as long as golive waits, is not given that time
		// once more.
		refuses := missing.Status == http.StatusTooManyRequests
		if exchanges, err = v.Ask(ctx, []checks.Probe{{Path: "/", Anew: true, Impatient: refuses}}); err != nil {
			return checks.Control{}, err
		}
		root = exchanges[0]
		if !starting(missing) || started || waited >= v.options.Start {
			break
		}
		started = !starting(root)
		if err := v.options.Wait(ctx, betweenStarts); err != nil {
			return checks.Control{}, err
		}
	}
	if _, leads := LeadsToLogin(root); redirects(root) && redirects(missing) && !leads {
		// Where everything leads on, the way of the first page says whether it ends here.
		exchanges, err := v.Ask(ctx, []checks.Probe{{Path: "/", Follow: true}})
		if err != nil {
			return checks.Control{}, err
		}
		if exchanges[0].Failure != "" {
			root.Failure = exchanges[0].Failure
		}
	}
	return controlOf(v.Address(), root, missing), nil
}

func redirects(exchange checks.Exchange) bool {
	return exchange.Status >= 300 && exchange.Status < 400 && exchange.Answer().Get("Location") != ""
}

// starting reports whether an answer is that of a service that is not there yet.
func starting(exchange checks.Exchange) bool {
	switch exchange.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}

// letIn says how golive gets past a wall.
const letIn = "Let requests with golive's user agent (`golive-probe/1`) or from its address pass, or give it a header that opens the wall (`environments.staging.headers`)."

// controlOf tells what the two answers say of all others.
func controlOf(address string, root, missing checks.Exchange) checks.Control {
	control := checks.Control{Missing: missing}
	judge := func(why, remedy string) checks.Control {
		control.Unjudgeable, control.Remedy = why, remedy
		return control
	}
	rootLogin, rootLeads := LeadsToLogin(root)
	missingLogin, missingLeads := LeadsToLogin(missing)
	basic := func(exchange checks.Exchange) bool {
		return exchange.Status == http.StatusUnauthorized && strings.HasPrefix(strings.ToLower(exchange.Answer().Get("Www-Authenticate")), "basic")
	}
	switch wall := Wall(missing); {
	case root.Status == 0 && missing.Status == 0:
		return judge(fmt.Sprintf("%s gives no answer: %s", address, missing.Failure), "Start it, or see that it can be reached from where golive runs.")
	case missing.Status == 0:
		return judge(fmt.Sprintf("%s gives no answer to a path that is not there: %s", address, missing.Failure), "Let it answer 404.")
	case missing.Failure != "":
		return judge(fmt.Sprintf("what %s answers to a path that is not there cannot be read: %s", address, missing.Failure), "Let it answer 404.")
	case missing.Cut:
		return judge(fmt.Sprintf("%s answers a path that is not there with more than golive reads", address), "Let it answer 404.")
	case wall != "":
		return judge(fmt.Sprintf("%s answers before %s does", wall, address), letIn)
	case starting(root) && starting(missing):
		control.Down = true
		return judge(fmt.Sprintf("%s answers %d and did not start within a minute", address, missing.Status), "Start it.")
	case missing.Status == http.StatusTooManyRequests:
		return judge(fmt.Sprintf("%s answers 429 to everything", address), letIn)
	case missing.Status >= 500 && root.Status >= 500:
		control.Down = true
		return judge(fmt.Sprintf("%s answers %d to everything", address, missing.Status), "Look at its log.")
	case basic(root) && basic(missing):
		return judge(fmt.Sprintf("%s asks for a name and password before everything", address), letIn)
	case rootLeads && missingLeads && rootLogin != "" && missingLogin != "":
		return judge(fmt.Sprintf("%s sends everybody to %s to log in, before anything of it is seen", address, rootLogin), letIn)
	case redirects(root) && redirects(missing) && !rootLeads && root.Failure != "":
		return judge(fmt.Sprintf("%s sends on whoever asks for anything: %s", address, root.Failure), "Name the address at which it answers itself.")
	case root.Status == http.StatusForbidden && missing.Status == http.StatusForbidden:
		return judge(fmt.Sprintf("%s refuses everything with 403", address), letIn)
	}
	control.CatchAll = missing.Status >= 200 && missing.Status < 300
	return control
}

// Same reports whether an answer is the one that paths get which are not there.
func Same(control checks.Control, exchange checks.Exchange) bool {
	return exchange.Status == control.Missing.Status && Alike(exchange.Body(), control.Missing.Body(), pathOf(exchange), pathOf(control.Missing))
}

func pathOf(exchange checks.Exchange) string {
	_, rest, _ := strings.Cut(exchange.URL, "://")
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "?")
	return path
}
