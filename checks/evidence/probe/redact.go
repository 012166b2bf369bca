package probe

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/golive-app/golive/config/regex"
)

// Redactor takes secrets out of what is shown.
type Redactor struct {
	secrets []string
	all     bool // there are too many: nothing is shown
}

// NewRedactor returns what takes these secrets out, in the forms in which a service may
// give them back, and whatever looks like a secret.
func NewRedactor(secrets []string) Redactor { return Redactor{}.with(secrets) }

// mostConcealed bounds what is left out. A service that gives more that opens something
// is a hostile one, and nothing of it is shown then.
const mostConcealed = 4000

// with returns what takes these secrets out too.
func (r Redactor) with(secrets []string) Redactor {
	const shortest = 4 // what is shorter would take ordinary words out
	all := slices.Clone(r.secrets)
	add := func(text string) {
		if len(text) >= shortest && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, secret := range secrets {
		if len(all) > mostConcealed {
			return Redactor{all: true}
		}
		if slices.Contains(all, secret) {
			continue
		}
		parts := append([]string{secret}, strings.Fields(secret)...) // "Bearer TOKEN", "Basic …"
		for _, part := range parts {
			add(part)
			add(url.QueryEscape(part))
			add(url.PathEscape(part))
			add(base64.StdEncoding.EncodeToString([]byte(part)))
			add(base64.RawURLEncoding.EncodeToString([]byte(part)))
			add(strings.Trim(jsonText(part), `"`))
			if decoded, err := base64.StdEncoding.DecodeString(part); err == nil && utf8.Valid(decoded) {
				add(string(decoded))
				if _, password, found := strings.Cut(string(decoded), ":"); found {
					add(password)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return Redactor{secrets: all, all: r.all}
}

// Stand-ins for what is not shown.
const (
	hiddenSecret = "(secret)"
	hiddenValue  = "(hidden)"
)

// schemeWord are words beside a token that are no secret themselves.
var schemeWord = regex.New(`^(?i:bearer|basic|token|digest)$`)

// looksSecret are the shapes of secrets. The first group stays, where there is one.
var looksSecret = []*regex.Expression{
	regex.New(`(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),
	regex.New(`()eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?`),
	regex.New(`()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`),
	regex.New(`()\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]+`),
	regex.New(`()\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|SG\.)[A-Za-z0-9_.-]{10,}`),
	regex.New(`(?m)^(\s*(?:export\s+)?[A-Z][A-Z0-9_]{2,}\s*=\s*)\S.*$`),
	regex.New(`(?i)((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|apikey|authorization|credential|private[_-]?key|session(?:id)?|cookie|dsn|ssn|social[_-]?security(?:[_-]?number)?|salt|[a-z]*hash|recovery[_-]?codes?|connection[_-]?string)[a-z_-]*["']?\s*[:=]\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\s"'&,;<>]+)`),
	regex.New(`(://[^/\s:@]*:)[^/\s@]+@`),
	regex.New(`()[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`),
	regex.New(`()\b[A-Za-z0-9+/_-]{41,}={0,2}`),
}

// Text takes secrets out of a text.
func (r Redactor) Text(text string) string {
	if r.all {
		return hiddenValue
	}
	for _, secret := range r.secrets {
		if !schemeWord.MatchString(secret) {
			text = strings.ReplaceAll(text, secret, hiddenSecret)
		}
	}
	for _, shape := range looksSecret {
		text = shape.ReplaceAllString(text, "${1}"+hiddenValue)
	}
	return text
}

// mostShown is how much of a body is shown.
const mostShown = 8 << 10

// Excerpt returns the beginning of a body without secrets; nothing of what is no text.
func (r Redactor) Excerpt(body []byte) string {
	const before = 4 * mostShown // what is redacted may be longer than what stands for it
	body = body[:min(len(body), before)]
	if bytes.IndexByte(body, 0) >= 0 {
		return ""
	}
	text := r.Text(strings.ToValidUTF8(string(body), "�"))
	if len(text) > mostShown {
		text = strings.ToValidUTF8(text[:mostShown], "")
	}
	return text
}

// Header returns a header without secrets.
func (r Redactor) Header(header http.Header) http.Header {
	shown := http.Header{}
	for name, values := range header {
		for _, value := range values {
			switch name {
			case "Set-Cookie":
				value = cookieWithoutValue(value)
			case "Cookie", "Proxy-Authorization":
				value = hiddenValue
			}
			shown[name] = append(shown[name], r.line(name, value))
		}
	}
	return shown
}

// plainHeaders hold long words that are no secrets.
var plainHeaders = []string{"Content-Security-Policy", "Content-Security-Policy-Report-Only", "Permissions-Policy", "Etag", "Set-Cookie"}

func (r Redactor) line(name, value string) string {
	if !r.all && slices.Contains(plainHeaders, name) {
		for _, secret := range r.secrets {
			if !schemeWord.MatchString(secret) {
				value = strings.ReplaceAll(value, secret, hiddenSecret)
			}
		}
		return value
	}
	return r.Text(value)
}

// cookieWithoutValue keeps a cookie's name and attributes.
func cookieWithoutValue(line string) string {
	pair, attributes, found := strings.Cut(line, ";")
	name, _, _ := strings.Cut(pair, "=")
	if name = strings.TrimSpace(name) + "=" + hiddenValue; found {
		name += ";" + attributes
	}
	return name
}

func jsonText(text string) string {
	var out strings.Builder
	for _, letter := range text {
		switch letter {
		case '"', '\\':
			out.WriteRune('\\')
		case '/':
			out.WriteString(`\`)
		}
		out.WriteRune(letter)
	}
	return out.String()
}
