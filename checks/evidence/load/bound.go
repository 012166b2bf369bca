package load

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// bound is the right side of a threshold: a number, or one that follows from a baseline,
// such as "1.2 * baseline", "baseline + 50 ms" or the greater of the two.
type bound struct {
	choose string // "max" or "min" of two terms; empty: there is one
	terms  []term
}

// term is factor × baseline + plus.
type term struct{ factor, plus float64 }

// relative reports whether the bound needs a baseline.
func (b bound) relative() bool {
	for _, one := range b.terms {
		if one.factor != 0 {
			return true
		}
	}
	return false
}

// of returns the bound's number for a baseline's value.
func (b bound) of(baseline float64) float64 {
	at := func(one term) float64 {
		if one.factor == 0 {
			return one.plus
		}
		return max(one.factor*baseline+one.plus, 0)
	}
	first := at(b.terms[0])
	switch b.choose {
	case "max":
		return max(first, at(b.terms[1]))
	case "min":
		return min(first, at(b.terms[1]))
	default:
		return first
	}
}

// words writes the bound so that it is read again.
func (b bound) words(unit string) string {
	var written []string
	for _, one := range b.terms {
		written = append(written, one.words(unit))
	}
	if b.choose == "" {
		return written[0]
	}
	return b.choose + "(" + strings.Join(written, ", ") + ")"
}

func (t term) words(unit string) string {
	number := func(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
	with := func(value float64) string { return strings.TrimSpace(number(value) + " " + unit) }
	text := baselineWord
	switch {
	case t.factor == 0:
		return with(t.plus)
	case t.factor != 1:
		text = number(t.factor) + " * " + baselineWord
	}
	switch {
	case t.plus > 0:
		text += " + " + with(t.plus)
	case t.plus < 0:
		text += " - " + with(-t.plus)
	}
	return text
}

// baselineWord stands for what the measure was in the baseline.
const baselineWord = "baseline"

// bound reads the right side of a threshold of the measure.
func (m measure) bound(text string) (bound, error) {
	for _, choose := range []string{"max", "min"} {
		inner, found := strings.CutPrefix(text, choose)
		if inner = strings.TrimSpace(inner); !found || !strings.HasPrefix(inner, "(") {
			continue
		}
		inside, closed := strings.CutSuffix(inner[1:], ")")
		parts := strings.Split(inside, ",")
		if !closed || len(parts) != 2 {
			return bound{}, fmt.Errorf("%s takes two values: %s(1.3 * baseline, baseline + 50ms)", choose, choose)
		}
		chosen := bound{choose: choose}
		for _, part := range parts {
			one, err := m.term(strings.TrimSpace(part))
			if err != nil {
				return bound{}, err
			}
			chosen.terms = append(chosen.terms, one)
		}
		return chosen, nil
	}
	one, err := m.term(text)
	return bound{terms: []term{one}}, err
}

var errNoTerm = errors.New("what follows from a baseline is written as baseline, 1.2 * baseline or baseline + 50ms")

// term reads one value.
func (m measure) term(text string) (term, error) {
	at := strings.Index(text, baselineWord)
	if at < 0 {
		value, err := m.parse(text)
		return term{plus: value}, err
	}
	before, after := strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+len(baselineWord):])
	one := term{factor: 1}
	if before != "" {
		factor, found := strings.CutSuffix(before, "*")
		if !found {
			return term{}, errNoTerm
		}
		var err error
		if one.factor, err = parseFactor(factor); err != nil {
			return term{}, err
		}
	}
	if factor, found := strings.CutPrefix(after, "*"); found {
		if before != "" {
			return term{}, errNoTerm
		}
		number, rest := factor, ""
		if end := strings.IndexAny(factor, "+-"); end >= 0 {
			number, rest = factor[:end], factor[end:]
		}
		var err error
		if one.factor, err = parseFactor(number); err != nil {
			return term{}, err
		}
		after = strings.TrimSpace(rest)
	}
	if after == "" {
		return one, nil
	}
	sign := map[byte]float64{'+': 1, '-': -1}[after[0]]
	if sign == 0 {
		return term{}, errNoTerm
	}
	plus, err := m.parse(strings.TrimSpace(after[1:]))
	one.plus = sign * plus
	return one, err
}

func parseFactor(text string) (float64, error) {
	factor, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(factor) || math.IsInf(factor, 0) || factor <= 0 {
		return 0, fmt.Errorf("%q is no factor", strings.TrimSpace(text))
	}
	return factor, nil
}
