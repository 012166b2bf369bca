package publish

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// link renders a link, or just its label where the address is none that a
// person should be sent to. The label is Markdown already.
func link(label, address string) string {
	safe, ok := safeURL(address)
	if !ok {
		return label
	}
	return "[" + label + "](" + safe + ")"
}

// safeURL returns an address in a form that cannot leave a Markdown link, or
// false for anything but an absolute http or https address.
func safeURL(address string) (string, bool) {
	if len(address) > 2000 {
		return "", false
	}
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" || parsed.User != nil || !plainHost(parsed.Host) {
		return "", false
	}
	var out strings.Builder
	for _, char := range []byte(parsed.String()) {
		switch {
		case word(rune(char)) || strings.IndexByte("-._~:/?#@!$&+,;=%", char) >= 0:
			out.WriteByte(char)
		default:
			out.WriteString("%" + strings.ToUpper(strconv.FormatInt(int64(char)+0x100, 16)[1:]))
		}
	}
	return strings.NewReplacer("@", "%40", "&", "&amp;").Replace(out.String()), true
}

// plainHost reports whether a host is written in ASCII without anything that a
// reader could mistake.
func plainHost(host string) bool {
	for _, char := range []byte(host) {
		if !word(rune(char)) && strings.IndexByte("-.:[]", char) < 0 {
			return false
		}
	}
	return true
}

// place renders a file and line as code, linked to the file at the release's
// commit where the repository's page is known.
func (p page) place(path string, line, endLine int) string {
	if path == "" {
		return ""
	}
	label, anchor := path, ""
	if line > 0 {
		label += ":" + strconv.Itoa(line)
		anchor = "#L" + strconv.Itoa(line)
		if endLine > line {
			anchor += "-L" + strconv.Itoa(endLine)
		}
	}
	return p.blob(code(label), path, anchor)
}

// at links words to a line of a file at the release's commit, where the
// repository's page is known.
func (p page) at(words, path string, line int) string {
	return p.blob(words, path, "#L"+strconv.Itoa(line))
}

func (p page) blob(label, path, anchor string) string {
	release := p.run.Release
	if release.Repository.WebURL == "" || shortSHA(release.SHA) == "" || checks.OfRelated(path) {
		return label
	}
	segments := strings.Split(path, "/")
	for index, segment := range segments {
		segments[index] = url.PathEscape(segment)
	}
	return link(label, release.Repository.WebURL+"/blob/"+release.SHA+"/"+strings.Join(segments, "/")+anchor)
}

// commit renders a commit's short id, linked to its page.
func (p page) commit(sha string) string {
	short := shortSHA(sha)
	if short == "" {
		return "`unknown`"
	}
	if p.run.Release.Repository.WebURL == "" {
		return "`" + short + "`"
	}
	return link("`"+short+"`", p.run.Release.Repository.WebURL+"/commit/"+sha)
}

// shortSHA returns the first seven digits of a commit or tree id, or nothing
// for text that is none.
func shortSHA(sha string) string {
	const digits = 7
	if len(sha) < digits || len(sha) > 64 {
		return ""
	}
	for _, char := range []byte(sha) {
		if (char < '0' || char > '9') && (char < 'a' || char > 'f') {
			return ""
		}
	}
	return sha[:digits]
}

// detailsURL returns the page with a release's results, or nothing where golive
// has no public address.
func detailsURL(publicURL, key string) string {
	if publicURL == "" {
		return ""
	}
	return strings.TrimRight(publicURL, "/") + "/releases/" + url.PathEscape(key)
}
