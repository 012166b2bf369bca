package taint

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Found is a flow of the repository: its sink is in the file of this path, and every
// other place names its own.
type Found struct {
	Path string
	Flow Flow
}

// Callee says which function a call in a file runs: the file that it is in, and the
// line on which it begins.
type Callee func(from string, call Call) (path string, line int, found bool)

// Link joins the files of a repository: the flows within them, and those that go
// from one to another: a handler that hands untrusted data to a function with a sink, a
// sink that gets what a function elsewhere returns. In scripts some more calls may lie
// between, of functions that hand on what they are given.
func Link(files map[string]Facts, callee Callee) []Found {
	l := &linker{
		files: files, callee: remembered(callee), reaches: map[functionAt][]Reach{}, returns: map[functionAt][]Return{}, found: map[foundKey]int{},
		hands: map[functionAt][]Hand{}, results: map[callAt]results{},
	}
	paths := slices.Sorted(maps.Keys(files))
	for _, path := range paths {
		for _, one := range files[path].Reaches {
			at := functionAt{path, one.Function.Line}
			l.reaches[at] = append(l.reaches[at], one)
		}
		for _, one := range files[path].Returns {
			at := functionAt{path, one.Function.Line}
			l.returns[at] = append(l.returns[at], one)
		}
		l.handed(path, files[path])
	}
	for _, path := range paths {
		for _, flow := range files[path].Flows {
			l.add(path, l.placed(path, flow))
		}
	}
	for _, path := range paths {
		for _, pass := range files[path].Passes {
			l.pass(path, pass)
		}
		for _, use := range files[path].Uses {
			l.use(path, use)
		}
	}
	l.templates(paths)
	slices.SortStableFunc(l.all, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Flow.Sink.Line, b.Flow.Sink.Line),
			cmp.Compare(a.Flow.Sink.Column, b.Flow.Sink.Column), cmp.Compare(a.Flow.Sink.Class, b.Flow.Sink.Class))
	})
	return l.all
}

// linker is a repository while it is joined.
type linker struct {
	files   map[string]Facts
	callee  Callee
	reaches map[functionAt][]Reach
	returns map[functionAt][]Return
	hands   map[functionAt][]Hand // of parameters
	results map[callAt]results
	all     []Found
	found   map[foundKey]int
}

type functionAt struct {
	path string
	line int
}

type foundKey struct {
	path         string
	line, column int
	class        Class
}

// add keeps one flow for each sink, the surest.
func (l *linker) add(path string, flow Flow) {
	key := foundKey{path, flow.Sink.Line, flow.Sink.Column, flow.Sink.Class}
	if known, found := l.found[key]; found {
		if flow.Sure && !l.all[known].Flow.Sure {
			l.all[known].Flow = flow
		}
		return
	}
	l.found[key] = len(l.all)
	l.all = append(l.all, Found{path, flow})
}

// placed gives the places of a flow within one file their path.
func (l *linker) placed(path string, flow Flow) Flow {
	flow.Source.Path = path
	flow.Steps = in(path, flow.Steps)
	return flow
}

func in(path string, steps []Place) []Place {
	placed := slices.Clone(steps)
	for i := range placed {
		placed[i].Path = path
	}
	return placed
}

// given reports whether what is handed over is the parameter, or the part of it, that
// is meant. A whole that is untrusted has untrusted parts.
func given(pass carried, param int, name, path string) bool {
	if pass.name != "" {
		if pass.name != name {
			return false
		}
	} else if pass.argument != param {
		return false
	}
	first, _, _ := strings.Cut(path, ".")
	return pass.path == "" || path == "" || pass.path == first
}

// within says whether a part of a value may be another part of it or stand in that: the field
// that a function returns, and the one that is used. What is left is the part of it.
func within(returned, used string) (left string, may bool) {
	for returned != "" && used != "" {
		var a, b string
		a, returned, _ = strings.Cut(returned, ".")
		b, used, _ = strings.Cut(used, ".")
		if a != b {
			return "", isNumber(a) != isNumber(b)
		}
	}
	return used, true
}

// use follows what a function elsewhere returns to a sink of this file.
func (l *linker) use(path string, use Use) {
	target, line, found := l.callee(path, use.Call)
	if !found {
		return
	}
	for _, returned := range l.returns[functionAt{target, line}] {
		left, may := within(returned.Field, use.Field)
		if !may {
			continue
		}
		call := Place{Path: path, Line: use.Call.Line, What: use.Call.What + "(…)"}
		if returned.Source != nil {
			if certain, harmful := harm(use.Sink, returned.Shape); harmful {
				source := *returned.Source
				source.Path = target
				l.add(path, Flow{Sink: use.Sink, Source: source, Steps: append([]Place{call}, in(path, use.Steps)...), Sure: certain && returned.Sure && use.Sure && use.Sink.Sure})
			}
			continue
		}
		for _, pass := range l.files[path].Passes {
			if pass.Inner || pass.Call.Line != use.Call.Line || pass.Call.Column != use.Call.Column || !given(pass.carried(path), returned.Param, returned.Name, returned.Path) || returned.Path == "" && another(pass.Path, left) {
				continue
			}
			certain, harmful := harm(use.Sink, returned.Shape.of(pass.Shape))
			if !harmful {
				continue
			}
			source := pass.Source
			source.Path = path
			l.add(path, Flow{
				Sink: use.Sink, Source: source, Steps: append(append(in(path, pass.Steps), call), in(path, use.Steps)...),
				Sure: certain && pass.Sure && returned.Sure && use.Sure && use.Sink.Sure,
			})
		}
	}
}

// another reports whether a part is one element of a list and the other is another one.
func another(given, used string) bool {
	first, _, _ := strings.Cut(used, ".")
	return isNumber(given) && isNumber(first) && given != first
}

// of is the shape of a value that was given to what has this shape.
func (s Shape) of(given Shape) Shape {
	return shape(composed(s.strand(), given.strand()))
}

func (s Shape) strand() strand {
	return strand{lead: s.Lead, safe: classes(s.Safe), hints: hints(s.Hints)}
}

// harm says whether a value of a shape does harm at a sink, and how surely.
func harm(sink Sink, given Shape) (certain, harmful bool) {
	class := slices.Index(Classes, sink.Class)
	if class < 0 {
		return false, false
	}
	at := &arrival{class: 1 << class, need: need(sink.Need), sure: sure}
	made := composed(sink.Shape.strand(), given.strand())
	if made.safe&at.class != 0 || at.class == path && made.inside() {
		return false, false
	}
	judged := judge(at, made)
	return judged == sure && made.safe&doubt == 0, judged != no
}
