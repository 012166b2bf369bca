package scenario

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Matrix is who may ask for what, compiled: a request for each role and route. It does
// not change.
type Matrix struct {
	Roles   []MatrixRole
	Routes  []MatrixRoute
	program *Program
}

// MatrixRole is one identity to test with.
type MatrixRole struct {
	Name   string
	Nobody bool // it sends nothing that says who it is
}

// MatrixRoute is one route, and who may.
type MatrixRoute struct {
	Method, Path string
	Line         int
	Owner        string // whose object it is; empty: it is of nobody in particular
	Allow, Deny  []MatrixCell
}

// Name is how people speak of the route: "GET /orders/71".
func (r MatrixRoute) Name() string { return r.Method + " " + r.Path }

// MatrixCell is one role's request.
type MatrixCell struct {
	Role string
	Step *Step
}

// The bounds of a matrix: golive asks slowly, and within a budget.
const (
	mostRoles  = 20
	mostRoutes = 60
	mostCells  = 120
)

// ParseMatrix reads and compiles who may ask for what. Whoever is not said to be allowed
// is refused, unless the route names those who are. A FileError names all that is wrong.
func ParseMatrix(name string, text []byte, options Options) (*Matrix, error) {
	p := &problems{file: name, smoke: true}
	root := p.document(text)
	if root == nil {
		return nil, p.err()
	}
	options.Count = 1
	reader := &matrixReader{compiler: compiler{
		problems: p, options: options, program: &Program{host: hostOf(options.Host), secretPlaces: map[string]int{}, sent: map[int]bool{}},
	}}
	reader.scope.smoke = true
	reader.program.users = (*usersSpec)(nil).compile(p, &reader.scope, options)
	var routes *yaml.Node
	p.mapping(root, "who may do what", []string{"roles", "routes"}, map[string]func(*yaml.Node){
		"roles":  reader.roles,
		"routes": func(value *yaml.Node) { routes = value },
	})
	if root.Kind == yaml.MappingNode {
		switch {
		case len(reader.named) == 0 && len(p.found) == 0:
			p.report(root, "it names no roles", "write roles: with at least two, such as admin: { headers: { Authorization: \"Bearer ${secret:ADMIN_TOKEN}\" } }")
		case routes == nil:
			p.report(root, "it names no routes", "write routes: with at least one, such as - { path: /reports, allow: [admin] }")
		default:
			reader.routes(routes)
		}
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	reader.program.places = len(reader.scope.names)
	reader.matrix.program = reader.program
	return &reader.matrix, nil
}

// Secrets returns the names of the secrets that the roles use.
func (m *Matrix) Secrets() []string { return m.program.Secrets() }

// User is who sends the requests: with values of secrets, and without cookies.
func (m *Matrix) User() *User { return m.program.User(1) }

// matrixReader reads one matrix.
type matrixReader struct {
	compiler
	named  []matrixIdentity
	matrix Matrix
	cells  int
}

type matrixIdentity struct {
	MatrixRole
	headers []entry
}

// roles reads who there is.
func (r *matrixReader) roles(node *yaml.Node) {
	entries := r.entries(node, "roles")
	if len(entries) > mostRoles {
		r.report(node, fmt.Sprintf("there are %d roles; there may be %d", len(entries), mostRoles), "name those whose rights differ")
		return
	}
	for _, one := range entries {
		role := matrixIdentity{MatrixRole: MatrixRole{Name: one.key.Value}}
		if !namePattern.MatchString(role.Name) {
			r.report(one.key, fmt.Sprintf("%q is no name of a role", shorten(role.Name)), "it takes letters, digits, _ and -, and begins with a letter")
			continue
		}
		var cookies *yaml.Node
		r.mapping(one.value, "a role", []string{"headers", "cookies"}, map[string]func(*yaml.Node){
			"headers": func(value *yaml.Node) { role.headers = r.entries(value, "headers") },
			"cookies": func(value *yaml.Node) { cookies = value },
		})
		if cookies != nil {
			role.headers = r.withCookies(role.headers, cookies)
		}
		role.Nobody = len(role.headers) == 0
		r.named = append(r.named, role)
		r.matrix.Roles = append(r.matrix.Roles, role.MatrixRole)
	}
	if len(entries) == 1 {
		r.report(node, "there is one role", "name another that may less, if only anonymous: {}")
	}
}

// routes reads what is asked for.
func (r *matrixReader) routes(node *yaml.Node) {
	for _, element := range r.list(node, "routes", mostRoutes) {
		r.route(element)
	}
	if r.cells > mostCells {
		r.report(node, fmt.Sprintf("there are %d requests of a role for a route; there may be %d", r.cells, mostCells), "name with deny: the roles that are nearest to those that may")
	}
}

func (r *matrixReader) route(node *yaml.Node) {
	spec := stepSpec{at: node, method: "GET"}
	var owner string
	var allow, deny []string
	var ownerAt, denies *yaml.Node
	r.mapping(node, "a route", []string{"method", "path", "headers", "body", "allow", "deny", "owner"}, map[string]func(*yaml.Node){
		"method":  func(value *yaml.Node) { spec.method = r.method(value) },
		"path":    func(value *yaml.Node) { spec.path = value },
		"headers": func(value *yaml.Node) { spec.headers = r.entries(value, "headers") },
		"body":    func(value *yaml.Node) { spec.body = value },
		"allow":   func(value *yaml.Node) { allow = r.some(value, "allow") },
		"deny":    func(value *yaml.Node) { denies, deny = value, r.some(value, "deny") },
		"owner":   func(value *yaml.Node) { ownerAt, owner = value, r.text(value, "owner") },
	})
	if node.Kind != yaml.MappingNode {
		return
	}
	if spec.path == nil {
		r.report(node, "a route has no path", "write path: /what/is/asked/for")
		return
	}
	if owner != "" {
		r.known(ownerAt, owner)
		if !slices.Contains(allow, owner) {
			allow = append([]string{owner}, allow...)
		}
	}
	if denies == nil {
		for _, role := range r.named {
			if !slices.Contains(allow, role.Name) {
				deny = append(deny, role.Name)
			}
		}
	}
	switch both := slices.IndexFunc(deny, func(name string) bool { return slices.Contains(allow, name) }); {
	case both >= 0:
		r.report(node, fmt.Sprintf("%q may and may not", shorten(deny[both])), "leave it out of one of allow and deny")
	case len(allow) == 0:
		r.report(node, "nobody may", "write allow: or owner: with a role that may; a refusal proves nothing where nobody gets in")
	case len(deny) == 0:
		r.report(node, "everybody may", "leave the route out, or add a role that may not, if only anonymous: {}")
	}
	made := MatrixRoute{Method: spec.method, Path: spec.path.Value, Line: node.Line, Owner: owner}
	if slices.ContainsFunc(r.matrix.Routes, func(other MatrixRoute) bool { return other.Name() == made.Name() }) {
		r.report(node, fmt.Sprintf("%q stands here twice", shorten(made.Name())), "keep one")
		return
	}
	if r.cells += len(allow) + len(deny); r.cells > mostCells {
		return // which is said once
	}
	made.Allow, made.Deny = r.compiled(spec, allow), r.compiled(spec, deny)
	r.matrix.Routes = append(r.matrix.Routes, made)
}

// some reads a list of roles.
func (r *matrixReader) some(node *yaml.Node, what string) []string {
	var names []string
	for _, element := range r.list(node, what, mostRoles) {
		name := r.text(element, what)
		r.known(element, name)
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// known reports a role that is none.
func (r *matrixReader) known(node *yaml.Node, name string) {
	var all []string
	for _, role := range r.named {
		all = append(all, role.Name)
	}
	if name != "" && !slices.Contains(all, name) {
		r.report(node, fmt.Sprintf("there is no role %q", shorten(name)), meant(name, all))
	}
}

// compiled makes the requests of some roles. What a route says of headers stands over
// what a role does.
func (r *matrixReader) compiled(spec stepSpec, names []string) []MatrixCell {
	var cells []MatrixCell
	for _, name := range names {
		index := slices.IndexFunc(r.named, func(role matrixIdentity) bool { return role.Name == name })
		if index < 0 {
			continue // which was said
		}
		own := spec
		own.name = name + ": " + spec.method + " " + spec.path.Value
		own.headers = nil
		for _, header := range r.named[index].headers {
			if !slices.ContainsFunc(spec.headers, func(other entry) bool { return strings.EqualFold(other.key.Value, header.key.Value) }) {
				own.headers = append(own.headers, header)
			}
		}
		own.headers = append(own.headers, spec.headers...)
		step := r.step(&own, len(r.scope.names))
		step.Index, step.Line = len(r.program.steps), spec.at.Line
		r.settle(step)
		r.program.steps = append(r.program.steps, step)
		cells = append(cells, MatrixCell{name, step})
	}
	return cells
}
