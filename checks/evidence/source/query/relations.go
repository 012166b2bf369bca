package query

import (
	"regexp"
	"slices"
	"strings"
)

// relations are the loops of a file that read relations which their queries did not
// fetch along.
func relations(one Source, names Names) []Hit {
	var hits []Hit
	for _, read := range one.Facts.Rows {
		path, model, found := names.Class(one.Path, read.Model)
		if !found {
			continue
		}
		for _, attribute := range read.Attributes {
			library, related := names.Relation(path, model, attribute.Name)
			if !related {
				continue
			}
			hits = append(hits, Hit{
				Library: library, Callee: attribute.Written, Relation: attribute.Name, Lazy: true,
				Line: attribute.Line, Column: attribute.Column, EndLine: attribute.Line, Loop: read.Loop, Function: read.Function, Within: read.Within,
			})
		}
	}
	return hits
}

// serializersOf lists serializers by their files and names, and the files whose
// classes fetch relations along by themselves.
func serializersOf(sources []Source) map[string]*Serializer {
	found := map[string]*Serializer{}
	for _, one := range sources {
		for i := range one.Facts.Serializers {
			serializer := &one.Facts.Serializers[i]
			found[one.Path+"\x00"+serializer.Name] = serializer
		}
		if one.Facts.Fetches {
			found[one.Path] = nil
		}
	}
	return found
}

// answers are the lists of a file that a serializer reads relations of, one by one.
func answers(one Source, serializers map[string]*Serializer, names Names) []Hit {
	var hits []Hit
	for _, answer := range one.Facts.Answers {
		path, model, found := names.Class(one.Path, answer.Model)
		if !found || fetchesItself(one, answer.Bases, serializers, names) {
			continue
		}
		at, name, found := names.Class(one.Path, answer.Serializer)
		if !found {
			continue
		}
		var wanted []string
		library := ""
		for _, relation := range relationsOf(at, name, serializers, names, 3) {
			by, related := names.Relation(path, model, relation.Name)
			if !related && !relation.Many || regexp.MustCompile(`\b`+regexp.QuoteMeta(relation.Name)+`(?:\b|__)`).MatchString(answer.Fetched) {
				continue
			}
			if library = by; library == "" {
				library = "Django"
			}
			if !slices.Contains(wanted, relation.Name) {
				wanted = append(wanted, relation.Name)
			}
		}
		if len(wanted) == 0 {
			continue
		}
		hits = append(hits, Hit{
			Library: library, Callee: answer.Written, Relation: strings.Join(wanted, ", "), Lazy: true, Line: answer.Line, Column: answer.Column, EndLine: answer.Line,
			Loop: Loop{Kind: "serializer", Line: answer.Line, Over: name}, Function: answer.Function, Within: answer.Within,
		})
	}
	return hits
}

// relationsOf are the relations that a serializer reads, those of its bases too.
func relationsOf(path, name string, serializers map[string]*Serializer, names Names, depth int) []Relation {
	serializer := serializers[path+"\x00"+name]
	if serializer == nil || depth == 0 {
		return nil
	}
	found := slices.Clone(serializer.Relations)
	for _, base := range serializer.Bases {
		if at, named, known := names.Class(path, base); known {
			found = append(found, relationsOf(at, named, serializers, names, depth-1)...)
		}
	}
	return found
}

// fetchesItself reports whether a view, or what it inherits from, fetches relations
// along by names that are not written there.
func fetchesItself(one Source, bases []string, serializers map[string]*Serializer, names Names) bool {
	if one.Facts.Fetches {
		return true
	}
	for _, base := range bases {
		path, _, found := names.Class(one.Path, base)
		if !found {
			continue
		}
		if _, fetches := serializers[path]; fetches {
			return true
		}
	}
	return false
}
