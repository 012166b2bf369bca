package scenario

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/golive-app/golive/config/regex"
)

// jsonPath leads to one value of a JSON text: user.name, items[0].id, $["a.b"].
type jsonPath struct {
	text string
	path string // as gjson has it
}

var pathElement = regex.New(`^(?:\.?([^.\[\]"'\s*]+)|\[([0-9]+)\]|\["([^"]+)"\]|\['([^']+)'\])`)

func parseJSONPath(text string) (jsonPath, error) {
	rest := strings.TrimPrefix(strings.TrimSpace(text), "$")
	if rest == "" {
		return jsonPath{}, errors.New("it names no value: write one like user.name or items[0].id")
	}
	if strings.ContainsAny(rest, "*?") || strings.Contains(rest, "..") {
		return jsonPath{}, errors.New("a path leads to one value: write one like items[0].id, without wildcards and filters")
	}
	var elements []string
	for rest != "" {
		found := pathElement.FindStringSubmatch(rest)
		if found == nil || strings.HasPrefix(found[0], ".") && len(elements) == 0 && !strings.HasPrefix(strings.TrimSpace(text), "$") {
			return jsonPath{}, fmt.Errorf("at %q: write it like user.name, items[0].id or [\"a.b\"]", shorten(rest))
		}
		if len(elements) > 0 && found[1] != "" && !strings.HasPrefix(found[0], ".") {
			return jsonPath{}, fmt.Errorf("at %q: a dot is missing", shorten(rest))
		}
		elements = append(elements, gjson.Escape(found[1]+found[2]+found[3]+found[4]))
		rest = rest[len(found[0]):]
	}
	return jsonPath{text, strings.Join(elements, ".")}, nil
}

// value returns what stands there: a string without its quotes, else as written.
func (p jsonPath) value(body []byte) (string, bool) {
	found := gjson.GetBytes(body, p.path)
	switch {
	case !found.Exists(), found.Type == gjson.Null:
		return "", false
	case found.Type == gjson.String:
		return found.Str, true
	default:
		return found.Raw, true
	}
}
