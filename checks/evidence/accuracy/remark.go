package accuracy

import (
	"regexp"
	"strings"
)

// remark is what a comment of a test says of some lines.
type remark struct {
	first, last int
	harmful     bool
}

var (
	saysHarmful  = regexp.MustCompile(`(?i)(?://|#|/\*).*(?:\bnot ok\b|\bbad\b|\bunsafe\b|\bnot good\b)`)
	saysHarmless = regexp.MustCompile(`(?i)(?://|#|/\*).*(?:\bok\b|\bgood\b|\bsafe\b)`)
)

// remarksIn reads the comments of a file. One at the end of a line is about that line.
// One that stands alone is about the lines below, to the next comment, the next empty
// line or the end of its block, unless one of those says something of itself.
func remarksIn(content string) []remark {
	var all []remark
	lines := strings.Split(content, "\n")
	for i := 0; i < len(lines); i++ {
		if !alone(lines[i]) {
			if harmful, says := meant(lines[i]); says {
				all = append(all, remark{first: i + 1, last: i + 1, harmful: harmful})
			}
			continue
		}
		text := ""
		for ; i < len(lines) && alone(lines[i]); i++ {
			text += " " + strings.TrimSpace(lines[i])
		}
		harmful, says := meant(text)
		end := i
		for ; end < len(lines) && !alone(lines[end]) && !strings.HasPrefix(strings.TrimSpace(lines[end]), "}"); end++ {
			if _, itself := meant(lines[end]); itself || strings.TrimSpace(lines[end]) == "" {
				says = says && !itself
				break
			}
		}
		if says && end > i {
			all = append(all, remark{first: i + 1, last: end, harmful: harmful})
		}
		i-- // the line behind the comment is looked at too
	}
	return all
}

// alone reports whether a line is a comment and nothing else.
func alone(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "//") || strings.HasPrefix(line, "#")
}

// meant is what a comment says.
func meant(text string) (harmful, says bool) {
	if saysHarmful.MatchString(text) {
		return true, true
	}
	return false, saysHarmless.MatchString(text)
}
