package sql

import (
	"bytes"
	"slices"
)

// statement is one statement with its tokens.
type statement struct {
	tokens []token
	line   int    // on which it begins
	source string // from its first token to its last
	start  int    // its offset in the content
	lines  *lineCount
}

// lineOf returns the line of an offset within the statement's source.
func (s statement) lineOf(offset int) int { return s.lines.of(s.start + offset) }

// lineCount finds lines by offsets.
type lineCount struct{ starts []int }

func countLines(content []byte) *lineCount {
	lines := &lineCount{[]int{0}}
	for i, b := range content {
		if b == '\n' {
			lines.starts = append(lines.starts, i+1)
		}
	}
	return lines
}

func (l *lineCount) of(offset int) int {
	at, found := slices.BinarySearch(l.starts, offset)
	if found {
		at++
	}
	return at
}

// The bounds of what is read of one file.
const (
	maxStatements = 20_000
	maxTokens     = 20_000 // of one statement; what is longer is data
)

// script is a file while it is cut into statements.
type script struct {
	content   []byte
	lines     *lineCount
	backslash bool // a backslash in a string escapes, as in MySQL
}

func newScript(content []byte) *script {
	return &script{content: content, lines: countLines(content), backslash: bytes.IndexByte(content, '`') >= 0}
}

// split cuts a part of the file into statements. Rows that pg_dump writes behind a
// COPY are left out. Of a statement that is longer than the bound the start is kept.
func (f *script) split(part section, yield func(statement) bool) {
	content := f.content[:part.end]
	l := &lexer{content: content, at: part.start, backslash: f.backslash}
	var tokens []token
	last, whole := 0, true
	flush := func() bool {
		if len(tokens) == 0 {
			return true
		}
		start := tokens[0].start
		one := statement{tokens: tokens, start: start, line: f.lines.of(start), lines: f.lines}
		if whole {
			one.source = string(content[start:last])
		}
		tokens, whole = nil, true
		return yield(one)
	}
	for count := 0; count < maxStatements; {
		next, more := l.next()
		if !more {
			flush()
			return
		}
		if next.kind == symbol && next.text == ";" {
			copying := len(tokens) > 0 && tokens[0].is("copy") && tokens[len(tokens)-1].is("stdin")
			if count++; !flush() {
				return
			}
			if copying {
				if end := bytes.Index(content[l.at:], []byte("\n\\.")); end >= 0 {
					l.at += end + 3
				}
			}
			continue
		}
		if last = next.end; len(tokens) < maxTokens {
			tokens = append(tokens, next)
		} else {
			whole = false
		}
	}
}
