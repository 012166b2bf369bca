package terraform

import (
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Place is a line of a file.
type Place struct {
	Path string
	Line int
}

// Problem is a file that is meant to be configuration and is none, or an expression in
// it that cannot be right.
type Problem struct {
	Place
	Reason string
}

// Named reports whether a file of this name is read here.
func Named(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, ".tf") || strings.HasSuffix(base, ".tofu") || inJSON(base) || values(name) || terragrunt(name)
}

// inJSON reports whether a file is configuration in the syntax of JSON.
func inJSON(name string) bool {
	return strings.HasSuffix(name, ".tf.json") || strings.HasSuffix(name, ".tofu.json")
}

// values reports whether a file gives values to variables.
func values(name string) bool {
	return strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// terragrunt reports whether a file is one of Terragrunt's
// (https://terragrunt.gruntwork.io/docs/reference/config-blocks-and-attributes/).
func terragrunt(name string) bool {
	base := path.Base(name)
	return base == "terragrunt.hcl" || base == "root.hcl"
}

// maxFile bounds what is parsed of one file.
const maxFile = 1 << 20

// parse reads a file as a tree.
func parse(name string, content []byte) (body *hclsyntax.Body, problem *Problem) {
	if len(content) > maxFile {
		return nil, &Problem{Place{name, 0}, errTooLarge.Error()}
	}
	defer func() {
		if recover() != nil {
			body, problem = nil, &Problem{Place{name, 0}, "it breaks what reads it"}
		}
	}()
	if inJSON(name) {
		return jsonConfiguration(name, content)
	}
	if err := harmless(content, name); err != nil {
		return nil, &Problem{Place{name, 0}, err.Error()}
	}
	file, diagnostics := hclsyntax.ParseConfig(content, name, hcl.InitialPos)
	for _, one := range diagnostics {
		if one.Severity == hcl.DiagError {
			line := 0
			if one.Subject != nil {
				line = one.Subject.Start.Line
			}
			return nil, &Problem{Place{name, line}, strings.TrimSuffix(one.Summary, ".")}
		}
	}
	return file.Body.(*hclsyntax.Body), nil
}

// given reads a file of values for variables.
func given(name string, content []byte) (map[string]Value, *Problem) {
	found := map[string]Value{}
	if strings.HasSuffix(name, ".json") {
		if len(content) > maxFile {
			return nil, &Problem{Place{name, 0}, errTooLarge.Error()}
		}
		kind, err := ctyjson.ImpliedType(content)
		if err != nil || !kind.IsObjectType() {
			return nil, &Problem{Place{name, 0}, "it is no object of JSON"}
		}
		object, err := ctyjson.Unmarshal(content, kind)
		if err != nil {
			return nil, &Problem{Place{name, 0}, "it is no JSON"}
		}
		for key, value := range object.AsValueMap() {
			found[key] = Value{value: value, place: Place{name, 0}}
		}
		return found, nil
	}
	body, problem := parse(name, content)
	if problem != nil {
		return nil, problem
	}
	for key, attribute := range body.Attributes {
		value := safely(func() cty.Value {
			value, _ := attribute.Expr.Value(nil)
			return value
		})
		found[key] = Value{value: bounded(value), place: placeOf(attribute.SrcRange)}
	}
	return found, nil
}

// safely computes a value; unknown where that breaks.
func safely(compute func() cty.Value) (value cty.Value) {
	defer func() {
		if recover() != nil {
			value = cty.DynamicVal
		}
	}()
	if value = compute(); value == cty.NilVal {
		return cty.DynamicVal
	}
	return value
}

func placeOf(at hcl.Range) Place { return Place{at.Filename, at.Start.Line} }

// text is a value as a text; false where it is none that is known.
func text(value cty.Value) (string, bool) {
	value, _ = value.Unmark()
	if value == cty.NilVal || !value.IsKnown() || value.IsNull() || !value.Type().IsPrimitiveType() {
		return "", false
	}
	converted, err := convert.Convert(value, cty.String)
	if err != nil {
		return "", false
	}
	return converted.AsString(), true
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.Path, p.Line, p.Reason) }
