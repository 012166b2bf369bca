package web

import (
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"
)

// Build says what is running.
type Build struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Date    string `json:"date,omitempty"`
	Go      string `json:"go"`
	// BundleKey is the fingerprint of the key that signs evidence bundles, as GitHub
	// lists it on the App's settings page; empty: this process has none.
	BundleKey string `json:"bundle_key,omitempty"`
}

func serveVersion(build Build) gin.HandlerFunc {
	return func(c *gin.Context) { answer(c, http.StatusOK, build) }
}

// home is plain on purpose: the policy of every answer lets nothing be loaded, not
// even a style.
var home = template.Must(template.New("home").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>golive</title></head>
<body>
<h1>golive</h1>
<p>A GitHub App that answers one question about a release: is this ready to go live?</p>
<p>It takes GitHub's webhooks here, and shows what it found as check runs and a comment on the pull request.</p>
<ul>
<li><a href="/health">/health</a>: this process is alive</li>
<li><a href="/ready">/ready</a>: it takes work</li>
<li><a href="/status">/status</a>: how its parts are</li>
<li><a href="/version">/version</a>: {{.Version}}</li>
</ul>
</body>
</html>
`))

func serveHome(build Build) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Type", "text/html; charset=utf-8")
		c.Status(http.StatusOK)
		if err := home.Execute(c.Writer, build); err != nil {
			_ = c.Error(err) // the reader is gone
		}
	}
}
