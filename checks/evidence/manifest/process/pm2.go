package process

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

var (
	exported = regex.New(`(?m)^\s*(?:module\.exports\s*=|export\s+default)\s*`)
	listed   = regex.New(`\bapps\b["']?\s*[:=]\s*\[`)
)

// pm2 reads an ecosystem file (https://pm2.keymetrics.io/docs/usage/application-declaration/).
// A literal of JavaScript without its comments is all but YAML; what is computed is not
// read.
func (f *File) pm2(text string) {
	if strings.HasSuffix(f.Path, "js") || strings.HasSuffix(f.Path, "json5") || strings.HasSuffix(f.Path, ".json") {
		text = literal(text)
	}
	roots, err := node.Parse([]byte(text))
	if err != nil || len(roots) == 0 {
		f.Unread = "it is no plain list of programs: what it computes is not read"
		return
	}
	apps := node.Field(roots[0], "apps")
	list := node.Items(apps)
	if apps == nil {
		list = node.Items(roots[0])
	}
	if apps != nil && apps.Kind == yaml.MappingNode {
		list = []*yaml.Node{apps}
	}
	for _, app := range list {
		if node.Field(app, "script") == nil && node.Field(app, "name") == nil {
			continue
		}
		program := Program{Line: app.Line, Name: node.Text(node.Field(app, "name")), Command: node.Text(node.Field(app, "script")), Restarts: Yes, Instances: node.Text(node.Field(app, "instances"))}
		for _, setting := range []string{"autorestart", "auto_restart"} {
			if at := node.Field(app, setting); at != nil {
				program.Restart, program.RestartAt = node.Text(at), at.Line
				if program.Restart == "false" {
					program.Restarts = No
				}
			}
		}
		program.Memory = node.Field(app, "max_memory_restart") != nil
		program.Once = node.Field(app, "cron_restart") != nil && program.Restarts == No
		f.Programs = append(f.Programs, program)
	}
	if len(f.Programs) == 0 {
		f.Unread = "it is no plain list of programs: what it computes is not read"
	}
}

// literal returns the value that a file of JavaScript exports, with all lines where
// they were, or the list of programs in it.
func literal(text string) string {
	text = withoutComments(text)
	if at := exported.FindStringIndex(text); at != nil && strings.HasPrefix(strings.TrimSpace(text[at[1]:]), "{") {
		return blank(text[:at[1]]) + balanced(text[at[1]:])
	}
	if at := listed.FindStringIndex(text); at != nil {
		return blank(text[:at[1]-1]) + balanced(text[at[1]-1:])
	}
	return text
}

// blank keeps nothing but the ends of lines.
func blank(text string) string { return strings.Repeat("\n", strings.Count(text, "\n")) }

// scan goes through text, and says for each byte whether it stands in a string.
func scan(text string, visit func(index int, quoted bool) bool) {
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		inside := quote != 0
		switch {
		case quote != 0 && text[i] == '\\':
			if !visit(i, true) {
				return
			}
			i++
		case quote != 0 && text[i] == quote:
			quote = 0
		case quote == 0 && (text[i] == '"' || text[i] == '\'' || text[i] == '`'):
			quote, inside = text[i], true
		}
		if i < len(text) && !visit(i, inside) {
			return
		}
	}
}

// balanced returns the text up to where its first bracket is closed, with tabs, which
// YAML does not take for space, as spaces.
func balanced(text string) string {
	depth, end := 0, len(text)
	scan(text, func(i int, quoted bool) bool {
		if quoted {
			return true
		}
		switch text[i] {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth--; depth == 0 {
				end = i + 1
				return false
			}
		}
		return true
	})
	return strings.ReplaceAll(text[:end], "\t", " ")
}

// withoutComments replaces comments by spaces.
func withoutComments(text string) string {
	out := []byte(text)
	quote := byte(0)
	for i := 0; i < len(out); i++ {
		switch {
		case quote != 0:
			if out[i] == '\\' {
				i++
			} else if out[i] == quote {
				quote = 0
			}
		case out[i] == '"' || out[i] == '\'' || out[i] == '`':
			quote = out[i]
		case strings.HasPrefix(text[i:], "//"):
			i = cover(out, i, strings.IndexByte(text[i:], '\n'))
		case strings.HasPrefix(text[i:], "/*"):
			end := strings.Index(text[i+2:], "*/")
			if end >= 0 {
				end += 4
			}
			i = cover(out, i, end)
		}
	}
	return string(out)
}

// cover puts spaces over some bytes, or over all that are left where their number is
// below 0, and returns the last.
func cover(out []byte, from, count int) int {
	end := len(out)
	if count >= 0 {
		end = from + count
	}
	for i := from; i < end; i++ {
		if out[i] != '\n' {
			out[i] = ' '
		}
	}
	return end - 1
}
