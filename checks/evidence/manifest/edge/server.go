package edge

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Server is what one file configures before the program.
type Server struct {
	By        string // "nginx" or "Caddy"
	Path      string
	Headers   []Header
	Limits    []Limit
	Caches    []int // lines that let answers be kept
	Upstreams []Upstream
}

// Empty reports whether nothing was found that anybody asks for.
func (s Server) Empty() bool {
	return len(s.Headers)+len(s.Limits)+len(s.Caches)+len(s.Upstreams) == 0
}

// Header is one that answers are given.
type Header struct {
	Name string // in lower case
	Line int
	// Always says that answers of errors have it too.
	Always bool
	// Lost are the lines of blocks inside in which it is not sent, for they set headers of
	// their own. https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header
	Lost []int
}

// Limit is a limit of rates or of connections.
type Limit struct {
	Line int
	// Idle says that it is declared and put before nothing.
	Idle bool
}

// Upstream is what requests are sent on to.
type Upstream struct {
	Name    string
	Line    int
	Servers []string
	// Keepalive is how many connections are kept open; 0: none are.
	Keepalive int
	Idle      int  // seconds that one of them may do nothing; 0: nothing is said
	Checked   bool // it is asked whether it is well
}

// OfNginx tells what directives of nginx do.
func OfNginx(path string, directives []Directive) Server {
	s := Server{By: "nginx", Path: path}
	w := nginxWalk{server: &s, zones: map[string]int{}, used: map[string]bool{}}
	w.walk(directives, nil, 0)
	for _, one := range w.passes {
		if !slices.ContainsFunc(s.Upstreams, func(known Upstream) bool { return known.Name == one.Name }) {
			s.Upstreams = append(s.Upstreams, one)
		}
	}
	for zone, at := range w.zones {
		if !w.used[zone] && w.serves {
			s.Limits[at].Idle = true
		} else {
			s.Limits[at].Line = 0 // it only declares what others put before something
		}
	}
	s.Limits = slices.DeleteFunc(s.Limits, func(one Limit) bool { return one.Line == 0 })
	return s
}

type nginxWalk struct {
	server *Server
	zones  map[string]int // index of the limit that declares it, by name
	used   map[string]bool
	serves bool // a server or location is in the file
	passes []Upstream
}

// passed is the host that requests are handed to; empty where it is only known then.
func passed(args []string) string {
	if len(args) == 0 || strings.ContainsAny(args[0], "${") {
		return ""
	}
	host := args[0]
	if _, after, is := strings.Cut(host, "://"); is {
		host = after
	}
	host, _, _ = strings.Cut(host, "/")
	if strings.HasPrefix(host, "unix:") {
		return ""
	}
	return host
}

// walk reads a block. inherited are the headers that blocks around it set, as indexes.
func (w *nginxWalk) walk(block []Directive, inherited []int, opened int) {
	var own []int
	for _, one := range block {
		if one.Name == "add_header" || one.Name == "more_set_headers" {
			own = append(own, w.header(one)...)
		}
	}
	if slices.ContainsFunc(block, func(one Directive) bool { return one.Name == "add_header" }) {
		for _, index := range inherited {
			header := &w.server.Headers[index]
			if !slices.ContainsFunc(own, func(mine int) bool { return w.server.Headers[mine].Name == header.Name }) {
				header.Lost = append(header.Lost, opened)
			}
		}
		inherited = own
	} else {
		inherited = append(slices.Clone(inherited), own...)
	}
	for _, one := range block {
		switch one.Name {
		case "limit_req_zone", "limit_conn_zone":
			if name := zoneOf(one.Args); name != "" {
				w.zones[name] = len(w.server.Limits)
				w.server.Limits = append(w.server.Limits, Limit{Line: one.Line})
			}
		case "limit_req", "limit_conn":
			w.server.Limits = append(w.server.Limits, Limit{Line: one.Line})
			if len(one.Args) > 0 {
				w.used[zoneOf(one.Args)], w.used[one.Args[0]] = true, true
			}
		case "proxy_cache", "fastcgi_cache", "uwsgi_cache":
			if len(one.Args) > 0 && one.Args[0] != "off" {
				w.server.Caches = append(w.server.Caches, one.Line)
			}
		case "expires":
			if len(one.Args) > 0 && (one.Args[0] == "max" || strings.ContainsAny(one.Args[0], "123456789") && !strings.HasPrefix(one.Args[0], "-")) {
				w.server.Caches = append(w.server.Caches, one.Line)
			}
		case "proxy_pass", "fastcgi_pass", "uwsgi_pass", "grpc_pass":
			if host := passed(one.Args); host != "" {
				w.passes = append(w.passes, Upstream{Name: host, Line: one.Line, Servers: []string{host}})
			}
		case "upstream":
			w.server.Upstreams = append(w.server.Upstreams, upstream(one))
			continue
		case "server", "location":
			w.serves = true
		}
		if one.Opens {
			w.walk(one.Block, inherited, one.Line)
		}
	}
}

// header notes what one directive sets.
func (w *nginxWalk) header(one Directive) []int {
	var indexes []int
	note := func(name string, always bool) {
		indexes = append(indexes, len(w.server.Headers))
		w.server.Headers = append(w.server.Headers, Header{Name: strings.ToLower(strings.TrimSpace(name)), Line: one.Line, Always: always})
	}
	if one.Name == "add_header" && len(one.Args) > 1 {
		note(one.Args[0], slices.Contains(one.Args[2:], "always"))
		if strings.EqualFold(one.Args[0], "Cache-Control") && keeps(one.Args[1]) {
			w.server.Caches = append(w.server.Caches, one.Line)
		}
	}
	if one.Name == "more_set_headers" {
		for _, text := range one.Args {
			if name, _, is := strings.Cut(text, ":"); is {
				note(name, true)
			}
		}
	}
	return indexes
}

// keeps reports whether a value of Cache-Control lets answers be kept.
func keeps(value string) bool {
	value = strings.ToLower(value)
	return !strings.Contains(value, "no-store") && (strings.Contains(value, "public") || strings.Contains(value, "immutable") || strings.Contains(value, "max-age=") && !strings.Contains(value, "max-age=0"))
}

// zoneOf is the name of a zone of shared memory.
func zoneOf(args []string) string {
	for _, one := range args {
		if name, is := strings.CutPrefix(one, "zone="); is {
			name, _, _ = strings.Cut(name, ":")
			return name
		}
	}
	return ""
}

// seconds is a time of nginx as one of Go: without a unit it is in seconds.
func seconds(text string) string {
	if text != "" && strings.Trim(text, "0123456789") == "" {
		return text + "s"
	}
	return text
}

func upstream(at Directive) Upstream {
	u := Upstream{Line: at.Line}
	if len(at.Args) > 0 {
		u.Name = at.Args[0]
	}
	for _, one := range at.Block {
		switch one.Name {
		case "server":
			if len(one.Args) > 0 && !slices.Contains(one.Args, "down") && !slices.Contains(one.Args, "backup") {
				u.Servers = append(u.Servers, one.Args[0])
			}
		case "keepalive":
			if len(one.Args) > 0 {
				u.Keepalive, _ = strconv.Atoi(one.Args[0])
			}
		case "keepalive_timeout":
			if len(one.Args) > 0 {
				if kept, err := time.ParseDuration(seconds(one.Args[0])); err == nil {
					u.Idle = int(kept.Seconds())
				}
			}
		case "health_check", "check":
			u.Checked = true
		}
	}
	return u
}
