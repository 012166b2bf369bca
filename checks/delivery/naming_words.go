package delivery

import (
	"fmt"
	"regexp"
	"strings"
)

// quoted shows a name that others chose so that nothing in it is read as
// markup.
func quoted(name string) string {
	name = strings.Map(func(character rune) rune {
		switch {
		case character == '`':
			return '\''
		case character < ' ' || character == 0x7f || character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069:
			return ' '
		}
		return character
	}, name)
	if runes := []rune(name); len(runes) > 100 {
		name = string(runes[:99]) + "…"
	}
	return "`" + name + "`"
}

func quotedAll(names []string) []string {
	all := make([]string, len(names))
	for index, name := range names {
		all[index] = quoted(name)
	}
	return all
}

var unsafe = regexp.MustCompile(`[^0-9A-Za-z./@_+-]`)

// plain makes a name safe inside a command that people copy: git allows "$" and
// ";" in branch names, and a shell acts on them.
func plain(name string) string {
	if unsafe.MatchString(name) || strings.HasPrefix(name, "-") {
		return "BRANCH"
	}
	return name
}

func counted(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", count, many)
}

func short(sha string) string { return sha[:min(len(sha), 7)] }
