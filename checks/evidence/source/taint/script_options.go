package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// cleaning matches the names of settings that say whether a text is made harmless.
var cleaning = regex.New(`(?i)sanit|escap|purif|clean|safe|secure|encod`)

// isOption reports whether a condition is a setting by which a program makes a text harmless
// unless it is told not to: sanitize, this.options.escape.
func (e *engine) isOption(x program.Expression) bool {
	switch x.(type) {
	case *program.Name, *program.Member:
		return e.tables.schemas && cleaning.MatchString(identifier(x)) && !e.quiet(x).whole().tainted()
	}
	return false
}

// byChoice is what a text is that is made harmless by choice: sanitize ? clean(x) : x. Whoever
// turns that off does so on purpose. It is nil where neither is the other one made harmless.
func (e *engine) byChoice(condition program.Expression, then, otherwise *value) *value {
	if !e.isOption(condition) || !saferThan(then, otherwise) {
		return nil
	}
	return then
}

// cleanedByChoice is the same of a variable: if (sanitize) { x = clean(x) }. It is asked where
// the block ends.
func (e *engine) cleanedByChoice(s *program.Branch) (slot, *value) {
	if len(s.Then) != 1 || len(s.Else) > 0 || !e.isOption(s.Condition) {
		return slot{}, nil
	}
	assign, ok := s.Then[0].(*program.Assign)
	if !ok || assign.Operator != "" || len(assign.Targets) != 1 {
		return slot{}, nil
	}
	name, ok := assign.Targets[0].(*program.Name)
	call, made := assign.Value.(*program.Call)
	if !ok || !made || len(call.Arguments) == 0 {
		return slot{}, nil
	}
	given, ok := call.Arguments[0].Value.(*program.Name)
	if !ok || given.Name != name.Name {
		return slot{}, nil
	}
	at := e.slot(name)
	if v := e.state.get(at); v.whole().safeForSome() {
		return at, v
	}
	return slot{}, nil
}

// saferThan reports whether one value is of the same data as another one, made harmless for
// more.
func saferThan(one, other *value) bool {
	one, other = one.whole(), other.whole()
	if !one.tainted() || !other.tainted() {
		return false
	}
	for _, plain := range other.strands {
		same := false
		for _, cleaned := range one.strands {
			same = same || cleaned.root == plain.root && cleaned.safe&^plain.safe&everything != 0
		}
		if !same {
			return false
		}
	}
	return true
}

// safeForSome reports whether all data of a value was made harmless for something.
func (v *value) safeForSome() bool {
	if !v.tainted() {
		return false
	}
	for _, one := range v.strands {
		if one.safe&^one.root.safe&everything == 0 {
			return false
		}
	}
	return true
}
