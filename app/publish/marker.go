package publish

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/golive-app/golive/jobs"
)

// markerStart begins the hidden line by which golive finds its comment again.
// Anyone can write that line, so it is a pointer and nothing more: whose comment
// it is decides the forge, and nothing is read from it.
const markerStart = "<!-- golive:v1 "

// marker names the comment of a release: "pr=412", or "tag=…" on a tag's own
// issue, and the service where there is one. A tag whose content came from a
// pull request shares that one's comment.
func marker(key jobs.Key, number int) string {
	name := "tag=" + hidden(key.Tag)
	if number > 0 {
		name = "pr=" + strconv.Itoa(number)
	}
	if key.Service != "" {
		name += " service=" + hidden(key.Service)
	}
	return name
}

// markerLine is the first line of a comment.
func markerLine(run, name string) string {
	return markerStart + "run=" + hidden(run) + " " + name + " -->"
}

// marked reports whether a comment's body begins with the marker of this name.
func marked(body, name string) bool {
	line, _, _ := strings.Cut(body, "\n")
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, markerStart) || !strings.HasSuffix(line, " -->") {
		return false
	}
	return strings.HasSuffix(strings.TrimSuffix(line, " -->"), " "+name)
}

// hidden writes a word so that it can neither end an HTML comment nor look like
// another word of the marker.
func hidden(word string) string {
	return strings.ReplaceAll(url.QueryEscape(word), "-", "%2D")
}
