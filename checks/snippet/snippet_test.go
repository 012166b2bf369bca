package snippet_test

import (
	"testing"

	"github.com/golive-app/golive/checks/snippet"
)

func TestSnippetsAreFoundByFramework(t *testing.T) {
	t.Parallel()
	book := snippet.Parse("# Caching\n\nSome words.\n\n## Express, Koa\n\n```js\na()\n```\n\n## gin\n```go\nb()\n```\n\n## empty\n")
	for _, test := range []struct {
		names []string
		want  string
	}{
		{[]string{"Koa"}, "Do it. Suggested text:\n\n```js\na()\n```"},
		{[]string{"Django", "gin"}, "Do it. Suggested text:\n\n```go\nb()\n```"},
		{[]string{"empty"}, "Do it."},
		{nil, "Do it."},
	} {
		if got := book.For("Do it.", test.names...); got != test.want {
			t.Errorf("%q: got %q", test.names, got)
		}
	}
	if len(snippet.Parse("")) != 0 {
		t.Error("a book of nothing")
	}
}
