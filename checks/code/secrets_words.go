package code

import (
	"fmt"
	"strings"
)

// counted writes a number with its noun: "1 file", "812 files".
func counted(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", count, many)
}

// listed joins the first of some things and says how many are left out.
func listed(things []string, most int) string {
	if len(things) <= most {
		return strings.Join(things, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(things[:most], ", "), len(things)-most)
}

// shortSHA returns a commit id as people write it.
func shortSHA(sha string) string {
	return sha[:min(len(sha), 7)]
}
