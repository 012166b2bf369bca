package taint

import (
	"go/constant"
	"go/token"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// fixed is a constant that an expression of Go is known to have at one point, and its type
// where that bounds it: "uint8".
type fixed struct {
	value constant.Value
	kind  string
}

// longestFixed bounds the texts that are computed.
const longestFixed = 1000

// bounds are the whole numbers that types of Go hold. Of uint64 and uint those are meant that
// int64 has too.
var bounds = map[string][2]int64{
	"int": {-1 << 63, 1<<63 - 1}, "int64": {-1 << 63, 1<<63 - 1}, "int32": {-1 << 31, 1<<31 - 1}, "rune": {-1 << 31, 1<<31 - 1}, "int16": {-1 << 15, 1<<15 - 1}, "int8": {-1 << 7, 1<<7 - 1},
	"uint": {0, 1<<63 - 1}, "uint64": {0, 1<<63 - 1}, "uint32": {0, 1<<32 - 1}, "uint16": {0, 1<<16 - 1}, "uint8": {0, 1<<8 - 1}, "byte": {0, 1<<8 - 1},
}

// as is a constant as one of a type; nil where it cannot be one.
func (f *fixed) as(kind string) *fixed {
	if f == nil {
		return nil
	}
	switch {
	case kind == "" || kind == "string" && f.value.Kind() == constant.String || kind == "bool" && f.value.Kind() == constant.Bool:
		return f.within("")
	case bounds[kind] != [2]int64{}:
		return (&fixed{f.value, kind}).within(kind)
	}
	return nil
}

// within is a constant that its type can hold; nil for one that would be another one there.
func (f *fixed) within(kind string) *fixed {
	switch f.value.Kind() {
	case constant.Bool:
		return f
	case constant.String:
		if len(constant.StringVal(f.value)) <= longestFixed {
			return f
		}
	case constant.Int:
		held, known := bounds[kind]
		if !known {
			held = bounds["int"]
		}
		if number, exact := constant.Int64Val(f.value); exact && number >= held[0] && number <= held[1] {
			return f
		}
	}
	return nil
}

// fixedOf is the constant that an expression of Go has here; nil where that is not known.
func (e *engine) fixedOf(x program.Expression, depth int) *fixed {
	if depth == 0 || !e.tables.functions {
		return nil
	}
	switch x := x.(type) {
	case *program.Text:
		return (&fixed{constant.MakeString(x.Value), ""}).within("")
	case *program.Literal:
		return fixedLiteral(x)
	case *program.Name:
		return e.fixedName(x, depth)
	case *program.Unary:
		return fixedUnary(x.Operator, e.fixedOf(x.X, depth-1))
	case *program.Binary:
		return e.fixedBinary(x, depth)
	case *program.Index:
		text, at := e.fixedOf(x.X, depth-1), e.fixedOf(x.Index, depth-1)
		if text == nil || at == nil || text.value.Kind() != constant.String || at.value.Kind() != constant.Int {
			return nil
		}
		letters, number := constant.StringVal(text.value), 0
		if exact, ok := constant.Int64Val(at.value); !ok || exact < 0 || exact >= int64(len(letters)) {
			return nil
		} else {
			number = int(exact)
		}
		return &fixed{constant.MakeInt64(int64(letters[number])), "byte"}
	case *program.Call:
		return e.fixedCall(x, depth)
	}
	return nil
}

func fixedLiteral(x *program.Literal) *fixed {
	switch x.Kind {
	case program.LiteralNothing:
		return nothing
	case program.LiteralBool:
		return &fixed{constant.MakeBool(x.Value == "true"), ""}
	case program.LiteralNumber:
		if len(x.Value) > 40 {
			return nil
		}
		kind := token.INT
		if strings.HasPrefix(x.Value, "'") {
			kind = token.CHAR
		}
		if made := constant.MakeFromLiteral(x.Value, kind, 0); made.Kind() == constant.Int {
			return (&fixed{made, ""}).within("")
		}
	}
	return nil
}

func fixedUnary(operator string, x *fixed) *fixed {
	if x == nil {
		return nil
	}
	switch kind := x.value.Kind(); {
	case operator == "!" && kind == constant.Bool:
		return &fixed{constant.UnaryOp(token.NOT, x.value, 0), ""}
	case operator == "-" && kind == constant.Int:
		return (&fixed{constant.UnaryOp(token.SUB, x.value, 0), x.kind}).within(x.kind)
	case operator == "+" && kind == constant.Int:
		return x
	}
	return nil
}

// fixedBinary is what an operator makes of two constants; of && and || one may be enough.
func (e *engine) fixedBinary(x *program.Binary, depth int) *fixed {
	a, b := e.fixedOf(x.Left, depth-1), e.fixedOf(x.Right, depth-1)
	if x.Operator == "&&" || x.Operator == "||" {
		ends := x.Operator == "||" // what decides it alone
		for _, one := range []*fixed{a, b} {
			if one != nil && one.value.Kind() == constant.Bool && constant.BoolVal(one.value) == ends {
				return one
			}
		}
		if a == nil || b == nil || a.value.Kind() != constant.Bool || b.value.Kind() != constant.Bool {
			return nil
		}
		return b
	}
	return fixedOperation(x.Operator, a, b)
}

var (
	fixedComparisons = map[string]token.Token{"==": token.EQL, "!=": token.NEQ, "<": token.LSS, "<=": token.LEQ, ">": token.GTR, ">=": token.GEQ}
	fixedOperators   = map[string]token.Token{"+": token.ADD, "-": token.SUB, "*": token.MUL, "/": token.QUO_ASSIGN, "%": token.REM, "&": token.AND, "|": token.OR, "^": token.XOR, "&^": token.AND_NOT}
)

func fixedOperation(operator string, a, b *fixed) *fixed {
	if a != nil && b != nil && a.value.Kind() == constant.Unknown && b.value.Kind() == constant.Unknown {
		if a == something && b == something || operator != "==" && operator != "!=" {
			return nil
		}
		return &fixed{constant.MakeBool((a == b) == (operator == "==")), ""}
	}
	if a == nil || b == nil || a.value.Kind() != b.value.Kind() || a.value.Kind() == constant.Unknown || a.kind != b.kind && a.kind != "" && b.kind != "" {
		return nil
	}
	kind := a.value.Kind()
	if how, compares := fixedComparisons[operator]; compares {
		if kind == constant.Bool && operator != "==" && operator != "!=" {
			return nil
		}
		return &fixed{constant.MakeBool(constant.Compare(a.value, how, b.value)), ""}
	}
	how, known := fixedOperators[operator]
	if !known || kind == constant.Bool || kind == constant.String && operator != "+" {
		return nil
	}
	if (operator == "/" || operator == "%") && constant.Sign(b.value) == 0 {
		return nil
	}
	of := a.kind
	if of == "" {
		of = b.kind
	}
	return (&fixed{constant.BinaryOp(a.value, how, b.value), of}).within(of)
}

// same reports whether two constants are one.
func (f *fixed) same(other *fixed) bool {
	return f != nil && other != nil && f.kind == other.kind && f.value.Kind() == other.value.Kind() && constant.Compare(f.value, token.EQL, other.value)
}
