package page

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// assertHarmless reads HTML as a browser does and complains about everything
// that could act or reach out.
func assertHarmless(t testing.TB, text, content string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for node := range root.Descendants() {
		if node.Type == html.CommentNode {
			t.Errorf("%q leaves a comment", text)
		}
		if node.Type != html.ElementNode {
			continue
		}
		forbidden := []string{"script", "style", "img", "iframe", "form", "button", "base", "meta", "link", "object", "embed", "svg", "math", "video", "audio", "textarea", "title", "noscript", "template", "select"}
		if slices.Contains(forbidden, node.Data) {
			t.Errorf("%q leaves <%s>: %s", text, node.Data, content)
		}
		for _, attribute := range node.Attr {
			switch {
			case strings.HasPrefix(attribute.Key, "on"), slices.Contains([]string{"style", "id", "name", "src", "srcset", "action", "formaction", "autofocus"}, attribute.Key):
				t.Errorf("%q leaves %s=%q", text, attribute.Key, attribute.Val)
			case attribute.Key == "class" && !strings.HasPrefix(attribute.Val, "alert") && attribute.Val != "scroll":
				t.Errorf("%q leaves the class %q", text, attribute.Val)
			case attribute.Key == "href":
				if parsed, err := url.Parse(attribute.Val); err != nil || !slices.Contains([]string{"http", "https", "mailto"}, parsed.Scheme) && !strings.HasPrefix(attribute.Val, "/#") && !strings.HasPrefix(attribute.Val, "/blob/") && !strings.HasPrefix(attribute.Val, "/commit/") {
					t.Errorf("%q leaves a link to %q", text, attribute.Val)
				}
			}
		}
	}
}

func FuzzMarkdownIsHarmless(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Add("> [!CAUTION]\n> x\n\n|a|\n|--|\n|<b>x|\n")
	markdown, err := newMarkdown()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		assertHarmless(t, text, string(markdown.convert(text, repository)))
	})
}
