package query

import (
	"slices"
	"strings"
)

// queryMethods give rows of the same model.
var queryMethods = words("filter exclude all order_by distinct annotate select_related prefetch_related only defer using reverse extra select_for_update alias complex_filter union intersection difference iterator none " +
	"options join outerjoin where filter_by limit offset group_by having order_by populate_existing execution_options with_for_update unique scalars paginate page get_page object_list items " +
	"get_queryset qs filter_queryset paginate_queryset live public specific not_public descendants_of child_of ancestor_of search active visible accessible restrict aiterator execute")

// paging are those that go through a query as it is.
var paging = words("all qs iterator aiterator unique scalars paginate page get_page object_list items filter_queryset paginate_queryset execute")

// rowMethods give one row.
var rowMethods = words("get first last earliest latest get_or_create update_or_create create get_or_404 first_or_404 one one_or_none scalar_one scalar_one_or_none aget afirst alast acreate scalar")

// bareMethods give no rows of the model: names, numbers.
var bareMethods = words("values values_list count exists aggregate delete update dates datetimes raw with_entities acount aexists bulk_create bulk_update contains explain as_manager")

// storedMethods are answered by rows that were fetched along.
var storedMethods = words("all count exists iterator first last")

// silent are names behind rows of another one that ask nothing, or change them.
var silent = words("add remove set clear create model instance field through name core_filters target_field bulk_create append extend delete update")

func words(list string) map[string]bool {
	found := map[string]bool{}
	for _, word := range strings.Fields(list) {
		found[word] = true
	}
	return found
}

func (r *registry) step(at state, step Step, depth int) (state, *asked, bool) {
	switch at.kind {
	case theClass:
		return r.ofClass(at, step, depth)
	case theRows:
		return r.ofSeveral(at, step)
	case theOthers:
		return r.ofOthers(at, step)
	case theMap, theGroups, theParts, theTuples:
		return r.ofMap(at, step)
	case theRow:
		if step.Name == collected {
			at.kind, at.from, at.alone = theRows, nil, false
			return at, nil, true
		}
		return r.ofOne(at, step, depth)
	case unknown:
		at.kind, at.stored, at.over, at.once = unknownRows, fetches(at.fetched, step.Name), related{name: step.Name}, at.alone
		at.fetched = below(at.fetched, step.Name)
		return at, nil, !step.Call
	case unknownRows:
		return r.ofUnknown(at, step)
	default:
		return r.ofOne(at, step, depth)
	}
}

func (r *registry) ofClass(at state, step Step, depth int) (state, *asked, bool) {
	if class, is := r.manager(at.class, step.Name, 5); is && !step.Call {
		made := state{kind: theRows, class: at.class}
		if class.name != "" { // what it fetches along for every query
			if place, found := r.names.Method(class.path, class.name, "get_queryset"); found {
				if target := r.graph.at[place]; target != nil && target.Given != nil {
					made.fetched = slices.Clone(target.Given.Fetched)
				}
			}
		}
		return made, nil, true
	}
	target := r.method(at.class, step.Name)
	if target == nil && step.Name == "select" && step.Call { // of Peewee
		return state{kind: theRows, class: at.class, fetched: slices.Clone(step.Fetched)}, nil, true
	}
	if target == nil || target.Given == nil || target.Given.Returns == nil {
		return state{}, nil, false
	}
	set := *target.Given.Returns
	var made state
	var known bool
	if _, own, _ := r.names.Class(target.path, set.Class); set.Callee == "" && (own == at.class.name || set.Class == at.class.name) {
		made, _, known = r.walk(at, set.Steps, depth-1)
	} else {
		made, known = r.begin(target.path, set, depth-1)
	}
	made.fetched = append(slices.Clone(made.fetched), r.along(step)...)
	return made, nil, known
}

// asking are methods that rows of another one have and hardly anything else.
var asking = words("filter exclude all values_list order_by exists")

// ofUnknown goes on from what may be rows that belong to one of a model that is not
// known, by how the method is called.
func (r *registry) ofUnknown(at state, step Step) (state, *asked, bool) {
	if !step.Call || !asking[step.Name] || at.stored && (storedMethods[step.Name] || slices.Contains(at.fetched, everything)) {
		return state{}, nil, false
	}
	return state{}, &asked{library: "Django", relation: at.over.name, once: at.once}, false
}

func (r *registry) ofSeveral(at state, step Step) (state, *asked, bool) {
	at.fetched = append(slices.Clone(at.fetched), r.along(step)...)
	switch {
	case step.Name == element, rowMethods[step.Name]:
		at.kind, at.alone = theRow, step.Name != element
		return at, nil, true
	case step.Name == "in_bulk":
		at.kind = theMap
		return at, nil, true
	case step.Name == grouped:
		at.kind = theGroups
		return at, nil, true
	case bareMethods[step.Name]:
		return state{}, nil, false
	case queryMethods[step.Name]:
		if step.Call && !paging[step.Name] && (at.from == nil || !at.from.along || len(step.Fetched) > 0) {
			at.from = nil // what the query is in the end is said here
		}
		return at, nil, true
	case !step.Call:
		return state{}, nil, false
	}
	at.from = nil
	if target := r.helper(step); target != nil {
		at.madeBy(target)
	}
	// A method of the repository's own: what it fetches along is fetched.
	for _, target := range r.customOf(at.class, step.Name) {
		if target.Given == nil {
			continue
		}
		if at.fetched = append(at.fetched, target.Given.Fetched...); len(target.Given.Fetched) > 0 { // which relations these are is said there
			at.madeBy(target)
		}
		if set := target.Given.Returns; set != nil && len(set.Steps) > 0 && rowMethods[set.Steps[len(set.Steps)-1].Name] {
			at.kind = theRow
		}
	}
	return at, nil, true
}

// ofOthers goes on from order.items.
func (r *registry) ofOthers(at state, step Step) (state, *asked, bool) {
	if silent[step.Name] {
		return state{}, nil, false
	}
	made := state{kind: theRows, class: at.over.to, fetched: slices.Clone(at.fetched)}
	if at.over.keeps != "" {
		made.fetched = append(made.fetched, at.over.keeps)
	}
	var question *asked
	if at.stored && step.Name == "all" && len(step.Fetched) == 0 { // what was fetched; to choose from it asks anew
		return at, nil, true
	}
	answered := at.stored && (step.Name == element || storedMethods[step.Name] && len(step.Fetched) == 0)
	if !answered {
		question = &asked{library: at.over.Library, relation: at.over.name, once: at.once}
	}
	switch {
	case step.Name == element, rowMethods[step.Name]:
		made.kind = theRow
	case bareMethods[step.Name]:
		return state{}, question, false
	case !step.Call && !queryMethods[step.Name] && len(r.custom[step.Name]) == 0:
		return state{}, nil, false
	}
	for _, path := range r.along(step) { // each row is given one of its own then
		made.fetched = slices.DeleteFunc(made.fetched, func(one string) bool { return one == path+"__"+everything })
		made.fetched = append(made.fetched, path)
	}
	for _, target := range r.customOf(made.class, step.Name) {
		if target.Given != nil && !queryMethods[step.Name] {
			made.fetched = append(made.fetched, target.Given.Fetched...)
		}
	}
	return made, question, made.class.name != ""
}

func (r *registry) ofOne(at state, step Step, depth int) (state, *asked, bool) {
	relation, found := r.relation(at.class, step.Name)
	if !found {
		if made, is := r.put(at, step.Name); is && !step.Call {
			return made, nil, true
		}
		return r.ofMethod(at, step, depth)
	}
	fetched := relation.Eager || fetches(at.fetched, step.Name) || slices.Contains(at.fetched, leadingTo+relation.to.name)
	made := state{kind: theRow, class: relation.to, fetched: below(at.fetched, step.Name), alone: at.alone && !relation.many}
	var question *asked
	if relation.many {
		made.kind, made.stored, made.over, made.once = theOthers, fetched, relation, at.alone
		if made.fetched = append(made.fetched, relation.back(at.fetched)...); at.alone && relation.keeps != "" { // what is read of that one row is read once
			made.fetched = append(made.fetched, relation.keeps+"__"+everything)
		}
		if relation.Library == "SQLAlchemy" { // the session knows the row that they belong to
			made.fetched = append(made.fetched, leadingTo+at.class.name)
		}
		if relation.Library == "SQLAlchemy" && !fetched {
			question = &asked{library: relation.Library, relation: step.Name, once: at.alone}
			made.stored = true
		}
		return made, question, true
	}
	if !fetched {
		question = &asked{library: relation.Library, relation: step.Name, once: at.alone}
	}
	if relation.apart { // the one row that belongs to it knows the row that it belongs to
		made.fetched = append(append(made.fetched, relation.keeps), relation.back(at.fetched)...)
	}
	if made.class.name == "" {
		made.kind = unknown
	}
	return made, question, true
}

// back are the relations of the row that a relation's rows lead back to, as seen from them.
func (one related) back(fetched []string) []string {
	var found []string
	for _, path := range fetched {
		if one.keeps != "" && path != everything && !strings.HasPrefix(path, leadingTo) {
			found = append(found, one.keeps+"__"+path)
		}
	}
	return found
}
