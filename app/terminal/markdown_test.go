package terminal_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/terminal"
)

func rendered(t testing.TB, markdown string, colour bool, width int) string {
	t.Helper()
	var out bytes.Buffer
	if err := terminal.WriteMarkdown(&out, markdown, colour, width); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCommentAsPeopleSeeItOnATerminal(t *testing.T) {
	t.Parallel()
	comment, err := os.ReadFile("testdata/comment.md")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "comment.txt", rendered(t, string(comment), false, 0))
	golden(t, "comment-80.txt", rendered(t, string(comment), false, 80))
	golden(t, "comment-80.ansi", rendered(t, string(comment), true, 80))
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		markdown string
		width    int
		wanted   string
	}{
		"nothing":                             {"", 80, ""},
		"a comment hides, also in a line":     {"a <!-- hidden --> b\n\n<!-- all\n\nof it -->", 0, "a  b\n"},
		"line breaks stay as on GitHub":       {"one\ntwo<br>three", 0, "one\ntwo\nthree\n"},
		"a link says its address":             {"[how](https://e.org/x)", 0, "how (https://e.org/x)\n"},
		"a link that is its own address":      {"<https://e.org> https://e.org/y", 0, "https://e.org https://e.org/y\n"},
		"a link on code is the code":          {"[`a.ts:3`](https://e.org/x)", 0, "`a.ts:3`\n"},
		"a table's links stand below it":      {"| a |\n|--|\n| [how](https://e.org/x) |\n\nb", 0, "a\n───────\nhow [1]\n[1] https://e.org/x\n\nb\n"},
		"words are broken last":               {"| a | b |\n|--|--|\n| x y z one two three | abcdefghijklm |", 24, "a          b\n─────────  ─────────────\nx y z one  abcdefghijklm\ntwo three\n"},
		"an image is its description":         {"![a chart](https://e.org/x.png)", 0, "a chart\n"},
		"escapes and entities are resolved":   {`a \* b &lt;c&gt; &amp;`, 0, "a * b <c> &\n"},
		"entities in code stay":               {"`&lt;`", 0, "`&lt;`\n"},
		"struck and emphasised text is text":  {"~~a~~ *b* **c** ***d***", 0, "a b c d\n"},
		"a numeric reference is no escape":    {"a&#27;[2Jb&#x202e;c", 0, "a\\x1b[2Jb\\u202ec\n"},
		"details without a summary":           {"<details>\n\ninside\n\n</details>\n\nafter", 0, "▸ Details\n  inside\n\nafter\n"},
		"details in details":                  {"<details><summary>a</summary>\n\n<details><summary>b</summary>\n\nc\n\n</details>\n\nd\n\n</details>\n\ne", 0, "▸ a\n\n  ▸ b\n\n    c\n\n  d\n\ne\n"},
		"details that are never closed":       {"<details><summary>a</summary>\n\nb", 0, "▸ a\n\n  b\n"},
		"details that were never opened":      {"</details>\n\na", 0, "a\n"},
		"text between tags":                   {"<div align=center>\n<b>bold</b> text\n</div>", 0, "bold text\n"},
		"a script is left to be text":         {"<script>alert(1)</script>", 0, "alert(1)\n"},
		"lists keep their numbers":            {"3. c\n4. d\n\n- x\n  - y", 0, "3. c\n4. d\n\n• x\n  • y\n"},
		"a list's lines hang under its text":  {"1. aaaa bbbb cccc dddd eeee ffff gggg", 30, "1. aaaa bbbb cccc dddd eeee\n   ffff gggg\n"},
		"a quotation keeps its bar":           {"> a\n>\n> b", 0, "│ a\n│\n│ b\n"},
		"an alert names its kind":             {"> [!WARNING]\n> a", 0, "│ WARNING\n│ a\n"},
		"code keeps its spaces":               {"```\na  b\n\n  c\n```", 24, "  a  b\n\n    c\n"},
		"columns are as wide as their cells":  {"| a | b |\n|--|--:|\n| ✅ yes | 10 |\n| 日本 | 2 |", 0, "a        b\n──────  ──\n✅ yes  10\n日本     2\n"},
		"a wide table is broken in its cells": {"| a | b |\n|--|--|\n| x | one two three four five six seven |", 24, "a  b\n─  ─────────────────────\nx  one two three four\n   five six seven\n"},
		"a long word in a cell is cut":        {"| a |\n|--|\n| abcdefghijklmnopqrstuvwxyz0123 |", 24, "a\n────────────────────────\nabcdefghijklmnopqrstuvwx\nyz0123\n"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if seen := rendered(t, c.markdown, false, c.width); seen != c.wanted {
				t.Errorf("got\n%s\nwant\n%s\n(%q)", seen, c.wanted, seen)
			}
		})
	}
}

var paint = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestColourAddsNothingButColour(t *testing.T) {
	t.Parallel()
	comment, err := os.ReadFile("testdata/comment.md")
	if err != nil {
		t.Fatal(err)
	}
	plain, painted := rendered(t, string(comment), false, 80), rendered(t, string(comment), true, 80)
	stripped := paint.ReplaceAllString(painted, "")
	lines := strings.Split(stripped, "\n")
	for index := range lines {
		lines[index] = strings.TrimRight(lines[index], " ")
	}
	if strings.Join(lines, "\n") != plain {
		t.Error("the words differ with and without colour")
	}
}

func FuzzMarkdownPrintsNoForeignControlCharacters(f *testing.F) {
	comment, err := os.ReadFile("testdata/comment.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(comment), 80)
	f.Add("<details><summary>\x1b[31mred", 10)
	f.Add("| a\x00 | `\u009b` |\n|-|-|\n| &#x1b; | \xff |", 3)
	f.Add("> - 1. > - * [a](\x1b]8;;x)\n\n</summary></details>", 1)
	f.Fuzz(func(t *testing.T, markdown string, width int) {
		if len(markdown) > 1<<14 {
			return
		}
		plain := rendered(t, markdown, false, max(0, width))
		if found := strings.IndexFunc(plain, dangerous); found >= 0 {
			t.Fatalf("a control character got through: %q", plain[found:min(len(plain), found+20)])
		}
		painted := paint.ReplaceAllString(rendered(t, markdown, true, max(0, width)), "")
		if found := strings.IndexFunc(painted, dangerous); found >= 0 {
			t.Fatalf("a control character got through with colour: %q", painted[found:min(len(painted), found+20)])
		}
	})
}
