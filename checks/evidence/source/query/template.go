package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Template is what a template reads of its variables.
// https://docs.djangoproject.com/en/stable/ref/templates/language/ https://jinja.palletsprojects.com/templates/
type Template struct {
	Scopes   []Scope   `json:"scopes"`             // the first is the template itself
	Reads    []Shows   `json:"reads,omitempty"`    // "order.customer.name"
	Includes []Include `json:"includes,omitempty"` // other templates that are written there
	Macros   []Macro   `json:"macros,omitempty"`
	Calls    []Invoked `json:"calls,omitempty"` // of macros
	Takes    []Taken   `json:"takes,omitempty"` // macros from other templates
}

// Scope is a part of a template that has a name more: that of a loop's element, or
// another one for something.
type Scope struct {
	Parent int    `json:"parent"`
	Name   string `json:"name,omitempty"`
	Of     string `json:"of,omitempty"` // the path that it stands for, or goes through
	// Parts are the names that an element is taken apart by: for time, order in …
	Parts []string `json:"parts,omitempty"`
	Each  bool     `json:"each,omitempty"` // it is a loop
	Line  int      `json:"line,omitempty"`
}

// Shows is what is read at one place.
type Shows struct {
	Scope int    `json:"s,omitempty"`
	Path  string `json:"p"`
	Line  int    `json:"l"`
}

// Include is another template that is written at one place.
type Include struct {
	Scope    int               `json:"s,omitempty"`
	Template string            `json:"template"`
	With     map[string]string `json:"with,omitempty"` // names that it gets, and their paths
	Only     bool              `json:"only,omitempty"` // it gets no others
}

// Macro is a part of a template that is written where it is called.
type Macro struct {
	Name   string   `json:"name"`
	Params []string `json:"params,omitempty"`
	Scope  int      `json:"s"`
}

// Invoked is a call of a macro.
type Invoked struct {
	Scope int      `json:"s,omitempty"`
	Name  string   `json:"name"`
	Args  []string `json:"args,omitempty"` // paths
	Line  int      `json:"l"`
}

// Taken is a macro that is taken from another template; of an empty name all of them.
type Taken struct {
	Template string `json:"template"`
	Name     string `json:"name,omitempty"`
	As       string `json:"as"`
}

// maxTemplate bounds the templates that are read, and maxShows what is kept of one.
const (
	maxTemplate = 1 << 20
	maxShows    = 600
)

var (
	templateTag   = regex.New(`(?s)\{%[-+]?\s*(\w+)(.*?)[-+]?%\}|\{\{[-+]?(.*?)[-+]?\}\}|\{#.*?#\}`)
	templatePath  = regex.New(`[A-Za-z_]\w*(?:\.\w+(?:\(\))?)*`)
	templateFor   = regex.New(`(?s)^\s*([\w\s,()]+?)\s+in\s+(.+?)\s*$`)
	templateText  = regex.New(`"[^"]*"|'[^']*'`)
	templateAlias = regex.New(`(\w+)\s*=\s*([A-Za-z_][\w.()]*)`)
	templateAs    = regex.New(`([A-Za-z_][\w.()]*)\s+as\s+(\w+)`)
	templateCall  = regex.New(`([A-Za-z_][\w.]*)\(([^()]*(?:\([^()]*\)[^()]*)*)\)`)
	plainPath     = regex.New(`^\s*[A-Za-z_]\w*(?:\.\w+(?:\(\))?)*\s*$`)
	comments      = regex.New(`(?s)\{%-?\s*comment\b.*?\bendcomment\s*-?%\}`)
)

// templateWords are no variables.
var templateWords = map[string]bool{
	"in": true, "is": true, "not": true, "and": true, "or": true, "if": true, "else": true, "as": true, "with": true, "only": true, "true": true, "false": true, "none": true,
	"True": true, "False": true, "None": true, "forloop": true, "loop": true, "by": true, "on": true, "off": true, "block": true, "for": true, "reversed": true, "sorted": true, "recursive": true,
	"_": true, "url": true, "static": true, "trans": true, "csrf_token": true, "super": true, "caller": true, "count": true, "defined": true, "settings": true, "request": true, "context": true, "ignore": true, "missing": true, "without": true,
}

// ReadTemplate returns what a template reads.
func ReadTemplate(content []byte) Facts {
	text := string(content)
	if len(content) > maxTemplate || !strings.Contains(text, "{%") && !strings.Contains(text, "{{") {
		return Facts{}
	}
	text = comments.ReplaceAllStringFunc(text, func(comment string) string { return strings.Repeat("\n", strings.Count(comment, "\n")) })
	t := &templateReader{made: Template{Scopes: []Scope{{Parent: -1}}}}
	line, last := 1, 0
	for _, at := range templateTag.FindAllStringSubmatchIndex(text, -1) {
		line += strings.Count(text[last:at[0]], "\n")
		last = at[0]
		t.line = line
		switch {
		case at[2] >= 0:
			t.tag(text[at[2]:at[3]], text[at[4]:at[5]])
		case at[6] >= 0:
			t.shown(text[at[6]:at[7]])
		}
	}
	if len(t.made.Reads)+len(t.made.Includes)+len(t.made.Calls) == 0 {
		return Facts{}
	}
	return Facts{Template: &t.made}
}

// templateReader is a template while it is read.
type templateReader struct {
	made  Template
	scope int
	open  []openPart
	line  int
}

// openPart is a part that is not closed yet, with the scope around it.
type openPart struct {
	tag   string
	scope int
}

func (t *templateReader) enter(tag string, scope Scope) {
	t.open = append(t.open, openPart{tag, t.scope})
	if scope.Name == "" && !scope.Each {
		return
	}
	scope.Parent, scope.Line = t.scope, t.line
	t.made.Scopes = append(t.made.Scopes, scope)
	t.scope = len(t.made.Scopes) - 1
}

func (t *templateReader) leave(tag string) {
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i].tag == tag {
			t.scope, t.open = t.open[i].scope, t.open[:i]
			return
		}
	}
}

func (t *templateReader) tag(name, rest string) {
	if end, is := strings.CutPrefix(name, "end"); is && end != "" {
		t.leave(end)
		return
	}
	switch name {
	case "for":
		t.loop(rest)
	case "with":
		t.reads(rest)
		aliases := pairs(rest)
		t.enter("with", Scope{})
		for _, alias := range aliases {
			t.named(alias[0], alias[1])
		}
	case "set":
		t.reads(rest)
		for _, alias := range pairs(rest) {
			t.named(alias[0], alias[1])
		}
	case "if", "block", "blocktrans", "blocktranslate", "filter", "autoescape", "spaceless", "cache":
		if name == "if" || strings.HasPrefix(name, "blocktrans") {
			t.reads(rest)
		}
		t.enter(name, Scope{})
		if strings.HasPrefix(name, "blocktrans") {
			for _, alias := range pairs(rest) {
				t.named(alias[0], alias[1])
			}
		}
	case "include", "extends", "includeblock", "include_block":
		t.include(rest)
	case "macro":
		t.macro(rest)
	case "from", "import":
		t.take(name, rest)
	default:
		t.reads(rest)
		t.calls(rest)
		t.invoked(name, rest)
	}
}

// invoked notes a tag of the application's own with what it is given.
func (t *templateReader) invoked(name, rest string) {
	made := Invoked{Scope: t.scope, Name: name, Line: t.line}
	rest = templateText.ReplaceAllString(rest, "0")
	found := false
	for _, word := range strings.Fields(rest) {
		if word == "as" {
			break
		}
		if strings.Contains(word, "=") || !plainPath.MatchString(word) {
			word = ""
		}
		found = found || word != ""
		made.Args = append(made.Args, word)
	}
	if found && len(t.made.Calls) < maxShows && name != "url" && name != "trans" {
		t.made.Calls = append(t.made.Calls, made)
	}
}

// named gives a path another name, up to the end of the part that it stands in.
func (t *templateReader) named(name, of string) {
	t.made.Scopes = append(t.made.Scopes, Scope{Parent: t.scope, Name: name, Of: of, Line: t.line})
	t.scope = len(t.made.Scopes) - 1
}

// pairs are the names that a tag gives: a=b.c, and b.c as a.
func pairs(rest string) [][2]string {
	rest = templateText.ReplaceAllString(rest, "0")
	var found [][2]string
	for _, one := range templateAlias.FindAllStringSubmatch(rest, 20) {
		found = append(found, [2]string{one[1], one[2]})
	}
	for _, one := range templateAs.FindAllStringSubmatch(rest, 5) {
		found = append(found, [2]string{one[2], one[1]})
	}
	return found
}

func (t *templateReader) loop(rest string) {
	parts := templateFor.FindStringSubmatch(rest)
	if parts == nil {
		t.enter("for", Scope{})
		return
	}
	over, _, _ := strings.Cut(parts[2], " if ")
	over, filters, _ := strings.Cut(over, "|")
	over = strings.TrimSpace(over)
	names := strings.FieldsFunc(parts[1], func(r rune) bool { return strings.ContainsRune(" ,()", r) })
	if filters != "" && strings.Contains(filters, "groupby") || strings.Contains(filters, "regroup") || len(names) == 0 {
		t.enter("for", Scope{})
		return
	}
	if inner := templateCall.FindStringSubmatch(over); inner != nil && !plainPath.MatchString(over) { // paginated(orders)
		over = strings.TrimSpace(inner[2])
		if strings.Contains(inner[1], ".") {
			over = inner[1]
		}
	}
	over = strings.TrimSuffix(over, " reversed")
	if !plainPath.MatchString(over) {
		over = ""
	}
	scope := Scope{Name: names[len(names)-1], Of: over, Each: true}
	if len(names) > 1 {
		scope.Name, scope.Parts = "", names
	}
	t.reads(parts[2])
	t.enter("for", scope)
}

func (t *templateReader) include(rest string) {
	quoted := templateText.FindString(rest)
	if quoted == "" || len(t.made.Includes) >= maxShows {
		return
	}
	made := Include{Scope: t.scope, Template: strings.Trim(quoted, `"'`)}
	behind := rest[strings.Index(rest, quoted)+len(quoted):]
	for _, alias := range pairs(behind) {
		if made.With == nil {
			made.With = map[string]string{}
		}
		made.With[alias[0]] = alias[1]
	}
	made.Only = strings.HasSuffix(strings.TrimSpace(behind), " only")
	t.reads(behind)
	t.made.Includes = append(t.made.Includes, made)
}

func (t *templateReader) macro(rest string) {
	name, params, ok := strings.Cut(strings.TrimSpace(rest), "(")
	t.enter("macro", Scope{Name: "\x00" + name})
	if !ok {
		return
	}
	made := Macro{Name: strings.TrimSpace(name), Scope: t.scope}
	for _, param := range strings.Split(strings.TrimSuffix(strings.TrimSpace(params), ")"), ",") {
		plain, _, _ := strings.Cut(param, "=")
		made.Params = append(made.Params, strings.TrimSpace(plain))
	}
	t.made.Macros = append(t.made.Macros, made)
}

// takenAs matches the name that a template is taken under.
var takenAs = regex.New(`\bas\s+(\w+)`)

// take reads {% from "a.html" import b, c as d %} and {% import "a.html" as x %}.
func (t *templateReader) take(tag, rest string) {
	quoted := templateText.FindString(rest)
	if quoted == "" {
		return
	}
	template := strings.Trim(quoted, `"'`)
	behind := rest[strings.Index(rest, quoted)+len(quoted):]
	if tag == "import" {
		if found := takenAs.FindStringSubmatch(behind); found != nil {
			t.made.Takes = append(t.made.Takes, Taken{Template: template, As: found[1]})
		}
		return
	}
	_, names, _ := strings.Cut(behind, "import")
	for _, one := range strings.Split(strings.TrimSuffix(strings.TrimSpace(names), "with context"), ",") {
		words := strings.Fields(one)
		if len(words) == 1 || len(words) == 3 {
			t.made.Takes = append(t.made.Takes, Taken{Template: template, Name: words[0], As: words[len(words)-1]})
		}
	}
}

// shown reads what is written into the page: the text of an object is asked for too.
func (t *templateReader) shown(text string) {
	first, filters, _ := strings.Cut(text, "|")
	filter, _, _ := strings.Cut(filters, "|") // the others are given what the first one makes of it
	name, _, _ := strings.Cut(strings.TrimSpace(filter), ":")
	name, _, _ = strings.Cut(name, "(")
	if name != "" && plainPath.MatchString(first) && len(t.made.Calls) < maxShows {
		t.made.Calls = append(t.made.Calls, Invoked{Scope: t.scope, Name: name, Args: []string{strings.TrimSpace(first)}, Line: t.line})
	}
	if plainPath.MatchString(first) {
		t.read(strings.TrimSpace(first) + ".__str__()")
	}
	t.reads(text)
	t.calls(text)
}

// calls notes the calls of macros.
func (t *templateReader) calls(text string) {
	for _, one := range templateCall.FindAllStringSubmatch(text, 20) {
		if len(t.made.Calls) >= maxShows || strings.TrimSpace(one[2]) == "" {
			continue
		}
		made := Invoked{Scope: t.scope, Name: one[1], Line: t.line}
		for _, argument := range strings.Split(one[2], ",") {
			argument = strings.TrimSpace(argument)
			if !plainPath.MatchString(argument) {
				argument = ""
			}
			made.Args = append(made.Args, argument)
		}
		t.made.Calls = append(t.made.Calls, made)
	}
}

// reads notes every path in an expression.
func (t *templateReader) reads(text string) {
	text = templateText.ReplaceAllString(text, "0")
	for _, at := range templatePath.FindAllStringIndex(text, 60) {
		path := text[at[0]:at[1]]
		before := strings.TrimRight(text[:at[0]], " ")
		behind := strings.TrimLeft(text[at[1]:], " ")
		switch {
		case strings.HasSuffix(before, "|"), at[0] > 0 && strings.ContainsRune("0123456789.", rune(text[at[0]-1])), // a filter, a number's end
			strings.HasPrefix(behind, "=") && !strings.HasPrefix(behind, "=="): // a name that is given
			continue
		case strings.HasPrefix(behind, "("): // order.has_paid(user)
			if !strings.Contains(path, ".") {
				continue
			}
			path += "()"
		}
		t.read(path)
	}
}

func (t *templateReader) read(path string) {
	first, _, more := strings.Cut(path, ".")
	if !more || templateWords[first] || len(t.made.Reads) >= maxShows || len(path) > maxPathLen ||
		slices.ContainsFunc(t.made.Reads, func(known Shows) bool { return known.Path == path && known.Scope == t.scope }) {
		return
	}
	t.made.Reads = append(t.made.Reads, Shows{t.scope, path, t.line})
}
