package terminal

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// htmlBlock writes what a block of HTML says: <details> and <summary> give it
// its shape, text stays, everything else is left out.
func (r *markdownReader) htmlBlock(node *ast.HTMLBlock) {
	var raw bytes.Buffer
	lines := node.Lines()
	for index := range lines.Len() {
		segment := lines.At(index)
		raw.Write(segment.Value(r.source))
	}
	if node.HasClosure() {
		raw.Write(node.ClosureLine.Value(r.source))
	}
	tokens := html.NewTokenizer(&raw)
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end of the block, or something that is no HTML
			return
		case html.TextToken:
			r.htmlText(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			r.openTag(string(name))
		case html.EndTagToken:
			name, _ := tokens.TagName()
			r.closeTag(string(name))
		}
	}
}

func (r *markdownReader) openTag(name string) {
	switch name {
	case "details":
		r.flush()
		r.unfold()
		r.folded = true
	case "summary":
		r.flush()
		r.summary = &text{}
	case "br", "p", "div", "li", "tr", "hr":
		r.flush()
	}
}

func (r *markdownReader) closeTag(name string) {
	switch name {
	case "summary":
		r.closeSummary()
	case "details":
		r.closeSummary()
		r.flush()
		if r.folded {
			r.folded = false // there was nothing in it
		} else {
			r.details = max(0, r.details-1)
		}
		r.blank = true
	case "p", "div", "li", "tr", "table", "ul", "ol":
		r.flush()
	}
}

// unfold opens <details> that have no summary: GitHub calls them "Details".
func (r *markdownReader) unfold() {
	if r.folded && r.summary == nil {
		r.summary = &text{{"Details", heading}}
		r.closeSummary()
	}
}

// closeSummary writes the summary as a heading and opens its details.
func (r *markdownReader) closeSummary() {
	if r.summary == nil {
		return
	}
	title := *r.summary
	r.summary, r.folded = nil, false
	r.blank = true
	r.paragraph(append(text{{"▸ ", quiet}}, title...))
	if r.details < deepest {
		r.details++
	}
}

// htmlText keeps text that stands between tags.
func (r *markdownReader) htmlText(content string) {
	content = squeeze(Clean(content))
	if strings.TrimSpace(content) == "" && len(r.loose) == 0 && r.summary == nil {
		return
	}
	if r.summary != nil {
		*r.summary = append(*r.summary, span{content, heading})
		return
	}
	r.unfold()
	r.loose = append(r.loose, span{text: content})
}

// squeeze makes one space of many, as HTML does; words on both sides of a tag
// stay apart.
func squeeze(content string) string {
	words := strings.Join(strings.Fields(content), " ")
	if words == "" {
		return content[:min(1, len(content))]
	}
	if content[0] == ' ' {
		words = " " + words
	}
	if content[len(content)-1] == ' ' {
		words += " "
	}
	return words
}

// flush writes the text that stood between tags.
func (r *markdownReader) flush() {
	loose := r.loose
	r.loose = nil
	if loose.cells() > 0 {
		r.paragraph(loose)
	}
}
