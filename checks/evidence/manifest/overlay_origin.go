package manifest

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// overlayOrigin finds out where the parts of a built object stand in the files that it
// was built of: in a base, in a patch over it, or in the kustomization itself.
type overlayOrigin struct {
	documents map[string][]*yaml.Node // by file
	layers    []layer                 // what is laid over objects
	makers    map[string][]cursor     // of generated objects, by the file that they stand in
}

// layer is one patch, or one field of a kustomization that changes objects.
type layer struct {
	target     target
	content    cursor
	operations []operation // of a patch by JSON; content is empty then
}

// target says which objects something is laid over: each text is an expression for all
// of a value, and an empty one is for any.
type target struct{ kind, name string }

func (t target) takes(kind, name string) bool { return whole(t.kind, kind) && whole(t.name, name) }

func whole(pattern, text string) bool {
	if pattern == "" || pattern == text {
		return true
	}
	expression, err := regexp.Compile("^(?:" + pattern + ")$")
	return err == nil && len(pattern) < 500 && expression.MatchString(text)
}

// operation is one of a patch by JSON. https://www.rfc-editor.org/rfc/rfc6902
type operation struct {
	pointer string
	value   cursor
}

// cursor is a place in a file of the repository.
type cursor struct {
	path  string
	node  *yaml.Node
	shift int // of lines: of a text that stands inside of a file
}

func (c cursor) place(at *yaml.Node) kubernetes.Place {
	return kubernetes.Place{Path: c.path, Line: at.Line + c.shift}
}

// originOf reads the files of an overlay.
func originOf(all kustomizations, names []string, files map[string][]byte) *overlayOrigin {
	o := &overlayOrigin{documents: map[string][]*yaml.Node{}, makers: map[string][]cursor{}}
	for _, name := range names {
		if yamlFile(name) || strings.HasSuffix(name, ".json") {
			for _, root := range node.Documents(files[name]) {
				o.documents[name] = append(o.documents[name], opened(root)...)
			}
		}
	}
	for _, one := range all {
		if _, part := files[one.file]; part {
			o.readLayers(one, files)
		}
	}
	return o
}

// opened returns the objects of a list, or the document itself.
func opened(root *yaml.Node) []*yaml.Node {
	if items := node.Field(root, "items"); items != nil && strings.HasSuffix(node.Text(node.Field(root, "kind")), "List") {
		return node.Items(items)
	}
	return []*yaml.Node{root}
}

// readLayers reads what a kustomization lays over objects.
func (o *overlayOrigin) readLayers(one *kustomization, files map[string][]byte) {
	for _, list := range []string{"patches", "patchesStrategicMerge", "patchesJson6902"} {
		for _, entry := range node.Items(node.Field(one.root, list)) {
			text, named := entry, entry
			var wanted target
			if entry.Kind == yaml.MappingNode {
				text, named = node.Field(entry, "patch"), node.Field(entry, "path")
				wanted = target{node.Text(node.Path(entry, "target", "kind")), node.Text(node.Path(entry, "target", "name"))}
			}
			if name := joined(one.folder, node.Text(named)); files[name] != nil {
				for _, root := range o.documents[name] {
					o.lay(wanted, cursor{path: name, node: root})
				}
				continue
			}
			for _, root := range node.Documents([]byte(node.Text(text))) {
				shift := text.Line
				if text.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
					shift--
				}
				o.lay(wanted, cursor{one.file, root, shift})
			}
		}
	}
	for _, entry := range node.Items(node.Field(one.root, "replicas")) {
		if count := node.Field(entry, "count"); count != nil {
			o.layers = append(o.layers, layer{target: target{name: regexp.QuoteMeta(node.Text(node.Field(entry, "name")))}, operations: []operation{{"/spec/replicas", cursor{path: one.file, node: count}}}})
		}
	}
	for _, list := range []string{"configMapGenerator", "secretGenerator"} {
		for _, entry := range node.Items(node.Field(one.root, list)) {
			o.makers[one.file] = append(o.makers[one.file], cursor{path: one.file, node: entry})
		}
	}
}

// lay notes a patch: one by JSON is a list of operations, any other a part of an object.
func (o *overlayOrigin) lay(wanted target, content cursor) {
	if content.node.Kind != yaml.SequenceNode {
		if wanted == (target{}) {
			wanted = target{node.Text(node.Field(content.node, "kind")), regexp.QuoteMeta(node.Text(node.Path(content.node, "metadata", "name")))}
		}
		o.layers = append(o.layers, layer{target: wanted, content: content})
		return
	}
	one := layer{target: wanted}
	for _, entry := range node.Items(content.node) {
		if value := node.Field(entry, "value"); value != nil {
			one.operations = append(one.operations, operation{node.Text(node.Field(entry, "path")), cursor{content.path, value, content.shift}})
		}
	}
	o.layers = append(o.layers, one)
}

// of puts the nodes of a built object at the lines that they come from, and returns the
// files of those that stand in another one than the object itself.
func (o *overlayOrigin) of(file string, root *yaml.Node) map[*yaml.Node]string {
	kind, name := node.Text(node.Field(root, "kind")), node.Text(node.Path(root, "metadata", "name"))
	w := walker{file: file, elsewhere: map[*yaml.Node]string{}, budget: 100_000}
	start := kubernetes.Place{Path: file}
	if base := named(o.documents[file], kind, name); base != nil {
		w.cursors = append(w.cursors, cursor{path: file, node: base})
		name = node.Text(node.Path(base, "metadata", "name"))
		start.Line = base.Line
	} else if maker := made(o.makers[file], name); maker.node != nil {
		start = maker.place(maker.node)
		w.operations = literals(maker)
	}
	for _, one := range o.layers {
		if !one.target.takes(kind, name) {
			continue
		}
		if one.content.node != nil {
			w.cursors = append(w.cursors, one.content)
		}
		w.operations = append(w.operations, one.operations...)
	}
	w.walk(root, "", w.cursors, start, deepestDocument)
	return w.elsewhere
}

// named finds the document of an object whose name may have got more on either side.
func named(documents []*yaml.Node, kind, name string) *yaml.Node {
	var found *yaml.Node
	longest := -1
	for _, one := range documents {
		own := node.Text(node.Path(one, "metadata", "name"))
		if node.Text(node.Field(one, "kind")) == kind && strings.Contains(name, own) && len(own) > longest {
			found, longest = one, len(own)
		}
	}
	return found
}

// made finds the generator of an object, whose name has got a hash behind it.
func made(generators []cursor, name string) cursor {
	var found cursor
	longest := -1
	for _, one := range generators {
		if own := node.Text(node.Field(one.node, "name")); strings.Contains(name, own) && len(own) > longest {
			found, longest = one, len(own)
		}
	}
	return found
}

// literals are the values that a generator has written out, as operations that set them.
func literals(maker cursor) []operation {
	var found []operation
	for _, one := range node.Items(node.Field(maker.node, "literals")) {
		name, _, _ := strings.Cut(one.Value, "=")
		found = append(found, operation{"/data/" + escape.Replace(name), cursor{maker.path, one, maker.shift}})
	}
	return found
}

// deepestDocument bounds how deep an object is walked.
const deepestDocument = 60

// walker goes through a built object beside what it was built of.
type walker struct {
	file       string
	cursors    []cursor
	operations []operation
	elsewhere  map[*yaml.Node]string
	budget     int
}

// put sets where a node comes from.
func (w *walker) put(at *yaml.Node, place kubernetes.Place) {
	at.Line = place.Line
	if place.Path != w.file {
		w.elsewhere[at] = place.Path
	}
}

// walk places a node and what is below it. cursors stand at the same node of the files,
// what is laid over behind what it is laid over.
func (w *walker) walk(at *yaml.Node, pointer string, cursors []cursor, place kubernetes.Place, depth int) {
	if w.budget--; at == nil || depth == 0 || w.budget < 0 {
		return
	}
	for _, one := range w.operations {
		if one.pointer == pointer && pointer != "" {
			cursors = append(cursors[:len(cursors):len(cursors)], one.value)
		}
	}
	place = placeOf(at, cursors, place)
	w.put(at, place)
	switch at.Kind {
	case yaml.MappingNode:
		for index := 0; index+1 < len(at.Content); index += 2 {
			key, value := at.Content[index], at.Content[index+1]
			below, keys := fields(cursors, key.Value)
			at := place
			if len(keys) > 0 {
				at = keys[0]
			}
			w.walk(value, pointer+"/"+escape.Replace(key.Value), below, at, depth-1)
			if keyed := placeOf(value, below, at); len(keys) > 0 && value.Kind == yaml.ScalarNode {
				w.put(key, keyed)
			} else {
				w.put(key, at)
			}
		}
	case yaml.SequenceNode:
		for index, value := range at.Content {
			w.walk(value, pointer+"/"+strconv.Itoa(index), w.items(cursors, pointer, value, index), place, depth-1)
		}
	}
}

var escape = strings.NewReplacer("~", "~0", "/", "~1")

// placeOf tells which of some cursors a node comes from: a scalar from the first that
// says the same, anything else from the first.
func placeOf(at *yaml.Node, cursors []cursor, otherwise kubernetes.Place) kubernetes.Place {
	if len(cursors) == 0 {
		return otherwise
	}
	if at.Kind == yaml.ScalarNode {
		for _, one := range cursors {
			if one.node.Kind == yaml.ScalarNode && one.node.Value == at.Value {
				return one.place(one.node)
			}
		}
	}
	return cursors[0].place(cursors[0].node)
}

// fields are the values of a name below some cursors, with where the names stand.
func fields(cursors []cursor, name string) (below []cursor, keys []kubernetes.Place) {
	for _, one := range cursors {
		if value := node.Field(one.node, name); value != nil {
			below = append(below, cursor{one.path, value, one.shift})
			keys = append(keys, one.place(node.Key(one.node, name)))
		}
	}
	return below, keys
}

// items are the elements of lists below some cursors that are the one of a built list.
func (w *walker) items(cursors []cursor, pointer string, value *yaml.Node, index int) []cursor {
	var found []cursor
	for _, one := range cursors {
		items := node.Items(one.node)
		for position, item := range items {
			if same(item, value) || position == index && len(items) > index && identity(value) == "" && item.Kind == value.Kind && value.Kind != yaml.ScalarNode {
				found = append(found, cursor{one.path, item, one.shift})
				break
			}
		}
	}
	for _, one := range w.operations {
		if one.pointer == pointer+"/-" && same(one.value.node, value) {
			found = append(found, one.value)
		}
	}
	return found
}

// identity is what tells an element of a list from the others.
func identity(at *yaml.Node) string {
	if at.Kind == yaml.ScalarNode {
		return at.Value
	}
	for _, name := range []string{"name", "mountPath", "containerPort", "port", "key", "ip", "topologyKey", "host", "path"} {
		if text := node.Text(node.Field(at, name)); text != "" {
			return name + "=" + text
		}
	}
	return ""
}

func same(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && identity(a) != "" && identity(a) == identity(b)
}
