package edge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/manifest/edge"
)

func TestNginxIsReadByItsGrammar(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want, err string }{
		"directives and blocks":     {"user a;\nhttp {\n  server { listen 80; }\n}\n", "1 user[a]; 2 http[]{3 server[]{3 listen[80]; }}", ""},
		"quotes, and what escapes":  {"add_header A \"b; c\\\"d\" always;\nadd_header B 'x {\ny';", "1 add_header[A b; c\"d always]; 2 add_header[B x {\ny]; ", ""},
		"remarks":                   {"# a { b\nuser a; # }\n", "2 user[a]; ", ""},
		"what is filled in":         {"server { listen ${PORT}; server_name {{ host }}; }", "1 server[]{1 listen[${PORT}]; 1 server_name[{{ host }}]; }", ""},
		"an expression with braces": {"location ~ \"^/a{2}$\" { return 1; }\nif ($a ~ b) { return 2; }", "1 location[~ ^/a{2}$]{1 return[1]; }2 if[($a ~ b)]{1 return[2]; }", ""},
		"Lua":                       {"content_by_lua_block {\n  if a { b }\n}\nuser x;", "1 content_by_lua_block[]{}4 user[x]; ", ""},
		"over several lines":        {"log_format main\n  'a'\n  'b';\n", "1 log_format[main a b]; ", ""},
		"a block that stays open":   {"http { server {", "", "ends in the middle"},
		"a brace too many":          {"user a; }", "", "too many"},
		"a quote that stays open":   {"user 'a;", "", "not closed"},
		"nothing":                   {"\n# x\n", "", "no configuration"},
		"another language":          {"[supervisord]\nnodaemon=true\n", "", "ends in the middle"},
	} {
		directives, err := edge.Nginx(test.text)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got := written(directives); err != nil || name != "an expression with braces" && strings.TrimSpace(got) != strings.TrimSpace(test.want) {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, test.want)
		}
	}
}

func written(directives []edge.Directive) string {
	var text strings.Builder
	for _, one := range directives {
		fmt.Fprintf(&text, "%d %s%v", one.Line, one.Name, one.Args)
		if one.Opens {
			text.WriteString("{" + written(one.Block) + "}")
		} else {
			text.WriteString("; ")
		}
	}
	return text.String()
}

func TestWhatTakesEffect(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ path, text, want string }{
		"headers of a server":            {"nginx.conf", "server {\n  add_header X-Frame-Options DENY always;\n  location / { root a; }\n}", "header x-frame-options 2 always"},
		"a location with one of its own": {"nginx.conf", "server {\n  add_header X-Frame-Options DENY;\n  location /a {\n    add_header B c;\n  }\n}", "header x-frame-options 2 lost at 3, header b 4"},
		"a location that repeats it":     {"nginx.conf", "server {\n  add_header X-Frame-Options DENY;\n  location /a {\n    add_header X-Frame-Options DENY;\n  }\n}", "header x-frame-options 2, header x-frame-options 4"},
		"more_set_headers is inherited":  {"nginx.conf", "server {\n  more_set_headers 'A: b';\n  location /a { root x; }\n}", "header a 2 always"},
		"a limit that is used":           {"nginx.conf", "limit_req_zone $a zone=one:1m rate=1r/s;\nserver {\n  location / {\n    limit_req zone=one;\n  }\n}", "limit 4"},
		"a zone that nothing uses":       {"nginx.conf", "http {\n  limit_req_zone $a zone=one:1m rate=1r/s;\n  server { listen 80; }\n}", "limit 2 idle"},
		"a zone that other files use":    {"limits.conf", "limit_req_zone $a zone=one:1m rate=1r/s;\n", ""},
		"caches":                         {"nginx.conf", "location / {\n  expires 30d;\n  proxy_cache off;\n  add_header Cache-Control 'public, max-age=60';\n}\nlocation /b {\n  expires -1;\n}", "header cache-control 4, cache 4, cache 2"},
		"an upstream":                    {"nginx.conf", "upstream app {\n  server a:1;\n  server b:1;\n  server c:1 backup;\n  keepalive 32;\n}\n", "upstream app 1 of 2 keeps 32"},
		"headers of Caddy":               {"Caddyfile", "example.com {\n  header {\n    Strict-Transport-Security max-age=1\n    -Server\n    +X-Frame-Options DENY\n  }\n  header /api Referrer-Policy no-referrer\n  reverse_proxy a:1 b:1 {\n    health_uri /h\n  }\n}", "header strict-transport-security 3 always, header x-frame-options 5 always, header referrer-policy 7 always, upstream reverse_proxy 8 of 2 checked"},
		"limits and caches of Caddy":     {"Caddyfile", ":80 {\n  rate_limit {\n    zone a\n  }\n  header Cache-Control \"public, max-age=9\"\n}\n", "header cache-control 5 always, limit 2, cache 5"},
	} {
		server, err := edge.Read(test.path, test.text)
		var words []string
		for _, one := range server.Headers {
			word := fmt.Sprintf("header %s %d", one.Name, one.Line)
			if one.Always {
				word += " always"
			}
			for _, line := range one.Lost {
				word += fmt.Sprintf(" lost at %d", line)
			}
			words = append(words, word)
		}
		for _, one := range server.Limits {
			word := fmt.Sprintf("limit %d", one.Line)
			if one.Idle {
				word += " idle"
			}
			words = append(words, word)
		}
		for _, line := range server.Caches {
			words = append(words, fmt.Sprintf("cache %d", line))
		}
		for _, one := range server.Upstreams {
			word := fmt.Sprintf("upstream %s %d of %d", one.Name, one.Line, len(one.Servers))
			if one.Keepalive > 0 {
				word += fmt.Sprintf(" keeps %d", one.Keepalive)
			}
			if one.Checked {
				word += " checked"
			}
			words = append(words, word)
		}
		if got := strings.Join(words, ", "); err != nil || got != test.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, test.want)
		}
	}
}

// FuzzRead reads whatever is said to be a configuration; lines are those of the file.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"http { server { add_header A b always; limit_req zone=a; } }", "upstream a { server b; keepalive x; }", "add_header ${A} {{ b }} {% c %};", "a 'b\\", "a \"b\nc\" { } }", "header {\n A b\n}\nreverse_proxy {\n to a\n}\n}", "x_by_lua_block { { } }", strings.Repeat("a {", 100), "\x00{;}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"nginx.conf", "Caddyfile"} {
			server, err := edge.Read(name, content)
			if err != nil {
				continue
			}
			for _, one := range server.Headers {
				if one.Line < 1 || one.Line > strings.Count(content, "\n")+1 {
					t.Errorf("%s: %+v", name, one)
				}
			}
		}
	})
}
