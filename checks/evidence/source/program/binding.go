package program

import "slices"

// Binding is what a name means within a function.
type Binding struct {
	Name     string
	Owner    *Function // whose name it is
	Import   *Import
	Function *Function // a function declared under this name
	Class    *Class
	Param    *Param
	Position int          // of the parameter, from 0
	Type     Expression   // as declared, or nil
	Values   []Expression // everything that is assigned to it, in order; parts of patterns as Member or Index of the value
	Constant bool         // a constant of Go
	Element  bool         // it gets the elements of its values: the target of a loop

	declared bool // some statement declares it: it is no global that is assigned to
}

// Bind records what names mean. It is called once, when the file is complete.
func (f *File) Bind() {
	for _, function := range f.Functions {
		function.bindings = map[string]*Binding{}
	}
	top := f.Top()
	for _, imported := range f.Imports {
		owner := imported.Owner
		if owner == nil {
			owner = top
		}
		if imported.Local != "" {
			owner.bind(imported.Local).Import = imported
		}
	}
	for _, function := range f.Functions {
		function.bindParams()
	}
	for _, class := range f.Classes {
		if class.Name != "" && class.Owner != nil && class.Outer == nil {
			class.Owner.bind(class.Name).Class = class
		}
	}
	for _, function := range f.Functions {
		VisitStatements(function.Body, func(s Statement) bool {
			function.bindStatement(s)
			return true
		}, func(x Expression) bool {
			function.bindExpression(x)
			return true
		})
	}
	if f.Language != "Python" && f.Language != "Go" {
		f.release()
	}
}

// release takes back what assignments alone bound of the names that every page has:
// location = "/" leads elsewhere and makes no variable.
func (f *File) release() {
	for _, function := range f.Functions {
		for name := range pageNames {
			if known := function.bindings[name]; known != nil && !known.declared && known.Import == nil && known.Function == nil && known.Class == nil && known.Param == nil {
				delete(function.bindings, name)
			}
		}
	}
}

// pageNames are names of a page's own that scripts assign to.
var pageNames = map[string]bool{"location": true, "onmessage": true}

func (f *Function) bindParams() {
	if f.Receiver != nil && f.Receiver.Name != "" {
		binding := f.bind(f.Receiver.Name)
		binding.Param, binding.Position, binding.Type = f.Receiver, -1, f.Receiver.Type
	}
	for position, param := range f.Params {
		switch {
		case param.Name != "":
			binding := f.bind(param.Name)
			binding.Param, binding.Position, binding.Type = param, position, param.Type
		case param.Pattern != nil:
			param.Pattern.each(nil, func(target Expression, _ Expression, keys []string) {
				if name, ok := target.(*Name); ok {
					binding := f.bind(name.Name)
					binding.Param, binding.Position = param, position
				}
			})
		}
	}
}

func (f *Function) bindStatement(s Statement) {
	switch s := s.(type) {
	case *Declare:
		if s.Function != nil && s.Function.Name != "" {
			f.bind(s.Function.Name).Function = s.Function
		}
	case *Assign:
		f.bindAssign(s)
	case *Loop:
		for i, target := range s.Targets {
			if elementOf(s, i) || i == 0 && isNil(s.Targets[1]) && f.channel(s.Over) {
				f.assign(target, s.Over, true, nil)
			} else { // a key is no part of what is gone through
				f.assign(target, nil, false, nil)
			}
		}
	case *Try:
		for _, handler := range s.Handlers {
			if handler.Name != "" {
				f.bind(handler.Name)
			}
		}
	case *With:
		for i, target := range s.Targets {
			if !isNil(target) && i < len(s.Items) {
				f.assign(target, s.Items[i], false, nil)
			}
		}
	}
}

// elementOf reports whether a loop's target gets the elements themselves: of Go's
// "for i, v := range", the second one does.
func elementOf(loop *Loop, position int) bool { return position == len(loop.Targets)-1 }

// channel reports whether something is known to be a channel, of which "for v :=
// range" gets the elements.
func (f *Function) channel(x Expression) bool {
	list, ok := f.typeOf(x, deepest).(*List)
	return ok && list.Kind == "channel"
}

func (f *Function) bindExpression(x Expression) {
	switch x := x.(type) {
	case *Assigned:
		f.bindAssign(x.Assign)
	case *Comprehension:
		for _, clause := range x.Clauses {
			for _, target := range clause.Targets {
				f.assign(target, clause.Over, true, nil)
			}
		}
	}
}

func (f *Function) bindAssign(s *Assign) {
	if len(s.Targets) == 1 {
		f.assignDeclared(s.Targets[0], s.Value, s)
		return
	}
	if list, ok := s.Value.(*List); ok && len(list.Elements) == len(s.Targets) {
		for i, target := range s.Targets {
			f.assignDeclared(target, list.Elements[i], s)
		}
		return
	}
	for i, target := range s.Targets {
		var value Expression = s.Value
		if i > 0 && !isNil(s.Value) {
			value = &Index{Span: s.Value.Range(), X: s.Value, Index: number(i)}
		}
		f.assignDeclared(target, value, s)
	}
}

func (f *Function) assignDeclared(target, value Expression, s *Assign) {
	f.assign(target, value, false, s)
}

// assign records a value of whatever name or names a target has.
func (f *Function) assign(target, value Expression, element bool, s *Assign) {
	switch target := target.(type) {
	case *Name:
		owner := f
		if s != nil && !s.Declares {
			if known := f.Lookup(target.Name); known != nil {
				owner = known.Owner
			}
		}
		binding := owner.bind(target.Name)
		binding.declared = binding.declared || s == nil || s.Declares
		binding.Constant = binding.Constant || s != nil && s.Constant
		if !isNil(value) {
			binding.Values = append(binding.Values, value)
			binding.Element = binding.Element || element
		}
		if s != nil && !isNil(s.Type) {
			binding.Type = s.Type
		}
	case *Pattern:
		target.each(value, func(part, value Expression, _ []string) { f.assign(part, value, element, s) })
	}
}

// each yields the targets of a pattern, the inner ones of nested patterns, with
// the part of the value that each gets and the keys that lead to it.
func (p *Pattern) each(value Expression, yield func(target, value Expression, keys []string)) {
	p.walk(value, nil, yield)
}

func (p *Pattern) walk(value Expression, keys []string, yield func(target, value Expression, keys []string)) {
	for _, part := range p.Parts {
		inner := keys
		var got Expression
		switch {
		case part.Rest:
			got = value
		case part.Key != "":
			inner = append(keys[:len(keys):len(keys)], part.Key)
			if !isNil(value) {
				got = &Member{Span: part.Target.Range(), X: value, Name: part.Key}
			}
		default:
			got = elementAt(value, part)
		}
		if nested, ok := part.Target.(*Pattern); ok {
			nested.walk(got, inner, yield)
			continue
		}
		yield(part.Target, got, inner)
	}
}

// elementAt returns what a part of a list pattern gets: of a, b = c, d the element
// itself, where no *rest stands before it.
func elementAt(value Expression, part Part) Expression {
	if isNil(value) {
		return nil
	}
	if list, ok := value.(*List); ok && part.Index < len(list.Elements) && part.Index < longestSplit {
		spread := slices.ContainsFunc(list.Elements[:part.Index+1], func(x Expression) bool {
			unary, ok := x.(*Unary)
			return ok && (unary.Operator == "*" || unary.Operator == "...")
		})
		if !spread {
			return list.Elements[part.Index]
		}
	}
	return &Index{Span: part.Target.Range(), X: value, Index: number(part.Index)}
}

// longestSplit bounds the lists that are taken apart element by element.
const longestSplit = 64

// Each yields the targets of a pattern with the part of the value that each gets,
// as a Member or an Index of it; nested patterns are taken apart as well.
func (p *Pattern) Each(value Expression, yield func(target, value Expression)) {
	p.walk(value, nil, func(target, value Expression, _ []string) { yield(target, value) })
}

func number(i int) Expression {
	digits := "0123456789"
	text := ""
	for ; i >= 10; i /= 10 {
		text = digits[i%10:i%10+1] + text
	}
	return &Literal{Value: digits[i:i+1] + text, Kind: LiteralNumber}
}

func (f *Function) bind(name string) *Binding {
	binding, known := f.bindings[name]
	if !known {
		binding = &Binding{Name: name, Owner: f}
		f.bindings[name] = binding
	}
	return binding
}

// Lookup returns what a name means where the function uses it; nil for a name that
// the file nowhere declares: a global.
func (f *Function) Lookup(name string) *Binding {
	for function := f; function != nil; function = function.Parent {
		if binding, known := function.bindings[name]; known {
			return binding
		}
	}
	return nil
}
