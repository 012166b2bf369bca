package route

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// normal writes a path with its parameters in braces: "/orders/{id}".
func normal(path, framework string, regex bool) string {
	if regex {
		path = unregex(path)
	}
	if strings.HasPrefix(path, "/^") || strings.HasPrefix(path, "/\\/") && strings.HasSuffix(path, "/") { // a regular expression of JavaScript's
		path = unregex(strings.Trim(path, "/"))
	}
	if at := strings.IndexByte(path, '?'); at > 0 && !strings.Contains(path, "{?}") && path[at-1] != '}' && !strings.HasPrefix(path[at:], "?/") && at < len(path)-1 {
		path = path[:at] // a query
	}
	var out []string
	for _, segment := range strings.Split(path, "/") {
		if segment != "" {
			out = append(out, normalSegment(segment))
		}
	}
	written := "/" + strings.Join(out, "/")
	if strings.HasSuffix(path, "/") && len(out) > 0 && keepsSlash[framework] {
		written += "/"
	}
	return written
}

// keepsSlash are the frameworks in which a slash at the end is another path.
var keepsSlash = words("django django-rest-framework net/http gin echo fastapi flask gorilla/mux httprouter")

var (
	colonParam   = regex.New(`:([A-Za-z_]\w*)(?:\([^)]*\)|\{[^}]*\})?[?+*]?`)
	angleParam   = regex.New(`<(?:[^<>:]+:)?([A-Za-z_]\w*)>`)
	bracketParam = regex.New(`^\[+(?:\.\.\.)?([\w-]+)\]+$`)
	braceParam   = regex.New(`\{(=?[\w.$/@-]+|\?|\*\w*|\.\.\.\w*|\w+\.\.\.)(?::[^{}]*(?:\{[^}]*\}[^{}]*)*)?\??\}`)
)

func normalSegment(segment string) string {
	switch {
	case segment == "*", segment == "**", strings.HasPrefix(segment, "*") && !strings.ContainsAny(segment[1:], "*."):
		return "{*}"
	case segment == "{$}":
		return ""
	case bracketParam.MatchString(segment):
		name := bracketParam.FindStringSubmatch(segment)[1]
		if strings.Contains(segment, "...") {
			return "{*}"
		}
		return "{" + name + "}"
	}
	segment = angleParam.ReplaceAllString(segment, "{$1}")
	segment = braceParam.ReplaceAllStringFunc(segment, func(one string) string {
		name := braceParam.FindStringSubmatch(one)[1]
		switch {
		case name == "?" || strings.HasPrefix(name, "="):
			return unknown
		case strings.HasPrefix(name, "*"), strings.Contains(name, "..."):
			return "{*}"
		}
		return "{" + name + "}"
	})
	return colonParam.ReplaceAllString(segment, "{$1}")
}

// unregex writes the regular expression of a path as a path: Django's
// "^orders/(?P<id>\d+)/?$".
func unregex(pattern string) string {
	var out strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '^', '$':
		case '\\':
			if i+1 < len(pattern) {
				i++
				switch pattern[i] {
				case 'd', 'w', 's', 'S', 'D', 'W':
					out.WriteString(unknown)
					i += quantifier(pattern[i+1:])
				case 'A', 'Z', 'z', 'b':
				default:
					out.WriteByte(pattern[i])
				}
			}
		case '{': // what is not known, or a parameter already
			end := strings.IndexByte(pattern[i:], '}')
			if end < 0 {
				return out.String()
			}
			out.WriteString(pattern[i : i+end+1])
			i += end
		case '(':
			end := closing(pattern, i)
			group := pattern[i+1 : end]
			switch {
			case strings.HasPrefix(group, "?P<"), strings.HasPrefix(group, "?<") && !strings.HasPrefix(group, "?<=") && !strings.HasPrefix(group, "?<!"):
				name, _, _ := strings.Cut(group[strings.IndexByte(group, '<')+1:], ">")
				out.WriteString("{" + name + "}")
			case strings.HasPrefix(group, "?:"):
				if strings.ContainsAny(group, "|") || !literal(group[2:]) {
					out.WriteString(unknown)
				} else if after := quantifier(pattern[min(end+1, len(pattern)):]); after == 0 {
					out.WriteString(unregex(group[2:]))
				}
			case strings.HasPrefix(group, "?"):
			default:
				out.WriteString(unknown)
			}
			i = end
			i += quantifier(pattern[min(i+1, len(pattern)):])
		case '[':
			end := strings.IndexByte(pattern[i:], ']')
			if end < 0 {
				return out.String()
			}
			i += end
			out.WriteString(unknown)
			i += quantifier(pattern[min(i+1, len(pattern)):])
		case '.':
			if i+1 < len(pattern) && quantifier(pattern[i+1:]) == 0 && i > 0 && wordByte(pattern[i-1]) && wordByte(pattern[i+1]) {
				out.WriteByte('.') // favicon.ico, meant as it stands
				continue
			}
			out.WriteString(unknown)
			i += quantifier(pattern[min(i+1, len(pattern)):])
		default:
			if after := quantifier(pattern[i+1:]); after > 0 {
				if c == '/' && pattern[i+1] == '?' { // an optional slash at the end
					i += after
					continue
				}
				i += after
			}
			out.WriteByte(c)
		}
	}
	return out.String()
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func literal(text string) bool { return !strings.ContainsAny(text, `\[](){}.*+?^$|`) }

// quantifier is the length of what says how often: "*", "+?", "{2,4}".
func quantifier(rest string) int {
	if rest == "" {
		return 0
	}
	switch rest[0] {
	case '*', '+', '?':
		if len(rest) > 1 && (rest[1] == '?' || rest[1] == '+') {
			return 2
		}
		return 1
	case '{':
		if end := strings.IndexByte(rest, '}'); end > 0 && rest[1] >= '0' && rest[1] <= '9' {
			return end + 1
		}
	}
	return 0
}

// closing is the place of the parenthesis that closes one.
func closing(pattern string, open int) int {
	depth := 0
	for i := open; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(pattern) - 1
}

// below reports whether a path is at or below a prefix, both normalised.
func below(path, prefix string) bool {
	prefix = strings.TrimSuffix(strings.TrimSuffix(prefix, "/"), "/{*}")
	prefix = strings.TrimSuffix(prefix, "{*}")
	if prefix == "" || prefix == "/" {
		return true
	}
	a, b := strings.Split(strings.Trim(path, "/"), "/"), strings.Split(strings.Trim(prefix, "/"), "/")
	if len(b) > len(a) {
		return false
	}
	for i, segment := range b {
		if !strings.EqualFold(segment, a[i]) && !strings.HasPrefix(segment, "{") && !strings.HasPrefix(a[i], unknown) {
			return false
		}
	}
	return true
}
