package manifest

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxCompared bounds what it costs to find the lines of one template again.
const maxCompared = 4_000_000

// pattern is a line of a template: what stands in it before the first action and
// behind the last.
type pattern struct {
	start, end string
	whole      bool // there is no action in it
}

func patternOf(line string) pattern {
	line = strings.TrimSpace(line)
	first, last := strings.Index(line, "{{"), strings.LastIndex(line, "}}")
	if first < 0 || last < first {
		return pattern{start: line, whole: true}
	}
	return pattern{start: strings.TrimSpace(line[:first]), end: strings.TrimSpace(line[last+2:])}
}

// weight says how much a line says that was rendered from the pattern: 0, it was not.
func (p pattern) weight(line string) int {
	switch {
	case p.start == "" || line == "":
		return 0
	case p.whole && p.start == line:
		return len(line)
	case !p.whole && strings.HasPrefix(line, p.start) && strings.HasSuffix(line, p.end):
		return len(p.start)
	}
	return 0
}

// origins tells for every line of a rendered text, from 1, which line of its template
// it comes from: by the longest sequence of lines that are in both, and for what a loop
// or another template makes by the nearest that is known. 0: none is known.
func origins(template, rendered string) []int {
	from, to := strings.Split(template, "\n"), strings.Split(rendered, "\n")
	lines := make([]int, len(to)+2)
	if template == "" || len(from)*len(to) > maxCompared {
		return lines
	}
	patterns := make([]pattern, len(from))
	for index, line := range from {
		patterns[index] = patternOf(line)
	}
	for index := range to {
		to[index] = strings.TrimSpace(to[index])
	}
	align(patterns, to, lines)
	last := 0
	for index, line := range to {
		if lines[index+1] == 0 && line != "" {
			lines[index+1] = again(patterns, line)
		}
		if lines[index+1] == 0 {
			lines[index+1] = last
		}
		last = lines[index+1]
	}
	return lines
}

// align finds the heaviest common sequence.
func align(patterns []pattern, to []string, lines []int) {
	width := len(to) + 1
	best := make([]int32, (len(patterns)+1)*width)
	for i := len(patterns) - 1; i >= 0; i-- {
		for j := len(to) - 1; j >= 0; j-- {
			here := max(best[(i+1)*width+j], best[i*width+j+1])
			if weight := patterns[i].weight(to[j]); weight > 0 {
				here = max(here, best[(i+1)*width+j+1]+int32(weight))
			}
			best[i*width+j] = here
		}
	}
	for i, j := 0, 0; i < len(patterns) && j < len(to); {
		weight := patterns[i].weight(to[j])
		switch here := best[i*width+j]; {
		case weight > 0 && here == best[(i+1)*width+j+1]+int32(weight):
			lines[j+1] = i + 1
			i, j = i+1, j+1
		case here == best[(i+1)*width+j]:
			i++
		default:
			j++
		}
	}
}

// again finds a line that a loop has made once more; 0 where none is it.
func again(patterns []pattern, line string) int {
	const least = 6 // shorter ones are everywhere
	found, weight := 0, least
	for index, one := range patterns {
		if now := one.weight(line); now > weight {
			found, weight = index+1, now
		}
	}
	return found
}

// relocate puts the nodes of a rendered document at the lines of its template.
func relocate(at *yaml.Node, lines []int, seen map[*yaml.Node]bool) {
	if at == nil || seen[at] {
		return
	}
	seen[at] = true
	if at.Line > 0 && at.Line < len(lines) {
		at.Line = lines[at.Line]
	}
	for _, one := range at.Content {
		relocate(one, lines, seen)
	}
}
