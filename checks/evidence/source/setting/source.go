package setting

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// environments are the values that hold the whole environment, by what they are
// called where they are not the program's own.
var environments = map[string]string{
	"process.env":            "process.env",
	"globalThis.process.env": "process.env",
	"import.meta.env":        "import.meta.env",
	"Bun.env":                "Bun.env",
	"os.environ":             "os.environ",
}

// environment reports whether an expression is the whole environment.
func (r *reader) environment(in *program.Function, x program.Expression) bool {
	return r.named(in, x) != ""
}

// named returns what the environment is called that an expression is; empty: none.
func (r *reader) named(in *program.Function, x program.Expression) string {
	if by := environments[chain(x)]; by != "" && (by == "os.environ") == (r.Language == "Python") {
		return by
	}
	name, ok := x.(*program.Name)
	if !ok || in == nil {
		return ""
	}
	known := in.Lookup(name.Name)
	switch {
	case known == nil:
	case known.Import != nil && r.Language == "Python" && known.Import.Module == "os" && known.Import.Name == "environ":
		return "os.environ"
	case known.Import != nil && strings.TrimPrefix(known.Import.Module, "node:") == "process" && known.Import.Name == "env":
		return "process.env"
	case known.Import == nil && len(known.Values) == 1 && known.Param == nil && known.Values[0] != x:
		return environments[chain(known.Values[0])]
	}
	return ""
}

// chain writes a chain of names: "process.env"; empty where it is none.
func chain(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		return x.Name
	case *program.Member:
		if before := chain(x.X); before != "" {
			return before + "." + x.Name
		}
	case *program.Other:
		if x.Kind == "meta_property" {
			return "import.meta"
		}
	}
	return ""
}

// methods are what dictionaries have besides their keys.
var methods = map[string]bool{
	"get": true, "pop": true, "setdefault": true, "copy": true, "items": true, "keys": true, "values": true, "update": true, "hasOwnProperty": true, "toString": true, "clear": true,
}

// reading returns the variable that an expression reads; no name where the
// program computes it.
func (r *reader) reading(in *program.Function, x program.Expression) (name, by string, ok bool) {
	switch x := x.(type) {
	case *program.Member:
		if by = r.named(in, x.X); by != "" && !(r.Language == "Python" && methods[x.Name]) && x.Name != "hasOwnProperty" {
			return x.Name, by, true
		}
	case *program.Index:
		if by = r.named(in, x.X); by != "" {
			return "", by, true
		}
	}
	return "", "", false
}
