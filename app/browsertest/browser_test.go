package browsertest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/app/browsertest"
)

func TestTheBrowserSeesPageAndColours(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", "text/html")
		_, _ = writer.Write([]byte(`<!doctype html><style>p{color:rgb(1,2,3)}@media(prefers-color-scheme:dark){p{color:rgb(4,5,6)}}</style><p>ready`))
	}))
	t.Cleanup(server.Close)
	ctx := browsertest.New(t)
	var text, light, dark string
	const colour = `getComputedStyle(document.querySelector("p")).color`
	if err := chromedp.Run(ctx,
		chromedp.Navigate(server.URL), chromedp.Text("p", &text), chromedp.Evaluate(colour, &light),
		browsertest.Dark(), chromedp.Evaluate(colour, &dark),
	); err != nil {
		t.Fatal(err)
	}
	if text != "ready" || light != "rgb(1, 2, 3)" || dark != "rgb(4, 5, 6)" {
		t.Errorf("text %q, light %s, dark %s", text, light, dark)
	}
}
