package loadimport

import (
	"math"
	"strconv"
	"strings"
)

// noSample is why a threshold about nothing is open: that no request was slow is no
// merit where there was none.
const noSample = "there is no sample of it"

// condition compares what was observed with a value.
type condition struct {
	measure string // "p(95)"
	compare string
	value   float64
}

// parseCondition reads an expression such as "p(95)<500".
func parseCondition(text string) (condition, bool) {
	at := strings.IndexAny(text, "<>=!")
	if at <= 0 {
		return condition{}, false
	}
	rest := strings.TrimLeft(text[at:], "<>=!")
	compare := strings.TrimSpace(text[at : len(text)-len(rest)])
	value, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
	if err != nil || math.IsNaN(value) {
		return condition{}, false
	}
	return condition{strings.ReplaceAll(text[:at], " ", ""), compare, value}, true
}

// hold holds a value to the condition; false where it is none that is known.
func (c condition) hold(observed float64) (met, known bool) {
	switch c.compare {
	case "<":
		return observed < c.value, true
	case "<=":
		return observed <= c.value, true
	case ">":
		return observed > c.value, true
	case ">=":
		return observed >= c.value, true
	case "==", "===":
		return observed == c.value, true
	case "!=":
		return observed != c.value, true
	default:
		return false, false
	}
}

// judged judges an expression by values that are looked up; NaN: not told.
func judged(shown, expression string, look func(measure string) (value float64, undecided string)) Hold {
	hold := Hold{Expression: shown}
	parsed, known := parseCondition(expression)
	if !known {
		hold.Undecided = "golive does not know how to hold it"
		return hold
	}
	observed, undecided := look(parsed.measure)
	switch {
	case undecided != "":
		hold.Undecided = undecided
		return hold
	case math.IsNaN(observed) || math.IsInf(observed, 0):
		hold.Undecided = "the file does not tell " + parsed.measure
		return hold
	}
	hold.Observed = observed
	if hold.Met, known = parsed.hold(observed); !known {
		hold.Met, hold.Undecided = false, "golive does not know how to hold it"
	}
	return hold
}
