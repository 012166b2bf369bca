package answer

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// mostAddresses of one page.
const mostAddresses = 500

// Loads lists the addresses of pictures, films, sounds and documents that a page shows
// or links to, as they are written, each once.
func Loads(body []byte) []string {
	var found []string
	known := map[string]bool{}
	add := func(address string) {
		address = strings.TrimSpace(address)
		if address != "" && !known[address] && len(found) < mostAddresses && !strings.HasPrefix(address, "data:") && len(address) <= mostAddress {
			known[address] = true
			found = append(found, address)
		}
	}
	elements(body, func(name string, attributes map[string]string) bool {
		switch name {
		case "img", "source", "video", "audio", "track", "embed":
			add(attributes["src"])
			add(attributes["poster"])
			for candidate := range strings.SplitSeq(attributes["srcset"], ",") {
				if address := strings.Fields(candidate); len(address) > 0 {
					add(address[0])
				}
			}
		case "a":
			if Media(attributes["href"]) {
				add(attributes["href"])
			}
		case "meta":
			if property := attributes["property"]; property == "og:image" || property == "og:video" {
				add(attributes["content"])
			}
		}
		return true
	})
	return found
}

// mostAddress is how long an address may be that is looked at.
const mostAddress = 2000

// endings are those of files that people upload, and that pages show.
var endings = []string{
	".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".bmp", ".tif", ".tiff", ".mp4", ".webm", ".mov", ".m4v", ".mp3", ".m4a", ".ogg", ".wav", ".pdf", ".doc", ".docx", ".xlsx", ".zip",
}

// Media reports whether an address is of a file that people upload, by its ending.
func Media(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	path = strings.ToLower(path[max(len(path)-8, 0):])
	for _, ending := range endings {
		if strings.HasSuffix(path, ending) {
			return true
		}
	}
	return false
}

// Has reports whether a page has an element of a name: as a browser reads it, and not
// as text, in a comment or in a script.
func Has(body []byte, wanted string) bool {
	found := false
	elements(body, func(name string, _ map[string]string) bool {
		found = name == wanted
		return !found
	})
	return found
}

// elements calls with every element of a page, until it is told false.
func elements(body []byte, call func(name string, attributes map[string]string) bool) {
	tokens := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := tokens.TagName()
			text := string(name)
			var attributes map[string]string
			for more && len(attributes) < mostAttributes {
				var key, value []byte
				key, value, more = tokens.TagAttr()
				if attributes == nil {
					attributes = map[string]string{}
				}
				attributes[string(key)] = string(value)
			}
			if !call(text, attributes) {
				return
			}
		}
	}
}

// mostAttributes of an element that are read.
const mostAttributes = 50
