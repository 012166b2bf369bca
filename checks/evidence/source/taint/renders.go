package taint

import "strings"

// Render is untrusted data that code hands to a template.
type Render struct {
	View   string  `json:"view"`           // as written: "users/show"; empty for the template that stands in the same file
	Name   string  `json:"name,omitempty"` // the variable: "user.bio"; empty for whatever is asked for
	Call   Place   `json:"call"`
	Source Place   `json:"source"`
	Steps  []Place `json:"steps,omitempty"`
	Shape  Shape   `json:"shape,omitzero"`
	Sure   bool    `json:"sure,omitempty"`
}

// renderRow is a call that renders a template.
type renderRow struct {
	call string
	of   owners
	view []string // the arguments that may name it
	data []string // the arguments with its variables; "**" for all that have names
}

var scriptRenders = []renderRow{
	{"render view viewAsync renderFile", of("~res ~response ~reply ~ctx ~c ~context"), at("0"), at("1")},
}

var pythonRenders = []renderRow{
	{"render_template stream_template", of("flask quart -"), at("0 template_name_or_list"), at("**")},
	{"render render_to_response render_to_string", of("django.shortcuts django.template.loader -"), at("1 0 template_name"), at("2 1 context")},
	{"TemplateResponse", of("~templates ~jinja -"), at("1 0 name template"), at("2 1 context")},
	{"template view", of("bottle -"), at("0"), at("**")},
}

func renderTable(rows []renderRow) map[string][]renderRow {
	table := map[string][]renderRow{}
	for _, row := range rows {
		for _, name := range strings.Fields(row.call) {
			table[name] = append(table[name], row)
		}
	}
	return table
}

// renders notes the untrusted data that a call hands to a template.
func (e *engine) renders(c *called) {
	for i := range e.tables.renders[c.name] {
		row := &e.tables.renders[c.name][i]
		if !row.of.holds(e, c) {
			continue
		}
		view := ""
		for _, one := range row.view {
			if _, x := c.argument(one); x != nil && view == "" {
				view, _ = e.function().Constant(x)
			}
		}
		if view == "" {
			continue
		}
		for _, one := range row.data {
			if one != "**" {
				if v, x := c.argument(one); x != nil {
					e.rendered(c, view, "", v, 3)
				}
				continue
			}
			for i, argument := range c.x.Arguments {
				if argument.Name != "" {
					e.rendered(c, view, argument.Name, c.values[i], 2)
				}
			}
		}
		return
	}
}

// rendered notes one variable of a template, or the parts of it.
func (e *engine) rendered(c *called, view, name string, v *value, depth int) {
	v = e.settled(v)
	if v == nil {
		return
	}
	for _, one := range v.strands {
		one.safe |= one.root.safe
		if one.root.kind != fromSource || one.safe&markup != 0 || len(e.found.collected.Renders) >= maxFacts {
			continue
		}
		e.found.collected.Renders = append(e.found.collected.Renders, Render{
			View: view, Name: name, Call: Place{Line: e.file.Line(c.x.Start), What: e.written(c.x.Callee) + "(…)"},
			Source: e.found.place(one.root), Steps: one.root.steps, Shape: shape(one), Sure: one.certain(),
		})
		break
	}
	if depth == 0 {
		return
	}
	for _, key := range keys(v.fields) {
		e.rendered(c, view, strings.TrimPrefix(name+"."+key, "."), v.fields[key], depth-1)
	}
}
