package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// parsed reads a file of a checkout as a program.
func parsed(checkout, name, language string) (*program.File, error) {
	content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	file, err := lowering.Parse(language, content)
	if err != nil {
		return nil, fmt.Errorf("reading the labels of %s: %w", name, err)
	}
	return file, nil
}

// entry returns the value that an object literal gives to a name; nil without one.
func entry(object *program.Object, name string) program.Expression {
	for _, one := range object.Entries {
		if one.Name == name {
			return one.Value
		}
	}
	return nil
}

// constant returns the text that an expression is: a constant, dedent`…`, or
// ["…", "…"].join("\n").
func constant(in *program.Function, x program.Expression) (string, bool) {
	if text, ok := in.Constant(x); ok {
		return text, true
	}
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) != 1 {
		return "", false
	}
	switch callee := call.Callee.(type) {
	case *program.Name:
		if text, ok := in.Constant(call.Arguments[0].Value); ok && (callee.Name == "dedent" || callee.Name == "outdent") {
			return dedent(text), true
		}
	case *program.Member:
		list, ok := callee.X.(*program.List)
		between, constant := in.Constant(call.Arguments[0].Value)
		if !ok || !constant || callee.Name != "join" {
			return "", false
		}
		var lines []string
		for _, element := range list.Elements {
			line, ok := in.Constant(element)
			if !ok {
				return "", false
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, between), true
	}
	return "", false
}

// dedent takes off what all lines are indented by, and the empty first and last
// line.
func dedent(text string) string {
	lines := strings.Split(text, "\n")
	least := -1
	for _, line := range lines {
		if trimmed := strings.TrimLeft(line, " \t"); trimmed != "" && (least < 0 || len(line)-len(trimmed) < least) {
			least = len(line) - len(trimmed)
		}
	}
	for i, line := range lines {
		lines[i] = line[min(max(least, 0), len(line)):]
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
