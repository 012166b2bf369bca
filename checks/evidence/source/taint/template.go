package taint

import (
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Raw is a place of a template that puts a value into a page as it is.
type Raw struct {
	Sink  Sink     `json:"sink"`
	Names []string `json:"names,omitempty"` // the variables that it shows: "user.bio"
	Plain bool     `json:"plain,omitempty"` // nothing is made of the one variable first
}

// templateLanguage is how a language of templates is written.
type templateLanguage struct {
	raws    []*regex.Expression // the first group is what is shown as it is
	filters *regex.Expression   // what makes an ordinary expression one that is shown as it is
	shown   *regex.Expression   // an ordinary expression, where escaping can be turned off or filtered away
	off, on *regex.Expression   // turn escaping off, and on again
	alias   *regex.Expression   // a name for a part of another: name, of what
	within  *regex.Expression   // opens (group 1) or closes a part that is about one variable
	own     map[string]bool     // names that the engine itself gives, whose values are pages
	advice  string
}

var (
	moustache = &templateLanguage{
		raws:   expressions(`\{\{\{\s*([^{}]+?)\s*\}\}\}`, `\{\{&\s*([^{}]+?)\s*\}\}`),
		within: regex.New(`\{\{~?(?:#(?:each\s+|with\s+)?([\w.@$/-]+)(?:\s+as\s+\|[^|}]*\|)?|/[\w.-]+)\s*~?\}\}`),
		own:    words("body content contents yield @partial-block block"), advice: "handlebars",
	}
	curly = &templateLanguage{
		shown:   regex.New(`\{\{-?\s*([^{}]+?)\s*-?\}\}`),
		filters: regex.New(`\|\s*(?:safe|raw|safeseq|safe_html)\b`),
		off:     regex.New(`\{%-?\s*autoescape\s+(?:off|false)\s*-?%\}`),
		on:      regex.New(`\{%-?\s*(?:endautoescape|autoescape\s+(?:on|true))\s*-?%\}`),
		alias:   regex.New(`\{%-?\s*(?:for\s+(\w+)\s+in\s+([\w.]+)|(?:with|set)\s+(\w+)\s*=\s*([\w.]+))`),
		own:     words("form content super caller body csrf_token block field"), advice: "jinja",
	}

	// templateLanguages are the languages of templates, as Linguist calls them.
	templateLanguages = map[string]*templateLanguage{
		"EJS": {
			raws:  expressions(`<%-\s*((?s:.)*?)\s*-?%>`),
			alias: regex.New(`(?:for\s*\(\s*(?:const|let|var)\s+(\w+)\s+of\s+([\w.]+)|([\w.]+)\.(?:forEach|map)\(\s*(?:function\s*)?\(?\s*(\w+))`),
			own:   words("body content contentFor script style defineContent"), advice: "ejs",
		},
		"Pug": {
			raws:  expressions(`(?m)^[ \t]*[\w.#:-]*(?:\([^\n]*?\))?!=[ \t]*([^\n]+)$`, `!\{([^{}]+)\}`),
			alias: regex.New(`(?m)^[ \t]*(?:each|for)\s+(\w+)(?:\s*,\s*\w+)?\s+in\s+([\w.]+)`),
			own:   words("body content block"), advice: "pug",
		},
		"Handlebars": moustache, "Mustache": moustache,
		"HTML": curly, "Jinja": curly, "HTML+Django": curly, "Nunjucks": curly, "Twig": curly,
		"Vue":    {raws: expressions(`\sv-html\s*=\s*"([^"]*)"`, `\sv-html\s*=\s*'([^']*)'`, `\s:inner-?[hH][tT][mM][lL]\s*=\s*"([^"]*)"`), advice: "dom"},
		"Svelte": {raws: expressions(`\{@html\s+([^{}]+)\}`), advice: "dom"},
		"Go Template": {
			shown:   regex.New(`\{\{-?\s*([^{}]+?)\s*-?\}\}`),
			filters: regex.New(`(?i)(?:^|\|\s*)(?:safe_?html|html_?safe|str2html|unescaped?(?:html)?|noescape|raw_?html|unsafe_?html)\b`), advice: "html/template",
		},
	}
)

func expressions(all ...string) []*regex.Expression {
	var made []*regex.Expression
	for _, one := range all {
		made = append(made, regex.New(one))
	}
	return made
}

// TemplateLanguages are the languages whose templates are read.
func TemplateLanguages() []string {
	return slices.Sorted(maps.Keys(templateLanguages))
}

// maxTemplate bounds the templates that are read.
const maxTemplate = 1 << 20

// ReadTemplate finds the places of a template that put values into a page as they
// are. Whether one of them is untrusted is the code's to say that renders it.
func ReadTemplate(language string, content []byte) Facts {
	known, found := templateLanguages[language]
	if !found {
		return Facts{}
	}
	if len(content) > maxTemplate {
		return Facts{Partial: true}
	}
	t := &templateReading{language: known, text: string(content), aliases: map[string]string{}}
	t.named()
	t.scopes()
	for _, raw := range known.raws {
		for _, at := range raw.FindAllStringSubmatchIndex(t.text, maxFacts) {
			t.raw(at[0], at[1], t.text[at[2]:at[3]])
		}
	}
	if known.shown != nil {
		unescaped := t.unescaped()
		for _, at := range known.shown.FindAllStringSubmatchIndex(t.text, 10*maxFacts) {
			shown := t.text[at[2]:at[3]]
			switch {
			case known.filters.MatchString(shown):
				t.raw(at[0], at[1], known.filters.ReplaceAllString(shown, " "))
			case covered(unescaped, at[0]) && !strings.Contains(shown, "|"):
				t.raw(at[0], at[1], shown)
			}
		}
	}
	return t.facts
}

// templateReading is a template while it is read.
type templateReading struct {
	language *templateLanguage
	text     string
	aliases  map[string]string
	parts    []templatePart
	facts    Facts
}

// templatePart is a part of a template that is about one variable: {{#each x}}.
type templatePart struct {
	start, end int
	of         string
}

func covered(spans [][2]int, at int) bool {
	for _, one := range spans {
		if at >= one[0] && at < one[1] {
			return true
		}
	}
	return false
}

// unescaped are the parts in which escaping is turned off.
func (t *templateReading) unescaped() [][2]int {
	if t.language.off == nil {
		return nil
	}
	var spans [][2]int
	for _, at := range t.language.off.FindAllStringIndex(t.text, maxFacts) {
		end := len(t.text)
		if on := t.language.on.FindStringIndex(t.text[at[1]:]); on != nil {
			end = at[1] + on[0]
		}
		spans = append(spans, [2]int{at[1], end})
	}
	return spans
}

// named notes the names for parts of others: for comment in comments.
func (t *templateReading) named() {
	if t.language.alias == nil {
		return
	}
	for _, found := range t.language.alias.FindAllStringSubmatch(t.text, maxFacts) {
		name, of := found[1], found[2]
		if name == "" && len(found) > 4 {
			name, of = found[3], found[4]
			if t.language.raws != nil { // comments.forEach(comment …)
				name, of = found[4], found[3]
			}
		}
		if _, known := t.aliases[name]; !known && name != of {
			t.aliases[name] = of
		}
	}
}

// scopes notes the parts that are about one variable.
func (t *templateReading) scopes() {
	if t.language.within == nil {
		return
	}
	var open []templatePart
	for _, at := range t.language.within.FindAllStringSubmatchIndex(t.text, maxFacts) {
		if at[2] >= 0 {
			of := t.text[at[2]:at[3]]
			if strings.Contains(t.text[at[0]:at[1]], "#if") || strings.Contains(t.text[at[0]:at[1]], "#unless") {
				of = ""
			}
			open = append(open, templatePart{start: at[1], of: of})
			continue
		}
		if last := len(open) - 1; last >= 0 {
			open[last].end = at[0]
			t.parts = append(t.parts, open[last])
			open = open[:last]
		}
	}
}

var (
	templateText  = regex.New(`"[^"]*"|'[^']*'|` + "`[^`]*`")
	templateName  = regex.New(`(?:^|[^\w$.@])((?:this\.|\.\./|\.|@root\.)?[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\d+\])*)`)
	templatePlain = regex.New(`^(?:this\.|\.\./|\.|@root\.)?[A-Za-z_$][\w$]*(?:\.[\w$]+)*$`)
)

// raw notes one place.
func (t *templateReading) raw(start, end int, shown string) {
	shown = strings.TrimSpace(shown)
	if len(t.facts.Raws) >= maxFacts || shown == "" {
		return
	}
	line := 1 + strings.Count(t.text[:start], "\n")
	column := start - strings.LastIndexByte(t.text[:start], '\n')
	raw := Raw{Plain: templatePlain.MatchString(shown), Sink: Sink{
		Class: Markup, Callee: short(oneLine(t.text[start:end])), Line: line, Column: column, EndLine: line + strings.Count(t.text[start:end], "\n"),
		Text: oneLine(t.text[start:end]), Sure: true, Remedy: t.language.advice,
	}}
	plain := templateText.ReplaceAllString(shown, `""`)
	filters := len(plain)
	if t.language.shown != nil { // a filter is no variable
		if at := strings.IndexByte(plain, '|'); at >= 0 {
			filters = at
		}
	}
	for _, at := range templateName.FindAllStringSubmatchIndex(plain, 20) {
		name := plain[at[2]:at[3]]
		last := name[strings.LastIndexByte(name, '.')+1:]
		called := strings.HasPrefix(strings.TrimLeft(plain[at[3]:], " "), "(")
		switch {
		case cleans(last) != 0 && cleans(last) != everything, templateCleaners[last]: // what is made safe stands here
			return
		case called, at[2] > filters, templateWords[name]:
			continue
		}
		if name = t.full(start, name); name != "" && name != "this" && !t.language.own[firstName(name)] {
			raw.Names = append(raw.Names, name)
		}
	}
	if len(raw.Names) == 0 {
		return
	}
	t.facts.Sinks++
	t.facts.Raws = append(t.facts.Raws, raw)
	t.facts.Signs = append(t.facts.Signs, Sign{Sink: raw.Sink, Of: short(oneLine(shown))})
}

// templateCleaners are filters and functions whose results are safe or no text.
var templateCleaners = words("escape e sanitize purify purifyHtml DOMPurify clean bleach nh3 striptags strip_tags escapejs tojson json_script markdown_safe length count include partial block render yield " +
	"component csrf_token csrf csrfField url_for url static asset t i18n trans translate gettext _ __ $t")

// templateWords are no variables.
var templateWords = words("true false null undefined if else not and or in is none None True False new typeof return await JSON Math Object String Number Date locals")

// full is a name as the code that renders the template has it: of what a loop's
// variable and the part around stand for.
func (t *templateReading) full(at int, name string) string {
	name, own := strings.CutPrefix(name, "../")
	name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(name, "@root."), "."), "locals.")
	inner := ""
	for _, part := range t.parts {
		if at >= part.start && at < part.end && part.of != "" && !own {
			inner = part.of
			break // the innermost ends first
		}
	}
	if rest, of := strings.CutPrefix(name, "this"); of {
		name = strings.TrimPrefix(rest, ".")
	}
	if inner != "" {
		name = strings.TrimSuffix(inner+"."+name, ".")
	}
	for range 4 {
		first := firstName(name)
		of, known := t.aliases[first]
		if !known || firstName(of) == first {
			break
		}
		name = of + name[len(first):]
	}
	return name
}

func firstName(path string) string {
	first, _, _ := strings.Cut(path, ".")
	return first
}
