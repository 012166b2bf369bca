package command

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golive-app/golive/checks"
)

// joiner is a zero-width joiner: invisible, and enough to keep GitHub from
// taking what stands around it for a mention, a reference or a link.
const joiner = "\u200d"

var escapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", // HTML, comments and </details>
	"\\", "\\\\", "`", "\\`", "|", "\\|", "*", "\\*", "_", "\\_", "~", "\\~", "[", "\\[", "]", "\\]", "$", "\\$",
	"@", "@"+joiner, "#", "#"+joiner, "GH-", "GH"+joiner+"-", "gh-", "gh"+joiner+"-", // pings and references
	"://", ":"+joiner+"//", "www.", "www"+joiner+".", // links nobody here gave
)

// escape makes foreign text one line of plain words in Markdown, at most limit
// runes of it.
func escape(text string, limit int) string {
	return escapes.Replace(oneLine(text, limit))
}

// prose is escape for texts that checks wrote around foreign words: what stands
// between backticks stays code.
func prose(text string, limit int) string {
	var out strings.Builder
	parts := strings.Split(oneLine(text, limit), "`")
	for index, part := range parts {
		paired := index%2 == 1 && index < len(parts)-1
		switch {
		case paired && strings.TrimSpace(part) != "" && !strings.Contains(part, "|"):
			out.WriteString(code(part))
		case index%2 == 1:
			out.WriteString(escapes.Replace("`" + part))
			if paired {
				out.WriteString("\\`")
			}
		default:
			out.WriteString(escapes.Replace(part))
		}
	}
	return out.String()
}

// code shows foreign text as code, where GitHub neither formats nor links.
func code(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(oneLine(text, 120), "`", "'"))
	if text == "" {
		return "` `"
	}
	return "`" + text + "`"
}

// cell is code for use inside a table, where a bar would end the cell even in
// code. https://github.github.com/gfm/#example-200
func cell(text string) string { return strings.ReplaceAll(code(text), "|", "\\|") }

func codes(ids []checks.ItemID) string {
	const shown = 6
	words := make([]string, 0, shown+1)
	for index, id := range ids {
		if index == shown {
			words = append(words, "…")
			break
		}
		words = append(words, code(string(id)))
	}
	return strings.Join(words, ", ")
}

// anchor makes a Markdown link of an address that came from outside, or just the
// words where it is no http or https address.
func anchor(words, address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.User != nil {
		return words
	}
	target := strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "\\", "%5C", "`", "%60").Replace(parsed.String())
	return "[" + words + "](" + target + ")"
}

// oneLine makes spaces of line breaks, drops what cannot be seen, and cuts to at
// most limit runes.
func oneLine(text string, limit int) string {
	const seen = 16 // bytes looked at for each rune that is kept: the rest is cut unread
	if len(text) > seen*limit {
		text = strings.ToValidUTF8(text[:seen*limit], "")
	}
	return shorten(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		default:
			return r
		}
	}, text), limit)
}

// shorten cuts text to at most limit runes, the last of them an ellipsis where
// something was cut.
func shorten(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}
