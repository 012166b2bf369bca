package terraform

import (
	"maps"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const (
	mostOpened = 200      // files that one configuration asks for by name
	maxOther   = 64 << 10 // bytes of one
	// moduleMark stands for the folder of a module in a path, and rootMark for that of the
	// configuration: what is no path of them leads out of what is read.
	moduleMark = "\x00module"
	rootMark   = "\x00root"
)

// path is what Terraform knows of folders. What else is done with it than to name a file
// is not computed: the marks are no text that anything is called by.
func (s *scope) path(name string) cty.Value {
	switch name {
	case "module":
		return cty.StringVal(moduleMark)
	case "root", "cwd":
		return cty.StringVal(rootMark)
	}
	return cty.DynamicVal
}

// withoutFolders is a value in which texts that name a folder are unknown.
func withoutFolders(value cty.Value) cty.Value {
	marked := func(one cty.Value) bool {
		plain, _ := one.Unmark()
		return plain.Type() == cty.String && plain.IsKnown() && !plain.IsNull() && strings.Contains(plain.AsString(), "\x00")
	}
	changed, err := cty.Transform(value, func(_ cty.Path, one cty.Value) (cty.Value, error) {
		if marked(one) {
			return cty.UnknownVal(cty.String), nil
		}
		return one, nil
	})
	if err != nil {
		return cty.DynamicVal
	}
	return changed
}

// functions are those of Terraform, with those that read files of the same content.
func (s *scope) functions() map[string]function.Function {
	if s.reads == nil {
		s.reads = maps.Clone(s.reading.functions)
		s.reads["file"] = function.New(&function.Spec{
			Params: []function.Parameter{{Name: "path", Type: cty.String}},
			Type:   function.StaticReturnType(cty.String),
			Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
				content, is := s.open(arguments[0].AsString())
				if !is {
					return cty.UnknownVal(cty.String), nil
				}
				return cty.StringVal(content), nil
			},
		})
		s.reads["templatefile"] = function.New(&function.Spec{
			Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "vars", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true}},
			Type:   function.StaticReturnType(cty.DynamicPseudoType),
			Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
				return s.template(arguments[0].AsString(), arguments[1]), nil
			},
		})
	}
	return s.reads
}

// open reads a file that a configuration names. Nothing outside of the content is read,
// whatever the path says.
func (s *scope) open(name string) (string, bool) {
	located, is := s.locate(name)
	if !is || s.reading.other == nil || s.reading.opened >= mostOpened || s.reading.spent() {
		return "", false
	}
	s.reading.opened++
	content, is := s.reading.other(located)
	if !is || len(content) > maxOther || !s.reading.pay(oneBlock+len(content)/16) {
		return "", false
	}
	return string(content), true
}

// locate is the path in the content that a name leads to: below the module's folder, or
// where it is a root by itself.
func (s *scope) locate(name string) (string, bool) {
	root := s
	for root.caller != nil {
		root = root.caller.scope
	}
	folder := root.module.folder
	if inside, is := strings.CutPrefix(name, moduleMark); is {
		folder, name = s.module.folder, inside
	} else if inside, is := strings.CutPrefix(name, rootMark); is {
		name = inside
	} else if path.IsAbs(name) {
		return "", false
	}
	if strings.ContainsAny(name, "\x00\\") {
		return "", false
	}
	located := path.Join(folder, name)
	return located, located != ".." && !strings.HasPrefix(located, "../") && !path.IsAbs(located)
}

// template fills in a file. What it names is given to it alone, and it reads no other.
func (s *scope) template(name string, given cty.Value) cty.Value {
	content, is := s.open(name)
	given, _ = given.Unmark()
	if !is || !given.IsKnown() || given.IsNull() || !given.CanIterateElements() || !given.Type().IsObjectType() && !given.Type().IsMapType() {
		return cty.UnknownVal(cty.String)
	}
	if harmless([]byte(content), name) != nil {
		return cty.UnknownVal(cty.String)
	}
	read, diagnostics := hclsyntax.ParseTemplate([]byte(content), name, hcl.InitialPos)
	if diagnostics.HasErrors() {
		return cty.UnknownVal(cty.String)
	}
	cost := costs(read, ranges(read)+measure(given))
	if cost > most || !s.reading.pay(cost) {
		return cty.UnknownVal(cty.String)
	}
	return bounded(safely(func() cty.Value {
		value, _ := read.Value(&hcl.EvalContext{Variables: given.AsValueMap(), Functions: s.reading.functions})
		return value
	}))
}
