package taint

import (
	"go/constant"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// fixedCall is what a function of Go's own library gives of constants.
func (e *engine) fixedCall(x *program.Call, depth int) *fixed {
	if len(x.Arguments) > 4 {
		return nil
	}
	if member, ok := x.Callee.(*program.Member); ok && member.Name == "MatchString" && len(x.Arguments) == 1 {
		return e.fixedMatch(e.compiled(member.X), x.Arguments[0].Value, depth)
	}
	if asked := e.fixedAsked(x); asked != nil {
		return asked
	}
	origin := e.origin(x.Callee)
	if origin == "len" && len(x.Arguments) == 1 {
		if length := e.fixedLength(x.Arguments[0].Value); length != nil {
			return length
		}
	}
	if !fixedFunctions[origin] && bounds[origin] == [2]int64{} {
		return nil
	}
	arguments := make([]*fixed, len(x.Arguments))
	for i, one := range x.Arguments {
		if arguments[i] = e.fixedOf(one.Value, depth-1); arguments[i] == nil || one.Spread != "" {
			return nil
		}
	}
	if len(arguments) == 1 {
		one := arguments[0]
		switch {
		case bounds[origin] != [2]int64{} && one.value.Kind() == constant.Int: // int32(7)
			return one.as(origin)
		case origin == "strconv.Itoa" && one.value.Kind() == constant.Int:
			return &fixed{constant.MakeString(one.value.ExactString()), ""}
		}
	}
	var texts []string
	for _, one := range arguments {
		if one.value.Kind() == constant.String {
			texts = append(texts, constant.StringVal(one.value))
		}
	}
	if len(texts) != len(arguments) {
		if origin == "strings.Replace" && len(arguments) == 4 && len(texts) == 3 && constant.Sign(arguments[3].value) < 0 {
			return fixedText("strings.ReplaceAll", texts)
		}
		return nil
	}
	return fixedText(origin, texts)
}

var fixedFunctions = words("string len strconv.Itoa strings.ToLower strings.ToUpper strings.TrimSpace strings.HasPrefix strings.HasSuffix strings.Contains strings.ContainsAny strings.EqualFold strings.Index strings.LastIndex " +
	"strings.Count strings.Compare strings.TrimPrefix strings.TrimSuffix strings.Trim strings.TrimLeft strings.TrimRight strings.Replace strings.ReplaceAll")

// fixedText is what a function makes of texts.
func fixedText(origin string, texts []string) *fixed {
	number := func(n int) *fixed { return &fixed{constant.MakeInt64(int64(n)), "int"} }
	truth := func(holds bool) *fixed { return &fixed{constant.MakeBool(holds), ""} }
	text := func(made string) *fixed { return (&fixed{constant.MakeString(made), ""}).within("") }
	switch len(texts) {
	case 1:
		switch origin {
		case "string":
			return text(texts[0])
		case "len":
			return number(len(texts[0]))
		case "strings.ToLower":
			return text(strings.ToLower(texts[0]))
		case "strings.ToUpper":
			return text(strings.ToUpper(texts[0]))
		case "strings.TrimSpace":
			return text(strings.TrimSpace(texts[0]))
		}
	case 2:
		a, b := texts[0], texts[1]
		switch origin {
		case "strings.HasPrefix":
			return truth(strings.HasPrefix(a, b))
		case "strings.HasSuffix":
			return truth(strings.HasSuffix(a, b))
		case "strings.Contains":
			return truth(strings.Contains(a, b))
		case "strings.ContainsAny":
			return truth(strings.ContainsAny(a, b))
		case "strings.EqualFold":
			return truth(strings.EqualFold(a, b))
		case "strings.Index":
			return number(strings.Index(a, b))
		case "strings.LastIndex":
			return number(strings.LastIndex(a, b))
		case "strings.Count":
			return number(strings.Count(a, b))
		case "strings.Compare":
			return number(strings.Compare(a, b))
		case "strings.TrimPrefix":
			return text(strings.TrimPrefix(a, b))
		case "strings.TrimSuffix":
			return text(strings.TrimSuffix(a, b))
		case "strings.Trim":
			return text(strings.Trim(a, b))
		case "strings.TrimLeft":
			return text(strings.TrimLeft(a, b))
		case "strings.TrimRight":
			return text(strings.TrimRight(a, b))
		}
	case 3:
		if origin == "strings.ReplaceAll" && (strings.Count(texts[0], texts[1])+1)*len(texts[2]) <= longestFixed {
			return text(strings.ReplaceAll(texts[0], texts[1], texts[2]))
		}
	}
	return nil
}

// longestPattern bounds the patterns that are compiled.
const longestPattern = 200

// compiled is the pattern that an expression of Go was compiled of.
func (e *engine) compiled(x program.Expression) program.Expression {
	if name, ok := x.(*program.Name); ok {
		binding := e.function().Lookup(name.Name)
		if binding == nil || !e.ownVariables().once(binding) || len(binding.Values) != 1 {
			return nil
		}
		x = binding.Values[0]
	}
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) != 1 {
		return nil
	}
	if origin := e.origin(call.Callee); origin != "regexp.MustCompile" && origin != "regexp.Compile" {
		return nil
	}
	return call.Arguments[0].Value
}

// fixedMatch is whether a constant pattern matches a constant text.
func (e *engine) fixedMatch(pattern, text program.Expression, depth int) *fixed {
	if pattern == nil {
		return nil
	}
	of, in := e.fixedOf(pattern, depth-1), e.fixedOf(text, depth-1)
	if of == nil || in == nil || of.value.Kind() != constant.String || in.value.Kind() != constant.String || len(constant.StringVal(of.value)) > longestPattern {
		return nil
	}
	expression, err := regexp.Compile(constant.StringVal(of.value))
	if err != nil {
		return nil
	}
	return &fixed{constant.MakeBool(expression.MatchString(constant.StringVal(in.value))), ""}
}

// fixedNumber is the whole number that an expression of Go has here.
func (e *engine) fixedNumber(x program.Expression) (int, bool) {
	made := e.fixedOf(x, deepestConstant)
	if made == nil || made.value.Kind() != constant.Int {
		return 0, false
	}
	number, exact := constant.Int64Val(made.value)
	return int(number), exact && strconv.IntSize == 64
}

// fixedTruth is whether a condition of Go holds, where that is known.
func (e *engine) fixedTruth(x program.Expression) (holds, known bool) {
	made := e.fixedOf(x, deepestConstant)
	if made == nil || made.value.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(made.value), true
}
