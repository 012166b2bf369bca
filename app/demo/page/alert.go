package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// alerts turns a quote that begins with a line "[!NOTE]" into GitHub's coloured
// box.
// https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
type alerts struct{}

// alertNames are the words and the title of each kind.
func alertNames() map[string]string {
	return map[string]string{"NOTE": "ℹ Note", "TIP": "✦ Tip", "IMPORTANT": "❖ Important", "WARNING": "⚠ Warning", "CAUTION": "⛔ Caution"}
}

// alertKind is the attribute of a quote that is an alert. It is no attribute of
// HTML's blockquote, so that it is not written.
const alertKind = "golive-alert"

// Transform looks at a paragraph when its block ended.
func (alerts) Transform(paragraph *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, isQuote := paragraph.Parent().(*ast.Blockquote)
	if !isQuote || quote.FirstChild() != ast.Node(paragraph) || paragraph.Lines().Len() == 0 {
		return
	}
	if _, nested := quote.Parent().(*ast.Document); !nested {
		return
	}
	first := paragraph.Lines().At(0)
	line := bytes.TrimSpace(first.Value(reader.Source()))
	word, opened := bytes.CutPrefix(line, []byte("[!"))
	word, closed := bytes.CutSuffix(word, []byte("]"))
	kind := string(bytes.ToUpper(word))
	_, known := alertNames()[kind]
	if !opened || !closed || !known {
		return
	}
	quote.SetAttributeString("class", []byte("alert alert-"+string(bytes.ToLower(word))))
	quote.SetAttributeString(alertKind, kind)
	rest := text.NewSegments()
	for index := 1; index < paragraph.Lines().Len(); index++ {
		rest.Append(paragraph.Lines().At(index))
	}
	if rest.Len() == 0 {
		quote.RemoveChild(quote, paragraph)
		return
	}
	paragraph.SetLines(rest)
}

// alertTitles gives alerts their title, once the text in blocks was read.
type alertTitles struct{}

// Transform looks at the quotes of a document.
func (alertTitles) Transform(document *ast.Document, _ text.Reader, _ parser.Context) {
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		kind, found := node.AttributeString(alertKind)
		name, isText := kind.(string)
		if !found || !isText {
			continue
		}
		title := ast.NewParagraph()
		title.SetAttributeString("class", []byte("alert-title"))
		title.AppendChild(title, ast.NewString([]byte(alertNames()[name])))
		if first := node.FirstChild(); first != nil {
			node.InsertBefore(node, first, title)
		} else {
			node.AppendChild(node, title)
		}
	}
}
