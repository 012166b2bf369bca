package taint

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// rawVariable matches the variables that pg-promise puts into a query as they are: raw text
// ($1:raw, ${name}^) and open values, which are safe within single quotes alone ($1:value,
// ${name}#). https://github.com/vitaly-t/pg-promise#raw-text
var rawVariable = regex.New(`\$(?:(\d+)|[{(<\[/]\s*([\w$.]+)\s*(:raw|:value|\^|#)?\s*[})>\]/])(:raw|:value|\^|#)?`)

// rawValues looks at the values that pg-promise puts into a query, those that it does not
// escape: db.one("… WHERE id = $1:raw", [id]).
func (e *engine) rawValues(c *called) {
	if !pgPromise[c.owner] || len(c.x.Arguments) == 0 {
		return
	}
	query, values, x := c.x.Arguments[0].Value, (*value)(nil), program.Expression(nil)
	if object, ok := e.once(query).(*program.Object); ok {
		query = nil
		for _, entry := range object.Entries {
			switch entry.Name {
			case "text", "query":
				query = entry.Value
			case "values":
				values, x = e.memberOf(c.values[0], "values", entry.Value), entry.Value
			}
		}
	} else if len(c.x.Arguments) > 1 {
		values, x = c.values[1], c.x.Arguments[1].Value
	}
	text, known := e.function().Constant(query)
	if !known || x == nil {
		return
	}
	for _, found := range rawVariable.FindAllStringSubmatchIndex(text, -1) {
		group := func(number int) string {
			if found[2*number] < 0 {
				return ""
			}
			return text[found[2*number]:found[2*number+1]]
		}
		switch how := group(3) + group(4); {
		case how == "":
			continue
		case (how == ":value" || how == "#") && strings.Count(text[:found[0]], "'")%2 == 1:
			continue
		}
		v, at := e.rawValue(values, x, group(1), group(2))
		e.arrive(&arrival{class: sql, callee: e.written(c.x.Callee), span: at.Range(), need: always, sure: sure, advice: "query"}, v)
	}
}

// rawValue is one of the values of a query: by its number, or by its name.
func (e *engine) rawValue(values *value, x program.Expression, number, name string) (*value, program.Expression) {
	switch written := e.once(x).(type) {
	case *program.List:
		if at, err := strconv.Atoi(number); err == nil && at >= 1 && at <= len(written.Elements) {
			return e.at(values, at-1), written.Elements[at-1]
		}
		return nil, x
	case *program.Object:
		for _, entry := range written.Entries {
			if name != "" && entry.Name == name {
				return e.memberOf(values, name, entry.Value), entry.Value
			}
		}
		return nil, x
	}
	if name != "" {
		return e.memberOf(values, name, x), x
	}
	return values, x
}

var pgPromise = words("pg-promise()() pg-promise.IDatabase() pg-promise.IMain() pg-promise.ITask()")
