package taint_test

import "testing"

// TestGolangDefers takes what a function does last for what it returns.
func TestGolangDefers(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"named results", `
package app
import ("net/http"; "database/sql"; "errors")
func constant(f string) (s string) {
	defer func() { s = "constant" }()
	s = f + " suffix"
	return s
}
func second(a, b string) (s string) {
	defer func() { s = b }()
	return a + b
}
func more(f string) (s string) {
	defer func() { s = s + f }()
	return "a"
}
func perhaps(f string, unknown bool) (s string) {
	if unknown {
		defer func() { s = "constant" }()
	}
	return f
}
func recovers(f string) (s string) {
	defer func() { if r := recover(); r != nil { s = "constant" } }()
	return f
}
func another(f string) (s string) {
	defer func() { t := "constant"; _ = t }()
	return f
}
func two(f string) (s string, err error) {
	defer func() { s = "" }()
	return f, errors.New(f)
}
func unnamed(f string) string {
	s := f
	defer func() { s = "constant" }()
	return s
}
func ask(db *sql.DB, r *http.Request) {
	x := r.FormValue("q")
	db.Query("SELECT * FROM t WHERE v = '" + constant(x) + "'")
	db.Query("SELECT * FROM t WHERE v = '" + second(x, "b") + "'")
	db.Query("SELECT * FROM t WHERE v = '" + second("a", x) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + more(x) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + perhaps(x, true) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + recovers(x) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + another(x) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + unnamed(x) + "'") // ! sql
	first, _ := two(x)
	db.Query("SELECT * FROM t WHERE v = '" + first + "'")
}
`}})
}

// TestGolangPointers changes a variable by way of its only pointer.
func TestGolangPointers(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"fmt"`, map[string]string{
		"what it points to":            `p := &x; *p = ""`,
		"told: what it points to":      `s := ""; p := &s; *p = x; x = s`,
		"told: it points to another":   `s := ""; p := &x; p = &s; *p = ""`,
		"told: it may point to it":     `s := ""; p := &s; if unknown { p = &x }; *p = ""`,
		"told: read by way of it":      `s := ""; p := &s; s = x; x = *p; fmt.Print(s)`,
		"read by way of it":            `s := x; p := &s; s = ""; x = *p`,
		"told: it is given to another": `s := ""; p := &s; fmt.Sscan(x, p); x = s`,
	})
}

// TestGolangGoroutines runs what a function starts and waits for at once as if it stood there.
func TestGolangGoroutines(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"sync"`, map[string]string{
		"waited for":                       "var wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); x = \"\" }()\n\twg.Wait()",
		"done as the last thing":           "var wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { x = \"\"; wg.Done() }()\n\twg.Wait()",
		"told: done before":                "var wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { wg.Done(); x = \"\" }()\n\twg.Wait()",
		"told: not waited for":             "var wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); x = \"\" }()",
		"told: another group":              "var wg, other sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); x = \"\" }()\n\tother.Wait()",
		"told: nothing to wait for":        "var wg sync.WaitGroup\n\tgo func() { x = \"\" }()\n\twg.Wait()",
		"told: two to wait for":            "var wg sync.WaitGroup\n\twg.Add(2)\n\tgo func() { defer wg.Done(); x = \"\" }()\n\twg.Wait()",
		"told: what it puts there":         "y := x\n\tx = \"\"\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); x = y }()\n\twg.Wait()",
		"told: it leaves before":           "var wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); if unknown { return }; x = \"\" }()\n\twg.Wait()",
		"a channel that it takes from":     "type box struct{ v string }\n\tc := make(chan box, 1)\n\tc <- box{v: x}\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); b := <-c; b.v = \"a\"; c <- b }()\n\twg.Wait()\n\tx = (<-c).v",
		"told: what it sends on":           "type box struct{ v string }\n\tc := make(chan box, 1)\n\tc <- box{v: x}\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() { defer wg.Done(); b := <-c; b.v += \"a\"; c <- b }()\n\twg.Wait()\n\tx = (<-c).v",
		"told: not waited for at a branch": "var wg sync.WaitGroup\n\twg.Add(1)\n\tif unknown { go func() { defer wg.Done(); x = \"\" }() }\n\twg.Wait()",
	})
}

// TestGolangPartsOfWhatIsGiven tells what is given on as it was from what is made of it.
func TestGolangPartsOfWhatIsGiven(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"elements of what is given", `
package app
import ("net/http"; "database/sql")
type box struct{ all []string }
func rest(all []string) []string {
	if len(all) > 1 {
		return all[1:]
	}
	return all
}
func boxed(all []string) *box { return &box{all: all} }
func boxedRest(all []string) *box { return &box{all: all[1:]} }
func boxedMore(all []string) *box { return &box{all: append([]string{"a"}, all...)} }
func boxedEither(all []string, unknown bool) *box {
	if unknown {
		return &box{all: all[1:]}
	}
	return &box{all: all}
}
func ask(db *sql.DB, r *http.Request) {
	db.Query("SELECT * FROM t WHERE v = '" + rest([]string{"a", r.FormValue("q")})[0] + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + boxed([]string{"a", r.FormValue("q")}).all[0] + "'")
	db.Query("SELECT * FROM t WHERE v = '" + boxed([]string{"a", r.FormValue("q")}).all[1] + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + boxedRest([]string{"a", r.FormValue("q")}).all[0] + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + boxedMore([]string{"a", r.FormValue("q")}).all[2] + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + boxedEither([]string{"a", r.FormValue("q")}, true).all[0] + "'") // ! sql
}
`}})
}
