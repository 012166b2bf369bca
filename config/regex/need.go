package regex

import (
	"bytes"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// need is what a text has to hold for an expression to match in it: one of some words.
// To look for words costs a small part of what an expression does, and most texts that
// an expression is asked of have none of them. The zero need asks for nothing.
type need struct {
	words    []string
	fold     bool // the words are in lower case, and stand in the text in any
	shortest int  // bytes
}

const (
	mostWords    = 16
	shortestWord = 2
)

// needOf returns what the matches of a source have in common.
func needOf(source string) need {
	parsed, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return need{}
	}
	return wordsOf(parsed.Simplify())
}

// wordsOf returns words of which every match of an expression holds one.
func wordsOf(one *syntax.Regexp) need {
	switch one.Op {
	case syntax.OpLiteral:
		return literal(string(one.Rune), one.Flags&syntax.FoldCase != 0)
	case syntax.OpCapture, syntax.OpPlus:
		return wordsOf(one.Sub[0])
	case syntax.OpRepeat:
		if one.Min > 0 {
			return wordsOf(one.Sub[0])
		}
	case syntax.OpConcat:
		var best need
		for _, part := range one.Sub {
			if found := wordsOf(part); found.tells(best) {
				best = found
			}
		}
		return best
	case syntax.OpAlternate:
		all := wordsOf(one.Sub[0])
		for _, part := range one.Sub[1:] {
			all = all.or(wordsOf(part))
		}
		return all
	}
	return need{}
}

// literal returns the need of a word. What folds to more than two letters, and bytes that
// are no UTF-8, are left to the expression.
func literal(word string, fold bool) need {
	if len(word) < shortestWord || strings.ContainsRune(word, utf8.RuneError) {
		return need{}
	}
	if fold {
		for _, letter := range []byte(word) {
			if letter >= utf8.RuneSelf {
				return need{}
			}
		}
		word = strings.ToLower(word)
	}
	return need{[]string{word}, fold, len(word)}
}

// tells reports whether a need leaves fewer texts than another one.
func (n need) tells(other need) bool {
	if n.shortest != other.shortest {
		return n.shortest > other.shortest
	}
	return len(n.words) < len(other.words)
}

// or returns the need of what matches either of two expressions.
func (n need) or(other need) need {
	if n.words == nil || other.words == nil || len(n.words)+len(other.words) > mostWords {
		return need{}
	}
	if n.fold != other.fold {
		n, other = n.folded(), other.folded()
		if n.words == nil || other.words == nil {
			return need{}
		}
	}
	return need{append(n.words[:len(n.words):len(n.words)], other.words...), n.fold, min(n.shortest, other.shortest)}
}

// folded returns the need of the words in any case, which is less.
func (n need) folded() need {
	folded := need{fold: true, shortest: n.shortest}
	for _, word := range n.words {
		one := literal(word, true)
		if one.words == nil {
			return need{}
		}
		folded.words = append(folded.words, one.words...)
	}
	return folded
}

// met reports whether a text holds one of the words; true where that is not known.
func (n need) met(text string) bool {
	switch {
	case n.words == nil:
		return true
	case len(text) < n.shortest:
		return false
	case n.fold:
		return metFolded(n.words, text)
	}
	for _, word := range n.words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// metIn is met for a content.
func (n need) metIn(content []byte) bool {
	if n.words == nil || n.fold {
		return n.words == nil || metFolded(n.words, content)
	}
	for _, word := range n.words {
		if bytes.Contains(content, []byte(word)) {
			return true
		}
	}
	return false
}
