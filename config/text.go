package config

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// readText returns a file's text without its byte order mark, or what keeps it
// from being text.
func readText(data []byte) ([]byte, *Problem) {
	const utf16 = "the file is UTF-16, and UTF-8 is wanted"
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return nil, &Problem{Problem: utf16, Advice: `save it as "UTF-8"`}
	case len(data) > 1 && (data[0] == 0) != (data[1] == 0):
		return nil, &Problem{Problem: utf16, Advice: `save it as "UTF-8"`}
	}
	text := bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	for offset := 0; offset < len(text); {
		if text[offset] < utf8.RuneSelf && !control(rune(text[offset])) {
			offset++
			continue
		}
		letter, size := utf8.DecodeRune(text[offset:])
		problem := Problem{Advice: "remove it"}
		switch {
		case letter == utf8.RuneError && size <= 1:
			problem.Problem = fmt.Sprintf("byte 0x%02X is no UTF-8", text[offset])
			problem.Advice = `save the file as "UTF-8"`
		case letter == 0:
			problem.Problem = "a NUL byte stands here"
			problem.Advice = "is this a text file?"
		case control(letter):
			problem.Problem = fmt.Sprintf("an invisible character stands here, U+%04X", letter)
		default:
			offset += size
			continue
		}
		problem.Line, problem.Column = position(text, offset)
		return nil, &problem
	}
	return text, nil
}

// control tells the characters that people do not see and that YAML refuses or
// takes for the end of a line. https://yaml.org/spec/1.2.2/#51-character-set
func control(letter rune) bool {
	switch {
	case letter == '\t', letter == '\n', letter == '\r':
		return false
	case letter < 0x20, letter >= 0x7F && letter < 0xA0:
		return true
	case letter == 0x2028, letter == 0x2029, letter == 0xFEFF, letter == 0xFFFE, letter == 0xFFFF:
		return true
	}
	return false
}

// position returns the line and the column of an offset, both from 1. A line
// ends with LF, CR or both, and a column is a character.
func position(text []byte, offset int) (line, column int) {
	line, start := 1, 0
	for index := 0; index < offset; index++ {
		if text[index] == '\n' || text[index] == '\r' && (index+1 == len(text) || text[index+1] != '\n') {
			line++
			start = index + 1
		}
	}
	return line, utf8.RuneCount(text[start:offset]) + 1
}
