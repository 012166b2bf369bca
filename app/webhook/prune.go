package webhook

import (
	"fmt"
	"reflect"
	"strings"
)

// Of a delivery's 10 to 200 KB golive needs some hundred bytes. encoding/json
// reads every byte twice to find them, which is most of what an intake would
// cost; prune reads each once, proves that all of it is JSON, and leaves
// encoding/json no more than the fields that are asked for.

// fields are the members of an object that are kept, by their exact names. Under
// a name stand the members of its own object, or of each object in its array; nil
// keeps the whole value.
type fields map[string]fields

// fieldsOf returns the fields that a struct asks for by its JSON tags.
func fieldsOf(kind reflect.Type) fields {
	for kind.Kind() == reflect.Pointer || kind.Kind() == reflect.Slice {
		kind = kind.Elem()
	}
	if kind.Kind() != reflect.Struct {
		return nil
	}
	kept := fields{}
	for index := range kind.NumField() {
		field := kind.Field(index)
		if field.Anonymous {
			for name, below := range fieldsOf(field.Type) {
				kept[name] = below
			}
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		kept[name] = fieldsOf(field.Type)
	}
	return kept
}

// deepest is how deep values may be nested, as encoding/json has it.
const deepest = 10000

// pruner reads a JSON text from its start to its end.
type pruner struct {
	in    []byte
	at    int
	out   []byte
	depth int
}

// prune returns a JSON text with no more of the objects in another one than the
// fields, without blanks. What is no JSON text is ErrPayload, exactly where
// json.Valid says so.
// https://www.rfc-editor.org/rfc/rfc8259
func prune(text []byte, kept fields) ([]byte, error) {
	p := pruner{in: text, out: make([]byte, 0, 512)}
	p.blank()
	if !p.value(kept, true) {
		return nil, fmt.Errorf("%w: no JSON at byte %d", ErrPayload, p.at)
	}
	if p.blank(); p.at != len(p.in) {
		return nil, fmt.Errorf("%w: more than one JSON value, at byte %d", ErrPayload, p.at)
	}
	return p.out, nil
}

// value reads one value. Where copies is set, what is kept of it goes out.
func (p *pruner) value(kept fields, copies bool) bool {
	from := p.at
	pruned := copies && kept != nil // else it goes out as it is, or not at all
	read := false
	p.depth++
	switch letter := p.peek(); {
	case letter == '{' && p.depth <= deepest:
		read = p.object(kept, pruned)
	case letter == '[' && p.depth <= deepest:
		read = p.array(kept, pruned)
	default:
		pruned, read = false, p.scalar()
	}
	p.depth--
	if read && copies && !pruned {
		p.out = append(p.out, p.in[from:p.at]...)
	}
	return read
}

func (p *pruner) object(kept fields, copies bool) bool {
	p.at++
	p.emit('{', copies)
	first := true
	for p.blank(); p.peek() != '}' || !first; p.blank() {
		from := p.at
		if !p.text() {
			return false
		}
		name := p.in[from:p.at]
		var below fields
		wanted := false
		if copies {
			below, wanted = kept[string(name[1:len(name)-1])]
		}
		if p.blank(); p.peek() != ':' {
			return false
		}
		p.at++
		p.blank()
		if wanted {
			if p.out[len(p.out)-1] != '{' {
				p.out = append(p.out, ',')
			}
			p.out = append(append(p.out, name...), ':')
		}
		if !p.value(below, wanted) {
			return false
		}
		if p.blank(); p.peek() == '}' {
			break
		}
		if p.peek() != ',' {
			return false
		}
		p.at++
		first = false
	}
	p.at++
	p.emit('}', copies)
	return true
}

func (p *pruner) array(kept fields, copies bool) bool {
	p.at++
	p.emit('[', copies)
	first := true
	for p.blank(); p.peek() != ']' || !first; p.blank() {
		if !p.value(kept, copies) {
			return false
		}
		if p.blank(); p.peek() == ']' {
			break
		}
		if p.peek() != ',' {
			return false
		}
		p.at++
		p.emit(',', copies)
		first = false
	}
	p.at++
	p.emit(']', copies)
	return true
}

func (p *pruner) emit(letter byte, copies bool) {
	if copies {
		p.out = append(p.out, letter)
	}
}
