package secret

import (
	"sort"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// places finds lines and columns in a text.
type places struct {
	content string
	starts  []int // offset of each line's first byte
}

func newPlaces(content string) places {
	starts := []int{0}
	for at := strings.IndexByte(content, '\n'); at >= 0; {
		start := starts[len(starts)-1] + at + 1
		starts = append(starts, start)
		at = strings.IndexByte(content[start:], '\n')
	}
	return places{content, starts}
}

// offset returns where a line begins, counted from 0.
func (p places) offset(line int) int {
	return p.starts[min(max(line, 0), len(p.starts)-1)]
}

// at returns the line, from 0, and the column, from 1, of an offset.
func (p places) at(offset int) (line, column int) {
	line = sort.SearchInts(p.starts, offset+1) - 1
	return line, offset - p.starts[line] + 1
}

// line returns the text of the line, counted from 0.
func (p places) line(line int) string {
	end := len(p.content)
	if line+1 < len(p.starts) {
		end = p.starts[line+1]
	}
	return p.content[p.offset(line):end]
}

// hashName are names of values that are long and random, and no secret.
var hashName = regex.New(`(?i)(?:integrity|checksum|sha-?(?:1|256|384|512)|md5|digest|etag|revision|commit|fingerprint|aaguid|nonce|public[_.-]?key|thumbprint|content[_-]?hash|resourceversion|recaptcha[_-]?site|site[_-]?key)`)

// sealedKind marks a manifest whose values are encrypted for a cluster.
var sealedKind = regex.New(`(?m)^kind:[ \t]*["']?SealedSecret\b`)

// sealed reports whether a match of this rule is the cipher text of a
// SealedSecret.
func sealed(rule, content string) bool {
	return rule == "generic-api-key" && strings.Contains(content, "SealedSecret") && sealedKind.MatchString(content)
}

var (
	keyArmour = regex.New(`-----[^-\n]*-----`)
	keyHeader = regex.New(`(?m)^[A-Za-z-]+: .*$`)
	notBase64 = regex.New(`[^A-Za-z0-9+/=]`)
	whiteFill = regex.New(`(?:\\r|\\n|[\s"'+,;|` + "`" + `])+`)
)

// keyBody reports whether there is a key between the lines of an armour, and
// not "…" or a word that stands for it.
func keyBody(armoured string) bool {
	body := keyArmour.ReplaceAllString(armoured, "")
	body = keyHeader.ReplaceAllString(body, "")
	body = whiteFill.ReplaceAllString(body, "")
	if len(body) < 60 || maskRun.MatchString(body) || Entropy(body) < 4 {
		return false
	}
	return len(notBase64.FindAllString(body, -1))*20 < len(body)
}

// standInName is what a form or a page calls a value that shows what to write.
var standInName = regex.New(`(?i)(?:placeholder|example|sample|hint|help_?text|e\.g\.)\w*["']?\s*[:=(,]?\s*[{("'\x60]*$`)

// standsIn reports whether what is before an offset on its line says that the value
// there shows how one looks.
func standsIn(places places, offset int) bool {
	line, column := places.at(offset)
	return standInName.MatchString(places.line(line)[:column-1])
}
