package taint

import (
	"bytes"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// reactive is what Vue's ref, reactive and computed hold, also where Nuxt imports them by
// itself. https://vuejs.org/api/reactivity-core.html
func (e *engine) reactive(c *called, returned *value) (*value, bool) {
	if !e.tables.schemas || len(c.x.Arguments) == 0 || c.origin != "vue."+c.name && c.origin != c.name {
		return nil, false
	}
	switch c.name {
	case "ref", "shallowRef", "reactive", "shallowReactive", "readonly":
		return c.values[0].whole(), c.values[0].whole().tainted()
	case "computed":
		closure, ok := c.x.Arguments[0].Value.(*program.Closure)
		if !ok || e.running(closure.Function) {
			return nil, false
		}
		v := join(e.inline(closure.Function, []*value{}), returned).whole()
		return v, v.tainted()
	}
	return nil, false
}

// shown notes the variables of a component of Vue whose template puts markup in as it is: a
// script that stands in one file with it.
func (e *engine) shown() {
	if !e.tables.schemas || !bytes.Contains(e.file.Content, []byte("v-html")) {
		return
	}
	seen := map[string]bool{}
	for at, v := range e.state.values {
		if at.binding != nil && at.binding.Owner == e.file.Top() && !at.fixed && !strings.Contains(at.binding.Name, "\x00") {
			seen[at.binding.Name] = v.whole().tainted()
		}
	}
	for _, name := range sortedWords(seen) {
		v := e.settled(e.state.get(slot{binding: e.file.Top().Lookup(name)}).whole())
		if v == nil {
			continue
		}
		for _, one := range v.strands {
			one.safe |= one.root.safe
			if one.root.kind != fromSource || one.safe&markup != 0 || len(e.found.collected.Renders) >= maxFacts {
				continue
			}
			place := e.found.place(one.root)
			e.found.collected.Renders = append(e.found.collected.Renders, Render{Name: name, Call: place, Source: place, Steps: one.root.steps, Shape: shape(one), Sure: one.certain()})
			break
		}
	}
}

// sortedWords are those of some words that are meant, in their order.
func sortedWords(meant map[string]bool) []string {
	fields := map[string]*value{}
	for name, is := range meant {
		if is {
			fields[name] = nil
		}
	}
	return keys(fields)
}
