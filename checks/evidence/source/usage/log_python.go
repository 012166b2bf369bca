package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// jsonFormat matches the names of formatters that write JSON.
var jsonFormat = regex.New(`(?i)json|structlog|logstash|ecs_logging|gelf|stackdriver|structured`)

// basicConfig looks at logging.basicConfig(level=…, format=…).
func basicConfig(u use, sign *Sign) bool {
	sign.Detail = Text
	u.constantLevel(sign.Library, u.keyword("level"))
	if format := u.constantParts(u.function, u.keyword("format")); format != "" {
		u.readFormat(format)
		if strings.HasPrefix(strings.TrimSpace(format), "{") && strings.Contains(format, `"`) {
			sign.Detail = Structured
		}
	}
	if handlers := u.keyword("handlers"); handlers != nil {
		u.within(handlers, func(x program.Expression) bool {
			if jsonFormat.MatchString(u.function.Origin(x)) {
				sign.Detail = Structured
			}
			return true
		})
	}
	return true
}

// rootLevel looks at logging.getLogger().setLevel(logging.DEBUG): the level of one
// logger by name is its own matter.
func rootLevel(u use, sign *Sign) bool {
	member, ok := u.call.Callee.(*program.Member)
	if !ok {
		return false
	}
	root, ok := member.X.(*program.Call)
	if name, given := member.X.(*program.Name); given {
		if known := u.function.Lookup(name.Name); known != nil && len(known.Values) == 1 {
			root, ok = known.Values[0].(*program.Call)
		}
	}
	return ok && len(root.Arguments) == 0 && lastName(u.function.Origin(root.Callee)) == "getLogger" && debugLevel(u, sign)
}

// dictConfig looks at logging.config.dictConfig({…}).
func dictConfig(u use, _ *Sign) bool {
	value := u.argument(0)
	if value == nil {
		value = u.keyword("config")
	}
	if name, ok := value.(*program.Name); ok {
		if known := u.function.Lookup(name.Name); known != nil && len(known.Values) > 0 {
			value = known.Values[0]
		}
	}
	u.readLogging(u.function, value, u.at)
	return false
}

// readLogging reads a configuration of Python's logging
// (https://docs.python.org/3/library/logging.config.html#dictionary-schema-details).
func (r *reading) readLogging(f *program.Function, value program.Expression, at program.Span) {
	sign := Sign{Kind: LogSetup, Library: "logging", Callee: "LOGGING"}
	object, ok := value.(*program.Object)
	if !ok {
		r.add(f, at, sign)
		return
	}
	sign.Detail = Text
	if formatters := entry(object, "formatters"); formatters != nil {
		for _, text := range r.texts(formatters) {
			if jsonFormat.MatchString(text) {
				sign.Detail = Structured
			}
			r.addFields(f, at, sign.Library, "format", fieldsIn(text))
		}
	} else {
		sign.Detail = ""
	}
	if root, ok := entry(object, "root").(*program.Object); ok {
		if level, _ := f.Constant(entry(root, "level")); debugLevels[strings.ToLower(level)] {
			r.add(f, at, Sign{Kind: LogLevel, Library: "logging", Detail: "debug"})
		}
	}
	r.add(f, at, sign)
}

// structlogRenderer looks at structlog.configure(processors=[…]).
func structlogRenderer(u use, sign *Sign) bool {
	sign.Detail = u.formatIn(u.call, regex.New(`^(?:JSONRenderer|LogfmtRenderer|ProcessorFormatter)$`), regex.New(`^(?:ConsoleRenderer|KeyValueRenderer)$`))
	if strings.Contains(u.file.Text(u.at), "merge_contextvars") {
		u.add(Sign{Kind: LogContext, Library: "structlog", Detail: "contextvars"})
	}
	return true
}

// loguruSink looks at logger.add(sink, serialize=True).
func loguruSink(u use, sign *Sign) bool {
	sign.Detail = Text
	u.within(u.call, func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok {
			for _, one := range call.Arguments {
				if on, _ := truth(one.Value); one.Name == "serialize" && on {
					sign.Detail = Structured
				}
			}
		}
		if object, ok := x.(*program.Object); ok {
			if on, _ := truth(entry(object, "serialize")); on {
				sign.Detail = Structured
			}
		}
		return true
	})
	u.readFormat(u.constantParts(u.function, u.keyword("format")))
	return true
}

// readFormat finds fields of a request in the format of a line.
func (u use) readFormat(format string) {
	u.addFields(u.function, u.at, "", "format", fieldsIn(format))
}

// formatField matches the fields of a format: %(request_id)s, {extra[request_id]}.
var formatField = regex.New(`%\((\w+)\)|\{(?:extra\[)?"?'?(\w+)`)

func fieldsIn(format string) (fields []string) {
	for _, found := range formatField.FindAllStringSubmatch(format, 40) {
		if field := fieldOf(found[1] + found[2]); field != "" {
			fields = append(fields, field)
		}
	}
	return fields
}
