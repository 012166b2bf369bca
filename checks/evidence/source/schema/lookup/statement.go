package lookup

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
	"github.com/golive-app/golive/config/regex"
)

// begins matches the beginning of a statement that picks rows.
var begins = regex.New(`(?is)^\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*(?:select|with|update|delete)\b`)

// statements reads SQL that a call is handed: db.QueryRow("select … where …", id).
func statements(r *reader, c chain) []*asked {
	for i := len(c.steps) - 1; i >= 0; i-- {
		call := c.steps[i].call
		if call == nil {
			continue
		}
		for _, argument := range call.Arguments[:min(len(call.Arguments), 3)] {
			source, known := r.sqlText(c.in, argument.Value, 8)
			if !known || !begins.MatchString(source) {
				continue
			}
			lookups, unclear := sql.Lookups(source)
			var found []*asked
			for _, lookup := range lookups {
				found = append(found, &asked{Lookup: lookup})
			}
			for range unclear {
				found = append(found, &asked{open: true})
			}
			return found
		}
	}
	return nil
}

// sqlText is the SQL that an expression makes, with a place for a value where
// something is put in: whether that is a value or a part of the statement, the parser
// finds out.
func (r *reader) sqlText(in *program.Function, x program.Expression, depth int) (string, bool) {
	const place = " $1 "
	if depth == 0 {
		return "", false
	}
	if value, constant := in.Constant(x); constant {
		return value, true
	}
	switch x := x.(type) {
	case *program.Name:
		known := in.Lookup(x.Name)
		if known == nil || known.Param != nil || len(known.Values) != 1 || known.Owner == nil {
			return "", false
		}
		return r.sqlText(known.Owner, known.Values[0], depth-1)
	case *program.Template:
		var text strings.Builder
		for _, part := range x.Parts {
			if constant, ok := in.Constant(part); ok {
				text.WriteString(constant)
			} else {
				text.WriteString(place)
			}
		}
		return text.String(), true
	case *program.Binary:
		if x.Operator != "+" {
			return "", false
		}
		left, known := r.sqlText(in, x.Left, depth-1)
		if !known {
			return "", false
		}
		right, known := r.sqlText(in, x.Right, depth-1)
		if !known {
			right = place
		}
		return left + right, true
	case *program.Call: // text("select …"), sql`select …`, fmt.Sprintf("select …")
		if len(x.Arguments) > 0 {
			return r.sqlText(in, x.Arguments[0].Value, depth-1)
		}
	case *program.Object: // { text: "select …", values }
		for _, name := range []string{"text", "sql"} {
			if value := entry(in, x, name); value != nil {
				return r.sqlText(in, value, depth-1)
			}
		}
	}
	return "", false
}
