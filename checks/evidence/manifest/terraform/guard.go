package terraform

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The parser and what evaluates its trees call themselves for each level, and nothing
// stops them: what is nested deeper than people write is refused before it is parsed.
const (
	deepest       = 100
	mostOperators = 1500 // in one run between line ends outside of brackets
	mostTokens    = 400_000
	longestNumber = 40
)

var errTooLarge = errors.New("it has more in it than is read of one file")

// harmless says why a text must not be parsed; nil: it may.
func harmless(content []byte, name string) error {
	tokens, _ := hclsyntax.LexConfig(content, name, hcl.InitialPos)
	if len(tokens) > mostTokens {
		return errTooLarge
	}
	depth, operators := 0, 0
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			depth--
		case hclsyntax.TokenNewline:
			if depth <= 1 {
				operators = 0
			}
		case hclsyntax.TokenNumberLit:
			if len(token.Bytes) > longestNumber || hugeExponent(token.Bytes) {
				return fmt.Errorf("line %d has a number that nobody means", token.Range.Start.Line)
			}
		case hclsyntax.TokenQuestion, hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenBang, hclsyntax.TokenAnd, hclsyntax.TokenOr,
			hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenGreaterThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThanEq:
			operators++
		}
		if depth > deepest || operators > mostOperators {
			return fmt.Errorf("line %d is nested deeper than is read", token.Range.Start.Line)
		}
	}
	return nil
}

// hugeExponent reports whether a number is written with an exponent of three digits:
// turned into a text, it fills the memory.
func hugeExponent(digits []byte) bool {
	for index, one := range digits {
		if one == 'e' || one == 'E' {
			return len(digits)-index > 4
		}
	}
	return false
}
