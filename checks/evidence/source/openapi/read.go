package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// Files hands out other files of the tree by their paths; nil where there are none.
type Files func(path string) (content []byte, found bool)

// Read reads a document, and the paths of it that stand in other files. It fails with
// ErrNotOpenAPI where the file is none.
func Read(name string, content []byte, files Files) (Document, error) {
	root, err := parsed(name, content)
	if err != nil {
		return Document{}, err
	}
	r := reader{root: root, files: files, others: map[string]*yaml.Node{}}
	if !r.known() {
		return Document{}, ErrNotOpenAPI
	}
	if deeper(r.root, maxDepth) {
		return Document{}, errDeep
	}
	r.document.Path = name
	r.read()
	return r.document, nil
}

// parsed is the beginning of a file.
func parsed(name string, content []byte) (*yaml.Node, error) {
	if len(content) > maxBytes {
		return nil, fmt.Errorf("larger than %d bytes", maxBytes)
	}
	if strings.EqualFold(path.Ext(name), ".json") {
		content = escapes.ReplaceAllFunc(content, unescaped)
	}
	var file yaml.Node
	switch err := yaml.NewDecoder(bytes.NewReader(content)).Decode(&file); {
	case errors.Is(err, io.EOF):
		return nil, ErrNotOpenAPI
	case err != nil:
		return nil, errSyntax
	}
	if len(file.Content) == 0 {
		return nil, ErrNotOpenAPI
	}
	return value(file.Content[0]), nil
}

var errDeep = fmt.Errorf("nested more than %d levels deep", maxDepth)

// errSyntax leaves out what the parser says: it quotes the file.
var errSyntax = errors.New("neither YAML nor JSON")

// escapes matches what JSON writes otherwise than the YAML that is read here: a slash,
// and a character beyond the first 65,536, which nothing that is looked at holds.
var escapes = regex.New(`\\\\|\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

func unescaped(escape []byte) []byte {
	switch escape[1] {
	case '\\':
		return escape
	case '/':
		return []byte("/")
	}
	return []byte("?")
}

type reader struct {
	root     *yaml.Node
	files    Files
	others   map[string]*yaml.Node // beginnings of other files; nil for those that cannot be read
	document Document
	global   *yaml.Node // security
	demands  bool       // something in the document asks for credentials
}

// known reports whether the document names a version that is read here.
func (r *reader) known() bool {
	return strings.HasPrefix(text(field(r.root, "openapi")), "3.") || text(field(r.root, "swagger")) == "2.0"
}

// methods are the fields of a path that are operations.
// https://spec.openapis.org/oas/v3.1.0#path-item-object
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

func (r *reader) read() {
	r.global = field(r.root, "security")
	r.demands = asks(r.global)
	bases := r.bases(field(r.root, "servers"), []string{clipped(text(field(r.root, "basePath")))})
	var says []*yaml.Node // what each operation says of security
	each(field(r.root, "paths"), func(key, item *yaml.Node) {
		if !strings.HasPrefix(key.Value, "/") {
			return // an extension
		}
		file := ""
		if reference := field(item, "$ref"); reference != nil {
			if item, file = r.referred(text(reference)); item == nil {
				r.document.Elsewhere++
				return
			}
		}
		if len(item.Content) > 2*maxFields {
			r.document.Elsewhere++
			return
		}
		below := r.bases(field(item, "servers"), bases)
		each(item, func(method, operation *yaml.Node) {
			if !slices.Contains(methods, method.Value) || operation.Kind != yaml.MappingNode {
				return
			}
			if len(r.document.Operations) >= maxOperations {
				r.document.Cut = true
				return
			}
			security := field(operation, "security")
			if field(operation, "<<") != nil && security == nil {
				security = &yaml.Node{} // what is merged in may say something else
			}
			says = append(says, security)
			r.demands = r.demands || asks(security)
			r.document.Operations = append(r.document.Operations, Operation{
				Method: strings.ToUpper(method.Value), Path: clipped(key.Value), Bases: r.bases(field(operation, "servers"), below), File: file, Line: method.Line,
			})
		})
	})
	for i := range r.document.Operations {
		r.document.Operations[i].Security, r.document.Operations[i].Requires = r.security(says[i])
	}
}

// security tells what an operation says of who may ask. An operation is public where
// it says so itself, in a document that asks for credentials somewhere: generators
// write empty lists everywhere, and leave the field out, and decide nothing by it.
func (r *reader) security(own *yaml.Node) (Security, []string) {
	says := own
	if own == nil {
		says = r.global
	}
	switch {
	case asks(says):
		return Protected, schemes(says)
	case own != nil && r.demands && own.Kind == yaml.SequenceNode && !malformed(own):
		return Public, nil
	}
	return Unsaid, nil
}

// asks reports whether a list of requirements lets nobody through without
// credentials: one of them is enough, and an empty one asks for nothing.
func asks(list *yaml.Node) bool {
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 || len(list.Content) > maxFields {
		return false
	}
	return !slices.ContainsFunc(list.Content, func(one *yaml.Node) bool {
		one = value(one)
		return one.Kind != yaml.MappingNode || len(one.Content) == 0
	})
}

// malformed reports whether a list holds something else than requirements.
func malformed(list *yaml.Node) bool {
	return len(list.Content) > maxFields || slices.ContainsFunc(list.Content, func(one *yaml.Node) bool { return value(one).Kind != yaml.MappingNode })
}

func schemes(list *yaml.Node) []string {
	var names []string
	for _, one := range list.Content[:min(len(list.Content), maxRequires)] {
		each(value(one), func(key, _ *yaml.Node) {
			if name := clipped(key.Value); len(names) < maxRequires && !slices.Contains(names, name) {
				names = append(names, name)
			}
		})
	}
	return names
}

// variable matches a part of a server's address that is filled in later.
var variable = regex.New(`\{[^{}]*\}`)

// bases lists the paths of servers; others where there are none.
func (r *reader) bases(servers *yaml.Node, others []string) []string {
	if servers == nil || servers.Kind != yaml.SequenceNode {
		return others
	}
	var found []string
	for _, one := range servers.Content[:min(len(servers.Content), maxBases)] {
		one = value(one)
		address := clipped(text(field(one, "url")))
		if strings.Count(address, "{") > maxVariables {
			continue
		}
		address = variable.ReplaceAllStringFunc(address, func(name string) string {
			return text(field(field(field(one, "variables"), name[1:len(name)-1]), "default"))
		})
		if _, rest, absolute := strings.Cut(address, "://"); absolute {
			_, address, _ = strings.Cut(rest, "/")
		} else if rest, relative := strings.CutPrefix(address, "//"); relative {
			_, address, _ = strings.Cut(rest, "/")
		}
		address, _, _ = strings.Cut(address, "?")
		if base := clipped("/" + strings.Trim(address, "./")); !slices.Contains(found, base) {
			found = append(found, base)
		}
	}
	if len(found) == 0 {
		return others
	}
	return found
}

func clipped(text string) string {
	if len(text) > maxText {
		return strings.ToValidUTF8(text[:maxText], "")
	}
	return strings.ToValidUTF8(text, "")
}
