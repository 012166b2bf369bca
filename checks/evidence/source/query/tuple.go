package query

import "slices"

// tuple follows the parts of a tuple to what they are.
func (r *registry) tuple(from string, set Set, depth int) state {
	made := state{kind: theParts}
	for _, part := range set.Parts {
		one := (*state)(nil)
		if !part.nothing() || part.One {
			if at, known := r.begin(from, part, depth); known {
				one = &at
			}
		}
		made.parts = append(made.parts, one)
	}
	return made
}

// ofMap goes on from rows by their keys, lists of them, and tuples.
func (r *registry) ofMap(at state, step Step) (state, *asked, bool) {
	one := step.Name == element || step.Name == "get" || step.Name == "pop" || step.Name == "setdefault"
	switch {
	case at.kind == theParts && step.Name == element && step.At > 0 && step.At <= len(at.parts) && at.parts[step.At-1] != nil:
		made := *at.parts[step.At-1]
		made.fetched = slices.Clone(made.fetched)
		return made, nil, true
	case at.kind == theParts && step.Name == collected:
		at.kind = theTuples
	case at.kind == theParts:
		return state{}, nil, false
	case at.kind == theTuples && step.Name == element:
		at.kind = theParts
	case at.kind == theTuples && step.Name == "in_bulk":
		return state{}, nil, false
	case at.kind == theTuples && paging[step.Name]:
	case at.kind == theTuples:
		return state{}, nil, false
	case step.Name == "items" && step.Call:
		value := at
		if value.kind = theRow; at.kind == theGroups {
			value.kind = theRows
		}
		return state{kind: theTuples, parts: []*state{nil, &value}}, nil, true
	case step.Name == "values" && step.Call && at.kind == theMap:
		at.kind = theRows
	case step.Name == "values" && step.Call:
	case one && at.kind == theMap:
		at.kind = theRow
	case one:
		at.kind = theRows
	default:
		return state{}, nil, false
	}
	return at, nil, true
}
