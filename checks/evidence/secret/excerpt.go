package secret

import (
	"sort"
	"strings"
)

// excerpt is the lines of a text in which one of some words stands, one after the
// other. Expressions that match within a line find in it what they find in the text,
// in a small part of the time.
type excerpt struct {
	content string
	starts  []int // offset of each line in the excerpt
	origins []int // and in the text
}

// excerptOf takes the lines out of a text. lower is the text in small letters, and
// the words are in them too.
func excerptOf(whole places, lower string, words []string) excerpt {
	if len(lower) != len(whole.content) { // some letters are longer when they are small
		return excerpt{whole.content, []int{0}, []int{0}}
	}
	telling := make([]bool, len(whole.starts))
	for _, word := range words {
		for from := 0; ; {
			next := strings.Index(lower[from:], word)
			if next < 0 {
				break
			}
			line, _ := whole.at(from + next)
			telling[line] = true
			if line+1 == len(whole.starts) {
				break
			}
			from = whole.starts[line+1]
		}
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
	return taken
}

// origin returns where in the text a place of the excerpt is.
func (e excerpt) origin(offset int) int {
	line := sort.SearchInts(e.starts, offset+1) - 1
	return e.origins[line] + offset - e.starts[line]
}
