package sql

import (
	"strings"
)

// cursor goes through the tokens of a statement.
type cursor struct {
	tokens []token
	at     int
}

func (c *cursor) peek() token {
	if c.at < len(c.tokens) {
		return c.tokens[c.at]
	}
	return token{kind: symbol}
}

func (c *cursor) done() bool { return c.at >= len(c.tokens) }

// take steps over the words, if all of them come next.
func (c *cursor) take(words ...string) bool {
	for i, one := range words {
		if c.at+i >= len(c.tokens) || !c.tokens[c.at+i].is(one) {
			return false
		}
	}
	c.at += len(words)
	return true
}

// any steps over one of the words.
func (c *cursor) any(words ...string) bool {
	if !c.done() && c.peek().is(words...) {
		c.at++
		return true
	}
	return false
}

// name reads a name, which may have parts: a.b.
func (c *cursor) name() string {
	var parts []string
	for c.peek().name() {
		parts = append(parts, c.peek().text)
		c.at++
		if !c.take(".") {
			break
		}
	}
	return strings.Join(parts, ".")
}

// group returns what stands between the parentheses that come next.
func (c *cursor) group() []token {
	if !c.take("(") {
		return nil
	}
	start, depth := c.at, 1
	for ; !c.done(); c.at++ {
		switch {
		case c.peek().is("("):
			depth++
		case c.peek().is(")"):
			if depth--; depth == 0 {
				c.at++
				return c.tokens[start : c.at-1]
			}
		}
	}
	return c.tokens[start:c.at]
}

// items cuts tokens at the commas that stand outside of parentheses.
func items(tokens []token) [][]token {
	var found [][]token
	start, depth := 0, 0
	for i, one := range tokens {
		switch {
		case one.is("("):
			depth++
		case one.is(")"):
			depth--
		case depth == 0 && one.is(","):
			found = append(found, tokens[start:i])
			start = i + 1
		}
	}
	if start < len(tokens) {
		found = append(found, tokens[start:])
	}
	return found
}

// columns are the columns of an index or a key as written between parentheses: with
// the length of a prefix, an order or an operator class left out, and an expression
// in parentheses.
func columns(group []token) []string {
	var found []string
	for _, item := range items(group) {
		switch {
		case len(item) == 0:
		case item[0].name() && (len(item) < 2 || !item[1].is("(") || prefixLength(item[1:])):
			found = append(found, item[0].text)
		default:
			var expression strings.Builder
			depth := 0
			for i, one := range item[:min(len(item), 12)] {
				if one.is(")") {
					depth--
				}
				if one.is("(") {
					depth++
				} else if depth == 0 && i > 0 && !one.is(")") {
					break // an order, an operator class
				}
				expression.WriteString(one.text)
			}
			written := expression.String()
			if !strings.HasPrefix(written, "(") {
				written = "(" + written + ")"
			}
			found = append(found, written)
		}
	}
	return found
}

// prefixLength reports whether parentheses hold a number alone: MySQL's name(191).
func prefixLength(tokens []token) bool {
	return len(tokens) >= 3 && tokens[1].kind == word && digit(tokens[1].text[0]) && tokens[2].is(")")
}
