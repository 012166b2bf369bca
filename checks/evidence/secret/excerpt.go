package secret

import (
	"sort"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lines"
)

// excerpt is the lines of a text in which one of some words stands, one after the
// other. Expressions that match within a line find in it what they find in the text,
// in a small part of the time.
type excerpt struct {
	content string
	starts  []int // offset of each line in the excerpt
	origins []int // and in the text
}

// excerptOf takes the lines out of a text in which one of those words stands that are
// wanted, and says which words stand anywhere in it. lower is the text in small
// letters, and the words are in them too.
func excerptOf(whole places, lower string, words *lines.Words, wanted lines.Present) (excerpt, lines.Present) {
	telling := make([]bool, len(whole.starts))
	var present lines.Present
	line := 0
	aligned := len(lower) == len(whole.content) // some letters are longer when they are small
	words.Each(lower, func(word, at int) {
		present |= 1 << word
		if !aligned || wanted&(1<<word) == 0 {
			return
		}
		for line+1 < len(whole.starts) && whole.starts[line+1] <= at {
			line++
		}
		telling[line] = true
	})
	if !aligned {
		return excerpt{whole.content, []int{0}, []int{0}}, present
	}
	var taken excerpt
	var content strings.Builder
	for line, tells := range telling {
		if tells {
			taken.starts = append(taken.starts, content.Len())
			taken.origins = append(taken.origins, whole.starts[line])
			content.WriteString(whole.line(line))
		}
	}
	taken.content = content.String()
	return taken, present
}

// where returns the excerpt's lines that are wanted.
func (e excerpt) where(wanted func(line string) bool) excerpt {
	var taken excerpt
	var content strings.Builder
	for line, start := range e.starts {
		end := len(e.content)
		if line+1 < len(e.starts) {
			end = e.starts[line+1]
		}
		if text := e.content[start:end]; wanted(text) {
			taken.starts = append(taken.starts, content.Len())
			taken.origins = append(taken.origins, e.origins[line])
			content.WriteString(text)
		}
	}
	taken.content = content.String()
	return taken
}

// origin returns where in the text a place of the excerpt is.
func (e excerpt) origin(offset int) int {
	line := sort.SearchInts(e.starts, offset+1) - 1
	return e.origins[line] + offset - e.starts[line]
}
