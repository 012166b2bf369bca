package syntax

import "errors"

// ErrTooLarge is returned for a tree of more nodes than MaxNodes.
var ErrTooLarge = errors.New("its syntax tree is larger than the limit")

// MaxNodes bounds a tree. A file of 1 MiB of ordinary code has about 400,000.
const MaxNodes = 4 << 20

// Tree is the syntax of one file, or of the parts of it that are in one language.
// Its nodes stand in the order in which they begin, parents before children. It
// is not changed once it is made.
type Tree struct {
	Content []byte
	text    string // the content once more, so that the text of a node costs no copy
	grammar *Grammar
	nodes   []flat
}

// flat is one node. What is outermost has parent -1; next is the next sibling, or
// -1; a node's first child, where it has one, is the node behind it.
type flat struct { // as golive_flatten writes it
	start, end   uint32
	parent, next int32
	kind, field  uint16
	flags        uint8
}

const (
	named uint8 = 1 << iota
	broken
	parental
)

// Root returns the node of the whole file.
func (t *Tree) Root() Node {
	if len(t.nodes) == 0 {
		return Node{}
	}
	return Node{t, 0}
}

// Len returns how many nodes the tree has.
func (t *Tree) Len() int { return len(t.nodes) }

// Node is one node of a tree. The zero Node is no node: it has no kind, no
// children and no text, so that chains of steps need no checks in between.
type Node struct {
	tree  *Tree
	index int32
}

// Valid reports whether there is a node.
func (n Node) Valid() bool { return n.tree != nil }

func (n Node) flat() *flat { return &n.tree.nodes[n.index] }

// Kind returns the grammar's name of the node: "call_expression", "(".
func (n Node) Kind() string {
	if n.tree == nil {
		return ""
	}
	return n.tree.grammar.kind(n.flat().kind)
}

// KindID returns the grammar's number of the node's kind; see Grammar.Kinds.
func (n Node) KindID() uint16 {
	if n.tree == nil {
		return 0
	}
	return n.flat().kind
}

// Named reports whether the node is more than punctuation or a keyword.
func (n Node) Named() bool { return n.tree != nil && n.flat().flags&named != 0 }

// Broken reports whether the node stands for text that is not in the grammar.
func (n Node) Broken() bool { return n.tree != nil && n.flat().flags&broken != 0 }

// FieldName returns the field of its parent that the node is, or "".
func (n Node) FieldName() string {
	if n.tree == nil {
		return ""
	}
	return n.tree.grammar.fields[n.flat().field]
}

// Start returns the offset of the first byte, End the one behind the last.
func (n Node) Start() uint32 {
	if n.tree == nil {
		return 0
	}
	return n.flat().start
}

// End returns the offset behind the node's last byte.
func (n Node) End() uint32 {
	if n.tree == nil {
		return 0
	}
	return n.flat().end
}

// Text returns the node's source text.
func (n Node) Text() string {
	if n.tree == nil {
		return ""
	}
	return n.tree.text[n.flat().start:n.flat().end]
}

// Next returns the next sibling, named or not.
func (n Node) Next() Node {
	if n.tree == nil || n.flat().next < 0 {
		return Node{}
	}
	return Node{n.tree, n.flat().next}
}

// First returns the first child, named or not.
func (n Node) First() Node {
	if n.tree == nil || n.flat().flags&parental == 0 {
		return Node{}
	}
	return Node{n.tree, n.index + 1}
}

// Children yields all children: for child := range node.Children.
func (n Node) Children(yield func(Node) bool) {
	for child := n.First(); child.Valid(); child = child.Next() {
		if !yield(child) {
			return
		}
	}
}

// NamedChildren yields the children that are more than punctuation; comments too.
func (n Node) NamedChildren(yield func(Node) bool) {
	for child := n.First(); child.Valid(); child = child.Next() {
		if child.Named() && !yield(child) {
			return
		}
	}
}

// Named returns the named child of this number, from 0, comments not counted.
func (n Node) NamedChild(number int) Node {
	for child := range n.NamedChildren {
		if child.Comment() {
			continue
		}
		if number == 0 {
			return child
		}
		number--
	}
	return Node{}
}

// Field returns the first child that is this field of the node.
func (n Node) Field(name string) Node {
	if n.tree == nil {
		return Node{}
	}
	id, known := n.tree.grammar.fieldIDs[name]
	if !known {
		return Node{}
	}
	for child := n.First(); child.Valid(); child = child.Next() {
		if child.flat().field == id {
			return child
		}
	}
	return Node{}
}

// Fields yields every child that is this field of the node.
func (n Node) Fields(name string) func(yield func(Node) bool) {
	return func(yield func(Node) bool) {
		for child := n.First(); child.Valid(); child = child.Next() {
			if child.FieldName() == name && !yield(child) {
				return
			}
		}
	}
}

// Child returns the first child of this kind.
func (n Node) Child(kind string) Node {
	for child := n.First(); child.Valid(); child = child.Next() {
		if child.Kind() == kind {
			return child
		}
	}
	return Node{}
}

// Has reports whether a child is of this kind: a keyword, such as "async".
func (n Node) Has(kind string) bool { return n.Child(kind).Valid() }

// Is reports whether the node is of one of these kinds.
func (n Node) Is(kinds ...string) bool {
	kind := n.Kind()
	for _, one := range kinds {
		if kind == one {
			return n.tree != nil
		}
	}
	return false
}

// Comment reports whether the node is a comment, or a backslash at the end of a
// line, which can stand anywhere as well.
func (n Node) Comment() bool {
	return n.tree != nil && n.tree.grammar.comment(n.flat().kind)
}

// Same reports whether two nodes are one.
func (n Node) Same(other Node) bool { return n == other }
