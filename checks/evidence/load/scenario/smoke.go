package scenario

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// What a file may hold that says what golive tries on staging. It comes from a
// repository, so that more is bounded than in the file of an operator.
const (
	MostSmoke   = 256 << 10 // bytes
	mostEntries = 40        // of a mapping: headers, values that are taken
)

// ParseSmoke reads the steps that are tried on staging after a deployment. They are
// written as those of a scenario, in one sequence and for one user who does not think;
// beside that, checks may be about the time of an answer, and ${secret:NAME} stands for
// what golive's operator laid down.
func ParseSmoke(name string, text []byte) *File {
	file := &File{problems: &problems{file: name, smoke: true}}
	root := file.problems.document(text)
	if root == nil {
		return file
	}
	p := file.problems
	var steps []stepSpec
	written := false
	p.mapping(root, "a smoke test", []string{"headers", "steps"}, map[string]func(*yaml.Node){
		"headers": func(value *yaml.Node) { file.headers = p.entries(value, "headers") },
		"steps":   func(value *yaml.Node) { written, steps = true, p.steps(value, "steps") },
	})
	if !written && root.Kind == yaml.MappingNode {
		p.report(root, "it says not what is tried", "write steps: with at least one, such as - path: /")
	}
	file.flows = []flowSpec{{"", 1, steps}}
	return file
}

// stepKeys are the keys of a step.
func (p *problems) stepKeys() []string {
	keys := []string{"name", "method", "path", "headers", "body", "extract", "check"}
	if p.smoke {
		return keys
	}
	return append(keys, "identity", "think")
}

// changing are the methods that may change data.
// https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods
var changing = []string{"POST", "PUT", "PATCH", "DELETE"}

// Writes reports whether a method may change data.
func Writes(method string) bool { return slices.Contains(changing, method) }

// smokeMethod reports whether golive itself sends a method on a visit.
func smokeMethod(method string) bool {
	return Writes(method) || slices.Contains([]string{"GET", "HEAD", "OPTIONS"}, method)
}

// Lacks returns a variable that a step needs and that nothing has set; empty: there is
// none.
func (u *User) Lacks(step *Step) string {
	for _, one := range step.needs {
		if u.values[one.place] == "" {
			return one.name
		}
	}
	return ""
}

// need is a variable that a step needs.
type need struct {
	name  string
	place int
}

// Gives returns the variables that the answer to a step sets.
func (s *Step) Gives() []string {
	var names []string
	for _, one := range s.extracts {
		names = append(names, one.name)
	}
	return names
}

// telling matches the names of variables and of places in answers that hold what opens
// something.
var telling = regex.New(`(?i)token|session|secret|passw|key|auth|jwt|csrf|xsrf|cookie|credential|bearer|otp|code|sid$`)

// Confidential returns what the answers so far gave the user that opens something, or
// may: what goes into headers, what a name says so of, and cookies.
func (u *User) Confidential() []string {
	var all []string
	for _, step := range u.program.steps {
		for index := range step.extracts {
			one := &step.extracts[index]
			if value := u.values[one.place]; value != "" && (one.kind == fromCookie || u.program.sent[one.place] || telling.MatchString(one.name) || telling.MatchString(one.String())) {
				all = append(all, value)
			}
		}
	}
	for _, cookie := range u.cookies {
		all = append(all, cookie.value)
	}
	return all
}

// apiPath matches paths that are asked by programs.
var apiPath = regex.New(`(?i)(?:^|/)(?:api|graphql|rest|rpc|health\w*|livez|readyz|status|version|metrics|v\d+)(?:/|\?|$)|\.json(?:\?|$)`)

// asksAPI reports whether a step asks what a program would, by what it says itself;
// else it opens a page.
func (s *Step) asksAPI(spec *stepSpec) bool {
	json := func(one extraction) bool { return one.kind == fromJSON && one.path.path != "" }
	return Writes(s.Method) || spec.path != nil && apiPath.MatchString(spec.path.Value) ||
		slices.ContainsFunc(s.checks, func(one check) bool { return json(one.what) }) ||
		slices.ContainsFunc(s.extracts, func(one set) bool { return json(one.extraction) })
}
