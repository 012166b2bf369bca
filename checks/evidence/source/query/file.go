package query

import (
	"bytes"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// file is one program with what is known of it while it is read.
type file struct {
	*program.File
	facts   *Facts
	modules []string // that it imports, in lower case
	mayKeep bool     // one of its functions may keep its answers
	known   map[string]bool
	names   map[string]*program.Function // methods of the file's classes, with their class
	walked  map[*program.Function]bool
	// resolvers are functions in maps of resolvers; nil until somebody asks.
	resolvers map[*program.Function]*Loop
}

func newFile(p *program.File, facts *Facts) *file {
	f := &file{
		File: p, facts: facts, known: map[string]bool{},
		names: map[string]*program.Function{}, walked: map[*program.Function]bool{},
		mayKeep: keeping.In(bytes.ToLower(p.Content)) != 0,
	}
	for _, one := range p.Imports {
		f.modules = append(f.modules, strings.ToLower(one.Module+" "+one.Name))
	}
	for _, function := range p.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				if name, ok := call.Callee.(*program.Name); ok && name.Name == "require" && len(call.Arguments) == 1 {
					if module, ok := call.Arguments[0].Value.(*program.Text); ok {
						f.modules = append(f.modules, strings.ToLower(module.Value))
					}
				}
			}
			return true
		})
		if function.Class != nil && function.Name != "" {
			f.names[function.Class.Name+"."+function.Name] = function
		}
	}
	return f
}

// importsLike reports whether the file imports a module with this in its name.
func (f *file) importsLike(part string) bool {
	found, known := f.known[part]
	if !known {
		for _, module := range f.modules {
			if found = strings.Contains(module, part); found {
				break
			}
		}
		f.known[part] = found
	}
	return found
}

// mapsSQL reports whether a file is about SQLAlchemy, or SQLModel which is made of it.
func (f *file) mapsSQL() bool { return f.importsLike("sqlalchemy") || f.importsLike("sqlmodel") }

// fieldOrigin returns where the member of this or self comes from that a chain
// begins with.
func (f *file) fieldOrigin(c chain) string {
	name, ok := c.root.(*program.Name)
	if !ok || len(c.names) < 2 {
		return ""
	}
	for _, function := range f.Functions {
		if function.Start <= c.call.Start && c.call.End <= function.End && function.Class != nil {
			return function.Origin(&program.Member{Span: name.Span, X: name, Name: c.names[0]})
		}
	}
	return ""
}

// asksSQL reports whether the first argument of a call begins with a statement, or
// the second where the first one is a context or where the result goes.
func (f *file) asksSQL(in *program.Function, call *program.Call) bool {
	for i := range min(len(call.Arguments), 3) {
		if statement.MatchString(f.text(resolve(in, call.Arguments[i].Value))) {
			return true
		}
	}
	return false
}

// text returns the constant start of a string that an expression builds.
func (f *file) text(x program.Expression) string {
	switch x := x.(type) {
	case *program.Text:
		return x.Value
	case *program.Template:
		if len(x.Parts) > 0 {
			return f.text(x.Parts[0])
		}
	case *program.Binary:
		return f.text(x.Left)
	case *program.Call: // text("select …"), sql`select …`, fmt.Sprintf("select …")
		if len(x.Arguments) > 0 {
			if inner, ok := x.Arguments[0].Value.(*program.Call); !ok || len(inner.Arguments) == 0 {
				return f.text(x.Arguments[0].Value)
			}
		}
	case *program.Object: // { text: "select …", values }
		for _, entry := range x.Entries {
			if entry.Name == "text" || entry.Name == "sql" {
				return f.text(entry.Value)
			}
		}
	}
	return ""
}

// asks returns the row that speaks of a call.
func (f *file) asks(in *program.Function, call *program.Call) (row, chain, bool) {
	c, ok := chainOf(in, call)
	if !ok {
		return row{}, chain{}, false
	}
	for _, one := range spoken()[f.Language].of(c.end()) {
		if one.matches(f, in, c) {
			return *one, c, true
		}
	}
	return row{}, c, false
}

// oneLine returns the start of a piece of code with all space made single.
func oneLine(code string) string {
	text := strings.Join(strings.Fields(code[:min(len(code), 400)]), " ")
	if len(text) > 80 {
		return strings.ToValidUTF8(text[:80], "") + "…"
	}
	return strings.ToValidUTF8(text, "")
}
