package answer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// Kind is what a value of JSON is.
type Kind string

// The kinds of values.
const (
	Null    Kind = "null"
	Boolean Kind = "boolean"
	Number  Kind = "number"
	Text    Kind = "text"
	Object  Kind = "object"
	Array   Kind = "array"
)

// Element stands in a path for the elements of an array.
const Element = "[]"

// Field is a field of objects that stand at one place: those of all elements of an
// array are one.
type Field struct {
	Path  []string // the last one is its name
	Kind  Kind     // of the first value that is not null; Null where all are
	Seen  int      // objects that have it
	Value string   // the first text or number that is not empty, cut at 200 bytes; it may be secret
}

// Name is what the field is called.
func (f Field) Name() string { return f.Path[len(f.Path)-1] }

// Written is the path as people write it: "orders[].customer.name".
func (f Field) Written() string { return written(f.Path) }

// List is the longest array that stands at one place.
type List struct {
	Path  []string // empty: the answer itself
	Count int      // of its elements
	Of    Kind     // of its first element; empty: it has none
	Cut   bool     // the answer ends in it
}

func written(path []string) string {
	var out strings.Builder
	for index, step := range path {
		if index > 0 && step != Element {
			out.WriteByte('.')
		}
		out.WriteString(step)
	}
	return out.String()
}

// Document is what a body of JSON holds.
type Document struct {
	Root   Kind
	Fields []Field // in the order in which they come
	Lists  []List  // in the order in which they come
	Cut    bool    // there is more than was read
}

// Field returns the field at a path.
func (d Document) Field(path ...string) (Field, bool) {
	index := slices.IndexFunc(d.Fields, func(one Field) bool { return slices.Equal(one.Path, path) })
	if index < 0 {
		return Field{}, false
	}
	return d.Fields[index], true
}

// The bounds of one document.
const (
	mostDeep   = 64
	mostFields = 2000
	mostLists  = 500
	mostName   = 200 // bytes of a name, and of a value that is kept
)

// ErrNotJSON is returned for a body that is none.
var ErrNotJSON = errors.New("the body is no JSON")

// errBound ends the reading of what goes further than a bound.
var errBound = errors.New("bound")

// ReadJSON reads a body. One that breaks off is read as far as it goes.
func ReadJSON(body []byte) (Document, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	reader := jsonReader{decoder: decoder, fields: map[string]int{}, lists: map[string]int{}}
	root, _, err := reader.value(nil)
	reader.document.Root = root
	switch {
	case err == nil:
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return Document{}, ErrNotJSON
		}
		return reader.document, nil
	case root == "":
		return Document{}, ErrNotJSON
	case errors.Is(err, errBound), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		reader.document.Cut = true
		return reader.document, nil
	default:
		return Document{}, ErrNotJSON
	}
}

type jsonReader struct {
	decoder  *json.Decoder
	document Document
	fields   map[string]int // numbers of fields by their paths
	lists    map[string]int
}

// value reads one value. Its kind is known where reading ends within it.
func (r *jsonReader) value(path []string) (Kind, string, error) {
	if len(path) > mostDeep {
		return "", "", errBound
	}
	token, err := r.decoder.Token()
	if err != nil {
		return "", "", err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return Object, "", r.object(path)
		}
		return Array, "", r.array(path)
	case bool:
		return Boolean, "", nil
	case json.Number:
		return Number, clipped(token.String()), nil
	case string:
		return Text, clipped(token), nil
	default:
		return Null, "", nil
	}
}

func (r *jsonReader) object(path []string) error {
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		inner := append(slices.Clip(path), clipped(name))
		index, err := r.field(inner)
		if err != nil {
			return err
		}
		kind, text, err := r.value(inner)
		field := &r.document.Fields[index]
		if kind != "" && kind != Null && field.Kind == Null {
			field.Kind = kind
		}
		if field.Value == "" {
			field.Value = text
		}
		if err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

// field counts an object that has a field.
func (r *jsonReader) field(path []string) (int, error) {
	key := strings.Join(path, "\x00")
	index, known := r.fields[key]
	if !known {
		if len(r.document.Fields) == mostFields {
			return 0, errBound
		}
		index = len(r.document.Fields)
		r.fields[key] = index
		r.document.Fields = append(r.document.Fields, Field{Path: path, Kind: Null})
	}
	r.document.Fields[index].Seen++
	return index, nil
}

func (r *jsonReader) array(path []string) error {
	key := strings.Join(path, "\x00")
	index, known := r.lists[key]
	if !known {
		if len(r.document.Lists) == mostLists {
			return errBound
		}
		index = len(r.document.Lists)
		r.lists[key] = index
		r.document.Lists = append(r.document.Lists, List{Path: path})
	}
	inner := append(slices.Clip(path), Element)
	count := 0
	end := func(cut bool) {
		if list := &r.document.Lists[index]; count > list.Count || cut && count == list.Count {
			list.Count, list.Cut = count, cut
		}
	}
	for r.decoder.More() {
		kind, _, err := r.value(inner)
		if kind != "" {
			count++
			if list := &r.document.Lists[index]; list.Of == "" {
				list.Of = kind
			}
		}
		if err != nil {
			end(true)
			return err
		}
	}
	_, err := r.decoder.Token()
	end(err != nil)
	return err
}

func clipped(text string) string {
	if len(text) > mostName {
		return strings.ToValidUTF8(text[:mostName], "")
	}
	return text
}
