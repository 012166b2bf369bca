package syntax

/*
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

// What of tree-sitter's interface the walk needs, as its api.h has it. The
// functions are weak because they are the library's, which is linked later.
typedef struct { uint32_t context[4]; const void *id; const void *tree; } TSNode;
typedef struct { const void *tree; const void *id; uint32_t context[3]; } TSTreeCursor;
__attribute__((weak)) TSTreeCursor ts_tree_cursor_new(TSNode);
__attribute__((weak)) void ts_tree_cursor_delete(TSTreeCursor *);
__attribute__((weak)) TSNode ts_tree_cursor_current_node(const TSTreeCursor *);
__attribute__((weak)) uint16_t ts_tree_cursor_current_field_id(const TSTreeCursor *);
__attribute__((weak)) bool ts_tree_cursor_goto_first_child(TSTreeCursor *);
__attribute__((weak)) bool ts_tree_cursor_goto_next_sibling(TSTreeCursor *);
__attribute__((weak)) bool ts_tree_cursor_goto_parent(TSTreeCursor *);
__attribute__((weak)) uint32_t ts_node_start_byte(TSNode);
__attribute__((weak)) uint32_t ts_node_end_byte(TSNode);
__attribute__((weak)) uint16_t ts_node_symbol(TSNode);
__attribute__((weak)) bool ts_node_is_named(TSNode);

typedef struct {
	uint32_t start, end;
	int32_t parent, next;
	uint16_t kind, field;
	uint8_t flags;
} flat;

// The marks of a node, as in tree.go.
enum { NAMED = 1, BROKEN = 2, PARENTAL = 4 };

// golive_flatten writes at most room nodes of the tree below root in the order in
// which they begin, and returns how many there are; room + 1 where there are more.
static int32_t golive_flatten(TSNode root, flat *nodes, int32_t room) {
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	int32_t count = 0, parent = -1, previous = -1;
	for (;;) {
		if (count >= room) {
			count = room + 1;
			break;
		}
		int32_t at = count++;
		TSNode node = ts_tree_cursor_current_node(&cursor);
		flat *one = &nodes[at];
		one->start = ts_node_start_byte(node);
		one->end = ts_node_end_byte(node);
		one->parent = parent;
		one->next = -1;
		one->kind = ts_node_symbol(node);
		one->field = ts_tree_cursor_current_field_id(&cursor);
		one->flags = 0;
		if (ts_node_is_named(node)) one->flags |= NAMED;
		if (one->kind == UINT16_MAX) one->flags |= BROKEN;
		if (previous >= 0) nodes[previous].next = at;
		if (ts_tree_cursor_goto_first_child(&cursor)) {
			one->flags |= PARENTAL;
			parent = at;
			previous = -1;
			continue;
		}
		previous = at;
		bool over = false;
		while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
			if (!ts_tree_cursor_goto_parent(&cursor)) {
				over = true;
				break;
			}
			previous = parent;
			parent = nodes[parent].parent;
		}
		if (over) break;
	}
	ts_tree_cursor_delete(&cursor);
	return count;
}
*/
import "C"

import (
	"unsafe"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// The library's node must be what the walk takes it for.
var _ [unsafe.Sizeof(C.TSNode{})]struct{} = [unsafe.Sizeof(sitter.Node{})]struct{}{}

// Flatten copies a tree that the parser made of the content. The parser's tree can
// be closed afterwards. The walk is C, because a step into C and back costs more
// than the parser takes for the node.
func Flatten(tree *sitter.Tree, grammar *Grammar, content []byte) (*Tree, error) {
	root := tree.RootNode()
	count := root.DescendantCount()
	if count > MaxNodes {
		return nil, ErrTooLarge
	}
	nodes := make([]flat, count+1)
	written := int(C.golive_flatten(*(*C.TSNode)(unsafe.Pointer(root)), (*C.flat)(unsafe.Pointer(&nodes[0])), C.int32_t(len(nodes))))
	if written > len(nodes) {
		return nil, ErrTooLarge
	}
	return &Tree{Content: content, text: string(content), grammar: grammar, nodes: nodes[:written]}, nil
}
