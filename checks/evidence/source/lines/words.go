package lines

import "fmt"

// MostWords is how many words a Words holds at most.
const MostWords = 64

// Words are looked for in a text all at once, in one walk over it, however many they
// are. Each has two bytes or more. They are safe for concurrent use.
type Words struct {
	words  []string
	groups [1 << 16]uint8 // by the first two bytes of a word: its group, from 1; 0: no word begins so
	begun  [][]int        // words of each group, by index
}

// Present says which words stand in a text: a bit for each, by its index.
type Present uint64

// NewWords returns words. It panics where there are more than MostWords, or where one
// is shorter than two bytes: both are mistakes of a table.
func NewWords(words ...string) *Words {
	if len(words) > MostWords {
		panic(fmt.Sprintf("%d words, and at most %d can be looked for at once", len(words), MostWords))
	}
	made := &Words{words: words, begun: [][]int{nil}}
	for i, word := range words {
		if len(word) < 2 {
			panic(fmt.Sprintf("%q is too short to be looked for", word))
		}
		pair := pairOf(word[0], word[1])
		if made.groups[pair] == 0 {
			made.groups[pair] = uint8(len(made.begun))
			made.begun = append(made.begun, nil)
		}
		group := made.groups[pair]
		made.begun[group] = append(made.begun[group], i)
	}
	return made
}

func pairOf(first, second byte) uint16 { return uint16(first)<<8 | uint16(second) }

// In returns which of the words stand in a text.
func (w *Words) In(text []byte) (present Present) {
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
		group := w.groups[pairOf(before, next)]
		before = next
		if group == 0 {
			continue
		}
		start := at - 1
		for _, i := range w.begun[group] {
			if word := w.words[i]; len(text)-start >= len(word) && string(text[start:start+len(word)]) == word {
				visit(i, start)
			}
		}
	}
}

// Of returns the bits of those of the words that are named.
func (w *Words) Of(named []string) (bits Present) {
	for i, word := range w.words {
		for _, one := range named {
			if one == word {
				bits |= 1 << i
			}
		}
	}
	return bits
}
