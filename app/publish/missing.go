package publish

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// gap is one connection that items wait for.
type gap struct {
	connection checks.Connection
	later      bool // this version cannot use it
	items      []checks.Item
	blocking   int // items that keep the release from being ready
	others     int // items that wait for something else as well
	causes     []cause
}

// cause is why items wait for a connection, and what to do about it.
type cause struct {
	reason string
	remedy string
	items  []checks.Item
}

// blame counts an item among those that wait for the same reason.
func (g *gap) blame(missing checks.Missing, item checks.Item) {
	at := slices.IndexFunc(g.causes, func(one cause) bool { return one.reason == missing.Reason && one.remedy == missing.Remedy })
	if at < 0 {
		at = len(g.causes)
		g.causes = append(g.causes, cause{reason: missing.Reason, remedy: missing.Remedy})
	}
	g.causes[at].items = append(g.causes[at].items, item)
}

// gaps folds the items that could not be judged for want of a connection: one
// gap a connection, the one that most items wait for first, and those that
// this version cannot use behind the others.
func (p page) gaps(items []checks.Item) []gap {
	type kind struct {
		connection checks.Connection
		later      bool
	}
	found := map[kind]*gap{}
	var gaps []*gap
	for _, item := range items {
		result := p.result(item)
		if !undecided(result) {
			continue
		}
		of := map[kind]bool{}
		for _, missing := range result.Missing {
			if missing.Connection == "" {
				continue // something of the content itself could not be read: that is the item's own matter
			}
			of[kind{missing.Connection, missing.Later}] = true
		}
		for _, missing := range result.Missing {
			key := kind{missing.Connection, missing.Later}
			if !of[key] {
				continue
			}
			delete(of, key) // an item counts once for a connection
			one := found[key]
			if one == nil {
				one = &gap{connection: missing.Connection, later: missing.Later}
				found[key] = one
				gaps = append(gaps, one)
			}
			one.items = append(one.items, item)
			one.blame(missing, item)
			if !result.Ready() {
				one.blocking++
			}
			if several(result.Missing) {
				one.others++
			}
		}
	}
	slices.SortStableFunc(gaps, func(a, b *gap) int {
		if a.later != b.later {
			return cmp.Compare(boolean(a.later), boolean(b.later))
		}
		return cmp.Compare(len(b.items), len(a.items))
	})
	folded := make([]gap, len(gaps))
	for index, one := range gaps {
		// The reason that keeps most items back comes first.
		slices.SortStableFunc(one.causes, func(a, b cause) int { return cmp.Compare(len(b.items), len(a.items)) })
		folded[index] = *one
	}
	return folded
}

// wantsConnection reports whether an item waits for something to be connected.
func wantsConnection(result checks.Result) bool {
	return slices.ContainsFunc(result.Missing, func(m checks.Missing) bool { return m.Connection != "" })
}

// several reports whether more than one connection is missing.
func several(missing []checks.Missing) bool {
	return slices.ContainsFunc(missing, func(m checks.Missing) bool { return m.Connection != missing[0].Connection })
}

func boolean(value bool) int {
	if value {
		return 1
	}
	return 0
}

// missingSteps is one step for each connection that a required item waits for.
func (p page) missingSteps(items []checks.Item) []string {
	var steps []string
	var later []gap
	for _, one := range p.gaps(items) {
		if one.blocking == 0 {
			continue
		}
		if one.later {
			later = append(later, one)
			continue
		}
		also := ""
		switch {
		case one.others == len(one.items):
			also = ", together with something else"
		case one.others > 0:
			also = fmt.Sprintf(", %d of them also for something else", one.others)
		}
		steps = append(steps, fmt.Sprintf("%s **%s** — %s %s for it%s: %s%s%s", checks.Unknown.Icon(), one.connection.Title(),
			counted(len(one.items), "item"), plural(len(one.items), "waits", "wait"), also, names(one.items, shownNames), lineBreak, one.explained()))
	}
	if len(later) > 0 {
		steps = append(steps, p.laterStep(later))
	}
	return steps
}

// shownCauses is how many reasons of one connection a step tells.
const shownCauses = 3

// explained says why items wait for a connection and what to do, the reason of most of
// them first; where there are several, with who waits for which.
func (g gap) explained() string {
	var lines []string
	for index, one := range g.causes {
		if index == shownCauses {
			lines = append(lines, fmt.Sprintf("… and %s, below.", counted(len(g.causes)-index, "other reason")))
			break
		}
		line := join(" ", sentence(inline(wording.Capital(one.reason), longHeadline)), inline(one.remedy, longText))
		if len(g.causes) > 1 {
			line = "• " + names(one.items, shownNames) + ": " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, lineBreak)
}

// laterStep says plainly that nothing can be connected yet, one line a
// connection, and what people can do: it is one step, for what cannot be mended
// by the reader must not bury what can.
func (p page) laterStep(gaps []gap) string {
	total := map[checks.ItemID]bool{}
	var lines []string
	for _, one := range gaps {
		for _, item := range one.items {
			total[item.ID] = true
		}
		lines = append(lines, "• "+one.connection.Title()+": "+signers(one.items))
	}
	return fmt.Sprintf("%s **%s wait for connections that this version of golive can't use yet** — until then people look and sign, with `/golive sign-off ITEM LINK`%s%s",
		checks.Unknown.Icon(), counted(len(total), "item"), lineBreak, strings.Join(lines, lineBreak))
}

// signers lists items by who signs them.
func signers(items []checks.Item) string {
	byRole := map[checks.Role][]checks.Item{}
	var roles []checks.Role
	for _, item := range items {
		role := checks.SigningRole(item)
		if len(byRole[role]) == 0 {
			roles = append(roles, role)
		}
		byRole[role] = append(byRole[role], item)
	}
	var list []string
	for _, role := range roles {
		list = append(list, fmt.Sprintf("*%s* %s", orElse(string(role), "anyone permitted"), names(byRole[role], shownNames)))
	}
	return join("; ", list...)
}
