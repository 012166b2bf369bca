package setting

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// reader is one program while it is read.
type reader struct {
	*program.File
	facts   Facts
	words   map[string]bool
	schema  string            // the name that what is looked at is given
	schemas map[string]string // of variables that schemas declare: the schema's name
}

// use is what is done with an expression.
type use struct {
	need  Need
	later bool
}

// Read returns what a program reads of its environment.
func Read(p *program.File) Facts {
	r := &reader{File: p, words: map[string]bool{}, schemas: map[string]string{}}
	if !r.concerned() {
		return Facts{}
	}
	for _, function := range p.Functions {
		r.statements(function, function.Body, use{later: !function.Top && p.Language != "Go"})
		for _, param := range function.Params {
			r.look(function, param.Default, use{later: true})
		}
	}
	for _, class := range p.Classes {
		r.class(class)
	}
	r.settle()
	slices.SortStableFunc(r.facts.Readings, func(a, b Reading) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name)) })
	r.facts.Readings = slices.Compact(r.facts.Readings)
	slices.Sort(r.facts.Computed)
	r.facts.Computed = slices.Compact(r.facts.Computed)
	return r.facts
}

// concerned reports whether the file can read anything: most do not, and walking
// them is what costs.
func (r *reader) concerned() bool {
	return slices.ContainsFunc([]string{"env", "Env", "ENV", "BaseSettings", "decouple", "onfig"}, r.says)
}

func (r *reader) says(text string) bool {
	found, known := r.words[text]
	if !known {
		found = bytes.Contains(r.Content, []byte(text))
		r.words[text] = found
	}
	return found
}

var (
	variable = regex.New(`^[A-Za-z_][A-Za-z0-9_]*$`)
	capitals = regex.New(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_?$`)
)

// add records a read.
func (r *reader) add(name, by string, at uint32, u use) {
	if !variable.MatchString(name) || len(name) > 100 || len(r.facts.Readings) >= maxReadings {
		return
	}
	r.facts.Readings = append(r.facts.Readings, Reading{Name: name, Line: r.Line(at), By: by, Need: u.need, Later: u.later})
}

func (r *reader) computed(at uint32) {
	if len(r.facts.Computed) < maxReadings {
		r.facts.Computed = append(r.facts.Computed, r.Line(at))
	}
}

// statements looks through a block. What stands under a condition is read later
// or never.
func (r *reader) statements(in *program.Function, body []program.Statement, u use) {
	for position, s := range body {
		inner := u
		switch s := s.(type) {
		case *program.Branch:
			r.statements(in, s.Before, u)
			condition := use{need: Optional, later: u.later}
			if leaves(in, s.Then) {
				condition.need = Demanded
			}
			r.condition(in, s.Condition, condition)
			inner.later = true
			r.statements(in, s.Then, inner)
			r.statements(in, s.Else, inner)
			continue
		case *program.Try:
			caught := u
			if len(s.Handlers) > 0 {
				caught = use{need: Optional, later: u.later}
			}
			r.statements(in, s.Body, caught)
			for _, handler := range s.Handlers {
				r.statements(in, handler.Body, use{later: true})
			}
			r.statements(in, s.Else, u)
			r.statements(in, s.Finally, u)
			continue
		case *program.Loop, *program.Switch:
			inner.later = true
		case *program.Assign:
			r.assign(in, s, u, body[position+1:])
			continue
		}
		for _, x := range program.Expressions(s) {
			r.look(in, x, inner)
		}
		for _, block := range program.Bodies(s) {
			r.statements(in, block, inner)
		}
	}
}

// assign looks at what is assigned; what a program sets itself it does not read. A
// statement behind it that leaves where the name is empty demands the variable.
func (r *reader) assign(in *program.Function, s *program.Assign, u use, behind []program.Statement) {
	for _, target := range s.Targets {
		if _, _, isRead := r.reading(in, target); !isRead && !r.environment(in, target) {
			if pattern, ok := target.(*program.Pattern); ok && r.environment(in, s.Value) {
				r.taken(pattern, u)
				continue
			}
			r.look(in, target, u)
		}
	}
	if len(s.Targets) > 0 && len(behind) > 0 {
		if name, ok := s.Targets[0].(*program.Name); ok {
			u = demandedBehind(in, name.Name, behind[0], u)
		}
	}
	if len(s.Targets) == 1 {
		r.schema = program.LastName(s.Targets[0])
	}
	r.look(in, s.Value, u)
	r.schema = ""
}

// taken reads const {A, B = "b"} = process.env.
func (r *reader) taken(pattern *program.Pattern, u use) {
	for _, part := range pattern.Parts {
		one := u
		if part.Default != nil {
			one.need = Optional
		}
		if part.Rest || part.Key == "" {
			r.computed(pattern.Start)
			continue
		}
		r.add(part.Key, "process.env", pattern.Start, one)
	}
}

// demandedBehind is how a value is used that the next statement holds against
// nothing: if name == "" { log.Fatal(…) }.
func demandedBehind(in *program.Function, name string, next program.Statement, u use) use {
	branch, ok := next.(*program.Branch)
	if !ok || u.need != Unknown {
		return u
	}
	asks, negated := false, false
	program.Visit(branch.Condition, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Name:
			asks = asks || x.Name == name
		case *program.Unary:
			negated = negated || x.Operator == "!" || x.Operator == "not"
		case *program.Binary:
			negated = negated || x.Operator == "==" || x.Operator == "===" || x.Operator == "is"
		}
		return true
	})
	switch {
	case asks && negated && leaves(in, branch.Then):
		u.need = Demanded
	case asks:
		u.need = Optional
	}
	return u
}

// condition looks at a condition. Only what is asked for not being there is
// demanded by leaving.
func (r *reader) condition(in *program.Function, x program.Expression, u use) {
	if u.need == Demanded {
		switch x := x.(type) {
		case *program.Unary:
			if x.Operator == "!" || x.Operator == "not" {
				r.look(in, x.X, u)
				return
			}
		case *program.Binary:
			switch x.Operator {
			case "||", "or":
				r.condition(in, x.Left, u)
				r.condition(in, x.Right, u)
				return
			case "==", "===", "is":
				if nothing(x.Right) {
					r.look(in, x.Left, u)
					return
				}
			}
		}
		u.need = Optional
	}
	r.look(in, x, u)
}

// flags reads the variables that stand in for flags of a command line:
// &cli.StringFlag{EnvVars: []string{"A"}}.
func (r *reader) flags(in *program.Function, object *program.Object, u use) {
	for _, entry := range object.Entries {
		if entry.Name == "EnvVars" || entry.Name == "EnvVar" {
			r.text(in, entry.Value, "flags", use{need: Optional, later: u.later})
		}
	}
}

func nothing(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Text:
		return x.Value == ""
	case *program.Literal:
		return x.Kind == program.LiteralNothing
	case *program.Name:
		return x.Name == "undefined"
	}
	return false
}

// leaves reports whether a block ends the program: it throws, exits, or, in the
// function that a Go program begins with, returns.
func leaves(in *program.Function, body []program.Statement) bool {
	for _, s := range body {
		switch s := s.(type) {
		case *program.Throw:
			return true
		case *program.Evaluate:
			if call, ok := s.X.(*program.Call); ok && exit.MatchString(program.LastName(call.Callee)) {
				return true
			}
		}
	}
	return false
}

var exit = regex.New(`^(?:exit|Exit|abort|Fatal|Fatalf|Fatalln|panic|_exit)$`)

// look looks at an expression and at everything in it.
func (r *reader) look(in *program.Function, x program.Expression, u use) {
	if x == nil {
		return
	}
	if name, by, ok := r.reading(in, x); ok {
		if by == "os.environ" && u.need == Unknown {
			u.need = Demanded // of a dictionary that lacks a key Python raises
		}
		if name != "" {
			r.add(name, by, x.Range().Start, u)
		} else {
			r.computed(x.Range().Start)
		}
		return
	}
	optional := use{need: Optional, later: u.later}
	switch x := x.(type) {
	case *program.Binary:
		switch x.Operator {
		case "||", "??", "or":
			r.look(in, x.Left, optional)
			r.look(in, x.Right, u)
			return
		case "&&", "and":
			r.look(in, x.Left, optional)
			r.look(in, x.Right, use{need: u.need, later: true})
			return
		case "==", "===", "!=", "!==", "in", "not in", "is", "is not":
			if text, ok := x.Left.(*program.Text); ok && x.Operator == "in" && r.environment(in, x.Right) {
				r.add(text.Value, "os.environ", x.Start, optional)
				return
			}
			r.look(in, x.Left, optional)
			r.look(in, x.Right, optional)
			return
		}
	case *program.Unary:
		if x.Operator == "!" || x.Operator == "not" {
			r.look(in, x.X, optional)
			return
		}
	case *program.Conditional:
		r.look(in, x.Condition, optional)
		r.look(in, x.Then, use{need: u.need, later: true})
		r.look(in, x.Else, use{need: u.need, later: true})
		return
	case *program.Call:
		if r.call(in, x, u) {
			return
		}
	case *program.Object:
		if r.Language == "Go" {
			r.flags(in, x, u)
		}
	case *program.Assigned:
		r.assign(in, x.Assign, u, nil)
		return
	case *program.Closure, *program.ClassValue:
		return
	}
	for _, part := range program.Parts(x) {
		r.look(in, part, u)
	}
}
