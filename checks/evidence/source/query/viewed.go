package query

import "slices"

// deepestBases bounds the classes that a view inherits from.
const deepestBases = 24

// lineage is a class and what it inherits from, in the order in which Python looks a
// method up, as far as the repository has it.
func (r *registry) lineage(at classAt) []classAt {
	var found []classAt
	var add func(classAt)
	add = func(one classAt) {
		if len(found) >= deepestBases || slices.Contains(found, one) {
			return
		}
		found = append(found, one)
		var bases []string
		if view := r.view[one]; view != nil {
			bases = view.Bases
		} else if model := r.at[one]; model != nil {
			bases = model.Bases
		}
		for _, base := range bases {
			if path, name, known := r.names.Class(one.path, base); known {
				add(classAt{path, name})
			}
		}
	}
	add(at)
	return found
}

// viewed is the query that a view lists, and where the view says so: in the class
// nearest to it that says which rows they are.
func (r *registry) viewed(at classAt) (state, *origin, bool) {
	outer := r.viewing
	r.viewing = r.lineage(at)
	defer func() { r.viewing = outer }()
	found, known := r.queryFrom(0, deepestFollow)
	if !known {
		return state{}, nil, false
	}
	if found.from != nil { // it is made elsewhere, and taken as it is
		return found, found.from, true
	}
	for i, one := range r.viewing {
		view := r.view[one]
		switch {
		case view == nil:
		case view.Query != nil && (i == 0 || view.Query.Set.Inherited == ""): // else it serves whatever the view is about
			return found, view.Query.origin(one), true
		case view.Field != nil:
			return found, view.Field.origin(one), true
		}
	}
	for _, one := range r.viewing {
		if view := r.view[one]; view != nil && view.Model != nil {
			return found, view.Model.origin(one), true
		}
	}
	return state{}, nil, false
}

func (v *Viewed) origin(of classAt) *origin {
	return &origin{v.Spot, of.path, v.Function, v.Within, false}
}

// queryFrom is the query of the view that is looked at, from one of the classes on that
// it inherits from: the first method says it, else the first field.
func (r *registry) queryFrom(first, depth int) (state, bool) {
	if depth == 0 {
		return state{}, false
	}
	for i := first; i < len(r.viewing); i++ {
		one := r.viewing[i]
		if view := r.view[one]; view != nil && view.Query != nil {
			if choosesNone(view.Query.Set) {
				return state{}, false // what the view lists is said elsewhere
			}
			return r.begin(one.path, view.Query.Set, depth)
		}
	}
	return r.fieldFrom("queryset", depth)
}

// fieldFrom is the query that a field of the view says that is looked at.
func (r *registry) fieldFrom(name string, depth int) (state, bool) {
	for _, one := range r.viewing {
		if view := r.view[one]; view != nil && view.Field != nil && name == "queryset" {
			if choosesNone(view.Field.Set) {
				return state{}, false
			}
			return r.begin(one.path, view.Field.Set, depth)
		}
	}
	for _, one := range r.viewing {
		if view := r.view[one]; view != nil && view.Model != nil {
			found, known := r.begin(one.path, view.Model.Set, depth)
			if name == "model" {
				found.kind = theClass
			}
			return found, known
		}
	}
	return state{}, false
}

// oneFrom is the row that a view is about: what its method gives, or else one of the rows
// of its query.
func (r *registry) oneFrom(at classAt, depth int) (state, bool) {
	if depth <= 0 {
		return state{}, false
	}
	var fetched []string
	if target := r.method(at, "get_object"); target != nil && target.Given != nil {
		if returned := target.Given.Returns; returned != nil {
			if found, known := r.begin(target.path, *returned, depth); known && found.kind == theRow {
				return found, true
			}
		}
		fetched = target.Given.Fetched
	}
	found, known := r.queryFrom(0, depth)
	found.kind, found.alone, found.from, found.fetched = theRow, true, nil, append(slices.Clone(found.fetched), fetched...)
	return found, known
}

// inherited follows what a class of a view inherits: in the view that is looked at,
// where it is one of its classes.
func (r *registry) inherited(from string, set Set, depth int) (state, bool) {
	at := classAt{from, set.Class}
	place := slices.Index(r.viewing, at)
	if place < 0 {
		outer := r.viewing
		r.viewing, place = r.lineage(at), 0
		defer func() { r.viewing = outer }()
	}
	switch set.Inherited {
	case "super":
		return r.queryFrom(place+1, depth)
	case "get_queryset":
		return r.queryFrom(0, depth-1)
	case "object":
		return r.oneFrom(at, depth-1)
	default:
		return r.fieldFrom(set.Inherited, depth)
	}
}
