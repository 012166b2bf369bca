package taint

// carried is untrusted data on its way from file to file, at an argument of a call.
type carried struct {
	argument int
	name     string // of a keyword argument
	path     string // the field of the argument that holds it
	shape    Shape
	source   Place
	steps    []Place
	sure     bool
}

// returnedData is what a call gives of the data that it was given.
type returnedData struct {
	field string
	shape Shape
	sure  bool
	whole bool // of the whole of what it was given
}

// callAt is a call in a file.
type callAt struct {
	path         string
	line, column int
}

// results are what becomes of what a call gives.
type results struct {
	uses  []Use
	hands []Hand
}

// The bounds of one way: the calls that lie on it, and those that are tried.
const (
	mostCalls = 5
	mostTried = 200
)

// journey is one source while it is followed from function to function.
type journey struct {
	entered map[entered]bool
	tried   int
}

// entered is a function that data came into, as it was then.
type entered struct {
	at         functionAt
	argument   int
	name, path string
	lead       string
	safe       uint32
	hints      uint16
}

// doubtful reports whether data that is but likely untrusted may have been checked as well.
func (c carried) doubtful(at Sink) bool {
	return !c.sure && (classes(c.shape.Safe)|classes(at.Shape.Safe))&doubt != 0
}

// exactly reports whether a part is what the data stands in, and not something within it: of
// an object that comes from afar, one field may be checked and another not.
func (c carried) exactly(part string) bool { return part == "" || part == c.path }

func (p Pass) carried(path string) carried {
	source := p.Source
	source.Path = path
	return carried{argument: p.Argument, name: p.Name, path: p.Path, shape: p.Shape, source: source, steps: in(path, p.Steps), sure: p.Sure}
}

// handed keeps what a file hands on by the functions that do so, and by the calls whose
// results it is.
func (l *linker) handed(path string, facts Facts) {
	for _, one := range facts.Hands {
		if one.Result == nil {
			at := functionAt{path, one.Function.Line}
			l.hands[at] = append(l.hands[at], one)
			continue
		}
		at := callAt{path, one.Result.Line, one.Result.Column}
		of := l.results[at]
		of.hands = append(of.hands, one)
		l.results[at] = of
	}
	for _, one := range facts.Uses {
		at := callAt{path, one.Call.Line, one.Call.Column}
		of := l.results[at]
		of.uses = append(of.uses, one)
		l.results[at] = of
	}
}

// pass follows untrusted data into a function elsewhere, and from there on.
func (l *linker) pass(path string, pass Pass) {
	w := &journey{entered: map[entered]bool{}}
	data := pass.carried(path)
	back := l.enter(w, path, pass.Call, data, 1)
	if !pass.Inner {
		l.given(w, path, pass.Call, data, back, 1)
	}
}

// enter follows data into the function that a call runs. It returns what the call gives of it.
func (l *linker) enter(w *journey, path string, call Call, data carried, calls int) []returnedData {
	target, line, found := l.callee(path, call)
	at := functionAt{target, line}
	key := entered{at, data.argument, data.name, data.path, data.shape.Lead, data.shape.Safe, data.shape.Hints}
	if w.tried++; !found || w.entered[key] || w.tried > mostTried {
		return nil
	}
	w.entered[key] = true
	steps := append(data.steps[:len(data.steps):len(data.steps)], Place{Path: path, Line: call.Line, What: call.What + "(…)"})
	for _, reach := range l.reaches[at] {
		if !given(data, reach.Param, reach.Name, reach.Path) {
			continue
		}
		if certain, harmful := harm(reach.Sink, data.shape); harmful && !(calls > 1 && data.doubtful(reach.Sink)) {
			l.add(target, Flow{
				Sink: reach.Sink, Source: data.source, Steps: append(steps[:len(steps):len(steps)], in(target, reach.Steps)...),
				Sure: certain && data.sure && reach.Sure && reach.Sink.Sure && (calls == 1 || data.exactly(reach.Path)),
			})
		}
	}
	var back []returnedData
	for _, one := range l.returns[at] {
		if one.Source == nil && given(data, one.Param, one.Name, one.Path) {
			back = append(back, returnedData{one.Field, one.Shape.of(data.shape), one.Sure, one.Path == ""})
		}
	}
	for _, hand := range l.hands[at] {
		if !given(data, hand.Param, hand.Name, hand.Part) || calls >= mostCalls {
			continue
		}
		next := l.next(target, hand, data, steps)
		within := l.enter(w, target, *hand.Call, next, calls+1)
		if len(hand.Steps) == 0 {
			back = append(back, l.given(w, target, *hand.Call, next, within, calls+1)...)
		}
	}
	return back
}

// next is data as it is handed on.
func (l *linker) next(path string, hand Hand, data carried, steps []Place) carried {
	next := carried{
		argument: hand.Argument, name: hand.Keyword, path: hand.Path, shape: hand.Shape.of(data.shape), source: data.source,
		steps: append(steps[:len(steps):len(steps)], in(path, hand.Steps)...), sure: data.sure && hand.Sure && data.exactly(hand.Part),
	}
	if hand.Part == "" && hand.Path == "" {
		next.path = data.path
	}
	return next
}

// given follows what a call gives: to a sink, into another call, or to who called the
// function that it stands in, which is returned.
func (l *linker) given(w *journey, path string, call Call, data carried, back []returnedData, calls int) []returnedData {
	of := l.results[callAt{path, call.Line, call.Column}]
	steps := append(data.steps[:len(data.steps):len(data.steps)], Place{Path: path, Line: call.Line, What: call.What + "(…)"})
	var on []returnedData
	for _, one := range back {
		for _, use := range of.uses {
			left, may := within(one.field, use.Field)
			if !may || one.whole && another(data.path, left) {
				continue
			}
			if certain, harmful := harm(use.Sink, one.shape); harmful && !(calls > 1 && data.doubtful(use.Sink)) {
				l.add(path, Flow{
					Sink: use.Sink, Source: data.source, Steps: append(steps[:len(steps):len(steps)], in(path, use.Steps)...),
					Sure: certain && data.sure && one.sure && use.Sure && use.Sink.Sure,
				})
			}
		}
		for _, hand := range of.hands {
			if _, may := within(one.field, hand.Part); !may || calls >= mostCalls {
				continue
			}
			if hand.Call == nil {
				on = append(on, returnedData{hand.Path, hand.Shape.of(one.shape), one.sure && hand.Sure, false})
				continue
			}
			next := l.next(path, hand, carried{shape: one.shape, source: data.source, sure: data.sure && one.sure}, steps)
			inner := l.enter(w, path, *hand.Call, next, calls+1)
			on = append(on, l.given(w, path, *hand.Call, next, inner, calls+1)...)
		}
	}
	return on
}

// remembered asks only once which function a call runs.
func remembered(callee Callee) Callee {
	type asked struct{ from, origin, within string }
	type answer struct {
		path  string
		line  int
		found bool
	}
	known := map[asked]answer{}
	return func(from string, call Call) (string, int, bool) {
		key := asked{from, call.Origin, call.Within}
		one, found := known[key]
		if !found {
			one.path, one.line, one.found = callee(from, call)
			known[key] = one
		}
		return one.path, one.line, one.found
	}
}
