package terraform

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Value is what an argument is set to. The zero value is an argument that is not there.
type Value struct {
	value   cty.Value
	place   Place
	assumed bool // it is a default of what makes the resource
}

// Set reports whether the argument is there, with a value that is not null.
func (v Value) Set() bool {
	if v.value == cty.NilVal {
		return false
	}
	plain, _ := v.value.Unmark()
	return !plain.IsKnown() || !plain.IsNull()
}

// Known reports whether the value can be computed without a plan.
func (v Value) Known() bool {
	if v.value == cty.NilVal {
		return false
	}
	plain, _ := v.value.Unmark()
	return plain.IsKnown() && !plain.IsNull()
}

// Unknown reports whether the argument is there and its value is only known to a plan.
func (v Value) Unknown() bool { return v.Set() && !v.Known() }

// Place is where the argument is set.
func (v Value) Place() Place { return v.place }

// Text returns the value as a text; empty where it is not known.
func (v Value) Text() string {
	if v.value == cty.NilVal {
		return ""
	}
	found, _ := text(v.value)
	return found
}

// Bool returns the value; false for known where it is none or cannot be computed.
func (v Value) Bool() (value, known bool) {
	if !v.Known() {
		return false, false
	}
	plain, _ := v.value.Unmark()
	converted, err := convert.Convert(plain, cty.Bool)
	if err != nil || !converted.IsKnown() || converted.IsNull() {
		return false, false
	}
	return converted.True(), true
}

// Number returns the value; false for known where it is none or cannot be computed.
func (v Value) Number() (value float64, known bool) {
	if !v.Known() {
		return 0, false
	}
	plain, _ := v.value.Unmark()
	converted, err := convert.Convert(plain, cty.Number)
	if err != nil || !converted.IsKnown() || converted.IsNull() {
		return 0, false
	}
	value, _ = converted.AsBigFloat().Float64()
	return value, true
}

// References are the addresses of the resources that the value is computed from.
func (v Value) References() []string {
	if v.value == cty.NilVal {
		return nil
	}
	_, marks := v.value.UnmarkDeep()
	var found []string
	for mark := range marks {
		if address, is := mark.(reference); is {
			found = append(found, string(address))
		}
	}
	slices.Sort(found)
	return found
}

// Items are the elements of a list, a set or the values of a map; a JSON text counts as
// what it holds. whole is false where there may be more.
func (v Value) Items() (items []Value, whole bool) {
	if !v.Known() {
		return nil, !v.Set()
	}
	plain, marks := v.structure().Unmark()
	if !iterable(plain) {
		return nil, false
	}
	for each := plain.ElementIterator(); each.Next(); {
		_, one := each.Element()
		items = append(items, Value{value: one.WithMarks(marks), place: v.place})
	}
	return items, true
}

// Field returns what an object holds under a name.
func (v Value) Field(name string) Value {
	if !v.Known() {
		if v.Set() {
			return Value{value: cty.DynamicVal, place: v.place}
		}
		return Value{}
	}
	plain, marks := v.structure().Unmark()
	kind := plain.Type()
	switch {
	case !plain.IsKnown():
		return Value{value: cty.DynamicVal, place: v.place}
	case kind.IsObjectType() && kind.HasAttribute(name):
		return Value{value: plain.GetAttr(name).WithMarks(marks), place: v.place}
	case kind.IsMapType():
		if held := plain.AsValueMap()[name]; held != cty.NilVal {
			return Value{value: held.WithMarks(marks), place: v.place}
		}
	}
	return Value{}
}

// Names are the names under which an object holds something, in order.
func (v Value) Names() []string {
	if !v.Known() {
		return nil
	}
	plain, _ := v.structure().Unmark()
	kind := plain.Type()
	if !iterable(plain) || !kind.IsObjectType() && !kind.IsMapType() {
		return nil
	}
	var names []string
	for name := range plain.AsValueMap() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// structure is the value, or what it holds where it is a text of JSON.
func (v Value) structure() cty.Value {
	plain, marks := v.value.Unmark()
	if plain.Type() != cty.String || !plain.IsKnown() || plain.IsNull() {
		return v.value
	}
	content := strings.TrimSpace(plain.AsString())
	if !strings.HasPrefix(content, "[") && !strings.HasPrefix(content, "{") || !json.Valid([]byte(content)) {
		return v.value
	}
	return safely(func() cty.Value {
		kind, err := ctyjson.ImpliedType([]byte(content))
		if err != nil {
			return cty.DynamicVal
		}
		held, err := ctyjson.Unmarshal([]byte(content), kind)
		if err != nil {
			return cty.DynamicVal
		}
		return held.WithMarks(marks)
	})
}

// iterable reports whether the elements of a value are known.
func iterable(value cty.Value) bool {
	return !value.IsMarked() && value.IsKnown() && !value.IsNull() && value.CanIterateElements()
}

// What a value may be large, before it counts as unknown: each is computed from others,
// and grows with every step.
const (
	mostElements = 2000
	mostBytes    = 64 << 10
)

// bounded is a value, or an unknown one where it is too large.
func bounded(value cty.Value) cty.Value {
	budget := size{mostElements, mostBytes}
	if value == cty.NilVal || !budget.holds(value, deepest) {
		return cty.DynamicVal
	}
	return value
}

type size struct{ elements, bytes int }

var largestNumber = new(big.Float).SetFloat64(1e60)

func (s *size) holds(value cty.Value, depth int) bool {
	plain, _ := value.Unmark()
	if s.elements--; s.elements < 0 || depth == 0 {
		return false
	}
	if !plain.IsKnown() || plain.IsNull() {
		return true
	}
	switch kind := plain.Type(); {
	case kind == cty.String:
		s.bytes -= len(plain.AsString())
		return s.bytes >= 0
	case kind == cty.Number:
		number := new(big.Float).Abs(plain.AsBigFloat())
		return number.Cmp(largestNumber) < 0
	case iterable(plain):
		for each := plain.ElementIterator(); each.Next(); {
			key, one := each.Element()
			if key.Type() == cty.String && key.IsKnown() && !key.IsNull() {
				s.bytes -= len(key.AsString())
			}
			if !s.holds(one, depth-1) {
				return false
			}
		}
	}
	return true
}

// measure is how much a value has in it.
func measure(value cty.Value) int {
	all := size{mostElements, mostBytes}
	all.holds(value, deepest)
	return 1 + mostElements - all.elements + (mostBytes-all.bytes)/16
}
