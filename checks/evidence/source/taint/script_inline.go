package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// inlineRaws are what templates show as it is that stand in the program itself, by the
// package that reads them; the first group is the expression.
var inlineRaws = map[string][]*regex.Expression{
	"lodash":     expressions(`<%=\s*([^%]+?)\s*%>`, `\$\{\s*([^{}]+?)\s*\}`),
	"underscore": expressions(`<%=\s*([^%]+?)\s*%>`),
	"_":          expressions(`<%=\s*([^%]+?)\s*%>`),
	"ejs":        expressions(`<%-\s*([^%]+?)\s*-?%>`),
	"handlebars": moustache.raws, "Handlebars": moustache.raws, "mustache": moustache.raws, "Mustache": moustache.raws, "hogan.js": moustache.raws, "Hogan": moustache.raws,
	"pug": expressions(`!\{([^{}]+)\}`, `!=\s*(\w[\w.]*)`), "jade": expressions(`!\{([^{}]+)\}`, `!=\s*(\w[\w.]*)`),
	"nunjucks": expressions(`\{\{-?\s*([\w.]+)\s*\|\s*safe\s*-?\}\}`), "swig": expressions(`\{\{-?\s*([\w.]+)\s*\|\s*safe\s*-?\}\}`),
	"dot": expressions(`\{\{=\s*(?:it\.)?([\w.]+)\s*\}\}`), "doT": expressions(`\{\{=\s*(?:it\.)?([\w.]+)\s*\}\}`),
}

// inlineFills are the functions that fill a template at once, inlineReads those that read it first.
var inlineFills, inlineReads = words("render to_html renderString"), words("compile template")

// inlined is the page that a template of the program's own gives for some data: that which it
// shows as it is. Handlebars.compile("{{{name}}}")({name})
func (e *engine) inlined(c *called) (*value, bool) {
	if !e.tables.schemas {
		return nil, false
	}
	read, data := c.x, 1
	if !inlineFills[c.name] {
		made, ok := e.once(c.x.Callee).(*program.Call)
		if member, method := c.x.Callee.(*program.Member); method && member.Name == "render" && !ok { // Hogan.compile(text).render(data)
			made, ok = e.once(member.X).(*program.Call)
		}
		if !ok || !inlineReads[program.LastName(made.Callee)] {
			return nil, false
		}
		read, data = made, 0
	}
	origin := e.origin(read.Callee)
	raws := inlineRaws[ownerOf(origin)]
	if raws == nil {
		raws = inlineRaws[strings.TrimSuffix(origin, ".template")] // lodash.template
	}
	if raws == nil || len(read.Arguments) == 0 || len(c.values) <= data || !c.values[data].known() {
		return nil, false
	}
	written, known := e.letters(read.Arguments[0].Value)
	if !known {
		return nil, false
	}
	var shown *value
	for _, raw := range raws {
		for _, match := range raw.FindAllStringSubmatch(written, 40) {
			v := c.values[data]
			for _, name := range strings.Split(match[1], ".") {
				v = e.memberOf(v, strings.TrimSpace(name), c.x)
			}
			if inner := v.whole(); inner.tainted() {
				shown = shown.mixed(inner)
			}
		}
	}
	if !shown.tainted() {
		return nil, true
	}
	return shown.each(func(s *strand) { s.lead = unknown + s.lead }).marked(built|text|page, direct|begins|object), true
}
