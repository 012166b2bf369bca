package source

import (
	"bytes"
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

// dialect is what is looked for in one language, and how that language writes
// it: a table that one reader works from. JavaScript has a reader of its own,
// because its global objects can be reached in many ways.
type dialect struct {
	language string // as GitHub Linguist calls it
	load     func() *sitter.Language
	leftover []leftoverCall
	more     []anchor // what is no call: marks on tests, imports
	shape    shape
	signs    signs
}

// leftoverCall is one row: calls that people leave behind after debugging.
type leftoverCall struct {
	rule string
	// names are the callees with dots between their parts, whatever the language
	// puts there: "System.out.println fmt.Println".
	names string
	// methods are names that count on any object: "printStackTrace".
	methods string
	// needs are texts, one of which must be in the file: the import without
	// which the name means something else.
	needs []string
	// mild says that the call reports to people who operate the program, or has
	// no effect by itself: it is told, and stops nothing.
	mild bool
	// anywhere says that the call counts in the definition of a macro as well: it is
	// left there, wherever that is used.
	anywhere bool
	// unless says of a call that it is no leftover; nil says so of none.
	unless func(r *reading, call *sitter.Node) bool
	// milder says of a call that it is a mild one; nil says so of none.
	milder func(r *reading, call *sitter.Node) bool
}

// shape is how a language's grammar writes calls, names and scopes. All are kinds
// of nodes, unless it is said otherwise.
type shape struct {
	calls      map[string]bool // whose first part, or part named function, name, method or macro, is the callee
	references map[string]bool // a function handed on by its name, which is the last part
	statements map[string]bool // in which a name alone is a call: Ruby's byebug
	trees      map[string]bool // of tokens that nobody parsed: the arguments of Rust's macros
	hides      map[string]bool // in which nothing counts: the definition of a macro
	patterns   map[string]bool // between a name that is declared and what declares it
	declares   map[string]bool // "kind.field", or "kind." for any part of it
	imports    map[string]bool // likewise, for names that come from elsewhere
	scopes     map[string]bool // within which a declared name is visible
	classes    map[string]bool // whose functions are no plain names for code inside of them
	functions  map[string]bool // that have a name of their own
	branches   map[string]bool // that have a condition
	// dialogue are texts in functions that talk with somebody at a terminal.
	dialogue []string
	// genuine are texts in an import by which a name stays what it was: "from
	// builtins".
	genuine []string
	// prefixes are written before a name without changing it: "java.lang.".
	prefixes []string
	// renamed is a callee by the name that everybody gives to it, where the file imports
	// it under another; it may be nil.
	renamed func(r *reading, callee string) string
	// excuse looks at a node around a call, and says why output is no leftover
	// in there; it may be nil.
	excuse func(r *reading, around, call *sitter.Node) string
}

// named reports whether a row speaks of a callee, whose last part is word.
func (l leftoverCall) named(callee, word string) bool {
	return slices.Contains(strings.Fields(l.names), callee) ||
		strings.Contains(callee, ".") && slices.Contains(strings.Fields(l.methods), word)
}

func (l leftoverCall) meant(content []byte) bool {
	return len(l.needs) == 0 || slices.ContainsFunc(l.needs, func(text string) bool { return bytes.Contains(content, []byte(text)) })
}

// grammar makes the dialect one of the languages whose syntax can be read. The
// words that it hangs on are the last parts of the names in its table.
func (d *dialect) grammar() grammar {
	g := grammar{language: d.language, load: d.load, signs: &d.signs, anchors: []anchor{{"golive-allow", (*reading).allow}}}
	g.anchors = append(g.anchors, d.more...)
	var known []string
	for _, row := range d.leftover {
		for _, name := range strings.Fields(row.names + " " + row.methods) {
			word := name[strings.LastIndexByte(name, '.')+1:]
			if slices.Contains(known, word) {
				continue
			}
			known = append(known, word)
			g.anchors = append(g.anchors, anchor{word, func(r *reading, leaf *sitter.Node) { d.look(r, leaf, word) }})
		}
	}
	return g
}

// look records the call of a word, where the word is called and a row of the
// table speaks of it.
func (d *dialect) look(r *reading, leaf *sitter.Node, word string) {
	if r.text(leaf) != word {
		return // inside of a comment, a string or a longer name
	}
	call, callee := d.call(r, leaf, word)
	if call == nil {
		return
	}
	for _, prefix := range d.shape.prefixes {
		callee = strings.TrimPrefix(callee, prefix)
	}
	if d.shape.renamed != nil {
		callee = d.shape.renamed(r, callee)
	}
	for _, row := range d.leftover {
		if !row.named(callee, word) || !row.meant(r.content) || !row.anywhere && d.within(r, call, d.shape.hides) || row.unless != nil && row.unless(r, call) {
			continue
		}
		root, _, _ := strings.Cut(callee, ".")
		shown := callee
		if !slices.Contains(strings.Fields(row.names), callee) {
			shown = word
		} else if d.shadowed(r, root, leaf, len(row.needs) > 0 || root != callee) {
			return
		}
		if added := r.add(row.rule, shown, call); added != nil {
			added.Mild = row.mild || row.milder != nil && row.milder(r, call)
			added.Excuse = d.excuse(r, call)
		}
		return
	}
}

// Where the syntax around a name is not in the grammar, the text before and
// behind it tells whether it is called.
var (
	brokenArguments = regex.New(`^\s*!?\s*\(`)
	brokenCallee    = regex.New(`[\w.\\$>:-]*$`)
)

// call returns the call that a name is the callee of, and the whole callee with
// dots between its parts; nil where the name is used in another way.
func (d *dialect) call(r *reading, leaf *sitter.Node, word string) (*sitter.Node, string) {
	if r.broken(leaf) {
		before, after := r.content[:leaf.StartByte()], r.content[leaf.EndByte():]
		if !brokenArguments.Match(after[:min(len(after), 50)]) {
			return nil, ""
		}
		return leaf, dotted(brokenCallee.FindString(string(before[max(0, len(before)-longestCallee):])) + word)
	}
	parent := r.up(leaf)
	if parent == nil {
		return nil, ""
	}
	switch {
	case d.shape.trees[parent.Kind()]:
		mark := leaf.NextSibling()
		if mark == nil || mark.Kind() != "!" {
			return nil, ""
		}
		return leaf, word
	case d.shape.statements[parent.Kind()] && leaf.Kind() == "identifier":
		if condition := parent.ChildByFieldName("condition"); condition != nil && condition.Equals(*leaf) {
			return nil, ""
		}
		return leaf, word
	}
	for range 4 {
		if d.shape.calls[parent.Kind()] {
			if calledPart(parent).EndByte() != leaf.EndByte() {
				return nil, ""
			}
			return parent, dotted(string(r.content[parent.StartByte():leaf.EndByte()]))
		}
		if parent.EndByte() != leaf.EndByte() {
			return nil, ""
		}
		if d.shape.references[parent.Kind()] {
			return parent, dotted(r.text(parent))
		}
		if parent = r.up(parent); parent == nil {
			return nil, ""
		}
	}
	return nil, ""
}

// calledPart returns the part of a call that names what is called.
func calledPart(call *sitter.Node) *sitter.Node {
	for _, field := range []string{"function", "name", "method", "macro"} {
		if part := call.ChildByFieldName(field); part != nil {
			return part
		}
	}
	if first := call.Child(0); first != nil {
		return first
	}
	return call
}

// longestCallee bounds the text before a name that is looked at.
const longestCallee = 100

var notDots = strings.NewReplacer("?->", ".", "->", ".", "?.", ".", "&.", ".", "!!.", ".", "::", ".", `\`, "")

// dotted writes a callee with dots between its parts. Of a long chain it keeps
// the end.
func dotted(callee string) string {
	cut := max(0, len(callee)-longestCallee)
	name := notDots.Replace(strings.Join(strings.Fields(callee[cut:]), ""))
	if cut > 0 {
		return "…" + name
	}
	return strings.TrimPrefix(name, ".")
}

func (d *dialect) within(r *reading, node *sitter.Node, kinds map[string]bool) bool {
	if len(kinds) == 0 {
		return false
	}
	for parent := r.up(node); parent != nil; parent = r.up(parent) {
		if kinds[parent.Kind()] {
			return true
		}
	}
	return false
}
