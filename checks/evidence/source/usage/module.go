package usage

import (
	"bytes"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// module is a library that a table knows.
type module struct {
	library string // as people call it
	kind    Kind   // what importing it says; empty: nothing
	detail  string
	fields  []string // of a LogContext
	// names say what calling something of the module means: "createLogger", ""
	// for the module itself, "*.get" for whatever is called so on what the module
	// makes.
	names map[string]row
}

// row is what calling one name of a module says.
type row struct {
	kind   Kind
	detail string
	fields []string
	// look completes the sign from the call; false: it says nothing after all.
	look func(u use, sign *Sign) bool
}

// modules are a topic's tables: by family, by the module's name without what
// follows it ("github.com/redis/go-redis" is every version of it).
type modules map[family]map[string]module

// topics are the tables of all topics. A module can be in several.
var topics = []modules{cacheModules, storeModules, storageModules, logModules, contextModules, errorModules, payloadModules, serviceModules}

// known is a module of the tables that the file imports.
type known struct {
	prefix string // of the origins of what it offers
	within string // the part of the module that is imported, with dots: "middleware"
	module module
	logs   bool // it is a logger
}

// readImports finds the file's imports in the tables.
func (r *reading) readImports() {
	type place struct {
		topic  int
		prefix string
	}
	seen := map[place]bool{}
	for _, one := range append(r.required(), r.file.Imports...) {
		owner := one.Owner
		if owner == nil {
			owner = r.file.Top()
		}
		if r.family != python && ownStore.MatchString(one.Module) {
			r.count(owner, one.Range(), Sign{Kind: StorageCloud, Callee: one.Module})
		}
		for topic, table := range topics {
			key, within, found := find(table[r.family], r.family, one)
			if !found {
				r.knowParts(table, one)
				continue
			}
			prefix := strings.TrimPrefix(one.Module, "node:")
			if r.family == python {
				prefix, within = key, ""
			}
			if seen[place{topic, prefix}] {
				continue
			}
			seen[place{topic, prefix}] = true
			module := table[r.family][key]
			_, logs := logModules[r.family][key]
			r.known = append(r.known, known{prefix, within, module, logs})
			if module.kind != "" {
				r.add(owner, one.Range(), Sign{Kind: module.kind, Library: module.library, Callee: one.Module, Detail: module.detail, Fields: module.fields})
			}
		}
	}
}

// knowParts notes the modules of a table that a package of Python holds: after "import
// structlog" the code says structlog.contextvars.
func (r *reading) knowParts(table modules, one *program.Import) {
	if r.family != python || one.Name != "" && one.Name != "*" {
		return
	}
	for key, module := range table[python] {
		if strings.HasPrefix(key, one.Module+".") {
			r.known = append(r.known, known{prefix: key, module: module})
		}
	}
}

// required returns the modules that the file takes by require("x") and import("x").
func (r *reading) required() (imports []*program.Import) {
	if r.family != script || !bytes.Contains(r.file.Content, []byte("require(")) && !bytes.Contains(r.file.Content, []byte("import(")) {
		return nil
	}
	for _, f := range r.file.Functions {
		program.VisitStatements(f.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || len(call.Arguments) != 1 {
				return true
			}
			text, ok := call.Arguments[0].Value.(*program.Text)
			if name, is := call.Callee.(*program.Name); ok && is && (name.Name == "require" || name.Name == "import") {
				imports = append(imports, &program.Import{Span: x.Range(), Module: text.Value, Name: "*", Owner: f})
			}
			return true
		})
	}
	return imports
}

// version matches what Go's modules have in their path.
var version = regex.New(`/v[0-9]+(/|$)`)

// find looks an import up: the module, or what it is a part of; within is that part,
// such as "middleware.recover".
func find(table map[string]module, f family, one *program.Import) (key, within string, found bool) {
	name, between := strings.TrimPrefix(one.Module, "node:"), "/"
	switch f {
	case python:
		between = "."
		if one.Name != "" && one.Name != "*" {
			name += "." + one.Name
		}
	case golang:
		name = strings.TrimSuffix(version.ReplaceAllString(name, "/"), "/")
	}
	for key = name; key != "" && key[0] != '.'; {
		if _, found = table[key]; found {
			return key, strings.ReplaceAll(strings.TrimPrefix(name[len(key):], between), between, "."), true
		}
		at := strings.LastIndex(key, between)
		if at <= 0 {
			break
		}
		key = key[:at]
	}
	return "", "", false
}

// readLibrary asks the tables of the modules that the file imports about a call.
func (r *reading) readLibrary(u use) {
	for _, one := range r.known {
		rest, ok := strings.CutPrefix(u.origin, one.prefix)
		if !ok || rest != "" && rest[0] != '.' && rest[0] != '(' || strings.HasSuffix(rest, ")") { // cache_page(60)(view) calls no name
			continue
		}
		row, found := one.row(rest)
		if !found {
			continue
		}
		sign := Sign{Kind: row.kind, Library: one.module.library, Callee: u.origin, Detail: row.detail, Fields: row.fields}
		if row.look != nil {
			asked := u
			if asked.call == nil { // @lru_cache is @lru_cache()
				asked.call = &program.Call{Span: u.at}
			}
			if !row.look(asked, &sign) {
				continue
			}
		}
		if sign.Kind == UploadTaken && !u.function.Top {
			u.upload(u.function).taken = true
		}
		switch sign.Kind {
		case LogCall, LogConsole, CacheRead, CacheWrite, Service, View, StoreUse, Pagination:
			u.count(sign)
		case "":
		default:
			u.add(sign)
		}
	}
}

// row finds what stands behind a module's name in an origin: ".transports.Console",
// "().setex".
func (k known) row(rest string) (row, bool) {
	if len(k.module.names) == 0 {
		return row{}, false
	}
	path := plain(rest)
	if k.within != "" {
		path = strings.TrimSuffix(k.within+"."+path, ".")
	}
	if found, ok := k.module.names[path]; ok {
		return found, true
	}
	if rest == "" {
		return row{}, false
	}
	found, ok := k.module.names["*."+lastName(rest)]
	return found, ok
}

// plain takes calls and indexes out of an origin: ".Redis().get" is "Redis.get".
func plain(rest string) string {
	if strings.ContainsAny(rest, "([") {
		var text strings.Builder
		depth := 0
		for _, b := range []byte(rest) {
			switch b {
			case '(', '[':
				depth++
			case ')', ']':
				depth--
			default:
				if depth == 0 {
					text.WriteByte(b)
				}
			}
		}
		rest = text.String()
	}
	return strings.TrimPrefix(rest, ".")
}

// each gives several names one row.
func each(one row, names ...string) map[string]row {
	table := make(map[string]row, len(names))
	for _, name := range names {
		table[name] = one
	}
	return table
}

// both joins tables of names.
func both(tables ...map[string]row) map[string]row {
	joined := map[string]row{}
	for _, table := range tables {
		for name, one := range table {
			joined[name] = one
		}
	}
	return joined
}
