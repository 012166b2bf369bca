package query

import "strings"

// stands marks what a query puts under a name of its own: "open_items~items".
const stands = "~"

// putUnder are what Prefetch("lines__items", to_attr="open_items") fetches along: the lines, and
// in each of them the items under another name.
func putUnder(path, name string) (fetched []string, under string) {
	before, last := "", path
	if at := strings.LastIndex(path, "__"); at >= 0 {
		before, last = path[:at+2], path[at+2:]
		fetched = append(fetched, path[:at])
	}
	return append(fetched, before+name+stands+last), before + name + "__"
}

// put are the rows that a query has put under a name of its own with each row.
func (r *registry) put(at state, name string) (state, bool) {
	for _, one := range at.fetched {
		last, is := strings.CutPrefix(one, name+stands)
		if !is {
			continue
		}
		relation, found := r.relation(at.class, last)
		if !found || relation.to.name == "" {
			return state{}, false
		}
		made := state{kind: theRows, class: relation.to, fetched: below(at.fetched, name)}
		if !relation.many {
			made.kind = theRow
		}
		if relation.keeps != "" {
			made.fetched = append(made.fetched, relation.keeps)
		}
		if made.fetched = append(made.fetched, relation.back(at.fetched)...); at.alone && relation.keeps != "" {
			made.fetched = append(made.fetched, relation.keeps+"__"+everything)
		}
		return made, true
	}
	return state{}, false
}
