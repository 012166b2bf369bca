package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// trusted are the functions of a policy of Trusted Types: what they give is put into the
// page as it is. https://developer.mozilla.org/docs/Web/API/TrustedTypePolicyFactory/createPolicy
var trusted = map[string]classes{"createHTML": markup, "createScript": code, "createScriptURL": code}

// trusts looks at a text that a policy of this file is given: what its function makes of it
// is a page.
func (e *engine) trusts(c *called) {
	class := trusted[c.name]
	if class == 0 || c.object == nil || len(c.values) == 0 || !c.values[0].whole().tainted() {
		return
	}
	policy, ok := e.once(c.object).(*program.Call)
	if !ok || program.LastName(policy.Callee) != "createPolicy" || len(policy.Arguments) < 2 {
		return
	}
	rules, ok := e.once(policy.Arguments[1].Value).(*program.Object)
	if !ok {
		return
	}
	for _, entry := range rules.Entries {
		if function := e.functionOf(entry.Value); entry.Name == c.name && function != nil && !e.running(function) {
			e.found.sinks++
			e.arrive(&arrival{class: class, callee: c.name, span: entry.Value.Range(), need: always, sure: sure, advice: "dom"}, e.inline(function, c.values))
		}
	}
}

// tooltip looks at an element whose text for a tooltip is said to be HTML.
// https://react-tooltip.com/docs/examples/html
func (e *engine) tooltip(x *program.Element) {
	html := false
	for _, attribute := range x.Attributes {
		if attribute.Name != "data-html" {
			continue
		}
		switch value := attribute.Value.(type) {
		case *program.Literal:
			html = value.Value == "true"
		case *program.Text:
			html = value.Value == "true" || value.Value == ""
		case nil:
			html = true
		}
	}
	for _, attribute := range x.Attributes {
		if html && attribute.Name == "data-tip" || attribute.Name == "data-tooltip-html" {
			e.found.sinks++
			span := program.Span{Start: attribute.Value.Range().Start, End: attribute.Value.Range().End}
			e.arrive(&arrival{class: markup, callee: attribute.Name, span: span, need: wantsOwnText, sure: sure, advice: "react"}, e.settled(e.eval(attribute.Value)))
		}
	}
}
