package alert

import (
	"math"
	"strings"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
)

// reading reads what expressions watch.
type reading struct {
	language parser.Parser
	recorded map[string]string
	unit     unit // of what is compared, where the expression does not say it
}

const (
	maxExpression = 20_000 // bytes of an expression that is read
	deepest       = 60     // of its tree
	deepestRecord = 4      // recordings that lead from one to the next
)

// of returns what an expression watches, each kind once.
func (r reading) of(text string) []Watch {
	if len(text) > maxExpression {
		return nil
	}
	tree, err := r.language.ParseExpr(text)
	if err != nil {
		return nil
	}
	found := map[Kind]Watch{}
	var order []Kind
	r.compared(tree, deepest, func(watch Watch) {
		if _, known := found[watch.Kind]; !known {
			found[watch.Kind] = watch
			order = append(order, watch.Kind)
		}
	})
	var all []Watch
	for _, kind := range order {
		all = append(all, found[kind])
	}
	return all
}

// compared looks for what is compared with a threshold, whatever stands around it.
func (r reading) compared(tree parser.Expr, depth int, found func(Watch)) {
	if depth == 0 {
		return
	}
	switch one := tree.(type) {
	case *parser.ParenExpr:
		r.compared(one.Expr, depth-1, found)
	case *parser.AggregateExpr:
		r.compared(one.Expr, depth-1, found)
	case *parser.Call:
		for _, argument := range one.Args {
			r.compared(argument, depth-1, found)
		}
	case *parser.SubqueryExpr:
		r.compared(one.Expr, depth-1, found)
	case *parser.StepInvariantExpr:
		r.compared(one.Expr, depth-1, found)
	case *parser.UnaryExpr:
		r.compared(one.Expr, depth-1, found)
	case *parser.BinaryExpr:
		if !one.Op.IsComparisonOperator() {
			if one.Op == parser.LUNLESS { // what stands behind it keeps the rule quiet
				r.compared(one.LHS, depth-1, found)
				return
			}
			r.compared(one.LHS, depth-1, found)
			r.compared(one.RHS, depth-1, found)
			return
		}
		r.comparison(one, found)
		r.compared(one.LHS, depth-1, found)
		r.compared(one.RHS, depth-1, found)
	}
}

// comparison reads one comparison: what stands on either side, and which way it goes.
func (r reading) comparison(compared *parser.BinaryExpr, found func(Watch)) {
	left, right, op := compared.LHS, compared.RHS, compared.Op
	if _, is := constant(left); is { // 0.05 < x
		left, right, op = right, left, mirrored(op)
	}
	threshold, known := constant(right)
	side := r.side(left, deepest, deepestRecord)
	side.percent, side.divided = side.percent || r.unit == percent, side.divided || r.unit == share
	if !known {
		// usage > limit * 0.9: the factor is the threshold of the share.
		if factor, is := factorOf(right); is {
			threshold, known = factor, true
			side.divided = true
		}
	}
	above := op == parser.GTR || op == parser.GTE
	below := op == parser.LSS || op == parser.LTE
	if op == parser.EQLC && known && threshold == 0 {
		below = true // nothing is left
	}
	if op == parser.NEQ && known && threshold == 0 {
		above = true
	}
	if op == parser.EQLC && known && threshold > 0 {
		above = true // a flag that is up
	}
	for _, one := range side.watches(above, below) {
		watch := one.Watch
		watch.Window = side.window
		if known {
			watch.Known, watch.Threshold = true, threshold
			switch load := loads.MatchString(strings.ToLower(watch.Metric)); {
			case load: // how many wait for a processor, by how many there are: no share
			case side.percent || threshold > 1.5 && side.divided:
				watch.Threshold, watch.Share = threshold/100, true
			case side.divided && threshold <= 1.5:
				watch.Share = true
			}
			if watch.Share && one.complement {
				watch.Threshold = 1 - watch.Threshold
			}
			watch.Threshold = math.Round(watch.Threshold*1e6) / 1e6
		}
		found(watch)
	}
}

func mirrored(op parser.ItemType) parser.ItemType {
	switch op {
	case parser.GTR:
		return parser.LSS
	case parser.GTE:
		return parser.LTE
	case parser.LSS:
		return parser.GTR
	case parser.LTE:
		return parser.GTE
	}
	return op
}

// constant computes what is written with numbers alone.
func constant(tree parser.Expr) (float64, bool) {
	switch one := tree.(type) {
	case *parser.NumberLiteral:
		return one.Val, true
	case *parser.ParenExpr:
		return constant(one.Expr)
	case *parser.UnaryExpr:
		value, is := constant(one.Expr)
		if one.Op == parser.SUB {
			value = -value
		}
		return value, is
	case *parser.BinaryExpr:
		left, first := constant(one.LHS)
		right, second := constant(one.RHS)
		if !first || !second {
			return 0, false
		}
		switch one.Op {
		case parser.ADD:
			return left + right, true
		case parser.SUB:
			return left - right, true
		case parser.MUL:
			return left * right, true
		case parser.DIV:
			return left / right, right != 0
		case parser.POW:
			return math.Pow(left, right), true
		}
	}
	return 0, false
}

// factorOf finds the number by which a threshold that is measured itself is multiplied.
func factorOf(tree parser.Expr) (float64, bool) {
	switch one := tree.(type) {
	case *parser.ParenExpr:
		return factorOf(one.Expr)
	case *parser.BinaryExpr:
		if one.Op != parser.MUL {
			return 0, false
		}
		if value, is := constant(one.LHS); is {
			return value, true
		}
		return constant(one.RHS)
	}
	return 0, false
}

// longest returns the longer of two windows.
func longest(one, other time.Duration) time.Duration { return max(one, other) }
