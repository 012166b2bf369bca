package page_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"net/http/httptest"

	"github.com/golive-app/golive/app/browsertest"
)

// enemies are words that a hostile repository may have wherever it has words:
// titles, branches, paths, comments, tags.
func enemies() []string {
	return []string{
		`<script>window.attacked=1</script>`, `"><img src=x onerror="window.attacked=1">`, `' onmouseover='window.attacked=1`,
		`[x](javascript:window.attacked=1)`, `<style>body{display:none}</style><b style="color:red">`, `</div></main><form action="https://evil.example/">`,
		`{{.}}</script><svg onload=window.attacked=1>`, `javascript:window.attacked=1`, "\u202egpj.exe\x00\x1b[31m", `../../etc/passwd`, `<a href="https://evil.example" onclick="window.attacked=1">x</a>`,
	}
}

func TestAnEnemysWordsStayWords(t *testing.T) {
	t.Parallel()
	for _, words := range enemies() {
		_, shown := newPage(t, "127.0.0.1", release(words))
		content := read(t, ask(shown, "GET", "/", "", nil))
		root, err := html.Parse(strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		for node := range root.Descendants() {
			if node.Type != html.ElementNode {
				continue
			}
			if slices.Contains([]string{"img", "style", "iframe", "object", "base"}, node.Data) {
				t.Errorf("%q leaves <%s>", words, node.Data)
			}
			for _, attribute := range node.Attr {
				switch {
				case strings.HasPrefix(attribute.Key, "on"), attribute.Key == "style":
					t.Errorf("%q leaves %s=%q", words, attribute.Key, attribute.Val)
				case node.Data == "script" && attribute.Key == "src" && attribute.Val != "/static/live.js":
					t.Errorf("%q loads %q", words, attribute.Val)
				case attribute.Key == "action" && attribute.Val != "/act":
					t.Errorf("%q sends forms to %q", words, attribute.Val)
				case attribute.Key == "href" && node.Data == "a":
					if parsed, err := url.Parse(attribute.Val); err != nil || parsed.Scheme == "javascript" || parsed.Scheme == "data" {
						t.Errorf("%q leaves a link to %q", words, attribute.Val)
					}
				}
			}
		}
	}
}

func TestAnEnemysWordsDoNothingInABrowser(t *testing.T) {
	t.Parallel()
	_, shown := newPage(t, "127.0.0.1", release(strings.Join(enemies(), " ")))
	server := httptest.NewServer(shown)
	b := browser{t, browsertest.New(t)}
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	var attacked bool
	b.run("open", chromedp.Navigate(server.URL))
	b.sees("the page lives", text("#connection", "live"))
	b.run("look", chromedp.Evaluate(`"attacked" in window || getComputedStyle(document.body).display === "none"`, &attacked))
	if attacked {
		t.Error("the page did what a stranger's text said")
	}
	b.picture("enemy", 380)
}
