package coverage

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/golive-app/golive/config/regex"
)

// Read reads one report of any known format.
func Read(from io.Reader) (Report, error) {
	limited := &io.LimitedReader{R: from, N: maxBytes + 1}
	buffered := bufio.NewReaderSize(limited, 64<<10)
	report, err := read(buffered)
	if limited.N <= 0 {
		return Report{}, fmt.Errorf("%w: more than %d MiB", ErrTooLarge, maxBytes>>20)
	}
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

func read(from *bufio.Reader) (Report, error) {
	start, err := from.Peek(4 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return Report{}, err
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, _ = from.Discard(3)
		start = start[3:]
	}
	start = bytes.TrimLeft(start, " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("mode: ")):
		return readGo(from)
	case lcovStart.Match(start):
		return readLCOV(from)
	case bytes.HasPrefix(start, []byte("{")):
		return readJSON(from)
	case bytes.HasPrefix(start, []byte("<")):
		return readXML(from)
	}
	return Report{}, ErrFormat
}

// lcovStart are the records that can stand first, after comments.
var lcovStart = regex.New(`^(?:#[^\n]*\n)*(?:TN:|SF:)`)

// readXML looks at the root of a document: the formats differ in it.
func readXML(from io.Reader) (Report, error) {
	decoder := xml.NewDecoder(from)
	decoder.CharsetReader = charset.NewReaderLabel
	for {
		token, err := decoder.Token()
		if err != nil {
			return Report{}, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		root, begins := token.(xml.StartElement)
		if !begins {
			continue
		}
		switch {
		case root.Name.Local == "report":
			return readElements(decoder, &jacocoReading{building: newBuilding(JaCoCo)})
		case root.Name.Local == "coverage" && attribute(root, "line-rate") != "":
			return readElements(decoder, &coberturaReading{building: newBuilding(Cobertura)})
		case root.Name.Local == "coverage":
			return readElements(decoder, &cloverReading{building: newBuilding(Clover)})
		}
		return Report{}, fmt.Errorf("%w: it begins with <%.40s>", ErrFormat, root.Name.Local)
	}
}

// elements reads the elements below the root of a document.
type elements interface {
	start(element xml.StartElement) error
	text(text []byte)
	comment(text []byte)
	end(name string)
	finish() (Report, error)
}

const maxDepth = 50

func readElements(decoder *xml.Decoder, into elements) (Report, error) {
	depth := 1
	for depth > 0 {
		token, err := decoder.Token()
		if err != nil {
			return Report{}, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return Report{}, fmt.Errorf("%w: elements in elements", ErrTooLarge)
			}
			if err := into.start(token); err != nil {
				return Report{}, err
			}
		case xml.CharData:
			into.text(token)
		case xml.Comment:
			into.comment(token)
		case xml.EndElement:
			depth--
			into.end(token.Name.Local)
		}
	}
	return into.finish()
}

func attribute(element xml.StartElement, name string) string {
	for _, one := range element.Attr {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

// Named reports whether a file may hold a report by its name alone: reports have
// these endings, and so have many other files.
func Named(name string) bool {
	base := strings.ToLower(path.Base(name))
	switch path.Ext(base) {
	case ".info", ".out", ".lcov", ".coverprofile", ".cov":
		return true
	case ".xml":
		return xmlNamed.MatchString(base)
	case ".json":
		return jsonNamed.MatchString(base)
	case ".txt":
		return textNamed.MatchString(base)
	}
	return base == "lcov"
}

var (
	xmlNamed  = regex.New(`cobertura|jacoco|clover|coverage|kover|report|cov|results`)
	jsonNamed = regex.New(`coverage|^\.?last_run|resultset|cov`)
	textNamed = regex.New(`cover|^c\.|profile`)
)
