package openapi

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Schema is what a document says of a value. What it says nothing of is open.
type Schema struct {
	Open   bool               // it may hold what the document does not name, or the document says nothing
	Fields map[string]*Schema // of an object
	Rest   *Schema            // of the fields of an object that are not named; nil: nothing is said
	Items  *Schema            // of the elements of an array; nil: nothing is said
}

// Element stands in a path for the elements of an array.
const Element = "[]"

// Names reports whether the document names what stands at a path, and where it does
// not, the shortest path that it does not name. Where it says nothing, it is said to.
func (s *Schema) Names(path []string) (named bool, at []string) {
	for index, step := range path {
		switch {
		case s == nil || s.Open:
			return true, nil
		case step == Element:
			s = s.Items // an object where an array is said to be, is another fault
		case s.Fields[step] != nil:
			s = s.Fields[step]
		case s.Rest != nil:
			s = s.Rest
		case len(s.Fields) == 0:
			return true, nil
		default:
			return false, path[:index+1]
		}
	}
	return true, nil
}

// Schemas tells what a document says that requests are asked and answered with.
type Schemas struct{ reader reader }

// ReadSchemas reads a document as Read does. It is kept whole in memory for as long as
// what it returns is.
func ReadSchemas(name string, content []byte, files Files) (*Schemas, error) {
	root, err := parsed(name, content)
	if err != nil {
		return nil, err
	}
	r := reader{root: root, files: files, others: map[string]*yaml.Node{}}
	if !r.known() {
		return nil, ErrNotOpenAPI
	}
	if deeper(r.root, maxDepth) {
		return nil, errDeep
	}
	r.document.Path = name
	return &Schemas{r}, nil
}

// spot is a node with the file that it stands in; empty: the document itself.
type spot struct {
	node *yaml.Node
	file string
}

// item returns a path's item, and an operation of it.
func (s *Schemas) operation(method, path string) (item, operation spot) {
	item.node = field(field(s.reader.root, "paths"), path)
	if reference := field(item.node, "$ref"); reference != nil {
		item.node, item.file = s.reader.referred(text(reference))
	}
	return item, spot{field(item.node, strings.ToLower(method)), item.file}
}

// Answer returns the schema of what an operation answers with where all went well, as
// JSON; nil where the document says nothing of it. Method and path are as Operation has
// them.
func (s *Schemas) Answer(method, path string) *Schema {
	_, operation := s.operation(method, path)
	responses := spot{field(operation.node, "responses"), operation.file}
	if responses.node == nil {
		return nil
	}
	var well spot
	for _, status := range []string{"200", "2XX", "2xx", "203", "206", "default"} {
		if well.node = field(responses.node, status); well.node != nil {
			break
		}
	}
	well.file = responses.file
	if well = s.follow(well); well.node == nil {
		return nil
	}
	schema := field(well.node, "schema") // of version 2.0
	if content := field(well.node, "content"); content != nil {
		each(content, func(kind, value *yaml.Node) {
			name, _, _ := strings.Cut(strings.ToLower(kind.Value), ";")
			if schema == nil && strings.HasSuffix(strings.TrimSpace(name), "json") {
				schema = field(value, "schema")
			}
		})
	}
	if schema == nil {
		return nil
	}
	left := maxSchemas
	return s.schema(spot{schema, well.file}, 0, &left)
}

// Bounds of a schema, which may name itself.
const (
	maxSchemas     = 5000
	maxSchemaDepth = 16
	maxHops        = 10 // of references to references
)

// follow follows references to the end.
func (s *Schemas) follow(from spot) spot {
	for range maxHops {
		reference := field(from.node, "$ref")
		if reference == nil {
			return from
		}
		base := from.file
		if base == "" {
			base = s.reader.document.Path
		}
		file, pointer := apart(base, text(reference))
		root := s.reader.root
		switch {
		case file == "" && from.file == "", file == s.reader.document.Path:
			file = ""
		case file == "":
			file, root = from.file, s.reader.other(from.file)
		default:
			root = s.reader.other(file)
		}
		if root == nil {
			return spot{}
		}
		from = spot{pointed(root, pointer), file}
	}
	return spot{}
}

var unsaid = &Schema{Open: true}

// schema reads one, and those within it.
func (s *Schemas) schema(at spot, depth int, left *int) *Schema {
	if *left--; *left < 0 || depth > maxSchemaDepth {
		return unsaid
	}
	at = s.follow(at)
	if at.node == nil || at.node.Kind != yaml.MappingNode {
		return unsaid
	}
	made := &Schema{}
	said := false
	if items := field(at.node, "items"); items != nil {
		made.Items, said = s.schema(spot{items, at.file}, depth+1, left), true
	}
	if properties := field(at.node, "properties"); properties != nil && properties.Kind == yaml.MappingNode {
		made.Fields, said = map[string]*Schema{}, true
		each(properties, func(name, value *yaml.Node) {
			made.Fields[name.Value] = s.schema(spot{value, at.file}, depth+1, left)
		})
	}
	switch more := field(at.node, "additionalProperties"); {
	case more == nil || text(more) == "false":
	case more.Kind == yaml.MappingNode && len(more.Content) > 0:
		made.Rest, said = s.schema(spot{more, at.file}, depth+1, left), true
	default:
		return unsaid
	}
	if field(at.node, "patternProperties") != nil {
		return unsaid
	}
	for _, way := range []string{"allOf", "oneOf", "anyOf"} {
		list := field(at.node, way)
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		if len(list.Content) > maxFields {
			return unsaid
		}
		for _, one := range list.Content {
			part := spot{value(one), at.file}
			if plain(s.follow(part).node) {
				continue
			}
			other := s.schema(part, depth+1, left)
			if other.Open {
				return unsaid
			}
			made.join(other)
			said = true
		}
	}
	if !said && !plain(at.node) {
		return unsaid
	}
	return made
}

// plain reports whether a schema is of something that has no fields: a text, a number,
// null, or a word about the value alone.
func plain(node *yaml.Node) bool {
	if node == nil {
		return false
	}
	kind := field(node, "type")
	if kind == nil {
		return field(node, "enum") != nil || !slices.ContainsFunc([]string{"$ref", "properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties"}, func(name string) bool { return field(node, name) != nil }) && len(node.Content) > 0
	}
	return slices.Contains([]string{"string", "number", "integer", "boolean", "null"}, text(kind))
}

// join adds what another schema of the same value names.
func (s *Schema) join(other *Schema) {
	for name, one := range other.Fields {
		if s.Fields == nil {
			s.Fields = map[string]*Schema{}
		}
		if known := s.Fields[name]; known != nil && !known.Open && !one.Open {
			merged := &Schema{Rest: known.Rest, Items: known.Items}
			merged.join(known)
			merged.join(one)
			one = merged
		} else if known != nil {
			one = unsaid
		}
		s.Fields[name] = one
	}
	if s.Items == nil {
		s.Items = other.Items
	} else if other.Items != nil {
		s.Items = unsaid
	}
	if s.Rest == nil {
		s.Rest = other.Rest
	} else if other.Rest != nil {
		s.Rest = unsaid
	}
}

// Queries lists the names that a request may carry in its query.
func (s *Schemas) Queries(method, path string) []string {
	item, operation := s.operation(method, path)
	var names []string
	for _, at := range []spot{item, operation} {
		list := field(at.node, "parameters")
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		for _, one := range list.Content[:min(len(list.Content), maxFields)] {
			parameter := s.follow(spot{value(one), at.file})
			name := clipped(text(field(parameter.node, "name")))
			if text(field(parameter.node, "in")) == "query" && name != "" && !slices.Contains(names, name) && len(names) < maxQueries {
				names = append(names, name)
			}
		}
	}
	return names
}

// maxQueries are read of one operation.
const maxQueries = 50
