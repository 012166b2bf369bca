package setting

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// call reads the variables that a call reads; true where nothing else in it is
// to be looked at.
func (r *reader) call(in *program.Function, x *program.Call, u use) bool {
	last := program.LastName(x.Callee)
	if r.chained(in, x, last, u) || r.declared(in, x, last, u) {
		return true
	}
	if last == "AutomaticEnv" {
		r.computed(x.Start)
		return false
	}
	if len(x.Arguments) == 0 {
		return false
	}
	if last == "BindEnv" {
		for _, one := range x.Arguments[1:] {
			r.text(in, one.Value, "viper", u)
		}
		return true
	}
	if last == "EnvVars" || last == "Envar" || last == "EnvVar" {
		for _, one := range x.Arguments {
			r.text(in, one.Value, "flags", use{need: Optional, later: u.later})
		}
		return true
	}
	by, need, found := r.getter(in, x, last)
	if !found {
		return false
	}
	if u.need == Unknown || need == Demanded && u.need != Optional {
		u.need = need
	}
	name, constant := in.Constant(x.Arguments[0].Value)
	switch {
	case constant && (by != "" || capitals.MatchString(name)):
		if by == "" {
			by = last
		}
		r.add(name, by, x.Start, u)
	case by != "":
		r.computed(x.Start)
	default:
		return false
	}
	for _, one := range x.Arguments[1:] {
		r.look(in, one.Value, u)
	}
	return true
}

func (r *reader) text(in *program.Function, x program.Expression, by string, u use) {
	if list, ok := x.(*program.List); ok {
		for _, one := range list.Elements {
			r.text(in, one, by, u)
		}
		return
	}
	if name, constant := in.Constant(x); constant && capitals.MatchString(name) {
		r.add(name, by, x.Range().Start, u)
	}
}

// Prisma is what reads the variables of schema.prisma and prisma.config.ts.
const Prisma = "Prisma"

// getters are the calls that read one variable, by where they come from.
var getters = map[string]struct {
	by   string
	need Need
}{
	"os.Getenv":      {"os.Getenv", Unknown},
	"syscall.Getenv": {"os.Getenv", Unknown},
	"os.LookupEnv":   {"os.LookupEnv", Optional},
	"os.getenv":      {"os.getenv", Unknown},
	"os.environ.get": {"os.environ", Unknown},
	"os.environ.pop": {"os.environ", Unknown},
	"Deno.env.get":   {"Deno.env", Unknown},
	// Its own: https://www.prisma.io/docs/orm/reference/prisma-config-reference
	"prisma/config.env": {Prisma, Demanded},
}

var (
	// wrapper matches functions that people write around the environment.
	wrapper = regex.New(`^(?:env|ENV)$|(?i)^_*(?:(?:get|read|require|required|must|fetch|load|parse|assert|ensure|optional|str|string|int|bool|duration|lookup)_?)+(?:from_?)?env(?:ironment)?(?:_?var(?:iable)?)?|^env_?(?:or|str|string|int|bool|duration|default|var|required|must|get)`)
	// strict matches those that stop where the variable is not set.
	strict  = regex.New(`(?i)must|require|throw|or_?die|or_?panic|assert|ensure`)
	setters = regex.New(`(?i)^(?:set|unset|del|stub|clear|load)_?env|environ$`)
	configs = regex.New(`(?i)config(?:uration)?(?:service)?$`)
)

// environOf are the libraries of Python whose object is called with a name.
var environOf = []string{"environ", "environs", "decouple", "starlette.config", "starlette.datastructures", "prettyconf"}

// casts are the methods of such an object.
var casts = map[string]bool{
	"env": true, "config": true, "str": true, "bool": true, "int": true, "float": true, "list": true, "tuple": true, "dict": true, "json": true, "url": true, "db": true, "db_url": true,
	"cache": true, "cache_url": true, "email": true, "email_url": true, "search_url": true, "path": true, "bytes": true, "decimal": true, "log_level": true, "timedelta": true,
	"date": true, "datetime": true, "uuid": true, "enum": true, "dj_db_url": true, "dj_email_url": true, "dj_cache_url": true, "get_value": true, "parse_float": true,
}

// getter tells whether a call reads a variable that its first argument names.
// Without a "by" only a name in capitals says that it does.
func (r *reader) getter(in *program.Function, x *program.Call, last string) (by string, need Need, found bool) {
	fallback := r.fallback(x)
	origin := in.Origin(x.Callee)
	if one, known := getters[origin]; known {
		if fallback {
			return one.by, Optional, true
		}
		return one.by, one.need, true
	}
	member, _ := x.Callee.(*program.Member)
	switch {
	case member != nil && last == "get" && r.environment(in, member.X):
		by, need = "os.environ", Unknown
	case member != nil && (last == "setdefault" || last == "pop") && r.environment(in, member.X):
		by, need = "os.environ", Optional
	case r.Language == "Python" && casts[last] && r.environObject(x.Callee):
		by, need = "env", Demanded
		if last == "db" || last == "cache" || last == "email" || last == "path" {
			by = ""
		}
	case member != nil && (last == "get" || last == "getOrThrow") && configs.MatchString(program.LastName(member.X)) && r.Language != "Python" && r.Language != "Go":
		by, need = "", Unknown
		if last == "getOrThrow" {
			need = Demanded
		}
	case member != nil && last == "get" && (in.Origin(member.X) == "env-var" || program.LastName(member.X) == "env" && r.says("env-var")):
		by, need = "env-var", Unknown
	case wrapper.MatchString(last) && !setters.MatchString(last):
		by, need = "", Unknown
		if strict.MatchString(last) {
			return "", Demanded, true
		}
	default:
		return "", Unknown, false
	}
	if fallback {
		need = Optional
	}
	return by, need, true
}

// fallback reports whether a call names what to take where nothing is set.
func (r *reader) fallback(x *program.Call) bool {
	for position, one := range x.Arguments {
		switch {
		case one.Name == "default" || one.Name == "fallback" || one.Spread != "":
			return true
		case one.Name == "" && position > 0 && one.Key == nil:
			return true
		}
	}
	return false
}

// environObject reports whether a call is one of an object that a library of
// environOf made.
func (r *reader) environObject(callee program.Expression) bool {
	if !slices.ContainsFunc(r.Imports, func(one *program.Import) bool { return slices.Contains(environOf, one.Module) }) {
		return false
	}
	switch x := callee.(type) {
	case *program.Name:
		return x.Name == "env" || x.Name == "config"
	case *program.Member:
		root, ok := x.X.(*program.Name)
		return ok && (root.Name == "env" || root.Name == "config" || root.Name == "ENV")
	}
	return false
}

// chained reads env.get("A").required() and its like.
func (r *reader) chained(in *program.Function, x *program.Call, last string, u use) bool {
	member, ok := x.Callee.(*program.Member)
	if !ok || !r.says("env-var") {
		return false
	}
	if _, ok := member.X.(*program.Call); !ok {
		return false
	}
	switch last {
	case "required":
		u.need = Demanded
	case "default":
		u.need = Optional
	default:
		return false
	}
	r.look(in, member.X, u)
	return true
}
