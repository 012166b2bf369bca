package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	deepestModule = 12
	mostInstances = 50
	mostModules   = 2000
)

// called returns the modules that a call makes; none for one that is kept elsewhere.
func (s *scope) called(name string) instances {
	if found, is := s.inner[name]; is {
		return found
	}
	if s.busy["call."+name] {
		return instances{unsure: true}
	}
	s.busy["call."+name] = true
	found := s.call(name)
	delete(s.busy, "call."+name)
	s.inner[name] = found
	return found
}

func (s *scope) call(name string) instances {
	var block *hclsyntax.Block
	for _, one := range s.module.calls {
		if one.Labels[0] == name {
			block = one
		}
	}
	if block == nil {
		return instances{}
	}
	folder, local := beside(s.module.folder, source(block))
	inside := s.reading.modules[folder]
	depth := 1
	if s.caller != nil {
		depth = s.caller.depth + 1
	}
	if !local || inside == nil || depth > deepestModule {
		return instances{unsure: true}
	}
	every, unsure := s.repeated(block.Body)
	found := instances{unsure: unsure}
	for _, one := range every {
		if s.reading.called++; s.reading.called > mostModules {
			return instances{unsure: true}
		}
		made := newScope(s.reading, inside, s.address+"module."+name+one.key+".", s.stage)
		made.caller = &caller{scope: s, block: block, more: one.more, depth: depth, many: unsure || len(every) > 1 || one.key != ""}
		found.scopes = append(found.scopes, made)
	}
	return found
}

// repetition is one of the times that something is made.
type repetition struct {
	key  string // as an address has it: `["shop"]`
	more map[string]cty.Value
	many int // how many are made that are all alike; -1: not known
}

// repeated tells how many times a body is made, by count and for_each; none where that
// is known to be never. unsure: a plan alone knows.
func (s *scope) repeated(body *hclsyntax.Body) (every []repetition, unsure bool) {
	if attribute := body.Attributes["count"]; attribute != nil {
		number, known := Value{value: s.value(attribute.Expr, nil)}.Number()
		more := map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.Zero})}
		switch {
		case !known:
			return []repetition{{more: more, many: -1}}, true
		case number < 1:
			return nil, false
		}
		return []repetition{{more: more, many: int(min(number, 1e6))}}, false
	}
	attribute := body.Attributes["for_each"]
	if attribute == nil {
		return []repetition{{many: 1}}, false
	}
	value, _ := s.value(attribute.Expr, nil).Unmark()
	if !iterable(value) {
		return []repetition{{key: "[…]", more: map[string]cty.Value{"each": cty.DynamicVal}, many: -1}}, true
	}
	for each := value.ElementIterator(); each.Next(); {
		key, held := each.Element()
		if value.Type().IsSetType() || value.Type().IsTupleType() || value.Type().IsListType() {
			key = held
		}
		name, _ := text(key)
		if len(every) >= mostInstances {
			return every, true
		}
		every = append(every, repetition{key: fmt.Sprintf("[%q]", name), more: map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": held})}, many: 1})
	}
	return every, false
}
