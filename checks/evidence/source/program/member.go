package program

// instance returns the origin of a value of a type that is declared for a name.
func (f *Function) instance(declared Expression, name string, depth int) string {
	if depth == 0 {
		return ""
	}
	if elements := elementsOf(declared); elements != nil {
		if origin := f.instance(elements, name, depth-1); origin != "" {
			return "[]" + origin
		}
		return ""
	}
	plain, scope := plainType(declared), f
	if firstName(plain) == name { // user: user means what the name is outside
		if scope = f.Parent; scope == nil {
			return ""
		}
	}
	if alias, ok := plain.(*Name); ok { // Database = Annotated[Session, Depends(…)]
		if known := scope.Lookup(alias.Name); known != nil && len(known.Values) == 1 {
			if index, ok := known.Values[0].(*Index); ok && wrappers[LastName(index.X)] {
				plain, scope = plainType(index), known.Owner
			}
		}
	}
	return call(scope.origin(plain, depth-1))
}

// field follows this.x and self.x to the type or the first value of the field.
func (f *Function) field(x *Member, depth int) string {
	class := f.classOf(x.X, depth)
	if class == nil {
		return ""
	}
	for _, field := range class.Fields {
		if field.Name != x.Name {
			continue
		}
		if !isNil(field.Type) {
			return f.top().instance(field.Type, "", depth)
		}
		if origin := f.top().origin(field.Value, depth-1); origin != "" {
			return origin
		}
	}
	for _, method := range class.Methods {
		if method.Kind != "constructor" && method.Name != "__init__" {
			continue
		}
		for _, param := range method.Params {
			if param.Property && param.Name == x.Name && !isNil(param.Type) {
				return f.top().instance(param.Type, "", depth)
			}
		}
		if value := assignedTo(method, x.Name); value != nil {
			return method.origin(value, depth-1)
		}
	}
	if class.Kind == "struct" && len(class.Bases) == 1 && class.method(x.Name) == nil { // what its one embedded type has
		return join(f.top().instance(class.Bases[0], "", depth-1), x.Name)
	}
	return ""
}

// assignedTo returns what a constructor assigns to a field of its object.
func assignedTo(constructor *Function, name string) (value Expression) {
	VisitStatements(constructor.Body, func(s Statement) bool {
		if assign, ok := s.(*Assign); ok && len(assign.Targets) == 1 {
			if member, ok := assign.Targets[0].(*Member); ok && member.Name == name && constructor.selfClass(member.X) != nil {
				value = assign.Value
			}
		}
		return true
	}, nil)
	return value
}

// selfClass returns the class whose object an expression is: this, self, a
// receiver; nil for anything else.
func (f *Function) selfClass(x Expression) *Class {
	name, ok := x.(*Name)
	if !ok {
		return nil
	}
	for function := f; function != nil; function = function.Parent {
		if function.Class == nil {
			continue
		}
		if name.Name == "this" || function.Receiver != nil && function.Receiver.Name == name.Name {
			return function.Class
		}
	}
	return nil
}

func (f *Function) top() *Function {
	for f.Parent != nil {
		f = f.Parent
	}
	return f
}
