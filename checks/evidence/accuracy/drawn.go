package accuracy

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp/syntax"
	"strings"
)

// drawn returns a text that fits an expression, always the same one for a seed: a
// set whose samples are drawn at random must not change from run to run.
func drawn(expression, seed string) (string, error) {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return "", fmt.Errorf("drawing a text: %w", err)
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(seed))
	text := &strings.Builder{}
	draw(text, parsed.Simplify(), rand.New(rand.NewPCG(sum.Sum64(), 0)))
	return text.String(), nil
}

func draw(text *strings.Builder, x *syntax.Regexp, random *rand.Rand) {
	switch x.Op {
	case syntax.OpLiteral:
		text.WriteString(string(x.Rune))
	case syntax.OpCharClass:
		text.WriteRune(oneOf(x.Rune, random))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		text.WriteByte(byte('a' + random.IntN(26)))
	case syntax.OpCapture, syntax.OpConcat:
		for _, part := range x.Sub {
			draw(text, part, random)
		}
	case syntax.OpAlternate:
		draw(text, x.Sub[random.IntN(len(x.Sub))], random)
	case syntax.OpQuest:
		if random.IntN(2) == 0 {
			draw(text, x.Sub[0], random)
		}
	case syntax.OpStar, syntax.OpPlus:
		for range 1 + random.IntN(8) {
			draw(text, x.Sub[0], random)
		}
	}
}

// oneOf draws a character of a class, which is given as pairs of first and last.
func oneOf(class []rune, random *rand.Rand) rune {
	total := 0
	for i := 0; i < len(class); i += 2 {
		total += int(class[i+1]-class[i]) + 1
	}
	at := random.IntN(total)
	for i := 0; i < len(class); i += 2 {
		size := int(class[i+1]-class[i]) + 1
		if at < size {
			return class[i] + rune(at)
		}
		at -= size
	}
	return class[0]
}
