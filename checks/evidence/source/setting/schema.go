package setting

import (
	"reflect"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// validators are the libraries that describe values, and whether what they
// describe must be there where nothing else is said.
var validators = map[string]Need{
	"zod": Demanded, "zod/v4": Demanded, "zod/v3": Demanded, "zod/mini": Demanded, "valibot": Demanded, "envalid": Demanded, "@sinclair/typebox": Demanded,
	"joi": Unknown, "@hapi/joi": Unknown, "yup": Unknown,
}

// declared reads the schemas of the environment: z.object({A: …}), createEnv({server:
// {A: …}}), cleanEnv(process.env, {A: …}), environ.Env(A=(bool, False)).
func (r *reader) declared(in *program.Function, x *program.Call, last string, u use) bool {
	var objects []*program.Object
	argument := func(position int) *program.Object {
		if position >= len(x.Arguments) {
			return nil
		}
		object, _ := x.Arguments[position].Value.(*program.Object)
		return object
	}
	switch {
	case last == "createEnv":
		whole := argument(0)
		if whole == nil {
			return false
		}
		for _, part := range whole.Entries {
			if object, ok := part.Value.(*program.Object); ok && (part.Name == "server" || part.Name == "client" || part.Name == "shared") {
				objects = append(objects, object)
			}
		}
	case last == "cleanEnv":
		objects = append(objects, argument(1))
	case (last == "object" || last == "strictObject" || last == "looseObject" || last == "keys") && r.validates(in, x) != nil && r.aboutEnvironment():
		objects = append(objects, argument(0))
	case r.Language == "Python" && (last == "Env" || last == "FileAwareEnv") && slices.ContainsFunc(r.Imports, func(one *program.Import) bool { return one.Module == "environ" }):
		for _, one := range x.Arguments {
			if capitals.MatchString(one.Name) {
				r.add(one.Name, "environ.Env", one.Value.Range().Start, use{need: Optional, later: u.later})
			}
		}
		return true
	default:
		return false
	}
	for _, object := range objects {
		if object != nil {
			r.entries(in, object, u)
		}
	}
	return len(objects) > 0
}

// aboutEnvironment reports whether the file holds anything that a schema of the
// environment is for.
func (r *reader) aboutEnvironment() bool {
	return slices.ContainsFunc([]string{"process.env", "import.meta.env", "Bun.env", "ConfigModule", "validationSchema", "runtimeEnv", "fromEnv"}, r.says)
}

// entries reads the entries of a schema whose names are variables'.
func (r *reader) entries(in *program.Function, object *program.Object, u use) {
	for _, entry := range object.Entries {
		if entry.Value == nil || !capitals.MatchString(entry.Name) {
			continue
		}
		one := u
		one.need = Unknown
		if need := r.validates(in, entry.Value); need != nil {
			one.need = *need
		}
		names := said(entry.Value)
		if name, ok := root(entry.Value).(*program.Name); ok { // a schema under a name of its own
			if known := in.Lookup(name.Name); known != nil && len(known.Values) == 1 {
				if need := r.validates(in, known.Values[0]); need != nil {
					one.need = *need
				}
				names = append(names, said(known.Values[0])...)
			}
		}
		switch {
		case slices.ContainsFunc(names, func(name string) bool { return permits[name] }):
			one.need = Optional
		case slices.Contains(names, "required"):
			one.need = Demanded
		}
		r.add(entry.Name, "a schema", entry.Value.Range().Start, one)
		r.schemas[entry.Name] = r.schema
	}
}

// permits are the words of a schema by which a variable need not be set.
var permits = map[string]bool{
	"optional": true, "default": true, "nullish": true, "catch": true, "prefault": true, "optionalWith": true, "fallback": true, "exactOptional": true, "undefined": true,
	"_default": true, "preprocess": true, "when": true, "stringbool": true, "never": true, "unknown": true, "any": true,
}

// said lists the names of the calls that a schema is made of, and the names of
// their options.
func said(x program.Expression) []string {
	var names []string
	program.Visit(x, func(part program.Expression) bool {
		switch part := part.(type) {
		case *program.Call:
			names = append(names, program.LastName(part.Callee))
		case *program.Object:
			for _, entry := range part.Entries {
				names = append(names, entry.Name)
			}
		}
		return true
	})
	return names
}

// validates returns what a library of validators says of what it describes, where
// an expression begins with one.
func (r *reader) validates(in *program.Function, x program.Expression) *Need {
	name, ok := root(x).(*program.Name)
	if !ok {
		return nil
	}
	origin := in.Origin(name)
	for library, need := range validators {
		if (origin == library || strings.HasPrefix(origin, library+".")) && !strings.Contains(origin, "(") {
			return &need
		}
	}
	return nil
}

// root returns what a chain of calls begins with.
func root(x program.Expression) program.Expression {
	for range 40 {
		switch part := x.(type) {
		case *program.Call:
			x = part.Callee
		case *program.Member:
			x = part.X
		default:
			return x
		}
	}
	return nil
}

// settle mends what only the whole file tells: what environ.Env() has a default
// for is not demanded by env("A"), and a schema that safeParse tries, to go on
// without it, demands nothing of the program.
func (r *reader) settle() {
	defaults := map[string]bool{}
	for _, reading := range r.facts.Readings {
		defaults[reading.Name] = defaults[reading.Name] || reading.By == "environ.Env"
	}
	tried := r.tried()
	for at, reading := range r.facts.Readings {
		switch {
		case defaults[reading.Name] && (reading.By == "env" || reading.Need == Unknown):
			r.facts.Readings[at].Need = Optional
		case reading.By == "a schema" && tried[r.schemas[reading.Name]]:
			r.facts.Readings[at].Later = true
		}
	}
}

// tried lists schemas of which a condition asks whether safeParse succeeded, as in
// parsed.success ? parsed.data : null.
func (r *reader) tried() map[string]bool {
	found := map[string]bool{}
	if !r.says("safeParse") {
		return found
	}
	results := map[string]string{} // name of a result → the schema's
	for _, function := range r.Functions {
		program.VisitStatements(function.Body, func(s program.Statement) bool {
			if assign, ok := s.(*program.Assign); ok && len(assign.Targets) == 1 {
				if call, ok := assign.Value.(*program.Call); ok && program.LastName(call.Callee) == "safeParse" {
					if schema, ok := root(call).(*program.Name); ok {
						results[program.LastName(assign.Targets[0])] = schema.Name
					}
				}
			}
			return true
		}, nil)
	}
	for _, function := range r.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if one, ok := x.(*program.Conditional); ok {
				program.Visit(one.Condition, func(part program.Expression) bool {
					if member, ok := part.(*program.Member); ok && member.Name == "success" {
						if schema := results[program.LastName(member.X)]; schema != "" {
							found[schema] = true
						}
					}
					return true
				})
			}
			return true
		})
	}
	return found
}

// class reads the fields of settings: of pydantic's, and of Go's by their tags.
func (r *reader) class(class *program.Class) {
	if class.Kind == "struct" {
		for _, field := range class.Fields {
			r.tagged(field)
		}
		return
	}
	if class.Owner == nil {
		return
	}
	r.statements(class.Owner, class.Body, use{})
	if r.Language == "Python" && slices.ContainsFunc(class.Bases, func(base program.Expression) bool { return program.LastName(base) == "BaseSettings" }) {
		r.settings(class)
	}
}

// tagged reads a field of a Go struct by the tags of caarlos0/env, envconfig,
// cleanenv and go-envconfig.
func (r *reader) tagged(field *program.Field) {
	tag := reflect.StructTag(strings.Trim(field.Tag, "`"))
	value, found := tag.Lookup("env")
	if !found {
		value, found = tag.Lookup("envconfig")
	}
	name, options, _ := strings.Cut(value, ",")
	if !found || !capitals.MatchString(name) {
		return
	}
	u := use{}
	has := func(key string) bool { _, ok := tag.Lookup(key); return ok }
	switch {
	case has("envDefault") || has("default") || has("env-default") || strings.Contains(options, "default="):
		u.need = Optional
	case strings.Contains(options, "required") || strings.Contains(options, "notEmpty") || tag.Get("required") == "true" || tag.Get("env-required") == "true":
		u.need = Demanded
		u.later = r.says("envPrefix") // the name may be longer
	}
	r.add(name, "a struct tag", field.Start, u)
}

// settings reads the fields of a class of pydantic-settings.
// https://docs.pydantic.dev/latest/concepts/pydantic_settings/
func (r *reader) settings(class *program.Class) {
	prefix := r.prefix(class)
	for _, field := range class.Fields {
		if strings.HasPrefix(field.Name, "_") || field.Name == "model_config" || field.Type == nil {
			continue
		}
		text := r.Text(field.Span)
		u := use{need: Demanded}
		name := strings.ToUpper(prefix + field.Name)
		switch call, _ := field.Value.(*program.Call); {
		case strings.Contains(text, "ClassVar"):
			continue
		case call != nil && program.LastName(call.Callee) == "Field":
			for position, one := range call.Arguments {
				switch literal, _ := one.Value.(*program.Other); {
				case one.Name == "default" || one.Name == "default_factory", one.Name == "" && position == 0 && literal == nil && r.Text(one.Value.Range()) != "...":
					u.need = Optional
				case one.Name == "alias" || one.Name == "validation_alias" || one.Name == "env":
					if alias, ok := one.Value.(*program.Text); ok {
						name = strings.ToUpper(alias.Value)
					} else {
						u.need = Optional // one of several
					}
				}
			}
		case field.Value != nil || strings.Contains(text, "Optional[") || strings.Contains(text, "None"):
			u.need = Optional
		}
		r.add(name, "pydantic-settings", field.Start, u)
	}
}

// prefix returns what stands before the names of a class's settings.
func (r *reader) prefix(class *program.Class) string {
	prefix := ""
	seek := func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok {
			for _, one := range call.Arguments {
				if text, ok := one.Value.(*program.Text); ok && one.Name == "env_prefix" {
					prefix = text.Value
				}
			}
		}
		return true
	}
	for _, field := range class.Fields {
		program.Visit(field.Value, seek)
	}
	for _, inner := range r.Classes {
		if inner.Outer != class || inner.Name != "Config" {
			continue
		}
		for _, field := range inner.Fields {
			if text, ok := field.Value.(*program.Text); ok && field.Name == "env_prefix" {
				prefix = text.Value
			}
		}
	}
	return prefix
}
