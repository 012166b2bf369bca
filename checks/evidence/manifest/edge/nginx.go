package edge

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Directive is one of nginx's: a name, what follows it, and where it opens a block what
// stands in there.
type Directive struct {
	Name  string
	Args  []string
	Line  int // from 1
	Block []Directive
	Opens bool // it has a block, be that empty
}

const (
	maxDirectives = 50_000
	deepestBlock  = 40
)

// ErrNginx is what is wrong with a file that is no configuration of nginx.
var ErrNginx = errors.New("it is no configuration of nginx")

var nginxName = regex.New(`(?i)(?:^|/)nginx[^/]*\.conf[\w.]*$|\.conf(?:\.(?:template|tmpl|j2|erb))?$|(?:^|/)nginx/[^/]*\.(?:conf|template|tmpl)[^/]*$|(?:^|/)(?:sites-(?:available|enabled))/[^/]+$`)

// Named reports whether a path can be one of what is read here.
func Named(name string) bool { return nginxName.MatchString(name) || caddyNamed(name) }

func caddyNamed(name string) bool { return strings.HasPrefix(path.Base(name), "Caddyfile") }

// Nginx reads a configuration of nginx, or a part of one that others include. What is
// filled in before nginx starts (`${NAME}`, `{{ name }}`) is left as it stands.
// https://nginx.org/en/docs/beginners_guide.html#conf_structure
func Nginx(content string) ([]Directive, error) {
	r := nginxReader{text: content, line: 1}
	block, err := r.block(0)
	if err != nil {
		return nil, err
	}
	if len(block) == 0 {
		return nil, ErrNginx
	}
	return block, nil
}

type nginxReader struct {
	text  string
	at    int
	line  int
	count int
}

// block reads directives up to the end of their block.
func (r *nginxReader) block(depth int) ([]Directive, error) {
	if depth > deepestBlock {
		return nil, fmt.Errorf("%w: more than %d blocks one inside of the other", ErrNginx, deepestBlock)
	}
	var all []Directive
	var words []string
	first := 0
	for {
		word, kind, err := r.next()
		if err != nil {
			return nil, err
		}
		switch kind {
		case aWord:
			if len(words) == 0 {
				first = r.line - strings.Count(word, "\n")
			}
			words = append(words, word)
			continue
		case anEnd:
			if depth > 0 || len(words) > 0 {
				return nil, fmt.Errorf("%w: line %d ends in the middle", ErrNginx, r.line)
			}
			return all, nil
		case aClosing:
			if depth == 0 || len(words) > 0 {
				return nil, fmt.Errorf("%w: line %d has a } too many", ErrNginx, r.line)
			}
			return all, nil
		}
		if len(words) == 0 {
			return nil, fmt.Errorf("%w: line %d begins with no name", ErrNginx, r.line)
		}
		if r.count++; r.count > maxDirectives {
			return nil, fmt.Errorf("%w: more than %d directives", ErrNginx, maxDirectives)
		}
		one := Directive{Name: words[0], Args: words[1:], Line: first}
		if kind == anOpening {
			one.Opens = true
			if one.Block, err = r.inside(one.Name, depth); err != nil {
				return nil, err
			}
		}
		all, words = append(all, one), nil
	}
}

// inside reads a block; one of Lua is passed over.
func (r *nginxReader) inside(name string, depth int) ([]Directive, error) {
	if !strings.HasSuffix(name, "_by_lua_block") {
		return r.block(depth + 1)
	}
	for open := 1; open > 0; r.at++ {
		if r.at >= len(r.text) {
			return nil, fmt.Errorf("%w: line %d ends in the middle", ErrNginx, r.line)
		}
		switch r.text[r.at] {
		case '{':
			open++
		case '}':
			open--
		case '\n':
			r.line++
		}
	}
	return nil, nil
}

type token int

const (
	aWord token = iota
	aStop
	anOpening
	aClosing
	anEnd
)

// next reads one word or mark.
func (r *nginxReader) next() (string, token, error) {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '\n':
			r.line++
			r.at++
		case c == ' ' || c == '\t' || c == '\r':
			r.at++
		case c == '#':
			if end := strings.IndexByte(r.text[r.at:], '\n'); end >= 0 {
				r.at += end
			} else {
				r.at = len(r.text)
			}
		case c == ';':
			r.at++
			return "", aStop, nil
		case c == '{' && !strings.HasPrefix(r.text[r.at:], "{{") && !strings.HasPrefix(r.text[r.at:], "{%"):
			r.at++
			return "", anOpening, nil
		case c == '}':
			r.at++
			return "", aClosing, nil
		case c == '"' || c == '\'':
			return r.quoted(c)
		default:
			return r.plain(), aWord, nil
		}
	}
	return "", anEnd, nil
}

// quoted reads a text between quotes.
func (r *nginxReader) quoted(quote byte) (string, token, error) {
	var text strings.Builder
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '\\' && r.at+1 < len(r.text):
			r.at++
			text.WriteByte(r.text[r.at])
			if r.text[r.at] == '\n' {
				r.line++
			}
		case c == quote:
			r.at++
			return text.String(), aWord, nil
		default:
			if c == '\n' {
				r.line++
			}
			text.WriteByte(c)
		}
	}
	return "", anEnd, fmt.Errorf("%w: a quote is not closed at line %d", ErrNginx, r.line)
}

// plain reads a word without quotes; `${NAME}` and `{{ name }}` are parts of one.
func (r *nginxReader) plain() string {
	start := r.at
	for r.at < len(r.text) {
		rest := r.text[r.at:]
		for _, pair := range [][2]string{{"${", "}"}, {"{{", "}}"}, {"{%", "%}"}} {
			if !strings.HasPrefix(rest, pair[0]) {
				continue
			}
			if end := strings.Index(rest, pair[1]); end > 0 && !strings.Contains(rest[:end], "\n") {
				r.at += end + len(pair[1])
				rest = r.text[r.at:]
			}
			break
		}
		if rest == "" {
			break
		}
		if c := rest[0]; c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == '}' || c == '{' && r.at > start {
			break
		}
		if rest[0] == '\\' && len(rest) > 1 && rest[1] != '\n' {
			r.at++
		}
		r.at++
	}
	return r.text[start:r.at]
}
