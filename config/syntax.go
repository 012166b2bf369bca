package config

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// syntaxProblem says in plain words why a file is no YAML, and where. The
// library's own errors name the line at which a construct began, or the line
// before, or none; so the file is read once more, to see how far it came.
func syntaxProblem(text []byte, err error) *Problem {
	message, line := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if match := libraryLine.FindStringSubmatch(message); match != nil {
		line, _ = strconv.Atoi(match[1]) // digits
		message = match[2]
	}
	scan := scanned{text: text, until: readUntil(text), line: line}
	for _, fault := range syntaxFaults() {
		if !strings.Contains(message, fault.says) {
			continue
		}
		problem, offset := fault.explain(scan)
		if offset >= 0 {
			problem.Line, problem.Column = position(text, offset)
		}
		return &problem
	}
	return &Problem{Line: line, Problem: "this is no YAML: " + shorten(message), Advice: "text with special characters goes in quotes"}
}

var libraryLine = regex.New(`(?s)^line (\d+): (.*)$`)

// syntaxFault explains an error of the library.
type syntaxFault struct {
	says    string // part of the library's message
	explain func(scanned) (Problem, int)
}

func syntaxFaults() []syntaxFault {
	return []syntaxFault{
		{"cannot start any token", strangeStart},
		{"tab character", tab},
		{"expected alphabetic or numeric", star},
		{"unknown anchor", unknownAnchor},
		{"unknown escape", unknownEscape},
		{"mapping values are not allowed", strayColon},
		{"expected ',' or", unclosedList},
		{"unexpected end of stream", unclosedQuote},
		{"unexpected document indicator", unclosedQuote},
		{"could not find expected ':'", noColon},
		{"max depth", func(s scanned) (Problem, int) {
			return Problem{Problem: "this is nested too deep", Advice: "no key of a policy is"}, s.last()
		}},
		{"expected '-' indicator", func(s scanned) (Problem, int) {
			return Problem{Problem: `a list stands above, and this line is no entry of it`, Advice: `begin it with "- ", or indent it as the key that it belongs to`}, s.lineStart()
		}},
		{"incompatible YAML document", func(scanned) (Problem, int) {
			return Problem{Problem: "this version of YAML is not read", Advice: "remove the line that begins with %YAML"}, 0
		}},
		{"expected whitespace or line break", bang},
		{"expected node content", func(s scanned) (Problem, int) {
			if s.until == len(s.text) && openBracket(s.text) >= 0 {
				return unclosedList(s)
			}
			return Problem{Problem: "a value is expected here", Advice: "text that begins with a special character needs quotes around it"}, s.last()
		}},
		{"did not find expected", func(s scanned) (Problem, int) {
			return Problem{Problem: "this does not fit what stands before it", Advice: "the keys of one mapping begin in the same column, and text with special characters goes in quotes"}, s.misfit()
		}},
	}
}

// scanned is how far the library came in a text.
type scanned struct {
	text  []byte
	until int // offset up to which it looked, which is a few characters too far
	line  int // that it names
}

// readUntil returns the number of bytes that the library takes up to its error,
// when it gets them one by one.
func readUntil(text []byte) int {
	source := &byteByByte{text: text}
	decoder := yaml.NewDecoder(source)
	for decoder.Decode(new(yaml.Node)) == nil {
	}
	return source.read
}

// byteByByte is a reader that never gives more than what is asked for.
type byteByByte struct {
	text []byte
	read int
}

func (b *byteByByte) Read(into []byte) (int, error) {
	if b.read == len(b.text) {
		return 0, io.EOF
	}
	if len(into) == 0 {
		return 0, nil
	}
	into[0] = b.text[b.read]
	b.read++
	return 1, nil
}

// last returns the offset of the last character that is not blank.
func (s scanned) last() int {
	return max(len(bytes.TrimRight(s.text[:s.until], " \t\r\n"))-1, 0)
}

// lineStart returns the offset at which the text of the last line begins.
func (s scanned) lineStart() int {
	last := s.last()
	start := bytes.LastIndexAny(s.text[:last], "\r\n") + 1
	return start + len(s.text[start:last+1]) - len(bytes.TrimLeft(s.text[start:last+1], " \t"))
}

// misfit returns the offset of what does not fit: the last character where the
// library blames the line itself, and else the beginning of the line, as when
// it is indented as nothing before it.
func (s scanned) misfit() int {
	start := s.lineStart()
	begins := bytes.LastIndexAny(s.text[:start], "\r\n") + 1
	known := false
	for _, line := range bytes.FieldsFunc(s.text[:begins], func(letter rune) bool { return letter == '\n' || letter == '\r' }) {
		known = known || len(line)-len(bytes.TrimLeft(line, " ")) == start-begins
	}
	if line, _ := position(s.text, start); line == s.line+1 && known {
		return s.last()
	}
	return start
}

// back returns the offset of the last token that begins with one of some
// characters, or -1.
func (s scanned) back(characters string) int {
	for index := min(s.until, len(s.text)) - 1; index >= 0; index-- {
		if strings.IndexByte(characters, s.text[index]) >= 0 && (index == 0 || bytes.IndexByte([]byte(" \t\r\n[{,:-"), s.text[index-1]) >= 0) {
			return index
		}
	}
	return -1
}

// word returns the text that begins at an offset.
func (s scanned) word(offset int) string {
	rest := s.text[offset:]
	if end := bytes.IndexAny(rest, " \t\r\n,]}"); end >= 0 {
		rest = rest[:end]
	}
	return strings.TrimRight(string(rest), ":")
}

func strangeStart(s scanned) (Problem, int) {
	// The library looks up to four characters beyond the one it refuses.
	offset := s.back("@`%|>")
	for index := max(s.until-4, 1); index < offset; index++ {
		if strings.IndexByte("@`%|>", s.text[index]) >= 0 && bytes.IndexByte([]byte(" \t\r\n[{,:-"), s.text[index-1]) >= 0 {
			offset = index
		}
	}
	near := max(s.until-4, 0)
	if tabbed := bytes.IndexByte(s.text[near:s.until], '\t'); tabbed >= 0 && near+tabbed > offset {
		return tabProblem(), near + tabbed
	}
	if offset < 0 {
		return Problem{Problem: "this character cannot begin a value", Advice: "put the text in quotes"}, s.last()
	}
	return Problem{
		Problem: "text that begins with " + string(s.text[offset]) + " needs quotes around it", Advice: "write " + inYAML(s.word(offset)),
	}, offset
}

func tab(s scanned) (Problem, int) {
	return tabProblem(), bytes.LastIndexByte(s.text[:s.until], '\t')
}

func tabProblem() Problem {
	return Problem{Problem: "a tab stands here, and YAML is indented with spaces", Advice: "write spaces in place of it"}
}

func star(s scanned) (Problem, int) {
	offset := s.back("*&")
	if offset < 0 {
		return Problem{Problem: "a name is expected after * or &", Advice: "put the text in quotes"}, s.last()
	}
	return Problem{
		Problem: "text that begins with " + string(s.text[offset]) + " needs quotes around it", Advice: "write " + inYAML(s.word(offset)),
	}, offset
}

func bang(s scanned) (Problem, int) {
	offset := s.back("!")
	if offset < 0 {
		return Problem{Problem: "a space is missing", Advice: "put text with special characters in quotes"}, s.last()
	}
	return Problem{Problem: "text that begins with ! needs quotes around it", Advice: "write " + inYAML(s.word(offset))}, offset
}

func unknownAnchor(s scanned) (Problem, int) {
	offset := s.back("*")
	if offset < 0 {
		return Problem{Problem: "an alias repeats what has no name", Advice: "put text that begins with * in quotes"}, s.last()
	}
	word := s.word(offset)
	return Problem{
		Problem: shorten(word) + " is an alias to YAML, and no &" + shorten(word[1:]) + " stands before it",
		Advice:  "text that begins with * needs quotes around it: " + inYAML(word),
	}, offset
}

func unknownEscape(s scanned) (Problem, int) {
	// A few characters after the escape were looked at, too.
	offset := bytes.LastIndexByte(s.text[:s.until], '\\')
	for offset > 0 && s.text[offset-1] == '\\' && offset > s.until-3 {
		offset--
	}
	escape := string(bytes.TrimSpace(s.text[max(offset, 0):min(max(offset, 0)+2, s.until)]))
	return Problem{
		Problem: escape + " means nothing within double quotes", Advice: `put the text in single quotes, in which \ is itself`,
	}, offset
}

func strayColon(s scanned) (Problem, int) {
	return Problem{
		Problem: "a key is not expected here", Advice: `text that holds ": " needs quotes around it, and the keys of one mapping begin in the same column`,
	}, bytes.LastIndexByte(s.text[:s.until], ':')
}

func noColon(s scanned) (Problem, int) {
	return Problem{
		Problem: `a key without ":", or text that belongs nowhere`, Advice: `write it as "key: value", or as "- entry" in a list`,
	}, s.textOfLine()
}

// textOfLine returns the offset at which the text of the named line begins.
func (s scanned) textOfLine() int {
	line := 1
	for offset := range s.text {
		if line == s.line && s.text[offset] != ' ' && s.text[offset] != '\t' {
			return offset
		}
		if s.text[offset] == '\n' || s.text[offset] == '\r' && (offset+1 == len(s.text) || s.text[offset+1] != '\n') {
			line++
		}
	}
	return s.last()
}

// unclosedList tells a bracket that is never closed from a stray text between
// the brackets.
func unclosedList(s scanned) (Problem, int) {
	opened := openBracket(s.text[:s.until])
	line, _ := position(s.text, max(opened, 0))
	if end, _ := position(s.text, s.last()); opened < 0 || end == line && s.until < len(s.text) {
		return Problem{
			Problem: "a comma or a closing bracket is missing before this", Advice: `put a comma between the entries, and quotes around text that holds ": ", brackets or commas`,
		}, s.last()
	}
	return Problem{
		Problem: "the " + string(s.text[opened]) + " that stands here is not closed", Advice: "write " + string(closing(s.text[opened])) + " at its end",
	}, opened
}

func closing(bracket byte) byte {
	if bracket == '{' {
		return '}'
	}
	return ']'
}

func unclosedQuote(s scanned) (Problem, int) {
	problem := Problem{Problem: "the quote that begins here is not closed", Advice: "write it at the end of the text, too"}
	from := s.textOfLine()
	end := len(s.text)
	if length := bytes.IndexAny(s.text[from:], "\r\n"); length >= 0 {
		end = from + length
	}
	within := byte(0)
	start := from
	for offset := from; offset < end; offset++ {
		letter := s.text[offset]
		switch {
		case within == 0 && (letter == '"' || letter == '\'') && (offset == from || bytes.IndexByte([]byte(" \t[{,:-"), s.text[offset-1]) >= 0):
			within, start = letter, offset
		case within == '"' && letter == '\\':
			offset++
		case letter == within:
			within = 0
		}
	}
	return problem, start
}

// openBracket returns the offset of the last bracket that is not closed, outside
// of quotes and comments, or -1.
func openBracket(text []byte) int {
	var open []int
	within := byte(0)
	for offset := 0; offset < len(text); offset++ {
		letter := text[offset]
		begins := offset == 0 || bytes.IndexByte([]byte(" \t\r\n[{,:-"), text[offset-1]) >= 0
		switch {
		case within == '#':
			if letter == '\n' || letter == '\r' {
				within = 0
			}
		case within == '"' && letter == '\\':
			offset++
		case within != 0:
			if letter == within {
				within = 0
			}
		case begins && (letter == '"' || letter == '\'' || letter == '#'):
			within = letter
		case letter == '[' || letter == '{':
			if begins || len(open) > 0 {
				open = append(open, offset)
			}
		case (letter == ']' || letter == '}') && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}
