package security

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
)

// planExposed returns the probes: the known doors, then routes of the product that say
// that they are for developers or the inside.
func planExposed(found surface) (plan []checks.Probe, own []route.Route) {
	for _, one := range doorSigns {
		plan = append(plan, checks.Probe{Path: one.path})
	}
	for _, one := range listedFolders {
		plan = append(plan, checks.Probe{Path: one.path})
	}
	known := func(path string) bool {
		return slices.ContainsFunc(plan, func(one checks.Probe) bool { return strings.TrimSuffix(one.Path, "/") == strings.TrimSuffix(path, "/") })
	}
	const mostOwn = 20
	for _, one := range found.routes {
		if one.Method != "GET" && one.Method != "ANY" || one.Kind != "" || strings.ContainsAny(one.Path, "{*") || known(one.Path) || len(own) == mostOwn {
			continue
		}
		if slices.ContainsFunc(doorPaths, func(row doorPath) bool { return row.path.MatchString(one.Path) }) {
			plan, own = append(plan, checks.Probe{Path: one.Path}), append(own, one)
		}
	}
	return plan, own
}

// liveExposed adds what staging shows to what the code opens.
func liveExposed(ctx context.Context, subject checks.Subject, found surface, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	plan, own := planExposed(found)
	exchanges, err := look.Ask(ctx, append(plan, checks.Probe{Path: "/"})...)
	if err != nil {
		return checks.Observation{}, err
	}
	doors, root := exchanges[:len(plan)], &exchanges[len(plan)]
	if listing(*root) { // the first page is no door, and so not counted as one
		openDoor(look, root, checks.SeverityWarning, "the names of the files in it", unlisted)
	}
	judgeExposed(look, doors, own)
	return look.Join(static, func(one *checks.Finding) bool {
		return one == nil || one.Rule == "exposed.route" && one.Severity != checks.SeverityError
	}), nil
}

// judgeExposed says what the answers mean for security.exposed-endpoints.
func judgeExposed(look *probe.Look, exchanges []checks.Exchange, own []route.Route) {
	var unclear []string
	why := ""
	for index := range exchanges {
		exchange := &exchanges[index]
		// A dump of memory takes longer than golive waits, and is known by its beginning.
		begun := index < len(doorSigns) && doorSigns[index].shows(look.Control, *exchange)
		if reason := probe.Unclear(*exchange); reason != "" && !begun {
			unclear, why = append(unclear, where(exchange)), reason
			continue
		}
		if index < len(doorSigns) {
			if door := doorSigns[index]; door.shows(look.Control, *exchange) {
				openDoor(look, exchange, door.severity, door.what, "Take it away, or let only operators reach it: behind a login, or on an address of the inside.")
			}
			continue
		}
		if index < len(doorSigns)+len(listedFolders) {
			if listing(*exchange) {
				openDoor(look, exchange, listedFolders[index-len(doorSigns)].severity, "the names of the files in it", unlisted)
			}
			continue
		}
		one := own[index-len(doorSigns)-len(listedFolders)]
		if exchange.Status >= 200 && exchange.Status < 300 && !probe.Same(look.Control, *exchange) {
			look.Find("exposed.live", checks.SeverityError, exchange, fmt.Sprintf("%s answers everybody, and its path says that it is not for them (%s)", where(exchange), wording.QuotedPath(fmt.Sprintf("%s:%d", one.File, one.Line))), "Put it behind a guard, or do not register it where the release runs.")
			look.Record(checks.Refutes, exchange, 1, "%s answered %d without credentials", where(exchange), exchange.Status)
		}
	}
	const share = 10 // of a hundred that may stay unclear: some firewalls answer such paths themselves
	if len(unclear)*100 > len(exchanges)*share {
		look.Lack(fmt.Sprintf("%d of %d paths told nothing (%s): %s", len(unclear), len(exchanges), wording.Listed(unclear, 3), why), "See that they are answered by the service itself, then rerun.")
	}
	clear := len(exchanges) - len(unclear)
	switch {
	case look.Errors() > 0:
		look.Headline = wording.Counted(look.Errors(), "door stands", "doors stand") + " open to everybody"
		look.Why = wording.Capital(look.First().Message) + "."
	case clear > 0:
		look.Record(checks.Supports, &look.Control.Missing, clear, "tried %d of %s that people look for, without credentials: no door for operators or developers shows what is behind it; a path that is not there answered %d",
			clear, wording.Counted(len(exchanges), "path", "paths"), look.Control.Missing.Status)
		look.Headline = fmt.Sprintf("no open door among %d that were tried on staging", clear)
		if told := len(look.Findings); told > 0 {
			look.Headline += fmt.Sprintf("; %d to look at", told)
		}
	}
}

// unlisted mends a folder that is listed.
const unlisted = "Turn listing off: `autoindex off;` in nginx, `Options -Indexes` in Apache, `file_server` without `browse` in Caddy."

// openDoor tells of a door that is open.
func openDoor(look *probe.Look, exchange *checks.Exchange, severity checks.Severity, what, remedy string) {
	look.Find("exposed.live", severity, exchange, fmt.Sprintf("%s shows everybody %s", where(exchange), what), remedy)
	outcome := checks.Refutes
	if severity != checks.SeverityError {
		outcome = checks.Neutral
	}
	look.Record(outcome, exchange, 1, "%s answered %d without credentials", where(exchange), exchange.Status)
}
