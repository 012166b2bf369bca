package security

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/taint"
)

// weakness is a class of attack in words.
type weakness struct {
	cwe  int
	what string // what untrusted data does: "becomes a part of an SQL query"
	mend string // where no library is known
}

// weaknesses by class; https://cwe.mitre.org describes each.
var weaknesses = map[taint.Class]weakness{
	taint.SQL:         {89, "becomes a part of an SQL query", "Hand values over as parameters, and choose names of columns and directions from a list."},
	taint.NoSQL:       {943, "becomes a part of a query, where an object like `{\"$ne\": null}` changes its meaning", "Make it a string first (`String(x)`), or let a schema reject what is none."},
	taint.Markup:      {79, "becomes a part of a page without being escaped", "Let a template that escapes put it in, or escape it for HTML first."},
	taint.Path:        {22, "becomes a part of a path, so that `../` leads elsewhere", "Take the base name of it, or resolve the path and check that it is still below its folder."},
	taint.Command:     {78, "becomes a part of a command", "Run the program without a shell, with its arguments as a list."},
	taint.Code:        {95, "is run as code", "Parse it as data (JSON), or choose what to do from a list."},
	taint.Request:     {918, "decides which host this server asks", "Choose the host from a list of those that are allowed, and put only the rest of the address together."},
	taint.Redirect:    {601, "decides where people are sent", "Choose the target from a list, or allow paths of this site alone: one `/` that no second one or `\\` follows."},
	taint.Deserialise: {502, "is deserialised in a format that can build any object", "Use a format of plain data (JSON) and check it against a schema."},
	taint.Prototype:   {1321, "decides names of an object's properties, `__proto__` too", "Use a `Map`, `Object.create(null)`, or a list of allowed names."},
	taint.Template:    {1336, "is compiled as a template", "Keep the template constant, and hand the data over as its variables."},
	taint.Entities:    {611, "is parsed as XML with external entities", "Turn external entities off (`noent: false`, `resolve_entities=False`, defusedxml)."},
}

// libraries are the safe variants by library.
var libraries = map[string]string{
	"query":         "Hand values over as parameters: `query('… WHERE id = $1', [id])`, with `?` for MySQL and SQLite.",
	"prisma":        "Use the tagged template, which makes parameters: prisma.$queryRaw`… WHERE id = ${id}`.",
	"sequelize":     "Use `replacements` or `bind`: `sequelize.query('… WHERE id = :id', { replacements: { id } })`.",
	"knex":          "Use bindings: `knex.raw('… = ?', [value])`, `whereRaw('… = ?', [value])`; `??` for names.",
	"typeorm":       "Use parameters: `.where('order.name = :name', { name })`.",
	"mongo":         "Make it a string first (`String(x)`), let a schema reject objects, and use no `$where`.",
	"graphql":       "Hand the value over as a variable: `graphql(`query ($id: ID!) { … }`, { id })`.",
	"ldap":          "Escape the value for a filter (RFC 4515), or build the filter of objects: `new EqualityFilter({ attribute, value })`.",
	"cursor":        "Hand values over as parameters: `cursor.execute(\"… WHERE id = %s\", [id])`, with `?` for SQLite.",
	"django":        "Use the ORM's filters, or parameters: `raw(\"… WHERE name = %s\", [name])`; for markup `format_html(\"<b>{}</b>\", name)` or a template.",
	"alchemy":       "Use bound parameters: `text(\"… WHERE id = :id\").bindparams(id=id)`, or `select(…).where(…)`.",
	"database/sql":  "Hand values over as parameters: `db.QueryContext(ctx, \"… WHERE id = $1\", id)`, with `?` for MySQL and SQLite.",
	"gorm":          "Hand values over as parameters: `Where(\"name = ?\", name)`; choose what to order by from a list.",
	"execFile":      "Use `execFile` or `spawn` without a shell: `execFile('ping', ['-c', '1', host])`, and let no argument begin with `-`.",
	"subprocess":    "Use a list without a shell: `subprocess.run([\"ping\", \"-c\", \"1\", host])`; where a shell is needed, `shlex.quote(x)`.",
	"exec":          "Keep the program constant and leave the shell out: `exec.Command(\"ping\", \"-c\", \"1\", host)`.",
	"bson":          "Decode what comes in into a struct of strings and numbers, and build the filter of its fields: `bson.D{{\"name\", body.Name}}`.",
	"option":        "Put `--` before what comes from outside, or refuse what begins with `-`, so that it cannot be an option.",
	"sendFile":      "Give a root: `res.sendFile(name, { root: folder })`.",
	"send_file":     "Use `send_from_directory(folder, name)`.",
	"path":          "Take the base name of it, or resolve it and check that it stays below its folder before it is used.",
	"send":          "Answer with JSON (`res.json`), with a template that escapes, or escape it first.",
	"dom":           "Use `textContent`, or `DOMPurify.sanitize(html)` where it has to be markup.",
	"react":         "Render it as a child (`{text}`), or `DOMPurify.sanitize(html)` where it has to be markup.",
	"angular":       "Bind it (`{{ text }}`, `[innerHTML]`), which Angular sanitises by itself; bypass that for constants alone.",
	"flask":         "Use `render_template` with a file that ends in .html, or `markupsafe.escape(x)`.",
	"html/template": "Let `html/template` put it in, or `html.EscapeString(x)`.",
	"ejs":           "Use `<%= x %>`, which escapes, or sanitise it first (`sanitize-html`, DOMPurify) where it has to be markup.",
	"pug":           "Use `p= x` and `#{x}`, which escape, or sanitise it first (`sanitize-html`, DOMPurify) where it has to be markup.",
	"handlebars":    "Use `{{x}}`, which escapes, or sanitise it first (`sanitize-html`, DOMPurify) where it has to be markup.",
	"jinja":         "Take `|safe` away and leave `autoescape` on, or sanitise it first (`nh3.clean(x)`) where it has to be markup.",
	"yaml":          "Use `yaml.safe_load(x)`.",
	"pickle":        "Use JSON and a schema: pickle, marshal and dill run code while they load.",
}

// message tells of the flow: what comes in, by which way, and where it does harm.
func (i injection) message() string {
	flow := i.found.Flow
	text := fmt.Sprintf("%s (line %d) %s: `%s`", coded(flow.Source.What), flow.Source.Line, weaknesses[flow.Sink.Class].what, plainCode(flow.Sink.Callee))
	if flow.Source.Path != i.found.Path {
		text = fmt.Sprintf("%s (%s:%d) %s: `%s`", coded(flow.Source.What), flow.Source.Path, flow.Source.Line, weaknesses[flow.Sink.Class].what, plainCode(flow.Sink.Callee))
	}
	var steps []string
	for _, step := range flow.Steps {
		place := fmt.Sprintf("line %d", step.Line)
		if step.Path != i.found.Path {
			place = fmt.Sprintf("%s:%d", step.Path, step.Line)
		}
		steps = append(steps, fmt.Sprintf("%s (%s)", coded(step.What), place))
	}
	if len(steps) > 0 {
		text += "; by way of " + strings.Join(steps, ", then ")
	}
	if !flow.Sure {
		text = "Likely: " + text
	}
	switch i.class {
	case checks.ClassProduction:
	default:
		text += fmt.Sprintf(", in a file of the class %s", i.class)
	}
	if !i.isNew {
		text += ", there before this release"
	}
	if i.allow != nil {
		if i.allow.Reason == "" {
			return text + "; allowed by a comment that gives no reason"
		}
		return text + "; allowed by a comment: " + i.allow.Reason
	}
	return text
}

// remedy is the safe variant for the library at hand, and where to read on.
func (i injection) remedy() string {
	if i.allow != nil {
		if i.allow.Reason == "" {
			return "Say why: `golive-allow injection: reason`."
		}
		return ""
	}
	return remedyOf(i.found.Flow.Sink)
}

func remedyOf(sink taint.Sink) string {
	known := weaknesses[sink.Class]
	mend, found := libraries[sink.Remedy]
	if !found {
		mend = known.mend
	}
	return fmt.Sprintf("%s CWE-%d: https://cwe.mitre.org/data/definitions/%d.html", mend, known.cwe, known.cwe)
}

// signFinding tells of a place that takes anything as it is.
func signFinding(path string, sign taint.Sign) checks.Finding {
	rule := RuleInjection + string(sign.Sink.Class)
	return checks.Finding{
		Rule: rule, Severity: checks.SeverityWarning, Path: path, Line: sign.Sink.Line, EndLine: sign.Sink.EndLine, Column: sign.Sink.Column,
		Message: fmt.Sprintf("`%s` takes %s as it is; no untrusted data is seen to come here, and none may ever", plainCode(sign.Sink.Callee), coded(sign.Of)),
		Remedy:  remedyOf(sign.Sink) + " If it is safe: `golive-allow injection: reason` on this line or the one before.",
		Grade:   checks.E2, Fingerprint: checks.Fingerprint(rule, path, sign.Sink.Text, "sign"),
	}
}

func coded(code string) string { return "`" + plainCode(code) + "`" }

// plainCode is a piece of code that stands between backticks.
func plainCode(code string) string { return strings.ReplaceAll(code, "`", "'") }
