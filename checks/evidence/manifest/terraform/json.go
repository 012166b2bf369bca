package terraform

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// jsonConfiguration reads a file of Terraform's JSON syntax as the tree that the same
// configuration has in its own
// (https://developer.hashicorp.com/terraform/language/syntax/json). JSON is YAML, whose
// reader knows the lines.
func jsonConfiguration(name string, content []byte) (*hclsyntax.Body, *Problem) {
	if !json.Valid(content) {
		return nil, &Problem{Place{name, 0}, "it is no JSON"}
	}
	roots, err := node.Parse(content)
	if err != nil || len(roots) != 1 || roots[0].Kind != yaml.MappingNode {
		return nil, &Problem{Place{name, 0}, "it is no object of JSON"}
	}
	file := jsonFile{name: name, left: mostTokens}
	body := file.body()
	node.Each(roots[0], func(key, value *yaml.Node) {
		switch key.Value {
		case "resource", "data":
			file.labelled(body, key, value, 2)
		case "variable", "output", "module", "provider":
			file.labelled(body, key, value, 1)
		case "locals", "terraform":
			for _, one := range objects(value) {
				block := file.block(key, nil)
				block.Body = file.attributes(one)
				body.Blocks = append(body.Blocks, block)
			}
		}
	})
	if file.left <= 0 {
		return nil, &Problem{Place{name, 0}, errTooLarge.Error()}
	}
	return body, file.problem
}

// jsonFile is a file while it is read.
type jsonFile struct {
	name    string
	left    int // nodes that may still be read
	problem *Problem
}

func (f *jsonFile) at(n *yaml.Node) hcl.Range {
	start := hcl.Pos{Line: n.Line, Column: n.Column}
	return hcl.Range{Filename: f.name, Start: start, End: start}
}

func (f *jsonFile) body() *hclsyntax.Body {
	return &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: hcl.Range{Filename: f.name}}
}

func (f *jsonFile) block(key *yaml.Node, labels []string) *hclsyntax.Block {
	return &hclsyntax.Block{Type: key.Value, Labels: labels, Body: f.body(), TypeRange: f.at(key), OpenBraceRange: f.at(key)}
}

// objects are the objects of a value: itself, or those in a list.
func objects(value *yaml.Node) []*yaml.Node {
	if value.Kind == yaml.MappingNode {
		return []*yaml.Node{value}
	}
	var all []*yaml.Node
	for _, one := range node.Items(value) {
		if one.Kind == yaml.MappingNode {
			all = append(all, one)
		}
	}
	return all
}

// labelled reads blocks whose labels are keys.
func (f *jsonFile) labelled(into *hclsyntax.Body, key, value *yaml.Node, depth int) {
	var down func(value *yaml.Node, at *yaml.Node, labels []string)
	down = func(value, at *yaml.Node, labels []string) {
		for _, one := range objects(value) {
			if len(labels) == depth {
				block := f.block(&yaml.Node{Value: key.Value, Line: at.Line, Column: at.Column}, labels)
				if key.Value == "resource" {
					block.Body = f.nested(one, deepestBlock)
				} else {
					block.Body = f.attributes(one)
				}
				into.Blocks = append(into.Blocks, block)
				continue
			}
			node.Each(one, func(name, inner *yaml.Node) { down(inner, name, append(labels[:len(labels):len(labels)], name.Value)) })
		}
	}
	down(value, key, nil)
}

// attributes reads an object each of whose keys is an argument.
func (f *jsonFile) attributes(object *yaml.Node) *hclsyntax.Body {
	body := f.body()
	node.Each(object, func(key, value *yaml.Node) { f.attribute(body, key, value) })
	return body
}

func (f *jsonFile) attribute(body *hclsyntax.Body, key, value *yaml.Node) {
	body.Attributes[key.Value] = &hclsyntax.Attribute{Name: key.Value, Expr: f.expression(value, deepestBlock, key.Value == "type"), SrcRange: f.at(key), NameRange: f.at(key)}
}

// objectArguments are arguments that take an object, and are no blocks.
var objectArguments = regex.New(`^(?:(?:\w+_)?(?:tags|labels|annotations|variables|settings|parameters|metadata|dimensions|headers|options|triggers|keepers)|for_each|environment_variables|provisioner|connection)$`)

// nested reads the body of a resource, in which objects are blocks, and most often the
// only form that the provider takes: JSON does not tell.
func (f *jsonFile) nested(object *yaml.Node, depth int) *hclsyntax.Body {
	body := f.body()
	if f.left--; f.left <= 0 {
		return body
	}
	node.Each(object, func(key, value *yaml.Node) {
		inner := objects(value)
		switch {
		case key.Value == "dynamic":
			f.dynamics(body, inner, depth)
		case len(inner) == 0 || value.Kind == yaml.SequenceNode && len(inner) < len(value.Content) || objectArguments.MatchString(key.Value) && value.Kind == yaml.MappingNode || depth == 0:
			f.attribute(body, key, value)
		default:
			for _, one := range inner {
				block := f.block(key, nil)
				block.Body = f.nested(one, depth-1)
				body.Blocks = append(body.Blocks, block)
			}
		}
	})
	return body
}

// dynamics reads blocks that are made from what an argument holds.
func (f *jsonFile) dynamics(into *hclsyntax.Body, all []*yaml.Node, depth int) {
	for _, one := range all {
		node.Each(one, func(name, inner *yaml.Node) {
			for _, object := range objects(inner) {
				block := f.block(&yaml.Node{Value: "dynamic", Line: name.Line, Column: name.Column}, []string{name.Value})
				block.Body = f.nested(object, depth-1)
				into.Blocks = append(into.Blocks, block)
			}
		})
	}
}

// expression reads a value. Texts are templates, and types are written as expressions.
func (f *jsonFile) expression(value *yaml.Node, depth int, written bool) hclsyntax.Expression {
	at := f.at(value)
	unknown := &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: at}
	if f.left--; f.left <= 0 || depth == 0 {
		return unknown
	}
	switch value.Kind {
	case yaml.MappingNode:
		object := &hclsyntax.ObjectConsExpr{SrcRange: at, OpenRange: at}
		node.Each(value, func(key, inner *yaml.Node) {
			name := &hclsyntax.LiteralValueExpr{Val: cty.StringVal(key.Value), SrcRange: f.at(key)}
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: &hclsyntax.ObjectConsKeyExpr{Wrapped: name, ForceNonLiteral: true}, ValueExpr: f.expression(inner, depth-1, false)})
		})
		return object
	case yaml.SequenceNode:
		list := &hclsyntax.TupleConsExpr{SrcRange: at, OpenRange: at}
		for _, inner := range node.Items(value) {
			list.Exprs = append(list.Exprs, f.expression(inner, depth-1, false))
		}
		return list
	case yaml.ScalarNode:
		return f.scalar(value, at, written)
	}
	return unknown
}

func (f *jsonFile) scalar(value *yaml.Node, at hcl.Range, written bool) hclsyntax.Expression {
	literal := func(held cty.Value) hclsyntax.Expression {
		return &hclsyntax.LiteralValueExpr{Val: held, SrcRange: at}
	}
	switch value.Tag {
	case "!!null":
		return literal(cty.NullVal(cty.DynamicPseudoType))
	case "!!bool":
		return literal(cty.BoolVal(value.Value == "true"))
	case "!!int", "!!float":
		if len(value.Value) > longestNumber || hugeExponent([]byte(value.Value)) {
			return literal(cty.DynamicVal)
		}
		number, err := cty.ParseNumberVal(value.Value)
		if err != nil {
			return literal(cty.DynamicVal)
		}
		return literal(number)
	}
	if written || strings.Contains(value.Value, "${") || strings.Contains(value.Value, "%{") {
		return f.template(value, at, written)
	}
	return literal(cty.StringVal(value.Value))
}

// template parses what stands in a text.
func (f *jsonFile) template(value *yaml.Node, at hcl.Range, written bool) hclsyntax.Expression {
	if err := harmless([]byte(value.Value), f.name); err != nil {
		f.refuse(value, err.Error())
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: at}
	}
	parse := hclsyntax.ParseTemplate
	if written {
		parse = hclsyntax.ParseExpression
	}
	read, diagnostics := parse([]byte(value.Value), f.name, hcl.Pos{Line: value.Line, Column: value.Column})
	if diagnostics.HasErrors() {
		f.refuse(value, strings.TrimSuffix(diagnostics[0].Summary, "."))
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: at}
	}
	return read
}

func (f *jsonFile) refuse(value *yaml.Node, reason string) {
	if f.problem == nil {
		f.problem = &Problem{Place{f.name, value.Line}, reason}
	}
}
