package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// settingReaders are methods that give a setting by its name, most of them with what
// holds where it is not set: os.getenv("PREFIX", "/api"), config.get("app.apiPrefix").
var settingReaders = words("getenv get getOrThrow getString GetString env config")

// configured is the path that a setting holds: the value that stands in for it, or
// the one that the program spells out under this name.
func (r *reading) configured(in *program.Function, call *program.Call, depth int) (string, bool) {
	if len(call.Arguments) > 1 && call.Arguments[1].Spread == "" {
		if path, known := r.path(in, call.Arguments[1].Value, depth+1); known {
			return path, true
		}
	}
	name, constant := in.Constant(call.Arguments[0].Value)
	if !constant || strings.ContainsAny(name, "/{} ") {
		return unknown, false
	}
	return setting(lastWord(name)), false
}

// setting is a place holder for a value that the product's settings hold under a name
// that says what it is: api_prefix, basePath. Names of one word are everybody's.
func setting(name string) string {
	all := wordsOf(name)
	if len(all) < 2 {
		return unknown
	}
	for _, word := range all {
		switch word {
		case "path", "prefix", "route", "url", "api", "base":
			return "{=?" + name + "}"
		}
	}
	return unknown
}

// completesPath reports whether a function by its name makes a path of the path that it
// is given: org_scoped_rule("/login"). What it may put before is not known.
func completesPath(name string) bool {
	all := wordsOf(name)
	switch {
	case len(all) < 2:
	case all[len(all)-1] == "rule", all[len(all)-1] == "path", all[len(all)-1] == "route", all[len(all)-1] == "url":
		return true
	}
	return false
}

// standard is the path that a name stands for where a program gives it several values
// and spells out one of them: what holds unless something is configured.
func (r *reading) standard(in *program.Function, x *program.Name, depth int) (string, bool) {
	binding := in.Lookup(x.Name)
	if binding == nil || binding.Param != nil || binding.Element || len(binding.Values) < 2 || len(binding.Values) > 4 {
		return "", false
	}
	path, count := "", 0
	for _, value := range binding.Values {
		if one, known := r.path(binding.Owner, value, depth+1); known && !strings.Contains(one, "{") {
			path = one
			count++
		}
	}
	return path, count == 1
}

// defaulted is the text of a value, or what stands in for it where it is not set:
// process.env.API_PREFIX || "api".
func (r *reading) defaulted(in *program.Function, x program.Expression) (string, bool) {
	if binary, ok := x.(*program.Binary); ok && (binary.Operator == "||" || binary.Operator == "??") {
		return in.Constant(binary.Right)
	}
	return in.Constant(x)
}

// given notes the constant paths in an object that a function gives, which is handed
// on: registerAs("app", () => ({ apiPrefix: "api" })).
func (r *reading) given(name string, call *program.Call) {
	for _, argument := range call.Arguments {
		closure, ok := argument.Value.(*program.Closure)
		if !ok {
			continue
		}
		program.VisitStatements(closure.Function.Body, func(s program.Statement) bool {
			if back, ok := s.(*program.Return); ok && len(back.X) == 1 {
				if object, ok := r.follow(closure.Function, back.X[0]).(*program.Object); ok {
					r.entries(closure.Function, name, object, 0)
				}
			}
			return true
		}, nil)
	}
}
