package terminal

import (
	"fmt"
	"io"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extensionast "github.com/yuin/goldmark/extension/ast"
	markdowntext "github.com/yuin/goldmark/text"
)

// WriteMarkdown prints Markdown as GitHub reads it, such as golive's comment on
// a pull request, as text for a terminal: tables are aligned, <details> become
// indented paragraphs under their summary, other tags and HTML comments are
// left out. Width 0 breaks no lines.
//
// The flavour is GitHub's own (https://github.github.com/gfm/).
func WriteMarkdown(writer io.Writer, markdown string, colour bool, width int) error {
	source := []byte(markdown)
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	reader := &markdownReader{source: source, page: &page{colour: colour, width: width}}
	reader.blocks(parser.Parse(markdowntext.NewReader(source)))
	reader.flush()
	if err := reader.page.writeTo(writer); err != nil {
		return fmt.Errorf("write the Markdown: %w", err)
	}
	return nil
}

// markdownReader walks a Markdown document and writes it to a page.
type markdownReader struct {
	source  []byte
	page    *page
	first   text // prefix of the next line: holds a list's marker once
	rest    text // prefix of the lines after it
	details int  // <details> that are open
	folded  bool // <details> began and its <summary> is still to come
	summary *text
	loose   text // text that stood between HTML tags
	blank   bool // an empty line is due before the next paragraph
	quoted  bool // the next paragraph may name a kind of alert
	cells   bool // what is read stands in a table
	notes   []text
	noted   int // addresses that were written below tables
}

// deepest bounds how far blocks are nested: each level costs cells and stack.
const deepest = 16

// blocks writes the children of a node.
func (r *markdownReader) blocks(parent ast.Node) {
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		r.block(node)
	}
}

func (r *markdownReader) block(node ast.Node) {
	if _, isHTML := node.(*ast.HTMLBlock); !isHTML {
		r.unfold()
	}
	switch node := node.(type) {
	case *ast.Heading:
		r.paragraph(r.inline(node, heading))
	case *ast.Paragraph, *ast.TextBlock:
		r.paragraph(r.inline(node, look{}))
	case *ast.Blockquote:
		bar := span{"│ ", quiet}
		r.quoted = true
		r.nested(text{bar}, text{bar}, node)
	case *ast.List:
		r.list(node)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		r.code(node)
	case *ast.ThematicBreak:
		r.paragraph(text{{"───", quiet}})
	case *ast.HTMLBlock:
		r.htmlBlock(node)
	case *extensionast.Table:
		r.table(node)
	default:
		r.blocks(node)
	}
	if _, inList := node.Parent().(*ast.ListItem); !inList {
		r.blank = true
	}
}

// paragraph writes one paragraph at the present depth.
func (r *markdownReader) paragraph(content text) {
	r.flush()
	if content.cells() == 0 {
		return
	}
	if r.quoted {
		content, r.quoted = alert(content), false
	}
	r.space()
	r.page.putHanging(r.opening(), r.closing(), content)
	r.first = r.rest
}

// space writes the empty line that is due.
func (r *markdownReader) space() {
	if r.blank && r.page.content.Len() > 0 {
		if len(r.rest) > 0 && len(r.first) == len(r.rest) {
			r.page.putLine(r.closing())
		} else {
			r.page.gap()
		}
	}
	r.blank = false
}

// opening and closing return the prefixes with the depth of <details>.
func (r *markdownReader) opening() text { return append(indent(2*r.details), r.first...) }
func (r *markdownReader) closing() text { return append(indent(2*r.details), r.rest...) }

// nested writes a node's children behind prefixes of their own.
func (r *markdownReader) nested(first, rest text, node ast.Node) {
	outerFirst, outerRest := r.first, r.rest
	if outerRest.cells() < 2*deepest {
		r.space()
		r.first = append(append(text{}, outerFirst...), first...)
		r.rest = append(append(text{}, outerRest...), rest...)
	}
	r.blocks(node)
	r.flush()
	r.first, r.rest = outerRest, outerRest
	if len(outerFirst) > 0 && len(outerRest) == 0 {
		r.first = nil
	}
}

// list writes a list's items behind their markers.
func (r *markdownReader) list(list *ast.List) {
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		marker := "• "
		if list.IsOrdered() {
			marker = fmt.Sprintf("%d. ", number)
			number++
		}
		r.nested(text{{text: marker}}, indent(len([]rune(marker))), item)
		r.blank = !list.IsTight
	}
}

// code writes a code block line by line, unbroken.
func (r *markdownReader) code(node ast.Node) {
	r.flush()
	r.space()
	lines := node.Lines()
	for index := range lines.Len() {
		segment := lines.At(index)
		line := append(r.opening(), indent(2)...)
		r.page.putLine(line.add(string(trimBreak(segment.Value(r.source))), code))
		r.first = r.rest
	}
}

func trimBreak(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}
