package terminal

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extensionast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inline returns the text inside of a node. Code keeps its backticks: without
// colours they are all that sets it apart.
func (r *markdownReader) inline(parent ast.Node, as look) text {
	var content text
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		switch node := node.(type) {
		case *ast.Text:
			content = content.add(unescape(node.Segment.Value(r.source), node.IsRaw()), as)
			switch {
			case node.HardLineBreak():
				content = append(content, span{text: "\n"})
			case node.SoftLineBreak():
				// GitHub keeps the line breaks of comments.
				content = append(content, span{text: "\n"})
			}
		case *ast.String:
			content = content.add(string(node.Value), as)
		case *ast.CodeSpan:
			content = append(content, r.codeSpan(node, as))
		case *ast.Emphasis:
			inner := as
			if node.Level > 1 {
				inner = as.over(heading)
			}
			content = append(content, r.inline(node, inner)...)
		case *ast.Link:
			content = append(content, r.link(node, as)...)
		case *ast.AutoLink:
			content = content.add(string(node.URL(r.source)), as.over(link))
		case *ast.RawHTML:
			content = append(content, inlineTag(node, r.source)...)
		case *extensionast.TaskCheckBox:
			box := "[ ] "
			if node.IsChecked {
				box = "[x] "
			}
			content = content.add(box, as)
		default:
			content = append(content, r.inline(node, as)...)
		}
	}
	return content
}

// unescape returns the characters that Markdown source stands for.
func unescape(source []byte, raw bool) string {
	if raw {
		return string(source)
	}
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(source))))
}

func (r *markdownReader) codeSpan(node *ast.CodeSpan, as look) span {
	var inside strings.Builder
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		if piece, isText := child.(*ast.Text); isText {
			inside.Write(piece.Segment.Value(r.source))
		}
	}
	return span{"`" + Clean(inside.String()) + "`", as.over(code)}
}

// link returns a link's words with its address behind them, unless they say the
// same. A link on code is left without: `src/cart.ts:14` names its place already.
func (r *markdownReader) link(node *ast.Link, as look) text {
	words := r.inline(node, as)
	address := Clean(string(node.Destination))
	shown := words.render(false)
	_, onCode := node.FirstChild().(*ast.CodeSpan)
	switch {
	case onCode && node.ChildCount() == 1:
		return words
	case address == "" || shown == address || strings.TrimPrefix(address, "mailto:") == shown:
		return r.inline(node, as.over(link))
	case r.cells:
		r.noted++
		mark := fmt.Sprintf("[%d]", r.noted)
		r.notes = append(r.notes, text{{mark + " ", quiet}, {address, link}})
		return append(words, span{" " + mark, quiet})
	default:
		return append(words, span{" (", quiet}, span{address, link}, span{")", quiet})
	}
}

// inlineTag returns what a tag inside of a line stands for: a line break for
// <br>, nothing for all others.
func inlineTag(node *ast.RawHTML, source []byte) text {
	if node.Segments.Len() == 0 {
		return nil
	}
	segment := node.Segments.At(0)
	tag := strings.ToLower(string(segment.Value(source)))
	if strings.HasPrefix(tag, "<br") {
		return text{{text: "\n"}}
	}
	return nil
}

// alert sets off the first line of a quotation that is an alert.
// https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
func alert(content text) text {
	first, found := content, false
	var rest text
	for index, piece := range content {
		if piece.text == "\n" {
			first, rest, found = content[:index], content[index:], true
			break
		}
	}
	colours := map[string]string{"[!NOTE]": blue, "[!TIP]": green, "[!IMPORTANT]": magenta, "[!WARNING]": yellow, "[!CAUTION]": red}
	name := strings.ToUpper(strings.TrimSpace(first.render(false)))
	colour, known := colours[name]
	if !known {
		return content
	}
	title := text{{strings.Trim(name, "[!]"), look{bold: true, colour: colour}}}
	if !found {
		return title
	}
	return append(title, rest...)
}
