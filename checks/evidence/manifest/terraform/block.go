package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Block is a block with its arguments and the blocks in it.
type Block struct {
	place     Place
	arguments map[string]Value
	blocks    map[string][]*Block
	unsure    map[string]bool // names of blocks of which there may be more, or fewer
}

// Place is where the block begins.
func (b *Block) Place() Place { return b.place }

// Get returns what is set under a path of blocks and objects: the first block of each
// name counts. A block that may or may not be there makes what is in it unknown.
func (b *Block) Get(path ...string) Value {
	if b == nil || len(path) == 0 {
		return Value{}
	}
	name := path[0]
	if inner := b.blocks[name]; len(inner) > 0 && len(path) > 1 {
		return inner[0].Get(path[1:]...)
	}
	value, is := b.arguments[name]
	if !is {
		if b.unsure[name] {
			return Value{value: cty.DynamicVal, place: b.place}
		}
		return Value{}
	}
	for _, next := range path[1:] {
		value = first(value).Field(next)
	}
	return value
}

// first is a value, or what stands first in it where it is a list.
func first(value Value) Value {
	if !value.Known() {
		return value
	}
	plain, _ := value.structure().Unmark()
	kind := plain.Type()
	if !kind.IsListType() && !kind.IsTupleType() && !kind.IsSetType() {
		return value
	}
	items, _ := value.Items()
	if len(items) == 0 {
		return Value{}
	}
	return items[0]
}

// Blocks returns the blocks of a name. whole is false where there may be others.
func (b *Block) Blocks(name string) (blocks []*Block, whole bool) {
	if b == nil {
		return nil, true
	}
	return b.blocks[name], !b.unsure[name] && !b.arguments[name].Set()
}

// Has reports whether there is a block, or an argument that holds something, of a name.
// sure is false where a plan alone knows.
func (b *Block) Has(name string) (has, sure bool) {
	if b == nil {
		return false, true
	}
	if len(b.blocks[name]) > 0 {
		return true, !b.unsure[name]
	}
	value := b.arguments[name]
	switch {
	case value.Unknown(), b.unsure[name]:
		return false, false
	case value.Set():
		items, whole := value.Items()
		return len(items) > 0 || !whole, true
	}
	return false, true
}

const deepestBlock = 12

// block computes all that is in a body.
func (s *scope) block(place Place, body *hclsyntax.Body, more map[string]cty.Value, depth int) *Block {
	made := &Block{place: place, arguments: map[string]Value{}, blocks: map[string][]*Block{}, unsure: map[string]bool{}}
	for name, attribute := range body.Attributes {
		made.arguments[name] = Value{value: withoutFolders(s.value(attribute.Expr, more)), place: placeOf(attribute.SrcRange)}
	}
	if depth == 0 || !s.reading.pay(oneBlock) {
		return made
	}
	for _, inner := range body.Blocks {
		at := placeOf(inner.TypeRange)
		if inner.Type != "dynamic" || len(inner.Labels) != 1 {
			made.add(inner.Type, s.block(at, inner.Body, more, depth-1))
			continue
		}
		s.dynamic(made, inner, more, depth)
	}
	return made
}

func (b *Block) add(name string, inner *Block) {
	if len(b.blocks[name]) < 200 {
		b.blocks[name] = append(b.blocks[name], inner)
	}
}

// dynamic makes the blocks of a dynamic one
// (https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks).
func (s *scope) dynamic(into *Block, block *hclsyntax.Block, more map[string]cty.Value, depth int) {
	name := block.Labels[0]
	var content *hclsyntax.Block
	for _, one := range block.Body.Blocks {
		if one.Type == "content" {
			content = one
		}
	}
	every := block.Body.Attributes["for_each"]
	if content == nil || every == nil {
		return
	}
	iterator := name
	if attribute := block.Body.Attributes["iterator"]; attribute != nil {
		if root := attribute.Expr.Variables(); len(root) == 1 {
			iterator = step(root[0], 0)
		}
	}
	at := placeOf(content.TypeRange)
	with := func(key, value cty.Value) map[string]cty.Value {
		names := map[string]cty.Value{iterator: cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})}
		for other, value := range more {
			if other != iterator {
				names[other] = value
			}
		}
		return names
	}
	held, _ := s.value(every.Expr, more).Unmark()
	if !iterable(held) {
		if held.IsKnown() && held.IsNull() {
			return
		}
		into.unsure[name] = true
		return
	}
	number := 0
	for each := held.ElementIterator(); each.Next() && number < mostInstances; number++ {
		key, value := each.Element()
		into.add(name, s.block(at, content.Body, with(key, value), depth-1))
	}
}

// dotted splits a path.
func dotted(path string) []string { return strings.Split(path, ".") }
