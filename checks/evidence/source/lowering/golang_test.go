package lowering_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
)

func TestGoStatements(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		`x := 1`:                    `let x = 1`,
		`x = y`:                     `x = y`,
		`x += y`:                    `x += y`,
		`x &^= y`:                   `x &^= y`,
		`a, b := b, a`:              `let a, b = tuple[b, a]`,
		`v, err := f(x)`:            `let v, err = f(x)`,
		`_ = s.close()`:             `_ = s.close()`,
		`s.m["k"], x[i] = 1, 2`:     `s.m.k, x[i] = tuple[1, 2]`,
		`var x int`:                 `let x: int`,
		`var x, y = f()`:            `let x, y = f()`,
		`var x, y *sql.DB = a, b`:   `let x, y: sql.DB = tuple[a, b]`,
		`var (a = 1; b string)`:     `let a = 1; let b: string`,
		`const (a = iota; b; c)`:    `let a = iota; let b; let c`,
		`x++; y--`:                  `(++ x); (-- y)`,
		`ch <- v`:                   `(ch <- v)`,
		`v := <-ch`:                 `let v = (<- ch)`,
		`return`:                    `return`,
		`return a, nil`:             `return a, nil`,
		`defer rows.Close()`:        `defer rows.Close()`,
		`go func() { f() }()`:       `go func () { f() }()`,
		`if x { a() }`:              `if x { a() }`,
		`{ a() }`:                   `{ a() }`,
		`goto end`:                  `goto`,
		"end:\nf()":                 `f()`,
		`for { break }`:             `while { break }`,
		`for x > 1 { continue }`:    `while (x > 1) { continue }`,
		`for rows.Next() {}`:        `while rows.Next() {}`,
		`for i := 0; i < n; i++ {}`: `count let i = 0; (i < n); (++ i) {}`,
		`for ; ; i++ {}`:            `count; (++ i) {}`,
		`for i, v := range xs {}`:   `each i, v in xs {}`,
		`for k := range m {}`:       `each k,  in m {}`,
		`for range ch { f() }`:      `each  in ch { f() }`,
		`for i := range 10 {}`:      `count {}`,
		`for x := range seq(y) {}`:  `each x,  in seq(y) {}`,
		"if v, err := f(); err != nil { a() } else if v { b() } else { c() }":                 `if let v, err = f(); (err != nil) { a() } else { if v { b() } else { c() } }`,
		`switch { case x > 1: a(); fallthrough; default: b() }`:                               `switch { case (x > 1) { a(); fallthrough }; default { b() } }`,
		`switch v := f(); v { case 1, 2: a() }`:                                               `let v = f(); switch v { case 1, 2 { a() } }`,
		`switch v := x.(type) { case *T, pkg.U: a(v); case nil: }`:                            `let v = x.(type); switch v { case T, pkg.U { a(v) }; case nil {} }`,
		`switch x.(type) { default: }`:                                                        `switch x.(type) { default {} }`,
		`select { case v, ok := <-ch: a(); case ch <- 1: case <-done: return; default: b() }`: `switch { case (let v, ok = (<- ch)) { a() }; case (ch <- 1) {}; case (<- done) { return }; default { b() } }`,
		`type local struct { A int }`:                                                         `struct local { field A: int }`,
	} {
		if got := lowered(t, "Go", "package p\nfunc f() {\n"+code+"\n}"); got != "func f() { "+want+" }" {
			t.Errorf("%s\n got %s\nwant func f() { %s }", code, got, want)
		}
	}
}

func TestGoExpressions(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		`"a\n\u00e9\x41"`:                     `"a\néA"`,
		"`raw\\n\"`":                          `"raw\\n\""`,
		`'x'`:                                 `'x'`,
		`0x1F`:                                `0x1F`,
		`1.5e3`:                               `1.5e3`,
		`2i`:                                  `2i`,
		`true && !false`:                      `(true && (! false))`,
		`nil`:                                 `nil`,
		`(a + b) * c`:                         `((a + b) * c)`,
		`&x`:                                  `(& x)`,
		`*x`:                                  `(* x)`,
		`x.y.z`:                               `x.y.z`,
		`x["k"]`:                              `x.k`,
		`x[i]`:                                `x[i]`,
		`x[1:n]`:                              `x[slice[1, n]]`,
		`x[:]`:                                `x[slice[]]`,
		`f(a, b...)`:                          `f(a, ...b)`,
		`f(g)(h)`:                             `f(g)(h)`,
		`fmt.Sprintf("%s", x)`:                `fmt.Sprintf("%s", x)`,
		`f[T](x)`:                             `f[T](x)`,
		`f[T, U](x, y)`:                       `f[tuple[T, U]](x, y)`,
		`pkg.F[*T](x)`:                        `pkg.F[T](x)`,
		`[]byte(x)`:                           `slice[byte](x)`,
		`(*T)(x)`:                             `(* T)(x)`,
		`x.(*pkg.T)`:                          `x.(pkg.T)`,
		`new(sql.DB)`:                         `(& sql.DB{})`,
		`make(map[string]int, 3)`:             `make(map[tuple[string, int]], 3)`,
		`make([]*T, 0)`:                       `make(slice[T], 0)`,
		`make(chan<- error)`:                  `make(channel[error])`,
		`T{}`:                                 `T{}`,
		`&http.Server{Addr: ":80", H: h}`:     `(& http.Server{Addr: ":80", H: h})`,
		`Point{1, 2}`:                         `Point[1, 2]`,
		`[]int{}`:                             `slice[int][]`,
		`[]string{"a", "b"}`:                  `slice[string]["a", "b"]`,
		`[...]string{2: "a", k: "b"}`:         `array[string]{[2]: "a", [k]: "b"}`,
		`[]P{{1}, {X: 2}, {}}`:                `slice[P][P[1], P{X: 2}, P{}]`,
		`map[string]P{"a": {X: 1}, k: {}}`:    `map[tuple[string, P]]{a: P{X: 1}, [k]: P{}}`,
		`gin.H{"error": err}`:                 `gin.H{error: err}`,
		`G[int]{V: 1}`:                        `G[int]{V: 1}`,
		`struct{ A int }{A: 1}`:               `struct { field A: int }{A: 1}`,
		`func(a, b int) error { return nil }`: `func (a: int, b: int) error { return nil }`,
		`interface{}(x)`:                      `any(x)`,
		`x.(interface{ Close() error })`:      `x.(interface { exported abstract func Close() error {} })`,
	} {
		if got := lowered(t, "Go", "package p\nfunc f() {\n_ = "+code+"\n}"); got != "func f() { _ = "+want+" }" {
			t.Errorf("%s\n got %s\nwant func f() { _ = %s }", code, got, want)
		}
	}
}

func TestGoDeclarations(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		`func F(ctx context.Context, a, b int, more ...string) (n int, err error) { return }`: `exported func F(ctx: context.Context, a: int, b: int, ...more: slice[string]) int, error { let n: int; let err: error; return }`,
		`func f(int, *T) (string, error)`:                                                 `func f(: int, : T) string, error {}`,
		`func f[T any, U int|string](x T, y map[string][]U) []T {}`:                       `func f(x: T, y: map[tuple[string, slice[U]]]) []T {}`,
		`func f(next func(http.Handler) http.Handler, in <-chan int) {}`:                  `func f(next: function_type<>, in: channel[int]) {}`,
		`var handler = func(w http.ResponseWriter) {}`:                                    `let handler = func handler(w: http.ResponseWriter) {}`,
		`var commands = map[string]any{"run": func() {}}`:                                 `let commands = map[tuple[string, any]]{run: func run() {}}`,
		"type Order struct {\n*sql.DB\nLog\nID, Next int `json:\"id\"`\nItems []*Item\n}": `exported struct Order(sql.DB, Log) { field DB: sql.DB; field Log: Log; field ID: int json:"id"; field Next: int json:"id"; field Items: slice[Item] }`,
		`type T[P any] struct { Base[P] }`:                                                `exported struct T(Base[P]) { field Base: Base[P] }`,
		`type Store interface { io.Closer; Get(id string) (*Order, error) }`:              `exported interface Store(io.Closer) { exported abstract func Get(id: string) *Order, error {} }`,
		`type number interface { ~int | ~string }`:                                        `interface number((int | string)) {}`,
		`type Handler func(int) error`:                                                    `exported type Handler(function_type<>) {}`,
		`type ids []int64`:                                                                `type ids(slice[int64]) {}`,
		`type DB = sql.DB`:                                                                `exported alias DB(sql.DB) {}`,
		`type (A int; B = C)`:                                                             "exported type A(int) {}\nexported alias B(C) {}",
		"type s struct{}\nfunc (s *s) Get() {}\nfunc (s) set(x int) {}":                   `struct s { exported func (s: s) Get() {}; func (: s) set(x: int) {} }`,
		"func (b *box[T]) get() {}\ntype box[T any] struct{}":                             `struct box { func (b: box[T]) get() {} }`,
		`func (s *Elsewhere) Get() {}`:                                                    ``,
		"// a comment\nvar x /* here */ = /* there */ 1 // end":                           `let x = 1`,
	} {
		if got := lowered(t, "Go", "package p\n"+code); got != want {
			t.Errorf("%s\n got %s\nwant %s", code, got, want)
		}
	}
}

func TestGoImports(t *testing.T) {
	t.Parallel()
	for path, local := range map[string]string{
		"fmt":                                 "fmt",
		"net/http":                            "http",
		"github.com/labstack/echo/v4":         "echo",
		"github.com/go-chi/chi/v5/middleware": "middleware",
		"github.com/redis/go-redis/v9":        "redis",
		"github.com/mattn/go-sqlite3":         "sqlite3",
		"github.com/hashicorp/golang-lru/v2":  "lru",
		"gopkg.in/yaml.v3":                    "yaml",
		"github.com/stripe/stripe-go/v76":     "stripe",
		"github.com/nats-io/nats.go":          "nats",
		"example.com/vendor":                  "vendor",
		"v2":                                  "v2",
		"":                                    "",
	} {
		want := strings.TrimSuffix("import "+path+" * as "+local, " as ")
		if got := lowered(t, "Go", "package p\nimport \""+path+"\""); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	got := lowered(t, "Go", "package p\nimport (\n\td \"a/b\"\n\t. \"c\" // all of it\n\t_ `e`\n)")
	if want := "import a/b * as d\nimport c *\nimport e"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestGoPackage(t *testing.T) {
	t.Parallel()
	file, err := lowering.Parse("Go", []byte("// Package orders …\npackage orders\n"))
	if err != nil || file.Package != "orders" {
		t.Errorf("got %q, %v", file.Package, err)
	}
}

// TestGoBroken holds what is read of a file a part of which is not Go.
func TestGoBroken(t *testing.T) {
	t.Parallel()
	got := lowered(t, "Go", "package p\nfunc a() { f() }\nfunc b( { g() }\nfunc c() { h() }\n")
	for _, want := range []string{"func a() { f() }", "func c() { h() }"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

// FuzzGo holds that any text at all makes a program.
func FuzzGo(f *testing.F) {
	for _, code := range []string{
		"package p\nimport . \"a\"\nfunc (s *S[T]) f(a, b int, c ...string) (x *T, err error) { for i, v := range a[1:] { go f() } }",
		"type A struct { *B; C, D int `e` }; type I interface { M(); ~int }; var x, y = map[string][]P{\"a\": {{1}, {X: 2}}}, 'c'",
		"func f() { switch v := x.(type) { case int: }; select { case a := <-b: default: }; L: if a := f(); a {} else if b {} }",
		"func (", "type", "import (", "x := ", "package", strings.Repeat("func(){", 300), strings.Repeat("[]", 3000) + "x{", "var a = \"\\",
	} {
		f.Add([]byte(code))
	}
	f.Fuzz(func(t *testing.T, code []byte) {
		file, err := lowering.Parse("Go", code)
		if err != nil {
			t.Skip(err)
		}
		show(file)
		for _, function := range file.Functions {
			for _, param := range function.Params {
				function.Origin(param.Type)
			}
		}
	})
}
