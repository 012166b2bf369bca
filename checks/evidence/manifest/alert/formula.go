package alert

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

const (
	longestFormula = 8000
	deepestFormula = 30
)

// formula is arithmetic over metrics, as CloudWatch and Datadog write it, while it is
// turned into PromQL.
type formula struct {
	rest    string
	operand func(*formula) (string, bool)
	depth   int
}

// readFormula turns a formula into an expression of PromQL; false where it is not
// understood whole.
func readFormula(text string, operand func(*formula) (string, bool)) (string, bool) {
	if len(text) > longestFormula {
		return "", false
	}
	f := formula{rest: text, operand: operand}
	expression, understood := f.sum()
	f.space()
	return expression, understood && f.rest == ""
}

func (f *formula) space() { f.rest = strings.TrimLeft(f.rest, " \t\r\n") }

// take cuts off what matches at the beginning.
func (f *formula) take(expression *regex.Expression) string {
	found := expression.FindString(f.rest)
	f.rest = f.rest[len(found):]
	return found
}

func (f *formula) next(text string) bool {
	f.space()
	rest, is := strings.CutPrefix(f.rest, text)
	if is {
		f.rest = rest
	}
	return is
}

// sum reads what is added, and comparisons inside, which only choose.
func (f *formula) sum() (string, bool) {
	if f.depth++; f.depth > deepestFormula {
		return "", false
	}
	defer func() { f.depth-- }()
	return f.chain([]string{"+", "-"}, f.product)
}

func (f *formula) product() (string, bool) { return f.chain([]string{"*", "/"}, f.term) }

func (f *formula) chain(operators []string, inner func() (string, bool)) (string, bool) {
	left, understood := inner()
	for understood {
		operator := ""
		for _, one := range operators {
			if f.next(one) {
				operator = one
				break
			}
		}
		if operator == "" {
			return left, true
		}
		right := ""
		if right, understood = inner(); understood {
			left = "(" + left + " " + operator + " " + right + ")"
		}
	}
	return "", false
}

var (
	numeral    = regex.New(`^\d+(?:\.\d+)?(?:[eE]-?\d{1,2})?`)
	call       = regex.New(`^[a-zA-Z_]\w*\s*\(`)
	comparator = regex.New(`^\s*(?:>=|<=|==|!=|>|<)`)
	argument   = regex.New(`^\s*(?:'[^']*'|"[^"]*"|[a-z_]\w*\s*=\s*(?:'[^']*'|"[^"]*"|[\w.]+))\s*`)
)

// term reads a number, a metric, a function or what stands in brackets.
func (f *formula) term() (string, bool) {
	f.space()
	switch {
	case f.next("("):
		inner, understood := f.sum()
		return inner, understood && f.next(")")
	case f.next("["):
		return f.list("]")
	case f.next("-"):
		inner, understood := f.term()
		return "(-" + inner + ")", understood
	}
	if value := f.take(numeral); value != "" {
		return value, true
	}
	if name := call.FindString(f.rest); name != "" {
		f.rest = f.rest[len(name):]
		return f.function(strings.ToLower(strings.TrimSpace(strings.TrimSuffix(name, "("))))
	}
	return f.operand(f)
}

// function reads the arguments of a function. What it does to a series changes nothing
// of what is watched, but for a choice.
func (f *formula) function(name string) (string, bool) {
	var values []string
	for {
		if f.take(argument) == "" {
			value, understood := f.sum()
			if !understood {
				return "", false
			}
			if f.take(comparator) != "" {
				if _, understood = f.sum(); !understood {
					return "", false
				}
			}
			values = append(values, value)
		}
		if f.next(",") {
			continue
		}
		if !f.next(")") {
			return "", false
		}
		break
	}
	switch {
	case len(values) == 0:
		return "", false
	case name == "if" && len(values) > 1:
		return values[1], true
	}
	return values[0], true
}

// list reads several, which are added.
func (f *formula) list(end string) (string, bool) {
	var values []string
	for {
		value, understood := f.sum()
		if !understood {
			return "", false
		}
		values = append(values, value)
		if !f.next(",") {
			return "(" + strings.Join(values, " + ") + ")", f.next(end)
		}
	}
}

func sorted(texts []string) []string {
	slices.Sort(texts)
	return texts
}
