package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Writer is a serializer that code makes an object of, once for each class of a file.
type Writer struct {
	Serializer string `json:"serializer"`     // its origin
	Many       bool   `json:"many,omitempty"` // to write out several objects, or nobody sees how many
}

// writer notes a serializer that a call makes.
func (f *file) writer(function *program.Function, call *program.Call) {
	name := calledName(call)
	if !capital(name) || !serializer.MatchString(name) || len(call.Arguments) == 0 || function.Class != nil && function.Name == "" {
		return
	}
	made := Writer{Serializer: function.Origin(call.Callee)}
	many := argument(call, "many")
	if literal, ok := many.(*program.Literal); many != nil && (!ok || literal.Value != "False") {
		made.Many = true
	}
	made.Many = made.Many || slices.ContainsFunc(call.Arguments, func(one program.Argument) bool { return one.Spread != "" })
	if made.Serializer != "" && len(f.facts.Writers) < maxReads && !slices.Contains(f.facts.Writers, made) {
		f.facts.Writers = append(f.facts.Writers, made)
	}
}

// uses are the ways in which a repository uses its serializers: for one object alone, or
// for several.
type uses struct {
	serializers
	one, several map[classAt]bool
}

// forOne are the serializers that are never seen to write out more than one object of a
// query: what their methods ask is asked once.
func (s serializers) forOne(sources []Source) map[classAt]bool {
	u := uses{s, map[classAt]bool{}, map[classAt]bool{}}
	for _, one := range sources {
		for _, writer := range one.Facts.Writers {
			u.note(one.Path, writer.Serializer, writer.Many)
		}
		for i := range one.Facts.Views {
			u.ofView(classAt{one.Path, one.Facts.Views[i].Name})
		}
		for _, answer := range one.Facts.Answers {
			for _, origin := range answer.Serializers {
				u.note(one.Path, origin, true)
			}
		}
		for _, function := range one.Facts.Functions {
			if function.Given != nil {
				u.handed(one.Path, function.Given)
			}
		}
	}
	for range deepestBases { // what stands in one that writes out several does so too
		if !u.within(sources) {
			break
		}
	}
	found := map[classAt]bool{}
	for class := range u.one {
		found[class] = !u.several[class]
	}
	return found
}

func (u uses) note(from, origin string, several bool) {
	path, name, known := u.names.Class(from, origin)
	if !known {
		return
	}
	if at := (classAt{path, name}); several {
		u.several[at] = true
	} else {
		u.one[at] = true
	}
}

// handed notes the serializers that a function hands a part of its row to.
func (u uses) handed(from string, given *Given) {
	for _, reads := range given.Params {
		for _, passed := range reads.Passed {
			if passed.Writer != "" && strings.Contains(passed.Path, "()") {
				u.note(from, passed.Writer, true)
			}
		}
	}
}

// ofView notes what a view writes out by: one object, where it has no list.
func (u uses) ofView(at classAt) {
	one, several := false, u.method(at, "list") != nil
	for _, class := range u.lineage(at) {
		known := u.registry.view[class]
		if known == nil {
			continue
		}
		for _, base := range known.Bases {
			name := lastPartOf(base)
			one, several = one || servesOne.MatchString(name), several || servesSeveral.MatchString(name)
		}
	}
	own := u.registry.view[at]
	for _, origin := range own.Serializers {
		u.note(at.path, origin, !one || several)
	}
}

// within notes the serializers that others have for their fields or inherit from, and
// reports whether that was new.
func (u uses) within(sources []Source) bool {
	changed := false
	note := func(from, origin string, several, one bool) {
		path, name, known := u.names.Class(from, origin)
		at := classAt{path, name}
		if known && several && !u.several[at] {
			u.several[at], changed = true, true
		}
		if known && one && !u.one[at] {
			u.one[at], changed = true, true
		}
	}
	for _, source := range sources {
		for i := range source.Facts.Serializers {
			outer := &source.Facts.Serializers[i]
			at := classAt{source.Path, outer.Name}
			used := u.one[at] || u.several[at]
			for _, field := range outer.Fields {
				if field.Nested != "" {
					note(source.Path, field.Nested, u.several[at] || field.Many || !used, u.one[at])
				}
			}
			for _, base := range outer.Bases {
				note(source.Path, base, u.several[at] || !used, u.one[at])
			}
		}
	}
	return changed
}
