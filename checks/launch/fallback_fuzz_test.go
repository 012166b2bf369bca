package launch

import (
	"strings"
	"testing"
)

func FuzzErrorPages(f *testing.F) {
	for _, seed := range []string{"", "<", "<script", "<script src=", "<style>a{}", "<title>x", "<p>x</p>", "<svg/>", "<!--", strings.Repeat("<b>", 2000), "\x00\xff", "<pre>Error<br> &nbsp;at a (/app/x.js:1:2)</pre>", "Traceback (most recent call last)"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(strings.TrimSpace(string(body))) == 0 && !blank(body) {
			t.Errorf("%q shows something", body)
		}
		for _, one := range traces {
			one.sign.Match(body)
		}
		servers.Match(body)
		insideWords.Match(body)
	})
}
