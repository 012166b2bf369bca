package security

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config/regex"
)

// listedFolders are folders that products often have. What people upload, and what
// operators keep, is graver than what every page loads anyway.
var listedFolders = []struct {
	path     string
	severity checks.Severity
}{
	{"/uploads/", checks.SeverityError},
	{"/files/", checks.SeverityError},
	{"/backup/", checks.SeverityError},
	{"/logs/", checks.SeverityError},
	{"/media/", checks.SeverityWarning},
	{"/static/", checks.SeverityWarning},
	{"/assets/", checks.SeverityWarning},
	{"/images/", checks.SeverityWarning},
}

// listings match the pages with which servers list a folder: nginx, lighttpd and Apache;
// Python; serve-index; Tomcat and Jetty; Caddy; IIS.
var listings = regex.New(`(?i)<title>Index of /|<title>Directory listing for /|<title>listing directory /|<title>Directory(?: Listing For \[|: )/|<div id="summary">\s*<span class="meta-item"><b>\d+</b> director|<A HREF="[^"]*">\[To Parent Directory\]</A>`)

// listing reports whether an answer lists the files of a folder.
func listing(exchange checks.Exchange) bool {
	return exchange.Status >= 200 && exchange.Status < 300 && probe.HTML(exchange) && listings.Match(exchange.Body())
}
