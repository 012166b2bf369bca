package query

import (
	"slices"
	"strings"
)

// loaded tells what a serializer writes of each row beyond what its own method fetches
// along that is given the query of its rows.
func (s serializers) loaded(at classAt, tell tellings) {
	serializer := s.at[at]
	class, known := s.model(at, 5)
	if !known {
		return
	}
	row := state{kind: theRow, class: class}
	for _, load := range serializer.Loads {
		row.fetched = s.loads(at, load.Name, 5)
		s.wanted([]classAt{at}, row, &origin{load.Spot, at.path, at.name + "." + load.Name, load.Within, false}, Place{at.path, load.Within}, tell)
	}
	if method := s.spreading(at, 5); method != nil && len(serializer.Lists) > 0 {
		var place *origin
		row.fetched = slices.DeleteFunc(slices.Clone(method.Given.Fetched), func(one string) bool { return one == everything })
		for _, name := range method.Given.Spread {
			list, listed := s.list(at, name, 5)
			if _, own := serializer.Lists[name]; own && (place == nil || list.Line < place.Line) {
				place = &origin{list.Spot, at.path, at.name, 0, false}
			}
			if row.fetched = append(row.fetched, list.Names...); !listed && name == "" {
				return
			}
		}
		if place != nil {
			s.wanted([]classAt{at}, row, place, Place{}, tell)
		}
	}
}

// model is what a serializer writes out: as it says, or its bases.
func (s serializers) model(at classAt, depth int) (classAt, bool) {
	serializer := s.at[at]
	if serializer == nil || depth == 0 {
		return classAt{}, false
	}
	if serializer.Model != "" {
		return s.class(at.path, serializer.Model)
	}
	for _, base := range s.bases(at) {
		if found, known := s.model(base, depth-1); known {
			return found, true
		}
	}
	return classAt{}, false
}

// bases are the classes that a serializer inherits from, as far as the repository has them.
func (s serializers) bases(at classAt) []classAt {
	var found []classAt
	if serializer := s.at[at]; serializer != nil {
		for _, base := range serializer.Bases {
			if path, name, known := s.names.Class(at.path, base); known && (classAt{path, name}) != at {
				found = append(found, classAt{path, name})
			}
		}
	}
	return found
}

// loads are the relations that a method of a serializer's class fetches along, with those
// of its bases' where it goes on with them.
func (s serializers) loads(at classAt, name string, depth int) []string {
	place, found := s.names.Method(at.path, at.name, name)
	if !found || depth == 0 {
		return []string{everything}
	}
	target := s.graph.at[place]
	if target == nil || target.Given == nil {
		return nil
	}
	fetched := slices.Clone(target.Given.Fetched)
	class, _, _ := strings.Cut(target.Name, ".")
	own := s.at[classAt{target.path, class}]
	if own == nil {
		return []string{everything}
	}
	for _, load := range own.Loads {
		if load.Name == name && load.Above {
			for _, base := range s.bases(classAt{target.path, class}) {
				if _, has := s.names.Method(base.path, base.name, name); has {
					fetched = append(fetched, s.loads(base, name, depth-1)...)
					break
				}
			}
		}
	}
	return fetched
}

// spreading is the method of a serializer's bases that fetches along what constants of the
// class name.
func (s serializers) spreading(at classAt, depth int) *node {
	if depth == 0 {
		return nil
	}
	for _, base := range s.bases(at) {
		if found := s.spreads[base]; found != nil {
			return found
		}
		if found := s.spreading(base, depth-1); found != nil {
			return found
		}
	}
	return nil
}

// list is a constant of a serializer's class that names relations.
func (s serializers) list(at classAt, name string, depth int) (Listed, bool) {
	if serializer := s.at[at]; serializer != nil && depth > 0 {
		if found, own := serializer.Lists[name]; own {
			return found, true
		}
		for _, base := range s.bases(at) {
			if found, known := s.list(base, name, depth-1); known {
				return found, true
			}
		}
	}
	return Listed{}, false
}
