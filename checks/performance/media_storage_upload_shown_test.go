package performance_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestWhatAnUploadedPageMayDo(t *testing.T) {
	t.Parallel()
	const own, script = "warning media.live-own", "error media.upload-script"
	pagesToo := func(name string) bool { return !strings.HasSuffix(name, ".svg") }
	drawingsToo := func(name string) bool { return !strings.HasSuffix(name, ".html") }
	safe := "a file `.html` is taken in, and runs no scripts as the service"
	page := func(headers ...string) *depot { return &depot{takes: pagesToo, serve: with(".html", headers...)} }
	judgeUploads(t, map[string]uploadCase{
		"a page is a page":           {depot: page(), verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2, says: "an uploaded file `.html` is answered as `text/html` at the service's own address"},
		"a drawing runs scripts":     {depot: &depot{takes: drawingsToo}, verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2, says: "an uploaded file `.svg` is answered as `image/svg+xml`"},
		"behind an object store too": {depot: &depot{takes: pagesToo, serve: with("", "Server", "AmazonS3")}, verdict: checks.Fail, findings: script, posts: 3, deletes: 2, says: "an uploaded file runs scripts as the service"},
		"saved":                      {depot: page("Content-Disposition", "attachment"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"saved, badly spelt":         {depot: page("Content-Disposition", `Attachment; filename="a`), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"shown within":               {depot: page("Content-Disposition", `inline; filename="attachment"`), verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2},
		"plain text":                 {depot: page("Content-Type", "text/plain; charset=utf-8"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"any bytes":                  {depot: page("Content-Type", "application/octet-stream"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"no type, to be guessed":     {depot: page("Content-Type", "", "X-Content-Type-Options", ""), verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2, says: "is answered without a `Content-Type` at"},
		"no type, not guessed":       {depot: page("Content-Type", ""), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"in a sandbox":               {depot: page("Content-Security-Policy", "sandbox"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"in a sandbox of its own":    {depot: page("Content-Security-Policy", "sandbox allow-scripts"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"in an open sandbox":         {depot: page("Content-Security-Policy", "sandbox allow-scripts allow-same-origin"), verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2},
		"without scripts":            {depot: page("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"with the product's policy": {depot: page("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'"), verdict: checks.Warn, findings: own + "\nwarning media.upload-script", posts: 3, deletes: 2,
			says: "its policy of content holds back what stands in it, and not scripts of that address"},
		"with a policy that lets them run":  {depot: page("Content-Security-Policy", "script-src 'self' 'unsafe-inline'"), verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2},
		"with a policy of words of the day": {depot: page("Content-Security-Policy", "script-src 'nonce-abc' 'strict-dynamic' https:"), verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: safe},
		"with a policy of something else":   {depot: page("Content-Security-Policy", "frame-ancestors 'none'"), verdict: checks.Fail, findings: script + "\n" + own, posts: 3, deletes: 2},
		"what runs is taken out of it": {depot: &depot{takes: drawingsToo, mark: func(body []byte, name string) []byte {
			if before, after, found := strings.Cut(string(body), "<script"); found && strings.HasSuffix(name, ".svg") {
				_, after, _ = strings.Cut(after, "</script>")
				return []byte(before + after)
			}
			return body
		}}, verdict: checks.Warn, findings: own, posts: 3, deletes: 2, says: "a file `.svg` is taken in, and runs no scripts as the service"},
		"refused by its content": {depot: &depot{takes: pictures}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1, says: "a file `.svg` is not taken in: it answered 415"},
	})
}
