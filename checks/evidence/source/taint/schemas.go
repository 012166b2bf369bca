package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// parsed is what a schema makes of data: z.object({…}).parse(body). The fields that
// are no free text are clean; of a schema that is not in this file it is not known.
func (e *engine) parsed(c *called) (*value, bool) {
	if !e.tables.schemas || c.object == nil || len(c.values) == 0 {
		return nil, false
	}
	switch c.name {
	case "parse", "parseAsync", "safeParse", "safeParseAsync", "validate", "validateSync", "validateAsync", "cast":
	default:
		return nil, false
	}
	given := c.values[0]
	if !given.whole().tainted() {
		return nil, false
	}
	var made *value
	if schema := e.schema(c.object, 4); schema != nil {
		made = e.shaped(schema, given, 3)
	} else {
		made = given.whole().with(doubt|nosql|prototype).marked(0, direct)
	}
	switch c.name {
	case "safeParse", "safeParseAsync":
		return &value{fields: map[string]*value{"data": made, "value": made}}, true
	case "validate":
		if made == nil {
			return nil, true
		}
		return withField(made, []string{"value"}, made), true
	}
	return made, true
}

// schema is the object that a schema describes, where it is in this file.
func (e *engine) schema(x program.Expression, depth int) *program.Object {
	var more []program.Argument // fields that a schema is extended with
	for range 12 {
		switch one := x.(type) {
		case *program.Name:
			binding := e.function().Lookup(one.Name)
			if depth == 0 || binding == nil || len(binding.Values) != 1 || binding.Param != nil {
				return nil
			}
			depth--
			x = binding.Values[0]
		case *program.Call:
			if len(one.Arguments) > 0 {
				if object, ok := one.Arguments[0].Value.(*program.Object); ok {
					switch program.LastName(one.Callee) {
					case "object", "strictObject", "looseObject", "shape", "keys", "interface":
						return extended(object, more)
					}
				}
			}
			member, ok := one.Callee.(*program.Member)
			if !ok {
				return nil
			}
			if len(one.Arguments) == 1 {
				more = append(more, e.extension(member.Name, one.Arguments[0].Value, depth)...)
			}
			x = member.X
		default:
			return nil
		}
	}
	return nil
}

// extension are the fields that a method adds to a schema.
func (e *engine) extension(method string, x program.Expression, depth int) []program.Argument {
	switch {
	case extends[method]:
		if member, ok := x.(*program.Member); ok && member.Name == "shape" { // base.extend(other.shape)
			x = member.X
			break
		}
		if object, ok := e.once(x).(*program.Object); ok {
			return object.Entries
		}
		return nil
	case method != "merge" && method != "and" && method != "concat" || depth == 0:
		return nil
	}
	if other := e.schema(x, depth-1); other != nil {
		return other.Entries
	}
	return nil
}

// extended is a schema with more fields, the later of which stand first.
func extended(base *program.Object, more []program.Argument) *program.Object {
	if len(more) == 0 {
		return base
	}
	made, seen := *base, map[string]bool{}
	made.Entries = nil
	for _, entry := range append(more[:len(more):len(more)], base.Entries...) {
		if !seen[entry.Name] {
			made.Entries = append(made.Entries, entry)
		}
		seen[entry.Name] = entry.Name != ""
	}
	return &made
}

// shaped is data by the fields of a schema.
func (e *engine) shaped(schema *program.Object, given *value, depth int) *value {
	made := &value{fields: map[string]*value{}}
	for _, entry := range schema.Entries {
		if entry.Name == "" {
			continue
		}
		field := e.memberOf(given, entry.Name, entry.Value)
		if inner := e.schema(entry.Value, 4); inner != nil && depth > 0 {
			made.fields[entry.Name] = e.shaped(inner, field, depth-1)
			continue
		}
		if e.free(entry.Value) {
			made.fields[entry.Name] = field.whole().with(nosql|prototype).marked(text, direct|object)
		}
	}
	if !made.known() {
		return nil
	}
	return made
}

// narrowed is data by the fields that a schema of another file is extended with here:
// those that are no free text do no harm, of the others nothing more is known.
// https://zod.dev/api#extend
func (e *engine) narrowed(x program.Expression, given *value) {
	for range 8 {
		call, ok := x.(*program.Call)
		if !ok {
			return
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			return
		}
		if extends[member.Name] && len(call.Arguments) == 1 {
			object, _ := call.Arguments[0].Value.(*program.Object)
			if object == nil {
				return
			}
			for _, entry := range object.Entries {
				if entry.Name != "" && e.schema(entry.Value, 4) == nil && !e.free(entry.Value) {
					e.clear(e.memberOf(given, entry.Name, entry.Value), everything)
				}
			}
		}
		x = member.X
	}
}

// extends are methods that give a schema more fields.
var extends = words("extend safeExtend augment")

// patterned are methods that hold a text against a pattern.
var patterned = words("regex matches pattern")

// notFree are the words of schemas for what is no free text.
var notFree = words("number int integer boolean bool date datetime enum nativeEnum literal uuid uuidv4 cuid cuid2 ulid nanoid bigint valid oneOf guid objectId null undefined never ip ipv4 ipv6 hex alphanum port positive isoDate jwt base64 base64url")

// takenFrom reports whether a pattern stands in another file: one that somebody gave a name.
func (e *engine) takenFrom(x program.Expression) bool {
	name, ok := x.(*program.Name)
	if !ok {
		return false
	}
	binding := e.function().Lookup(name.Name)
	return binding != nil && binding.Import != nil
}

// free reports whether the values that a schema allows may be any text.
func (e *engine) free(x program.Expression) bool {
	for range 12 {
		switch one := x.(type) {
		case *program.Call:
			if patterned[program.LastName(one.Callee)] && len(one.Arguments) > 0 {
				if pattern := e.pattern(one.Arguments[0].Value); allows(pattern) || pattern == "" && e.takenFrom(one.Arguments[0].Value) {
					return false
				}
			}
			x = one.Callee
		case *program.Member:
			if notFree[one.Name] {
				return false
			}
			x = one.X
		case *program.Name:
			binding := e.function().Lookup(one.Name)
			if binding == nil || binding.Import != nil || binding.Param != nil || len(binding.Values) != 1 {
				return true
			}
			x = binding.Values[0]
		default:
			return true
		}
	}
	return true
}

// words are the words of a text, for tables.
func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}
