package taint_test

import (
	"strings"
	"testing"
)

// steps are programs of Go of one function each, which sees a value of a request as x and a
// query's text as q, by what is done between.
func golangSteps(t *testing.T, imports string, steps map[string]string) {
	t.Helper()
	var samples []sample
	for name, step := range steps {
		mark := ""
		if strings.HasPrefix(name, "told: ") {
			mark = " // ! sql"
		}
		samples = append(samples, sample{name, `
package app
import ("net/http"; "database/sql"; ` + imports + `)
const limit = 3
const mode, size uint8 = "a", 255
func ask(db *sql.DB, r *http.Request, unknown bool, number int) {
	x := r.FormValue("q")
` + step + `
	db.Query("SELECT * FROM t WHERE v = '" + x + "'")` + mark + `
}
`})
	}
	hold(t, "Go", samples)
}

// TestGolangConditionsOfConstants takes the branch that a program takes whatever is asked.
func TestGolangConditionsOfConstants(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"strings"; "regexp"; "strconv"`, map[string]string{
		"a number of a variable":           `n := 7; if n > 5 { x = "" }`,
		"told: another number of it":       `n := 7; if n > 7 { x = "" }`,
		"a variable that was changed":      `n := 7; n = 2; if n < 5 { x = "" }`,
		"told: what it was before":         `n := 7; n = 2; if n > 5 { x = "" }`,
		"what is counted up":               `n := 0; n++; n += 2; if n == limit { x = "" }`,
		"told: one too few":                `n := 0; n++; n++; if n == limit { x = "" }`,
		"told: a variable that is asked":   `n := number; if n > 5 { x = "" }`,
		"told: changed in one branch":      `n := 7; if unknown { n = 2 }; if n > 5 { x = "" }`,
		"the same in both branches":        `n := 7; if unknown { n = 9 } else { n = 9 }; if n == 9 { x = "" }`,
		"told: changed in a loop":          `n := 7; for i := 0; i < number; i++ { n-- }; if n > 5 { x = "" }`,
		"told: another one of its name":    `n := 7; if unknown { n := 2; _ = n }; { n := 9; _ = n }; if n == 9 { x = "" }`,
		"told: changed by a closure":       `n := 7; less := func() { n = 2 }; less(); if n > 5 { x = "" }`,
		"told: changed by a pointer":       `n := 7; p := &n; *p = 2; if n > 5 { x = "" }`,
		"told: an address that is given":   `n := 7; if _, err := strconv.Atoi("7"); err == nil { parse(&n) }; if n > 5 { x = "" }`,
		"what is not set is zero":          `var n int; var s string; if n == 0 && s == "" { x = "" }`,
		"told: what is not set is not one": `var n int; if n == 1 { x = "" }`,
		"lengths":                          `s := "abc"; if len(s) == limit { x = "" }`,
		"told: of another text":            `s := "abcd"; if len(s) == limit { x = "" }`,
		"texts":                            `if strings.HasPrefix(strings.ToLower("ABC"), "ab") { x = "" }`,
		"told: texts that are not so":      `if strings.HasPrefix(strings.ToUpper("abc"), "ab") { x = "" }`,
		"what is replaced in a text":       `if strings.Replace("a/b", "/", ".", -1) == "a.b" { x = "" }`,
		"told: what is replaced once":      `if strings.Replace("a/b/c", "/", ".", 1) == "a.b.c" { x = "" }`,
		"a pattern":                        `m, _ := regexp.Compile("k{3,5}"); if m.MatchString("kkk") { x = "" }`,
		"told: a pattern that is not it":   `m := regexp.MustCompile("k{3,5}"); if m.MatchString("kk") { x = "" }`,
		"told: a pattern of what is asked": `m := regexp.MustCompile("k{3,5}"); if m.MatchString(r.FormValue("k")) { x = "" }`,
		"one of two is enough":             `if unknown || limit == 3 { x = "" }`,
		"told: both are needed":            `if unknown && limit == 3 { x = "" }`,
		"not":                              `ok := false; if !ok { x = "" }`,
		"told: not not":                    `ok := false; if !!ok { x = "" }`,
		"a rest":                           `if 7 % 2 == 1 && 7 / 2 == 3 { x = "" }`,
		"told: nothing goes over":          `var n uint8 = 255; n++; if n == 256 { x = "" }`,
		"told: nothing is divided by zero": `n := 0; if 7 / n == 0 { x = "" }`,
		"a character of a text":            `if "abc"[1] == 'b' { x = "" }`,
		"told: another one of it":          `if "abc"[2] == 'b' { x = "" }`,
		"the last of some branches":        `if limit == 1 { _ = x } else if limit == 2 { _ = x } else { x = "" }`,
		"what is run in place":             `n := 1; func() { n = 2 }(); if n == 2 { x = "" }`,
		"a constant of the function":       `const n = 2; if n == 2 { x = "" }`,
		"told: a variable of the package":  `if debug == 2 { x = "" }`,
		"told: a constant of another name": `if limit := number; limit == 3 { x = "" }`,
		"told: a label that is gone to":    "n := 0\nagain:\n\tif n == 0 { x = r.FormValue(\"a\") } else { x = \"\" }\n\tn = 1\n\tif unknown { goto again }\n\tif n == 2 { x = \"\" }",
	})
}

// TestGolangSwitchesOverConstants takes the case that a program takes whatever is asked.
func TestGolangSwitchesOverConstants(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"strings"`, map[string]string{
		"a case":                            `n := 2; switch n { case 1: _ = x; case 2: x = "" }`,
		"told: another case":                `n := 1; switch n { case 1: _ = x; case 2: x = "" }`,
		"none of them":                      `n := 9; switch n { case 1: _ = x; default: x = "" }`,
		"told: none, and no default":        `n := 9; switch n { case 1: x = ""; case 2: x = "" }`,
		"one of a case's values":            `n := 2; switch n { case 1, 2, 3: x = ""; default: _ = x }`,
		"what falls through":                `n := 1; switch n { case 1: _ = x; fallthrough; case 2: x = ""; default: _ = x }`,
		"told: what does not fall through":  `n := 1; switch n { case 1: _ = x; case 2: x = ""; default: x = "" }`,
		"conditions":                        `n := 0; switch { case n < 0: _ = x; case n == 0: x = "" }`,
		"told: conditions that do not hold": `n := 0; switch { case n < 0: x = ""; case n > 0: x = "" }`,
		"told: what is left in between":     `n := 1; switch n { case 1: if unknown { break }; x = "" }`,
		"what is left when it is clean":     `n := 1; switch n { case 1: if unknown { x = ""; break }; x = "a" }`,
		"told: left in a case that may be":  `switch number { case 1: if unknown { break }; x = ""; default: x = "" }`,
		"told: over what is asked":          `switch number { case 1: x = "" }`,
		"texts":                             `switch strings.ToUpper("a") { case "A": x = ""; case "a": _ = x }`,
	})
}

// TestGolangRounds goes through loops as often as a program does.
func TestGolangRounds(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"strings"`, map[string]string{
		"a loop that runs":                    `for i := 0; i < 3; i++ { x = "" }`,
		"told: one that never runs":           `for i := 0; i < 0; i++ { x = "" }`,
		"told: one that may run":              `for i := 0; i < number; i++ { x = "" }`,
		"what the last round does":            `for i := 0; i < 3; i++ { if i == 2 { x = "" } }`,
		"told: what no round does":            `for i := 0; i < 3; i++ { if i == 3 { x = "" } }`,
		"told: what the last round undoes":    `y := x; for i := 0; i < 3; i++ { if i == 2 { x = y } else { x = "" } }`,
		"over a number":                       `for i := range 3 { if i == 2 { x = "" } }`,
		"told: over a smaller one":            `for i := range 2 { if i == 2 { x = "" } }`,
		"told: over what is asked":            `for i := range number { _ = i; x = "" }`,
		"until it is left":                    `for { x = ""; if strings.Contains(x, "a") || unknown { break } }`,
		"told: left before":                   `for { if unknown { break }; x = "" }`,
		"told: left in one of two ways":       `y := x; for { x = ""; if unknown { x = y; break }; if number == 1 { break } }`,
		"told: what a later round does":       `y, z := "", ""; for { x = z; if unknown { break }; z = y; y = r.FormValue("y") }`,
		"told: a round that is cut short":     `for i := 0; i < 2; i++ { if unknown { continue }; x = "" }`,
		"a round that is cut short behind it": `for i := 0; i < 2; i++ { x = ""; if unknown { continue }; _ = x }`,
		"told: left in the first round":       `for i := 0; i < 2; i++ { if unknown { break }; x = "" }`,
		"a loop within":                       `for i := 0; i < 2; i++ { for j := 0; j < 2; j++ { if i == 1 && j == 1 { x = "" } } }`,
		"told: a loop within that is not so":  `for i := 0; i < 2; i++ { for j := 0; j < 2; j++ { if i == 1 && j == 2 { x = "" } } }`,
		"told: more rounds than are counted":  `n := 0; for i := 0; i < 100000; i++ { n++ }; if n == 100000 { x = "" }`,
		"told: a label that is left":          "outer:\n\tfor i := 0; i < 2; i++ { for j := 0; j < 2; j++ { if unknown { break outer }; x = \"\" } }",
		"while a condition holds":             `n := 3; for n > 0 { n--; x = "" }`,
		"told: while none holds":              `n := 3; for n < 0 { n--; x = "" }`,
		"told: while it may hold":             `for strings.Contains(x, "a") { x = "" }`,
		"told: another i":                     `i := 5; for i := 0; i < 2; i++ { _ = i }; if i == 1 { x = "" }`,
		"told: what a block calls x as well":  `{ x := ""; _ = x }`,
		"told: what a branch calls x as well": `if unknown { x := ""; _ = x } else { x := ""; _ = x }`,
		"told: what a head calls x as well":   `if x := ""; x == "" { _ = x }`,
		"told: in a loop that is left":        `for { x := ""; if unknown { _ = x; break } }`,
		"what never ends":                     `for { _ = x }`,
	})
}
