package live

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Table writes a table of Markdown: a line for each server, a column for each item.
func Table(out io.Writer, servers []Server, rows []Row) error {
	items := Items(servers)
	text := &strings.Builder{}
	text.WriteString("| Server |")
	for _, item := range items {
		fmt.Fprintf(text, " `%s` |", item)
	}
	text.WriteString("\n|:--|" + strings.Repeat(":--|", len(items)) + "\n")
	for _, server := range servers {
		fmt.Fprintf(text, "| %s |", server.Name)
		for _, item := range items {
			text.WriteString(" " + cell(rows, server.Name, item) + " |")
		}
		text.WriteString("\n")
	}
	for _, round := range []struct {
		name string
		held bool
	}{{"First round", false}, {"Second round", true}} {
		if line := sum(servers, rows, round.held); line != "" {
			fmt.Fprintf(text, "\n%s: %s\n", round.name, line)
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// sum counts the rows of one round; empty: it has none.
func sum(servers []Server, rows []Row, held bool) string {
	right, all, planted, found, falsely := 0, 0, 0, 0, 0
	for _, row := range rows {
		if !slices.ContainsFunc(servers, func(one Server) bool { return one.Name == row.Server && one.Held == held }) {
			continue
		}
		all, planted, found, falsely = all+1, planted+row.Planted, found+row.Found, falsely+len(row.False)
		if row.Right() {
			right++
		}
	}
	if all == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d verdicts right with all that belongs to them; %d of %d planted defects found; %d false findings.", right, all, found, planted, falsely)
}

// cell says of one server and item what golive said, and whether that is right.
func cell(rows []Row, server, item string) string {
	for _, row := range rows {
		if row.Server != server || row.Item != item {
			continue
		}
		text := "right: " + row.Said
		if row.Expected != row.Said {
			text = fmt.Sprintf("**wrong**: %s, is %s", row.Said, row.Expected)
		} else if !row.Right() {
			text = "**in part**: " + row.Said
		}
		if row.Planted > 0 {
			text += fmt.Sprintf(", %d of %d", row.Found, row.Planted)
		}
		if len(row.False) > 0 {
			text += fmt.Sprintf(", %d false", len(row.False))
		}
		return text
	}
	return ""
}

// Slips writes what is wrong in each row.
func Slips(out io.Writer, rows []Row) error {
	text := &strings.Builder{}
	for _, row := range rows {
		if row.Right() {
			continue
		}
		fmt.Fprintf(text, "%s · %s: %s, is %s (%s)\n", row.Server, row.Item, row.Said, row.Expected, strings.TrimSpace(row.Headline))
		for _, one := range row.Missed {
			fmt.Fprintf(text, "  missed  %s\n", one)
		}
		for _, one := range row.False {
			fmt.Fprintf(text, "  false   %s\n", one)
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}
