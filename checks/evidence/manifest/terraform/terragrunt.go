package terraform

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// grunt reads a file of Terragrunt that applies a module of this repository; false for
// any other.
func grunt(all *reading, name string, body *hclsyntax.Body, others map[string]*hclsyntax.Body) (root, bool) {
	for _, block := range body.Blocks {
		if block.Type != "terraform" {
			continue
		}
		folder, local := beside(path.Dir(name), source(block))
		applied := all.modules[folder]
		if !local || applied == nil {
			return root{}, false
		}
		found := root{module: applied, at: path.Dir(name), inputs: map[string]Value{}, files: []string{name}}
		for parent := path.Dir(path.Dir(name)); ; parent = path.Dir(parent) {
			for _, base := range []string{"root.hcl", "terragrunt.hcl"} {
				if above := others[path.Join(parent, base)]; above != nil && len(body.Blocks) > 0 && includes(body) {
					inputs(all, above, path.Join(parent, base), found.inputs)
					parent = "."
					break
				}
			}
			if parent == "." || parent == "/" {
				break
			}
		}
		inputs(all, body, name, found.inputs)
		return found, true
	}
	return root{}, false
}

// includes reports whether a file takes over another's settings.
func includes(body *hclsyntax.Body) bool {
	for _, block := range body.Blocks {
		if block.Type == "include" {
			return true
		}
	}
	return false
}

// inputs computes the inputs that a file gives.
func inputs(all *reading, body *hclsyntax.Body, name string, into map[string]Value) {
	attribute := body.Attributes["inputs"]
	if attribute == nil {
		return
	}
	own := &module{folder: path.Dir(name), locals: map[string]*hclsyntax.Attribute{}}
	for _, block := range body.Blocks {
		if block.Type == "locals" {
			for key, one := range block.Body.Attributes {
				own.locals[key] = one
			}
		}
	}
	whole := newScope(all, own, "", "")
	object, is := attribute.Expr.(*hclsyntax.ObjectConsExpr)
	if !is {
		value, _ := whole.value(attribute.Expr, nil).Unmark()
		if value.IsKnown() && !value.IsNull() && (value.Type().IsObjectType() || value.Type().IsMapType()) {
			for key, one := range value.AsValueMap() {
				into[key] = Value{value: one, place: placeOf(attribute.SrcRange)}
			}
		}
		return
	}
	for _, item := range object.Items {
		key, is := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr)
		if !is {
			continue
		}
		if input := strings.TrimSpace(keyword(key)); input != "" {
			value := whole.value(item.ValueExpr, nil)
			if value == cty.NilVal {
				value = cty.DynamicVal
			}
			into[input] = Value{value: value, place: placeOf(item.ValueExpr.Range())}
		}
	}
}
