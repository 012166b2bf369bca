package taint

import (
	"go/constant"
	"maps"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// emptyList is a list of Go without elements, of which all that is put into it is seen.
func emptyList(size int) *value { return &value{listed: true, exact: true, size: size} }

// emptyMap is a map of Go without entries, of which all that is put into it is seen.
func emptyMap() *value { return &value{keyed: true, exact: true, fields: map[string]*value{}} }

// inexact is a list or a map of Go to which more may have been added than was seen.
func (v *value) inexact() *value {
	if v == nil || !v.exact {
		return v
	}
	if !v.whole().tainted() {
		return nil
	}
	changed := *v
	changed.exact = false
	return &changed
}

// untainted reports whether nothing is known of a value but that its elements are clean.
func (v *value) untainted() bool {
	return !v.known() || v.exact && v.model == nil && !v.whole().tainted()
}

// zeroContents is what a variable of Go holds that is declared without a value: a list or a
// map without elements.
func zeroContents(kind program.Expression) *value {
	switch kind := kind.(type) {
	case *program.List:
		if kind.Kind == "slice" {
			return emptyList(0)
		}
	case *program.Index:
		if identifier(kind.X) == "map" {
			return emptyMap()
		}
	}
	return nil
}

// madeOf is what make gives: a list of so many elements, a map, or a channel that nothing
// was sent into.
func (e *engine) madeOf(c *called) *value {
	kind := c.x.Arguments[0].Value
	list, ok := kind.(*program.List)
	switch {
	case !ok:
		return zeroContents(kind)
	case list.Kind == "channel":
		return emptyList(0)
	case list.Kind != "slice" || len(c.x.Arguments) < 2:
		return nil
	}
	if size, known := e.fixedNumber(c.x.Arguments[1].Value); known && size >= 0 && size <= maxFields {
		return emptyList(size)
	}
	return nil
}

// golangContents is what functions give that make lists and maps of Go, or put elements
// into them.
func (e *engine) golangContents(c *called) (*value, bool) {
	switch {
	case c.origin == "make" && len(c.x.Arguments) > 0:
		v := e.madeOf(c)
		return v, v != nil
	case c.origin == "append" && len(c.x.Arguments) > 0:
		return e.lengthened(c)
	case c.origin == "container/list.New":
		return emptyList(0), true
	case c.receiver == nil || !c.receiver.listed || !c.receiver.exact || !e.chained(c.object):
	case c.name == "Front" || c.name == "Back":
		at := "0"
		if c.name == "Back" {
			at = strconv.Itoa(c.receiver.size - 1)
		}
		return &value{fields: map[string]*value{"Value": c.receiver.fields[at], "Next()": element(c.receiver)}}, true
	}
	return nil, false
}

// lengthened is a list with what is put behind its elements.
func (e *engine) lengthened(c *called) (*value, bool) {
	list := c.values[0]
	if list == nil || !list.listed || !list.exact {
		return nil, false
	}
	made := *list
	made.fields = maps.Clone(list.fields)
	if made.fields == nil {
		made.fields = map[string]*value{}
	}
	put := func(v *value) {
		if v.known() {
			made.fields[strconv.Itoa(made.size)] = v.marked(0, direct)
		}
		made.size++
	}
	for i, one := range c.x.Arguments[1:] {
		v := c.values[i+1]
		if one.Spread == "" {
			put(v)
			continue
		}
		if v == nil || !v.listed || !v.exact {
			return nil, false
		}
		for at := range v.size {
			put(v.fields[strconv.Itoa(at)])
		}
	}
	return &made, made.size <= maxFields
}

// sliced is a part of a list of Go: all[1:], all[:2]. Which of its bounds stand there, the
// text says.
func (e *engine) sliced(x *program.Index, slice *program.List, v *value) (*value, bool) {
	if !e.tables.functions || v == nil || !v.listed || !v.exact || len(slice.Elements) > 2 {
		return nil, false
	}
	var bounds []int
	for _, one := range slice.Elements {
		number, known := e.fixedNumber(one)
		if !known {
			return nil, false
		}
		bounds = append(bounds, number)
	}
	from, to := 0, v.size
	switch len(bounds) {
	case 1:
		before := program.Span{Start: x.X.Range().End, End: slice.Elements[0].Range().Start}
		if strings.Contains(string(e.file.Text(before)), ":") {
			to = bounds[0]
		} else {
			from = bounds[0]
		}
	case 2:
		from, to = bounds[0], bounds[1]
	}
	if from < 0 || from > to || to > v.size {
		return nil, false
	}
	made := &value{listed: true, exact: true, size: to - from, fields: map[string]*value{}}
	for i := from; i < to; i++ {
		if inner := v.fields[strconv.Itoa(i)]; inner != nil {
			made.fields[strconv.Itoa(i-from)] = inner
		}
	}
	return made, !v.tainted()
}

// golangChanges is what a call does to a list or a map of Go that it is called on, or given.
func (e *engine) golangChanges(c *called) bool {
	if c.receiver != nil && c.receiver.listed && e.chained(c.object) {
		if v, known := e.linkedChange(c); known {
			e.fill(c.object, v)
			return true
		}
	}
	if !e.readsAlone(c) {
		for _, one := range c.x.Arguments {
			e.handedOut(one.Value)
		}
	}
	return false
}

// readsAlone reports whether a call changes nothing of the lists and maps that it is given:
// of Go's own functions and packages for texts and output.
func (e *engine) readsAlone(c *called) bool {
	if c.origin == "append" || c.origin == "delete" || golangBuiltins[c.origin] && c.origin != "copy" && c.origin != "clear" {
		return true
	}
	return readers[c.owner]
}

var readers = words("strings fmt bytes errors log strconv os/exec os path path/filepath regexp encoding/json database/sql io net/url")

// handedOut is a list or a map that another function may change.
func (e *engine) handedOut(x program.Expression) {
	if unary, ok := x.(*program.Unary); ok && unary.Operator == "&" {
		x = unary.X
	}
	if index, ok := x.(*program.Index); ok { // sort.Strings(all[1:])
		x = index.X
	}
	name, ok := x.(*program.Name)
	if !ok {
		return
	}
	if v := e.state.get(e.slot(name)); v != nil && v.exact {
		e.state.set(e.slot(name), v.loose().inexact())
	}
}

// present is whether a map of Go has an entry, where all that was put into it is known.
func (e *engine) present(x program.Expression) *fixed {
	var of program.Expression
	key := ""
	switch x := x.(type) {
	case *program.Member:
		of, key = x.X, x.Name
	case *program.Index:
		text := e.fixedOf(x.Index, deepestConstant)
		if text == nil || text.value.Kind() != constant.String {
			return nil
		}
		of, key = x.X, constant.StringVal(text.value)
	default:
		return nil
	}
	name, ok := of.(*program.Name)
	if !ok {
		return nil
	}
	v := e.name(name)
	if v == nil || !v.keyed || !v.exact || v.tainted() || v.fields[someKey] != nil {
		return nil
	}
	_, found := v.fields[key]
	return &fixed{constant.MakeBool(found), ""}
}

// fixedLength is the number of elements that a list or a map of Go has here.
func (e *engine) fixedLength(x program.Expression) *fixed {
	name, ok := x.(*program.Name)
	if !ok {
		return nil
	}
	switch v := e.name(name); {
	case v == nil || !v.exact || v.tainted():
	case v.listed:
		return &fixed{constant.MakeInt64(int64(v.size)), "int"}
	case v.keyed && v.fields[someKey] == nil:
		return &fixed{constant.MakeInt64(int64(len(v.fields))), "int"}
	}
	return nil
}

// nothing is nil, and something what is not.
var (
	nothing   = &fixed{constant.MakeUnknown(), "nil"}
	something = &fixed{constant.MakeUnknown(), "not nil"}
)
