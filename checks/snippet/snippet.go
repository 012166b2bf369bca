// Package snippet holds the code that remedies propose, by framework. An item's
// snippets stand in one Markdown file beside its check: a heading with the names of
// frameworks, as package usage has them, and a fenced block below it.
package snippet

import "strings"

// Book is the snippets of one item by the name of a framework.
type Book map[string]string

// Parse reads the snippets of a Markdown file. What stands before the first heading
// is for the file's readers.
func Parse(text string) Book {
	book := Book{}
	for _, section := range strings.Split("\n"+text, "\n## ")[1:] {
		heading, rest, _ := strings.Cut(section, "\n")
		start, end := strings.Index(rest, "```"), strings.LastIndex(rest, "```")
		if start < 0 || end <= start {
			continue
		}
		for name := range strings.SplitSeq(heading, ",") {
			book[strings.TrimSpace(name)] = rest[start : end+3]
		}
	}
	return book
}

// For returns a remedy with the first snippet that there is for one of the names, or
// the remedy alone.
func (b Book) For(remedy string, names ...string) string {
	for _, name := range names {
		if block := b[name]; block != "" {
			return strings.TrimRight(remedy, ". ") + ". Suggested text:\n\n" + block
		}
	}
	return remedy
}
