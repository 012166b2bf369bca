package scenario

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config"
)

// path compiles what is asked for.
func (c *compiler) path(node *yaml.Node) template {
	text := c.text(node, "path")
	variable := variablePattern.FindString(text)
	switch {
	case c.smoke && strings.Contains(text, "${"), config.SecretReference.MatchString(text):
		c.report(node, "a secret stands in a path, which services and what is before them write into logs", "send it in a header or in the body")
		return template{}
	case text == "":
		return template{}
	case strings.Contains(text, "://") && !strings.HasPrefix(text, "/"):
		c.report(node, fmt.Sprintf("path is an address, %q", shorten(text)), "write the path alone: all steps go to one service")
		return template{}
	case variable == text && !strings.HasPrefix(text, "{{"):
		made, err := c.scope.compile(text, wholeTarget)
		if err != nil {
			c.unknown(node, err)
		}
		return made
	case !strings.HasPrefix(text, "/"):
		c.report(node, fmt.Sprintf("path is %q", shorten(text)), "begin it with /")
		return template{}
	case strings.ContainsFunc(text, func(letter rune) bool { return letter <= ' ' || letter >= 0x7f || letter == '#' }):
		c.report(node, fmt.Sprintf("path holds what a URL cannot, %q", shorten(text)), "write it percent-encoded, such as %20 for a space, and leave out what follows #")
		return template{}
	}
	var made template
	made.add(c.options.Prefix)
	before, query, asks := strings.Cut(text, "?")
	for _, piece := range []struct {
		text  string
		write writer
	}{{before, inPath}, {query, inQuery}} {
		compiled, err := c.scope.compile(piece.text, piece.write)
		if err != nil {
			c.unknown(node, err)
			return template{}
		}
		made.join(compiled)
		if asks {
			made.add("?")
			asks = false
		}
	}
	return made
}

// body compiles what is sent, in the form of its type.
func (c *compiler) body(step *Step, spec *stepSpec, headers *[]header) template {
	if spec.body == nil {
		return template{}
	}
	text, kind := c.text(spec.body, "body"), ""
	for _, one := range *headers {
		if one.name == "Content-Type" {
			kind = strings.ToLower(one.text)
		}
	}
	if kind == "" && strings.ContainsAny(text[:min(1, len(text))], "{[") {
		kind = "application/json"
		*headers = append(*headers, header{"Content-Type", kind, literal(kind)})
	}
	write := writer(plain)
	switch {
	case strings.Contains(kind, "json"):
		write = inJSON
	case strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		write = inQuery
	}
	made, err := c.scope.compile(text, write)
	if err != nil {
		c.unknown(spec.body, err)
	}
	return made
}
