package secret

import "strings"

// The questions of this file are cheap ones about a line: where one is denied, the
// expression that it stands before matches nowhere in the line. RE2 takes a microsecond
// for each byte of a line with a name of so many forms. Like everything that looks for
// words, they take ſ and the Kelvin sign for no letters of ASCII.

const (
	quotes = "\"'`"
	// shortestQuoted is how long a secret between quotes is at least.
	shortestQuoted = 8
	// gapBefore is how far before a quote the name may end, and nameBefore how far before
	// that the word for a secret begins.
	gapBefore, nameBefore = 80, 48
	// shortestDrawn is how long what a machine drew is at least, without its first letter.
	shortestDrawn = 19
)

// quotesNamed reports whether a value stands between quotes behind a name with a word for
// secrets, with nothing but signs and figures between them.
func quotesNamed(line string) bool {
	open := -1
	for at := range len(line) {
		if strings.IndexByte(quotes, line[at]) < 0 {
			continue
		}
		if open >= 0 && quotable(line[open+1:at]) && endsNamed(line[:open]) {
			return true
		}
		open = at
	}
	return false
}

// quotable reports whether a text is such a value, perhaps with the backslash of its
// closing quote.
func quotable(text string) bool {
	text = strings.TrimSuffix(text, `\`)
	return len(text) >= shortestQuoted && !strings.ContainsAny(text, "\\\r\n")
}

// endsNamed reports whether a text ends with a name that has a word for secrets, but for
// signs and figures.
func endsNamed(text string) bool {
	end := len(text)
	for end > 0 && !nameLetters[text[end-1]] {
		if end--; len(text)-end > gapBefore {
			return true
		}
	}
	var name [nameBefore]byte
	start := nameBefore
	for ; start > 0 && end > 0 && (nameLetters[text[end-1]] || figures[text[end-1]]); end-- {
		start--
		name[start] = small(text[end-1])
	}
	return holds(string(name[start:]), secretWords)
}

var (
	nameLetters = charactersOf("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-")
	figures     = charactersOf("0123456789")
)

// compares reports whether two things are compared behind a quote.
func compares(line string) bool {
	quote := strings.IndexAny(line, quotes)
	return quote >= 0 && (strings.Contains(line[quote:], "==") || strings.Contains(line[quote:], "!="))
}

var drawnParts = charactersOf(letterFigures + "_+/.%-")

// holdsDrawn reports whether a line holds a run of characters as long as what a machine
// draws.
func holdsDrawn(line string) bool {
	length := 0
	for at := range len(line) {
		if !drawnParts[line[at]] {
			length = 0
		} else if length++; length >= shortestDrawn {
			return true
		}
	}
	return false
}

// small is a character of ASCII in lower case; others are as they are.
func small(character byte) byte { return smallLetters[character] }

var smallLetters = func() (letters [256]byte) {
	for character := range len(letters) {
		letters[character] = byte(character)
		if 'A' <= character && character <= 'Z' {
			letters[character] += 'a' - 'A'
		}
	}
	return letters
}()

// inSmallLetters returns a text in which the letters of ASCII are small. Other letters
// stay as they are, so that every place of one text is the same in the other.
func inSmallLetters(text string) string {
	var made strings.Builder
	made.Grow(len(text))
	var lower [1024]byte
	for len(text) > 0 {
		size := min(len(text), len(lower))
		for at := range size {
			lower[at] = smallLetters[text[at]]
		}
		made.Write(lower[:size])
		text = text[size:]
	}
	return made.String()
}
