package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// What stands beside a handler may say which parts of a request hold no free text by the time
// that it runs: the pattern of a route, checks of express-validator, schemas of celebrate and
// of Fastify.

// validated are parts of a request: "params.id".
type validated []string

func (v *validated) add(part, field string) {
	if part != "" && field != "" && len(*v) < maxFields {
		*v = append(*v, part+"."+field)
	}
}

// validatedBy is what a route and what is registered with it say of a request.
func (e *engine) validatedBy(route string, arguments []program.Argument) validated {
	if !e.tables.schemas {
		return nil
	}
	var found validated
	for _, part := range routePattern.FindAllStringSubmatch(route, -1) {
		if strings.HasPrefix(part[2], "*") { // of Express 4: whatever follows
			continue
		}
		if allows("^(?:" + strings.ReplaceAll(part[2], `\\`, `\`) + ")$") {
			found.add("params", part[1])
		}
	}
	checked := e.requires("express-validator") && e.callsBy("validationResult")
	for _, argument := range arguments {
		switch x := e.once(argument.Value).(type) {
		case *program.Call:
			e.validatedByCall(x, checked, &found)
		case *program.List:
			for _, element := range x.Elements {
				if call, ok := e.once(element).(*program.Call); ok {
					e.validatedByCall(call, checked, &found)
				}
			}
		case *program.Object:
			e.validatedByOptions(x, &found)
		}
	}
	return found
}

// routePattern matches parameters of a route that have a pattern: /orders/:id(\d+).
// https://expressjs.com/en/4x/api.html#path-examples
var routePattern = regex.New(`:(\w+)\(([^()]*)\)`)

// callsBy reports whether a file calls a function of this name.
func (e *engine) callsBy(name string) bool { return strings.Contains(string(e.file.Content), name+"(") }

// validatedByCall reads param("id").isUUID(), and celebrate({ params: Joi.object({…}) }).
// https://express-validator.github.io/docs/api/validation-chain https://github.com/arb/celebrate
func (e *engine) validatedByCall(call *program.Call, checked bool, found *validated) {
	if program.LastName(call.Callee) == "celebrate" && len(call.Arguments) > 0 {
		if object, ok := e.once(call.Arguments[0].Value).(*program.Object); ok {
			e.validatedBySchemas(object, found)
		}
		return
	}
	var x program.Expression = call
	sure := false
	for range 12 {
		one, ok := x.(*program.Call)
		if !ok {
			return
		}
		switch callee := one.Callee.(type) {
		case *program.Member:
			sure = sure || converts[callee.Name] || checked && (chainChecks[callee.Name] || callee.Name == "matches" && len(one.Arguments) > 0 && allows(e.pattern(one.Arguments[0].Value)))
			x = callee.X
			continue
		case *program.Name:
			if part := requestParts[callee.Name]; part != "" && sure && len(one.Arguments) > 0 && e.requires("express-validator") {
				field, _ := e.file.Top().Constant(one.Arguments[0].Value)
				found.add(part, field)
			}
		}
		return
	}
}

var (
	converts    = words("toInt toFloat toBoolean toDate")
	chainChecks = words("isUUID isULID isInt isNumeric isFloat isDecimal isIn isAlpha isAlphanumeric isBoolean isHexadecimal isMongoId isISO8601 isDate isHash isPort isSemVer isLocale isISO31661Alpha2")
)

// requestParts are the parts of a request as libraries name them.
var requestParts = map[string]string{
	"param": "params", "params": "params", "PARAMS": "params", "query": "query", "querystring": "query", "QUERY": "query", "body": "body", "BODY": "body",
	"cookie": "cookies", "COOKIES": "cookies", "header": "headers", "headers": "headers", "HEADERS": "headers",
}

// validatedBySchemas reads { [Segments.PARAMS]: Joi.object({ id: Joi.string().guid() }) }.
func (e *engine) validatedBySchemas(object *program.Object, found *validated) {
	for _, entry := range object.Entries {
		name := entry.Name
		if member, ok := entry.Key.(*program.Member); ok && name == "" {
			name = member.Name
		}
		part := requestParts[name]
		schema := e.schema(entry.Value, 4)
		if plain, ok := entry.Value.(*program.Object); ok && schema == nil && plain.Type == nil {
			schema = plain // of its fields
		}
		if part == "" || schema == nil {
			continue
		}
		for _, field := range schema.Entries {
			if !e.free(field.Value) {
				found.add(part, field.Name)
			}
		}
	}
}

// validatedByOptions reads { schema: { params: { properties: { id: { format: "uuid" } } } } }.
// https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/
func (e *engine) validatedByOptions(options *program.Object, found *validated) {
	for _, entry := range options.Entries {
		schemas, ok := e.once(entry.Value).(*program.Object)
		if !ok || entry.Name != "schema" {
			continue
		}
		for _, one := range schemas.Entries {
			part := requestParts[one.Name]
			if part == "" {
				continue
			}
			switch x := e.once(one.Value).(type) {
			case *program.Object:
				fields, ok := entryOf(x, "properties").(*program.Object)
				if !ok {
					fields = x // the short form, without a type around it
				}
				for _, field := range fields.Entries {
					if described, ok := e.once(field.Value).(*program.Object); ok && e.narrowSchema(described) {
						found.add(part, field.Name)
					}
				}
			case *program.Call: // Type.Object({ … })
				if len(x.Arguments) == 0 || program.LastName(x.Callee) != "Object" {
					continue
				}
				if fields, ok := e.once(x.Arguments[0].Value).(*program.Object); ok {
					for _, field := range fields.Entries {
						if e.narrowType(field.Value, 3) {
							found.add(part, field.Name)
						}
					}
				}
			}
		}
	}
}

func entryOf(object *program.Object, name string) program.Expression {
	for _, entry := range object.Entries {
		if entry.Name == name {
			return entry.Value
		}
	}
	return nil
}

// narrowSchema reports whether a JSON Schema lets no free text through.
func (e *engine) narrowSchema(schema *program.Object) bool {
	for _, entry := range schema.Entries {
		text, _ := e.file.Top().Constant(entry.Value)
		switch entry.Name {
		case "enum", "const":
			return true
		case "type":
			if text == "integer" || text == "number" || text == "boolean" {
				return true
			}
		case "format":
			if narrowFormats[text] {
				return true
			}
		case "pattern":
			if allows(text) {
				return true
			}
		}
	}
	return false
}

var narrowFormats = words("uuid date time date-time duration ipv4 ipv6")

// narrowType reports the same of a type of TypeBox.
// https://github.com/sinclairzx81/typebox#types
func (e *engine) narrowType(x program.Expression, depth int) bool {
	call, ok := e.once(x).(*program.Call)
	if !ok || depth == 0 {
		return false
	}
	switch program.LastName(call.Callee) {
	case "Number", "Integer", "Boolean", "Literal", "Enum", "BigInt", "Null":
		return true
	case "Optional", "Readonly":
		return len(call.Arguments) > 0 && e.narrowType(call.Arguments[0].Value, depth-1)
	case "Union":
		list, ok := call.Arguments[0].Value.(*program.List)
		return ok && len(list.Elements) > 0 && !slices.ContainsFunc(list.Elements, func(one program.Expression) bool { return !e.narrowType(one, depth-1) })
	case "String":
		if len(call.Arguments) > 0 {
			options, ok := call.Arguments[0].Value.(*program.Object)
			return ok && e.narrowSchema(options)
		}
	}
	return false
}

// proveRequest says that the parts of a request that were validated before a handler runs do
// no harm.
func (e *engine) proveRequest(self *root, parts validated) {
	for _, one := range parts {
		part, field, _ := strings.Cut(one, ".")
		e.state.clear(e.partOf(e.partOf(self, part, nil), field, nil), everything)
	}
}

// decoratedField reports whether a field of a class is checked by a decorator that lets no free
// text through, as class-validator has them.
// https://github.com/typestack/class-validator#validation-decorators
func (e *engine) decoratedField(x *program.Member) bool {
	if !e.tables.schemas {
		return false
	}
	field := e.function().FieldOf(x)
	if field == nil {
		return false
	}
	for _, decorator := range field.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok {
			continue
		}
		name := program.LastName(call.Callee)
		if narrowDecorators[name] || name == "Matches" && len(call.Arguments) > 0 && allows(e.pattern(call.Arguments[0].Value)) {
			return true
		}
	}
	return false
}

var narrowDecorators = words("IsUUID IsIn IsInt IsNumber IsNumberString IsBoolean IsBooleanString IsEnum IsDate IsDateString IsISO8601 IsAlpha IsAlphanumeric IsMongoId IsHexadecimal IsHash IsPositive IsNegative IsDecimal IsPort IsSemVer " +
	"IsLatitude IsLongitude IsMilitaryTime IsISO31661Alpha2 IsISO31661Alpha3 IsHexColor IsULID")
