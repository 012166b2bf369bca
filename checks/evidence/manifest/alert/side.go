package alert

import (
	"strings"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
)

// side is what stands on one side of a comparison.
type side struct {
	selectors []selector
	divided   bool // by something that is measured
	percent   bool // it is multiplied by 100
	window    time.Duration
}

// selector is one series that is looked at.
type selector struct {
	*parser.VectorSelector
	name string
	gathered
}

// side gathers what stands in a tree. records is how many recordings are opened.
func (r reading) side(tree parser.Expr, depth, records int) side {
	var s side
	r.gather(tree, depth, records, gathered{}, &s)
	return s
}

// gathered is what is known of the way to a selector.
type gathered struct {
	rated    bool // over time: rate, increase, deltas
	divisor  bool // it stands below a fraction
	inverted bool // it is taken from something: when it rises, the whole falls
}

func (r reading) gather(tree parser.Expr, depth, records int, way gathered, s *side) {
	if depth == 0 {
		return
	}
	down := func(tree parser.Expr, way gathered) { r.gather(tree, depth-1, records, way, s) }
	switch one := tree.(type) {
	case *parser.ParenExpr:
		down(one.Expr, way)
	case *parser.StepInvariantExpr:
		down(one.Expr, way)
	case *parser.UnaryExpr:
		down(one.Expr, way)
	case *parser.AggregateExpr:
		down(one.Expr, way)
	case *parser.SubqueryExpr:
		s.window = longest(s.window, one.Range)
		down(one.Expr, way)
	case *parser.MatrixSelector:
		s.window = longest(s.window, one.Range)
		down(one.VectorSelector, way)
	case *parser.Call:
		switch one.Func.Name {
		case "rate", "irate", "increase", "delta", "deriv", "idelta", "changes", "predict_linear", "resets":
			way.rated = true
		case "absent", "absent_over_time", "time", "timestamp":
			return // whether something is there is another question
		}
		for _, argument := range one.Args {
			down(argument, way)
		}
	case *parser.BinaryExpr:
		r.gatherBinary(one, down, way, s)
	case *parser.VectorSelector:
		name := one.Name
		for _, matcher := range one.LabelMatchers {
			if matcher.Name == "__name__" {
				name = matcher.Value
			}
		}
		if text, recorded := r.recorded[name]; recorded && records > 0 && len(text) <= maxExpression {
			if inner, err := r.language.ParseExpr(text); err == nil {
				r.gather(inner, depth-1, records-1, way, s)
			}
		}
		s.selectors = append(s.selectors, selector{one, strings.ToLower(name), way})
	}
}

func (r reading) gatherBinary(one *parser.BinaryExpr, down func(parser.Expr, gathered), way gathered, s *side) {
	left, leftNumber := constant(one.LHS)
	right, rightNumber := constant(one.RHS)
	switch {
	case one.Op == parser.SUB && !rightNumber:
		if leftNumber && (left == 1 || left == 100) {
			s.percent, s.divided = s.percent || left == 100, true
		}
		down(one.LHS, way)
		way.inverted = !way.inverted
		down(one.RHS, way)
		return
	case one.Op == parser.MUL && (leftNumber && left == 100 || rightNumber && right == 100):
		s.percent = true
	case one.Op == parser.DIV && rightNumber && right == 0.01:
		s.percent = true
	case one.Op == parser.DIV && !rightNumber:
		s.divided = true
		down(one.LHS, way)
		way.divisor = true
		down(one.RHS, way)
		return
	case one.Op == parser.LUNLESS:
		down(one.LHS, way)
		return
	case one.Op.IsComparisonOperator() && rightNumber, one.Op == parser.LAND:
		down(one.LHS, way) // the rest decides when it counts
		return
	}
	down(one.LHS, way)
	down(one.RHS, way)
}
