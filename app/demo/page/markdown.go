package page

import (
	"bytes"
	"fmt"
	"html/template"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// markdown renders foreign Markdown as GitHub does: tables, task lists,
// strikethrough, bare links, alerts, and HTML of a short list of elements.
//
// Three steps make the result safe: goldmark renders, bluemonday drops what is
// not on the list, and the rest is parsed and written again, so that it is
// balanced and cannot close what the page opened around it.
type markdown struct {
	renderer goldmark.Markdown
	policy   *bluemonday.Policy
	known    *lru.Cache[string, template.HTML]
}

// rendersKept is how many texts are remembered: most of a page stays as it was.
const rendersKept = 256

func newMarkdown() (*markdown, error) {
	known, err := lru.New[string, template.HTML](rendersKept)
	if err != nil {
		return nil, fmt.Errorf("remember rendered texts: %w", err)
	}
	return &markdown{
		renderer: goldmark.New(
			goldmark.WithExtensions(
				extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
				extension.Strikethrough, extension.Linkify, extension.TaskList,
			),
			goldmark.WithParserOptions(
				parser.WithParagraphTransformers(util.Prioritized(alerts{}, 50)), parser.WithASTTransformers(util.Prioritized(alertTitles{}, 50)),
			),
			// What HTML may stay is the sanitizer's to say.
			goldmark.WithRendererOptions(html.WithUnsafe()),
		),
		policy: sanitizer(), known: known,
	}, nil
}

// render returns a text as HTML. Links into the repository, whose pages the
// simulated GitHub does not have, lead to the demo's own.
func (m *markdown) render(text, repositoryURL string) template.HTML {
	key := repositoryURL + "\n" + text
	if rendered, found := m.known.Get(key); found {
		return rendered
	}
	rendered := m.convert(text, repositoryURL)
	m.known.Add(key, rendered)
	return rendered
}

func (m *markdown) convert(text, repositoryURL string) template.HTML {
	var raw bytes.Buffer
	if err := m.renderer.Convert([]byte(text), &raw); err != nil {
		return template.HTML("<pre>" + template.HTMLEscapeString(text) + "</pre>")
	}
	balanced, err := rewrite(m.policy.SanitizeBytes(raw.Bytes()), repositoryURL)
	if err != nil {
		return template.HTML("<pre>" + template.HTMLEscapeString(text) + "</pre>")
	}
	return template.HTML(balanced)
}
