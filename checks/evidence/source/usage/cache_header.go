package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// cacheHeaders are the headers of an answer that say how it may be cached
// (https://www.rfc-editor.org/rfc/rfc9111, https://www.rfc-editor.org/rfc/rfc9213).
var cacheHeaders = map[string]string{
	"cache-control": "Cache-Control", "cdn-cache-control": "CDN-Cache-Control", "surrogate-control": "Surrogate-Control",
	"etag": "ETag", "last-modified": "Last-Modified", "expires": "Expires",
}

// headerSetters are the methods by which headers are set.
var headerSetters = set("set setheader header append add setdefault put")

var (
	forbids = regex.New(`(?i)no-store|no-cache|max-age=0\b|must-revalidate|^0$|^-1$`)
	allows  = regex.New(`(?i)public|immutable|max-?age|stale-while-revalidate`)
)

// caching reports whether a Cache-Control lets anything be kept: "public",
// "max-age=60", and not "no-store".
func caching(value string) bool {
	if strings.Contains(strings.ToLower(value), "no-store") {
		return false
	}
	return allows.MatchString(value) && !(forbids.MatchString(value) && !regex.New(`(?i)s-maxage=[1-9]|max-age=[1-9]`).MatchString(value))
}

// readHeaderCall finds res.set("Cache-Control", …), w.Header().Set("ETag", …).
func (u use) readHeaderCall() {
	if u.call == nil || !headerSetters[strings.ToLower(u.name)] || len(u.call.Arguments) < 2 {
		return
	}
	name, _ := u.function.Constant(u.argument(0))
	if name == "" { // Go's constants: echo.HeaderCacheControl
		name = strings.TrimPrefix(lastName(u.function.Origin(u.argument(0))), "Header")
		if name == "CacheControl" {
			name = "Cache-Control"
		}
	}
	u.reading.addHeader(u.function, u.at, name, u.argument(1))
}

// readHeaderAssign finds response["Cache-Control"] = … and its like.
func (r *reading) readHeaderAssign(f *program.Function, s *program.Assign) {
	for _, target := range s.Targets {
		switch target := target.(type) {
		case *program.Member: // x["Cache-Control"]
			r.addHeader(f, s.Range(), target.Name, s.Value)
		case *program.Index:
			name, _ := f.Constant(target.Index)
			r.addHeader(f, s.Range(), name, s.Value)
		}
	}
}

// readHeaderObject finds {headers: {"Cache-Control": …}}.
func (r *reading) readHeaderObject(f *program.Function, object *program.Object) {
	for _, one := range object.Entries {
		name := keyName(f, one)
		if strings.Contains(name, "-") { // an entry of another name is no header
			r.addHeader(f, object.Range(), name, one.Value)
		}
	}
	// {key: "Cache-Control", value: …}, as next.config.js has it.
	if key, ok := f.Constant(entry(object, "key")); ok {
		r.addHeader(f, object.Range(), key, entry(object, "value"))
	}
}

// addHeader records a header that lets an answer be cached. One that forbids it
// says nothing of a cache.
func (r *reading) addHeader(f *program.Function, at program.Span, name string, value program.Expression) {
	header, known := cacheHeaders[strings.ToLower(name)]
	if !known || value == nil {
		return
	}
	text := r.constantParts(f, value)
	switch header {
	case "ETag", "Last-Modified":
		if header == "ETag" {
			r.add(f, at, Sign{Kind: CacheHeader, Callee: header, Detail: "ETag"})
		}
		return
	case "Expires":
		return // most of them are "0", and Cache-Control stands beside the others
	}
	if text != "" && !caching(text) {
		return
	}
	r.add(f, at, Sign{Kind: CacheHeader, Callee: header, Detail: text})
}

// constantParts returns the constant parts of a text.
func (r *reading) constantParts(f *program.Function, x program.Expression) string {
	if text, ok := f.Constant(x); ok {
		return text
	}
	var parts []string
	r.within(x, func(x program.Expression) bool {
		if text, ok := x.(*program.Text); ok {
			parts = append(parts, text.Value)
		}
		return true
	})
	return strings.Join(parts, "…")
}
