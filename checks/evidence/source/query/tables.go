package query

import (
	"slices"
	"strings"
)

// tabled tells what the tables of a file's views ask of each row of what a view lists.
func (r *registry) tabled(source Source, tell tellings) {
	for _, view := range source.Facts.Views {
		if view.Table == "" {
			continue
		}
		path, name, known := r.names.Class(source.Path, view.Table)
		table := r.listings[classAt{path, name}]
		if !known || table == nil || table.Kind != "table" {
			continue
		}
		at, place, found := r.viewed(classAt{source.Path, view.Name})
		if !found || at.kind != theRows {
			continue
		}
		row, _, understood := r.walk(at, []Step{{Name: element}}, 1)
		if !understood {
			continue
		}
		row.fetched = append(slices.Clone(row.fetched), view.Fetched...)
		wanted, library := r.asksOf(row, table.Kind, r.shownBy(path, *table, 5))
		tell.add(place, Place{place.path, place.within}, wanted, Hit{Library: library, Loop: Loop{Kind: table.Kind, Line: place.Line, Over: name}})
	}
}

// fetchUnseen reports whether the classes of columns may fetch along where nobody sees it:
// by names that are not written there, or in a base that is not there and is none of
// django-tables2's own.
func (r *registry) fetchUnseen(columns []column) bool {
	return slices.ContainsFunc(columns, func(one column) bool {
		listing := r.listings[one.at]
		return r.unseen[one.at] || listing != nil && slices.ContainsFunc(listing.Bases, func(base string) bool {
			path, name, known := r.names.Class(one.at.path, base)
			if !known {
				return !strings.HasPrefix(base, "django_tables2.") && strings.HasSuffix(base, "Table")
			}
			return r.unseen[classAt{path, name}]
		})
	})
}
