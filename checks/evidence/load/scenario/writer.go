package scenario

import (
	"errors"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// writer writes a value so that it is one value where it stands, whatever it holds:
// some come from the service.
type writer func(into []byte, value string) ([]byte, error)

// plain writes a value as it is.
func plain(into []byte, value string) ([]byte, error) { return append(into, value...), nil }

// inPath writes a value as one element of a path.
func inPath(into []byte, value string) ([]byte, error) {
	if harmless(value) {
		return append(into, value...), nil
	}
	return append(into, url.PathEscape(value)...), nil
}

// inQuery writes a value as one of a query or a form.
func inQuery(into []byte, value string) ([]byte, error) {
	if harmless(value) {
		return append(into, value...), nil
	}
	return append(into, url.QueryEscape(value)...), nil
}

// wholeTarget writes a value that is a path with its query.
func wholeTarget(into []byte, value string) ([]byte, error) {
	bad := strings.ContainsFunc(value, func(letter rune) bool { return letter <= ' ' || letter >= 0x7f || letter == '#' })
	if !strings.HasPrefix(value, "/") || bad {
		return into, errors.New("the value of the path is no path of this service")
	}
	return append(into, value...), nil
}

// inHeader writes a value into a header, unless it would end it.
func inHeader(into []byte, value string) ([]byte, error) {
	if !httpguts.ValidHeaderFieldValue(value) {
		return into, errors.New("a value that a header needs cannot stand in one")
	}
	return append(into, value...), nil
}

// inJSON writes a value within the quotes of a JSON string (RFC 8259, 7).
func inJSON(into []byte, value string) ([]byte, error) {
	const digits = "0123456789abcdef"
	for index := 0; index < len(value); index++ {
		switch character := value[index]; {
		case character == '"', character == '\\':
			into = append(into, '\\', character)
		case character < ' ':
			into = append(into, '\\', 'u', '0', '0', digits[character>>4], digits[character&15])
		default:
			into = append(into, character)
		}
	}
	return into, nil
}

// harmless reports whether a value means itself in a URL.
func harmless(value string) bool {
	for index := 0; index < len(value); index++ {
		character := value[index]
		lower := character | 0x20
		if !('a' <= lower && lower <= 'z' || '0' <= character && character <= '9' || character == '-' || character == '_' || character == '.') {
			return false
		}
	}
	return true
}
