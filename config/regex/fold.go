package regex

import "bytes"

// window is how much of a text is written in lower case at once.
const window = 512

// Two letters beyond ASCII are k and s in another case: U+212A and U+017F. A text in
// which their first bytes stand is left to the expression.
const (
	kelvinBegins = 0xE2
	longSBegins  = 0xC5
)

// metFolded reports whether a text holds one of some words, which are in lower case, in
// any case. It goes through the text in windows that overlap by the longest word.
func metFolded[T string | []byte](words []string, text T) bool {
	longest := 0
	for _, word := range words {
		longest = max(longest, len(word))
	}
	if longest > window/2 {
		return true
	}
	var lower [window]byte
	for start := 0; ; start += window - longest + 1 {
		size := 0
		for ; size < window && start+size < len(text); size++ {
			letter := text[start+size]
			switch {
			case 'A' <= letter && letter <= 'Z':
				letter += 'a' - 'A'
			case letter == kelvinBegins || letter == longSBegins:
				return true
			}
			lower[size] = letter
		}
		for _, word := range words {
			if bytes.Contains(lower[:size], []byte(word)) {
				return true
			}
		}
		if start+size >= len(text) {
			return false
		}
	}
}
