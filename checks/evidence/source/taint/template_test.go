package taint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/taint"
)

func TestTemplatesShowValuesAsTheyAre(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		language, template string
		want               string // "line names" of each place, "~" before what is made of several things
	}{
		"EJS":                              {"EJS", "<h1><%= title %></h1>\n<p><%- user.bio %></p>\n<%- include('footer', {a: b}) %>\n<%- body %>", "2 user.bio"},
		"EJS: what is made safe":           {"EJS", "<%- sanitizeHtml(user.bio) %>\n<%- escape(x) %>\n<%- JSON.stringify(data) %>", "3 ~data"},
		"EJS: the element of a loop":       {"EJS", "<% comments.forEach(comment => { %>\n<%- comment.text %>\n<% }) %>", "2 comments.text"},
		"EJS: for of":                      {"EJS", "<% for (const one of posts) { %><%- one.html %><% } %>", "1 posts.html"},
		"EJS: locals":                      {"EJS", "<%- locals.html %>", "1 html"},
		"Pug":                              {"Pug", "p= name\np!= user.bio\ndiv.a(title='x')!= html\np Hello !{raw} and #{fine}\n!= include('x')\nif a != b\n  p c", "2 user.bio;3 html;4 raw"},
		"Pug: each":                        {"Pug", "each item in list\n  li!= item.text", "2 list.text"},
		"Handlebars":                       {"Handlebars", "{{name}} {{{bio}}} {{& other}}\n{{{body}}} {{{t 'key'}}}", "1 bio;1 other"},
		"Handlebars: within each":          {"Handlebars", "{{#each comments}}\n{{{text}}} {{{this}}} {{{../title}}}\n{{/each}}\n{{{text}}}", "2 comments.text;2 comments;2 title;4 text"},
		"Mustache: a section":              {"Mustache", "{{#people}}{{{name}}}{{/people}}", "1 people.name"},
		"Handlebars: if is no section":     {"Handlebars", "{{#if a}}{{{name}}}{{/if}}", "1 name"},
		"Jinja":                            {"Jinja", "{{ name }} {{ bio|safe }}\n{{ bio | markdown | safe }} {{ x|e|safe }}\n{{ form.field|safe }}", "1 bio;2 ~bio"},
		"Jinja: escaping turned off":       {"HTML", "{{ a }}{% autoescape off %}{{ b.c }} {{ d|escape }}{% endautoescape %}{{ e }}", "1 b.c"},
		"Django: for":                      {"HTML", "{% for c in post.comments %}\n{{ c.text|safe }}\n{% endfor %}", "2 post.comments.text"},
		"Jinja: with":                      {"HTML", "{% with html = page.html %}{{ html|safe }}{% endwith %}", "1 page.html"},
		"Jinja: markup of a translation":   {"Jinja", "{{ _('<b>x</b>')|safe }} {{ url_for('x')|safe }}", ""},
		"Vue":                              {"Vue", "<template><p v-html=\"comment.text\"></p><p v-html=\"DOMPurify.sanitize(x)\"/></template>", "1 comment.text"},
		"Svelte":                           {"Svelte", "<p>{name}</p>{@html post.html}{@html purify(post.html)}", "1 post.html"},
		"Go's templates":                   {"Go Template", "{{ .Name }} {{ .Bio | safeHTML }} {{ safeHTML .Text }}", "1 Bio;1 Text"},
		"a page of a single-page app":      {"HTML", "<script>let a = {b: {c: 1}}</script> {{ ordinary }}", ""},
		"a language that is no template's": {"Go", "{{{x}}}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, raw := range taint.ReadTemplate(test.language, []byte(test.template)).Raws {
				sign := ""
				if !raw.Plain {
					sign = "~"
				}
				found = append(found, fmt.Sprintf("%d %s%s", raw.Sink.Line, sign, strings.Join(raw.Names, ",")))
			}
			got := strings.Join(found, ";")
			if got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

func TestUntrustedDataInTemplates(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		language, path, code string
		templates            map[string]string
		want                 string // "path:line source sure"
	}{
		"a variable of Express": {
			"JavaScript", "app.js", "app.get('/', (req, res) => { res.render('users/show', { bio: req.query.bio, name: 'x' }) })",
			map[string]string{"views/users/show.ejs": "<%- bio %>\n<%- name %>", "views/admins/show.ejs": "<%- bio %>"},
			"views/users/show.ejs:1 req.query.bio sure",
		},
		"a field of an object": {
			"JavaScript", "app.js", "app.get('/', (req, res) => { res.render('show', { user: { bio: req.query.bio } }) })",
			map[string]string{"views/show.hbs": "{{{user.bio}}}\n{{{user.name}}}"}, "views/show.hbs:1 req.query.bio sure",
		},
		"the whole body": {
			"JavaScript", "app.js", "app.post('/', (req, res) => { res.render('show.pug', req.body) })",
			map[string]string{"views/show.pug": "p!= text\np= text"}, "app.js:1 req.body;views/show.pug:1 req.body sure",
		},
		"what is cleaned before": {
			"JavaScript", "app.js", "import sanitizeHtml from 'sanitize-html'\napp.get('/', (req, res) => { res.render('show', { bio: sanitizeHtml(req.query.bio), id: Number(req.query.id) }) })",
			map[string]string{"views/show.ejs": "<%- bio %><%- id %>"}, "",
		},
		"what the template makes something of": {
			"JavaScript", "app.js", "app.get('/', (req, res) => { res.render('show', { bio: req.query.bio }) })",
			map[string]string{"views/show.ejs": "<%- marked(bio) %>"}, "views/show.ejs:1 req.query.bio",
		},
		"Flask": {
			"Python", "app.py", "from flask import Flask, request, render_template\napp = Flask(__name__)\n@app.get('/')\ndef show():\n    return render_template('show.html', bio=request.args['bio'])\n",
			map[string]string{"templates/show.html": "{{ bio }}\n{{ bio|safe }}"}, "templates/show.html:2 request.args.bio sure",
		},
		"Django": {
			"Python", "app.py", "from django.shortcuts import render\ndef show(request):\n    return render(request, 'shop/show.html', {'bio': request.GET['bio']})\n",
			map[string]string{"shop/templates/shop/show.html": "{% autoescape off %}{{ bio }}{% endautoescape %}"}, "shop/templates/shop/show.html:1 request.GET.bio sure",
		},
		"two templates of the name": {
			"JavaScript", "app.js", "app.get('/', (req, res) => { res.render('show', { bio: req.query.bio }) })",
			map[string]string{"a/show.ejs": "<%- bio %>", "b/show.ejs": "<%= bio %><%- other %>"}, "a/show.ejs:1 req.query.bio",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := lowering.Parse(test.language, []byte(test.code))
			if err != nil {
				t.Fatal(err)
			}
			facts := map[string]taint.Facts{test.path: taint.Read(file)}
			languages := map[string]string{".ejs": "EJS", ".hbs": "Handlebars", ".pug": "Pug", ".html": "HTML"}
			for path, template := range test.templates {
				facts[path] = taint.ReadTemplate(languages[path[strings.LastIndexByte(path, '.'):]], []byte(template))
			}
			var found []string
			for _, one := range taint.Link(facts, func(string, taint.Call) (string, int, bool) { return "", 0, false }) {
				line := fmt.Sprintf("%s:%d %s", one.Path, one.Flow.Sink.Line, one.Flow.Source.What)
				if one.Flow.Sure {
					line += " sure"
				}
				found = append(found, line)
			}
			if got := strings.Join(found, ";"); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}
