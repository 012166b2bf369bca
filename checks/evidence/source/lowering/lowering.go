package lowering

import (
	"fmt"
	"sync"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// deepest bounds the nesting of nodes that are followed: a stack of Go's grows with
// it. What is deeper is left out.
const deepest = 1000

// language is one language's table.
type language struct {
	// expressions and statements are rows by the grammar's kind of node. A kind in
	// neither is an Other, whose named children still count.
	expressions map[string]func(*lowerer, syntax.Node) program.Expression
	statements  map[string]func(*lowerer, syntax.Node) []program.Statement
	// transparent are kinds that leave no trace: the first named child stands for
	// them.
	transparent map[string]bool
	// finish completes the file when everything is lowered; it may be nil.
	finish func(*lowerer)
}

// tables are the tables by language, as GitHub Linguist calls it.
var tables = map[string]func() *table{
	"JavaScript": tableOf("JavaScript", script),
	"TypeScript": tableOf("TypeScript", script),
	"TSX":        tableOf("TSX", script),
	"Python":     tableOf("Python", python),
	"Go":         tableOf("Go", golang),
}

// table is a language's table by the numbers of its grammar's kinds: a node costs
// no look-up of a name.
type table struct {
	rows   []row
	finish func(*lowerer)
}

// row is what a table holds for a kind.
type row struct {
	expression  expressionRow
	statement   statementRow
	transparent bool
}

func tableOf(name string, load func() *language) func() *table {
	return sync.OnceValue(func() *table {
		grammar, found := syntax.GrammarOf(name)
		if !found {
			return &table{}
		}
		language := load()
		made := &table{rows: make([]row, len(grammar.Kinds())), finish: language.finish}
		for number, kind := range grammar.Kinds() {
			made.rows[number] = row{language.expressions[kind], language.statements[kind], language.transparent[kind]}
		}
		return made
	})
}

// row returns what there is for a node; nothing for what is not in the grammar.
func (t *table) row(n syntax.Node) row {
	if number := int(n.KindID()); number < len(t.rows) {
		return t.rows[number]
	}
	return row{}
}

// lowerer is one file while it is lowered.
type lowerer struct {
	table    *table
	tree     *syntax.Tree
	file     *program.File
	function *program.Function // that what is lowered stands in
	class    *program.Class    // likewise; nil in functions other than methods
	depth    int
	// outside are names that a function takes from outside of it: Python's global
	// and nonlocal.
	outside map[*program.Function]map[string]bool
}

// Lower makes a program of a tree. grammar names the language, since one tree can
// be a part of a file. The program is bound.
func Lower(grammar string, tree *syntax.Tree) (*program.File, error) {
	load, found := tables[grammar]
	if !found {
		return nil, fmt.Errorf("no table for %q", grammar)
	}
	table := load()
	l := &lowerer{table: table, tree: tree, file: &program.File{Language: grammar, Content: tree.Content}}
	top := &program.Function{Span: spanOf(tree.Root()), Top: true}
	l.file.Functions = append(l.file.Functions, top)
	l.function = top
	top.Body = l.body(tree.Root())
	if table.finish != nil {
		table.finish(l)
	}
	l.file.Bind()
	return l.file, nil
}

// Parse makes a program of a file's content, without a limit of time: for tests and
// for small pieces of code.
func Parse(grammar string, content []byte) (*program.File, error) {
	tree, err := syntax.Parse(grammar, content)
	if err != nil {
		return nil, err
	}
	return Lower(grammar, tree)
}

func spanOf(n syntax.Node) program.Span { return program.Span{Start: n.Start(), End: n.End()} }

// expression lowers a node to an expression; nil for no node.
func (l *lowerer) expression(n syntax.Node) program.Expression {
	row := l.table.row(n)
	for row.transparent {
		n = n.NamedChild(0)
		row = l.table.row(n)
	}
	if !n.Valid() || n.Comment() {
		return nil
	}
	if l.depth++; l.depth > deepest {
		l.depth--
		return &program.Other{Span: spanOf(n), Kind: n.Kind()}
	}
	defer func() { l.depth-- }()
	if row.expression != nil {
		return row.expression(l, n)
	}
	return l.other(n)
}

// other lowers a node without a row.
func (l *lowerer) other(n syntax.Node) program.Expression {
	x := &program.Other{Span: spanOf(n), Kind: n.Kind()}
	for child := range n.NamedChildren {
		if part := l.expression(child); part != nil {
			x.Parts = append(x.Parts, part)
		}
	}
	return x
}

// statement lowers a node to statements: none for a comment, several for what
// declares several names. An expression is one for its effect.
func (l *lowerer) statement(n syntax.Node) []program.Statement {
	if !n.Valid() || n.Comment() {
		return nil
	}
	if l.depth++; l.depth > deepest {
		l.depth--
		return nil
	}
	defer func() { l.depth-- }()
	if row := l.table.row(n); row.statement != nil {
		return row.statement(l, n)
	}
	if n.Broken() { // what stands in it may still be whole statements
		return l.body(n)
	}
	if x := l.expression(n); x != nil {
		return []program.Statement{&program.Evaluate{Span: spanOf(n), X: x}}
	}
	return nil
}

// body lowers the named children of a block; no node, no statements.
func (l *lowerer) body(block syntax.Node) []program.Statement {
	var body []program.Statement
	for child := range block.NamedChildren {
		body = append(body, l.statement(child)...)
	}
	return body
}

// block lowers what stands where a block or a single statement may.
func (l *lowerer) block(n syntax.Node) []program.Statement {
	statements := l.statement(n)
	if len(statements) == 1 {
		if block, ok := statements[0].(*program.Block); ok {
			return block.Body
		}
	}
	return statements
}

// within lowers the inside of a function: what lower does counts as in it.
func (l *lowerer) within(function *program.Function, lower func()) {
	outer, class := l.function, l.class
	function.Parent = outer
	l.file.Functions = append(l.file.Functions, function)
	l.function, l.class = function, nil
	lower()
	l.function, l.class = outer, class
}

// inClass lowers the inside of a class, which is entered into the file.
func (l *lowerer) inClass(class *program.Class, lower func()) {
	outer := l.class
	class.Owner, class.Outer = l.function, outer
	l.file.Classes = append(l.file.Classes, class)
	l.class = class
	lower()
	l.class = outer
}
