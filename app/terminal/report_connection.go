package terminal

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// lack is a connection that is missing, with the items that wait for it.
type lack struct {
	connection checks.Connection
	later      bool            // this version of golive cannot use it yet
	alone      []checks.ItemID // need nothing else that is missing
	together   []checks.ItemID // need another connection as well
	reason     string          // the most frequent one; empty where each item has its own
	remedy     string          // the most frequent next step
}

// lacks gathers the missing connections of undecided items, in the order in
// which the checklist first asks for them; those that cannot be granted yet
// come last.
func lacks(report checks.Report) []lack {
	type key struct {
		connection checks.Connection
		later      bool
	}
	found := map[key]*lack{}
	reasons, remedies := map[key]map[string]int{}, map[key]map[string]int{}
	var order []key
	for _, item := range report.Items {
		result := report.Results[item.ID]
		if result.Verdict() != checks.Unknown {
			continue
		}
		wanted := map[key]bool{}
		for _, missing := range result.Missing {
			if missing.Connection == "" {
				continue // a matter of the content, told with the item
			}
			at := key{missing.Connection, missing.Later}
			if found[at] == nil {
				found[at], reasons[at], remedies[at] = &lack{connection: at.connection, later: at.later}, map[string]int{}, map[string]int{}
				order = append(order, at)
			}
			remedies[at][missing.Remedy]++
			reasons[at][missing.Reason]++
			if most := found[at]; most.reason == "" || reasons[at][missing.Reason] > reasons[at][most.reason] {
				most.reason = missing.Reason
			}
			if most := found[at]; most.remedy == "" || remedies[at][missing.Remedy] > remedies[at][most.remedy] {
				most.remedy = missing.Remedy
			}
			wanted[at] = true
		}
		for at := range wanted {
			if len(wanted) == 1 {
				found[at].alone = append(found[at].alone, item.ID)
			} else {
				found[at].together = append(found[at].together, item.ID)
			}
		}
	}
	var now, later []lack
	for _, at := range order {
		if one := found[at]; reasons[at][one.reason] == 1 && len(one.alone)+len(one.together) > 1 {
			one.reason = ""
		}
		if at.later {
			later = append(later, *found[at])
		} else {
			now = append(now, *found[at])
		}
	}
	return append(now, later...)
}

// connections writes one paragraph for each missing connection: how many items
// it unlocks, which, and how to grant it.
func (p *page) connections(report checks.Report) {
	missing := lacks(report)
	if len(missing) == 0 {
		return
	}
	p.gap()
	p.put(nil, text{{"Not connected", heading}})
	told := false
	for _, lack := range missing {
		if lack.later && !told {
			p.put(indent(itemIndent), plainly("What this version of golive cannot use yet: nothing to connect, a person looks and signs."))
			told = true
		}
		ids := append(append([]checks.ItemID{}, lack.alone...), lack.together...)
		line := looking(lack.connection.Title(), heading).add(" — "+lack.unlocks(), look{})
		p.putVerdict(checks.Unknown, false, line.add(": "+join(ids), quiet))
		if !lack.later {
			p.field("why", lack.reason)
			p.field("do", lack.remedy)
		}
	}
}

func (l lack) unlocks() string {
	verb := "unlocks "
	if l.later {
		verb = "later, for "
	}
	switch {
	case len(l.together) == 0:
		return verb + count(len(l.alone), "item")
	case len(l.alone) == 0:
		return verb + count(len(l.together), "item") + " together with another connection"
	default:
		return fmt.Sprintf("%s%s, and %d more together with another connection", verb, count(len(l.alone), "item"), len(l.together))
	}
}

func join(ids []checks.ItemID) string {
	words := make([]string, len(ids))
	for index, id := range ids {
		words[index] = string(id)
	}
	return strings.Join(words, ", ")
}
