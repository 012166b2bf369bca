package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// module is a folder of configuration.
type module struct {
	folder    string
	files     []string
	variables map[string]*hclsyntax.Block
	locals    map[string]*hclsyntax.Attribute
	outputs   map[string]*hclsyntax.Block
	calls     []*hclsyntax.Block // of other modules
	resources []*hclsyntax.Block
	literals  map[string]bool // texts that expressions compare with, and keys of maps
}

// modules puts files together by their folders.
func modules(files map[string]*hclsyntax.Body) map[string]*module {
	found := map[string]*module{}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	// What an override file says stands over the rest
	// (https://developer.hashicorp.com/terraform/language/files/override): it is read last.
	slices.SortStableFunc(names, func(a, b string) int { return order(a) - order(b) })
	for _, name := range names {
		folder := path.Dir(name)
		if found[folder] == nil {
			found[folder] = &module{folder: folder, variables: map[string]*hclsyntax.Block{}, locals: map[string]*hclsyntax.Attribute{}, outputs: map[string]*hclsyntax.Block{}, literals: map[string]bool{}}
		}
		found[folder].add(name, files[name])
	}
	return found
}

func order(name string) int {
	if base := path.Base(name); base == "override.tf" || strings.HasSuffix(base, "_override.tf") || base == "override.tf.json" || strings.HasSuffix(base, "_override.tf.json") {
		return 1
	}
	return 0
}

func (m *module) add(name string, body *hclsyntax.Body) {
	m.files = append(m.files, name)
	for _, block := range body.Blocks {
		switch {
		case block.Type == "variable" && len(block.Labels) == 1:
			m.variables[block.Labels[0]] = block
		case block.Type == "output" && len(block.Labels) == 1:
			m.outputs[block.Labels[0]] = block
		case block.Type == "module" && len(block.Labels) == 1:
			m.calls = append(m.calls, block)
		case block.Type == "resource" && len(block.Labels) == 2:
			m.resources = append(m.resources, block)
		case block.Type == "locals":
			for key, attribute := range block.Body.Attributes {
				m.locals[key] = attribute
			}
		}
	}
	collectLiterals(body, m.literals)
}

// source is where a called module is kept; empty where that is computed.
func source(call *hclsyntax.Block) string {
	attribute := call.Body.Attributes["source"]
	if attribute == nil {
		return ""
	}
	value, diagnostics := attribute.Expr.Value(nil)
	if diagnostics.HasErrors() {
		return ""
	}
	found, _ := text(value)
	return found
}

// beside returns the folder that a local source leads to; false for any other source.
func beside(folder, source string) (string, bool) {
	if !strings.HasPrefix(source, "./") && !strings.HasPrefix(source, "../") && source != "." && source != ".." {
		return "", false
	}
	source, _, _ = strings.Cut(source, "?")
	return path.Join(folder, strings.ReplaceAll(source, "//", "/")), true
}

// stages are names of production, those that say it plainest first.
var stages = []string{"production", "prod", "prd", "live"}

// collectLiterals notes where names of production stand as a literal: those are what a
// variable for the environment can be.
func collectLiterals(body *hclsyntax.Body, into map[string]bool) {
	hclsyntax.VisitAll(body, func(node hclsyntax.Node) (none diagnostics) { //nolint:errcheck // it has none
		switch one := node.(type) {
		case *hclsyntax.LiteralValueExpr:
			if found, is := text(one.Val); is && slices.Contains(stages, found) {
				into[found] = true
			}
		case *hclsyntax.ObjectConsKeyExpr:
			if name := keyword(one); slices.Contains(stages, name) {
				into[name] = true
			}
		}
		return none
	})
}

// production is how the module writes the name of production; empty where it does not.
func (m *module) production() string {
	for _, name := range stages {
		if m.literals[name] {
			return name
		}
	}
	return ""
}
