package lines

import (
	"fmt"
	"math"
)

// MostPresent is how many words In and Of can tell of at most.
const MostPresent = 64

// Words are looked for in a text all at once, in one walk over it, however many they
// are. Each has two bytes or more. They are safe for concurrent use.
type Words struct {
	words  []string
	groups [1 << 16]uint16 // by the first two bytes of a word: its group, from 1; 0: no word begins so
	begun  []group
}

// group is the words that begin with the same two bytes.
type group struct {
	thirds uint64 // their third bytes, by the last six bits; all where a word has none
	words  []int  // by index
}

// Present says which words stand in a text: a bit for each, by its index.
type Present uint64

// NewWords returns words. It panics where one is shorter than two bytes, which is a
// mistake of a table.
func NewWords(words ...string) *Words {
	made := &Words{words: words, begun: []group{{}}}
	for i, word := range words {
		if len(word) < 2 {
			panic(fmt.Sprintf("%q is too short to be looked for", word))
		}
		pair := pairOf(word[0], word[1])
		if made.groups[pair] == 0 {
			made.groups[pair] = uint16(len(made.begun))
			made.begun = append(made.begun, group{})
		}
		one := &made.begun[made.groups[pair]]
		one.words = append(one.words, i)
		if len(word) == 2 {
			one.thirds = math.MaxUint64
		} else {
			one.thirds |= 1 << (word[2] % 64)
		}
	}
	return made
}

func pairOf(first, second byte) uint16 { return uint16(first)<<8 | uint16(second) }

// In returns which of the words stand in a text. It panics where there are more than
// MostPresent, which is a mistake of a table as well.
func (w *Words) In(text []byte) (present Present) {
	w.fit()
	each(w, text, func(word, _ int) { present |= 1 << word })
	return present
}

// Each visits every place of a text at which a word stands, in order, with the word's
// index.
func (w *Words) Each(text string, visit func(word, at int)) { each(w, text, visit) }

func each[T string | []byte](w *Words, text T, visit func(word, at int)) {
	if len(text) < 2 {
		return
	}
	before := text[0]
	for at := 1; at < len(text); at++ {
		next := text[at]
		number := w.groups[pairOf(before, next)]
		before = next
		if number == 0 {
			continue
		}
		one, start := &w.begun[number], at-1
		if at+1 < len(text) && one.thirds&(1<<(text[at+1]%64)) == 0 {
			continue
		}
		for _, i := range one.words {
			if word := w.words[i]; len(text)-start >= len(word) && string(text[start:start+len(word)]) == word {
				visit(i, start)
			}
		}
	}
}

// fit panics where there are more words than bits.
func (w *Words) fit() {
	if len(w.words) > MostPresent {
		panic(fmt.Sprintf("%d words, and no more than %d have a bit", len(w.words), MostPresent))
	}
}

// Of returns the bits of those of the words that are named. Like In, it panics where
// there are too many.
func (w *Words) Of(named []string) (bits Present) {
	w.fit()
	for i, word := range w.words {
		for _, one := range named {
			if one == word {
				bits |= 1 << i
			}
		}
	}
	return bits
}
