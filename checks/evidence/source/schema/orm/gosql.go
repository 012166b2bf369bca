package orm

import (
	"bytes"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// definesTables matches SQL that changes tables, at its beginning: what a call runs.
var definesTables = regex.New(`(?is)^\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*(?:create\s+(?:table|unique|index)|alter\s+table|drop\s+(?:table|index))\b`)

// runsSQL tells a file of Go that changes tables by SQL of its own.
func runsSQL(file *program.File) bool {
	if file.Language != "Go" {
		return false
	}
	upper := bytes.ToUpper(file.Content)
	return slices.ContainsFunc([]string{"CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX", "ALTER TABLE"}, func(words string) bool { return bytes.Contains(upper, []byte(words)) })
}

// goSQL reads what a program of Go runs: tx.Exec("create table …"), in the order in
// which it stands there. What a function that takes a migration back runs is left out.
func goSQL(r *reader) {
	for _, function := range r.file.Functions {
		name := strings.ToLower(function.Name)
		if strings.HasPrefix(name, "down") || strings.HasPrefix(name, "rollback") || strings.HasSuffix(name, "down") {
			continue
		}
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok {
				return true
			}
			if member, ok := call.Callee.(*program.Member); !ok || !strings.HasPrefix(member.Name, "Exec") {
				return true
			}
			for _, argument := range call.Arguments[:min(len(call.Arguments), 2)] {
				for _, value := range r.valuesOf(function, argument.Value) {
					if source, constant := function.Constant(value); constant && definesTables.MatchString(source) {
						r.sql(false, source, r.line(value))
					}
				}
			}
			return true
		})
	}
	if r.facts.Tool == "" && len(r.facts.Up) > 0 {
		r.facts.Tool = "go"
	}
}

// valuesOf are the values that an argument may have: those of a name.
func (r *reader) valuesOf(function *program.Function, x program.Expression) []program.Expression {
	if name, ok := x.(*program.Name); ok {
		if known := function.Lookup(name.Name); known != nil && known.Param == nil && len(known.Values) <= 4 {
			return known.Values
		}
	}
	return []program.Expression{x}
}
