package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// shadow is a variable of Go that a block declares anew, and what the one outside of it holds.
type shadow struct {
	at     slot
	before *value
}

// shadowed are the variables that statements declare of whose names there are others.
func (e *engine) shadowed(body []program.Statement) []shadow {
	if !e.tables.functions || e.frame == nil || len(e.frame.function.Body) > 0 && len(body) > 0 && body[0] == e.frame.function.Body[0] {
		return nil
	}
	var found []shadow
	for _, one := range body {
		declared, ok := one.(*program.Assign)
		if !ok || !declared.Declares {
			continue
		}
		for _, target := range declared.Targets {
			name, ok := target.(*program.Name)
			if !ok {
				continue
			}
			if binding := e.function().Lookup(name.Name); binding != nil && binding.Owner == e.function() && len(e.ownVariables().declared[binding]) > 1 {
				at := slot{binding: binding}
				found = append(found, shadow{at, e.state.get(at)})
			}
		}
	}
	return found
}

// outside runs what stands in a block, and brings back what the variables outside of it hold,
// also where a loop was left from within.
func (e *engine) outside(shadows []shadow, run func() way) way {
	if len(shadows) == 0 {
		return run()
	}
	breaking, continuing := e.frame.breaking, e.frame.continuing
	broken, continued := 0, 0
	if breaking != nil {
		broken = len(breaking.broken)
	}
	if continuing != nil {
		continued = len(continuing.continued)
	}
	way := run()
	for _, one := range shadows {
		e.state.set(one.at, one.before)
		if breaking != nil {
			restore(breaking.broken[min(broken, len(breaking.broken)):], one)
		}
		if continuing != nil {
			restore(continuing.continued[min(continued, len(continuing.continued)):], one)
		}
	}
	return way
}

func restore(left []outcome, one shadow) {
	for _, ended := range left {
		ended.values[one.at] = one.before
	}
}
