package load

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
)

// head is what the header of an answer says of the message itself.
type head struct {
	status       int
	major, minor byte
	length       int64 // of the body; -1: not said
	lengthDigits int   // how it was written: 1 and 01 are two words
	transfers    int   // how many Transfer-Encoding fields there are
	chunked      bool
	closes       bool
	keeps        bool
	trailer      bool // it announces a trailer that must not be one
}

// statusLine reads "HTTP/1.1 200 OK" (RFC 9112, 4).
func statusLine(line []byte) (head, error) {
	version, rest, found := bytes.Cut(line, []byte(" "))
	rest = bytes.TrimLeft(rest, " ")
	code, _, _ := bytes.Cut(rest, []byte(" "))
	if !found || len(version) != len("HTTP/1.1") || string(version[:5]) != "HTTP/" || version[6] != '.' || !digit(version[5]) || !digit(version[7]) {
		return head{}, wrongAnswer("it begins with %.40q", line)
	}
	if len(code) != 3 || !digit(code[0]) || !digit(code[1]) || !digit(code[2]) {
		return head{}, wrongAnswer("status %.40q", code)
	}
	return head{
		status: int(code[0]-'0')*100 + int(code[1]-'0')*10 + int(code[2]-'0'),
		major:  version[5] - '0', minor: version[7] - '0', length: -1,
	}, nil
}

// field cuts a line into a name and a value.
func field(line []byte) (name, value []byte, err error) {
	name, value, found := bytes.Cut(trim(line), []byte(":"))
	if !found || len(name) == 0 {
		return nil, nil, wrongAnswer("a line of its header is %.40q", line)
	}
	for _, character := range name {
		if !nameCharacter(character) {
			return nil, nil, wrongAnswer("a name in its header is %.40q", name)
		}
	}
	for _, character := range value {
		if character < ' ' && character != '\t' || character == 0x7f {
			return nil, nil, wrongAnswer("a value in its header holds the byte %#x", character)
		}
	}
	return name, trim(value), nil
}

// field takes note of a field that says something of the message.
func (h *head) field(name, value []byte) error {
	switch {
	case is(name, "Content-Length"):
		// strconv takes no sign here, and no more than fits.
		length, err := strconv.ParseUint(string(value), 10, 63)
		if err != nil {
			return wrongAnswer("its length is %.40q", value)
		}
		if h.length >= 0 && (h.length != int64(length) || h.lengthDigits != len(value)) {
			return wrongAnswer("it has two lengths, %d and %d", h.length, length)
		}
		h.length, h.lengthDigits = int64(length), len(value)
	case is(name, "Transfer-Encoding"):
		h.transfers++
		h.chunked = is(value, "chunked")
	case is(name, "Connection"):
		for option := range bytes.SplitSeq(value, []byte(",")) {
			option = trim(option)
			h.closes = h.closes || is(option, "close")
			h.keeps = h.keeps || is(option, "keep-alive")
		}
	case is(name, "Trailer"):
		for announced := range bytes.SplitSeq(value, []byte(",")) {
			announced = trim(announced)
			h.trailer = h.trailer || is(announced, "Transfer-Encoding") || is(announced, "Trailer") || is(announced, "Content-Length")
		}
	}
	return nil
}

// settle refuses what contradicts itself.
func (h *head) settle() error {
	if h.major < 1 || h.major == 1 && h.minor == 0 {
		h.transfers, h.chunked = 0, false // HTTP/1.0 has no such thing
	}
	switch {
	case h.transfers > 1 || h.transfers == 1 && !h.chunked:
		return wrongAnswer("its transfer encoding is not chunked")
	case h.chunked && h.trailer:
		return wrongAnswer("it announces a trailer that cannot be one")
	default:
		return nil
	}
}

// bodiless reports whether no body follows, whatever the fields say (RFC 9112,
// 6.3).
func (h *head) bodiless(method string) bool {
	return method == http.MethodHead || h.status == http.StatusNoContent || h.status == http.StatusNotModified
}

// last reports whether the connection ends with this answer (RFC 9112, 9.3).
func (h *head) last() bool {
	if h.major < 1 || h.major == 1 && h.minor == 0 {
		return h.closes || !h.keeps || h.major < 1
	}
	return h.closes
}

func is(text []byte, word string) bool {
	return len(text) == len(word) && bytes.EqualFold(text, []byte(word))
}

func digit(character byte) bool { return '0' <= character && character <= '9' }

func blank(character byte) bool { return character == ' ' || character == '\t' }

// trim takes spaces and tabs from both ends.
func trim(text []byte) []byte {
	for len(text) > 0 && blank(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && blank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

// nameCharacter reports whether a character may stand in a name: those of a token
// (RFC 9110, 5.6.2), and a space, which net/http lets pass.
func nameCharacter(character byte) bool {
	lower := character | 0x20
	return 'a' <= lower && lower <= 'z' || character == '-' || digit(character) || strings.IndexByte("!#$%&'*+.^_`|~ ", character) >= 0
}
