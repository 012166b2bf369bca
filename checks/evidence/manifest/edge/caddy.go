package edge

import "strings"

// OfCaddy tells what a Caddyfile does, by its lines.
// https://caddyserver.com/docs/caddyfile/directives
func OfCaddy(path, content string) Server {
	s := Server{By: "Caddy", Path: path}
	number, inHeader, inProxy, open := 0, -1, -1, 0
	var proxy *Upstream
	for line := range strings.Lines(content) {
		number++
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") || len(line) > 2000 {
			continue
		}
		opens := words[len(words)-1] == "{"
		if opens {
			words = words[:len(words)-1]
		}
		switch name := first(words); {
		case name == "}":
			if open--; open <= inHeader {
				inHeader = -1
			}
			if open <= inProxy {
				proxy, inProxy = nil, -1
			}
		case inHeader >= 0 && open > inHeader:
			s.caddyHeader(words, number)
		case name == "header":
			if opens {
				inHeader = open
			} else if words = words[1:]; len(words) > 0 && (strings.HasPrefix(words[0], "/") || words[0] == "*" || strings.HasPrefix(words[0], "@")) {
				s.caddyHeader(words[1:], number)
			} else {
				s.caddyHeader(words, number)
			}
		case name == "rate_limit":
			s.Limits = append(s.Limits, Limit{Line: number})
		case name == "cache":
			s.Caches = append(s.Caches, number)
		case name == "reverse_proxy":
			s.Upstreams = append(s.Upstreams, Upstream{Name: "reverse_proxy", Line: number, Servers: backends(words[1:])})
			if opens {
				proxy, inProxy = &s.Upstreams[len(s.Upstreams)-1], open
			}
		case proxy != nil && (name == "to" || name == "dynamic"):
			proxy.Servers = append(proxy.Servers, backends(words[1:])...)
		case proxy != nil && (name == "health_uri" || name == "health_path" || name == "fail_duration"):
			proxy.Checked = true
		}
		if opens {
			open++
		}
	}
	return s
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func backends(words []string) []string {
	var found []string
	for _, word := range words {
		if !strings.HasPrefix(word, "/") && !strings.HasPrefix(word, "@") && word != "*" {
			found = append(found, word)
		}
	}
	return found
}

// caddyHeader notes `NAME VALUE`, with what may stand before the name; one that is taken
// away is none.
func (s *Server) caddyHeader(words []string, line int) {
	if len(words) < 2 || strings.HasPrefix(words[0], "-") {
		return
	}
	name := strings.ToLower(strings.Trim(words[0], `"+?>`))
	s.Headers = append(s.Headers, Header{Name: name, Line: line, Always: true})
	if name == "cache-control" && keeps(strings.Join(words[1:], " ")) {
		s.Caches = append(s.Caches, line)
	}
}
