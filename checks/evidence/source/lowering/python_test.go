package lowering_test

import (
	"strings"
	"testing"
)

func TestPythonStatements(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"x = 1":                              `let x = 1`,
		"a = b = c = f()":                    `let c = f(); let b = c; let a = b`,
		"x: int":                             `let x: int`,
		"x: Optional[Order] = None":          `let x: Optional[Order] = None`,
		"a, b = f()":                         `let {0: a, 1: b} = f()`,
		"a, *b = f()":                        `let {0: a, ...b} = f()`,
		"(a, b), [c] = f()":                  `let {0: {0: a, 1: b}, 1: {0: c}} = f()`,
		"a.b, c['d'], e[0] = f()":            `{0: a.b, 1: c.d, 2: e[0]} = f()`,
		"x += 1":                             `x += 1`,
		"x **= 2":                            `x **= 2`,
		"type X = list[int]":                 `let X = list[int]`,
		"f()":                                `f()`,
		"f(), g()":                           `tuple[f(), g()]`,
		"def f():\n  return":                 `exported func f() { return }`,
		"def f():\n  return a, b":            `exported func f() { return tuple[a, b] }`,
		"def f():\n  global x\n  x = y = 1":  `exported func f() { let y = 1; x = y }`,
		"def f():\n  nonlocal x\n  (x := 1)": `exported func f() { (x = 1) }`,
		"def f():\n  x = yield\n  yield from g()": `exported generator func f() { let x = (yield); (await g()) }`,
		"raise":                           `throw`,
		"raise X('a') from e":             `throw X("a")`,
		"assert isinstance(x, int), 'no'": `assert(isinstance(x, int), "no")`,
		"del a, b[1]":                     `(del tuple[a, b[1]])`,
		"pass; break; continue":           `pass; break; continue`,
		"print 'a %s' % b, c":             `print(("a %s" % b), c)`,
		"print >>f, 'a'":                  `print(file=f, "a")`,
		"print('a')":                      `print("a")`,
		"exec code in d":                  `exec(code, d)`,
		"if a:\n  b\nelif c:\n  d\nelif e:\n  f\nelse:\n  g": `if a { b } else { if c { d } else { if e { f } else { g } } }`,
		"for x in y: a()": `each x in y { a() }`,
		"async def f():\n  async for a, (b, c) in d, e:\n    f\n  else:\n    g": `exported async func f() { async each {0: a, 1: {0: b, 1: c}} in tuple[d, e] { f } else { g } }`,
		"while a:\n  b\nelse:\n  c": `while a { b } else { c }`,
		"try:\n  a\nexcept (A, b.C) as e:\n  c\nexcept D: pass\nexcept:\n  d\nelse:\n  e\nfinally:\n  f": `try { a } catch e A, b.C{ c } catch D{ pass } catch { d } else { e } finally { f }`,
		"try:\n  a\nexcept* A as e: pass":               `try { a } catch e A{ pass }`,
		"try:\n  a\nexcept A, e: pass":                  `try { a } catch e A{ pass }`,
		"try:\n  a\nexcept A, B: pass":                  `try { a } catch A, B{ pass }`,
		"try:\n  a\nfinally:\n  pass":                   `try { a } finally { pass }`,
		"with open(a) as f, lock, g() as (b, c): d":     `with open(a), lock, g() as f, , {0: b, 1: c} { d }`,
		"async def f():\n  async with (a() as b, c): d": `exported async func f() { async with a(), c as b,  { d } }`,
		"match x:\n  case 'a' | 1: a\n  case A.B if c: b\n  case P(q, r=s): d\n  case {'k': v, **w}: e\n  case [1, *y]: f\n  case str() as z: g\n  case _: h": `switch x { case "a", 1 { a }; case A.B { if c { b } }; case P { let {0: q, r: s} = x; d }; case case_pattern<> { let {k: v, ...w} = x; e }; case 1 { let y = x; f }; case str { let z = x; g }; default { h } }`,
		"match f():\n  case other: a":                                                   `switch f() { default { let other; a } }`,
		"match a, b:\n  case 1, c: d":                                                   `switch tuple[a, b] { case 1 { let {1: c}; d } }`,
		"@a.b('x', c=1)\n@d\nasync def f(): pass":                                       `@a.b("x", c=1) @d exported async func f() { pass }`,
		"def _f(a, b: int, /, c=1, *args: X, d: 'Y' = 2, **kw) -> dict[str, int]: pass": `func _f(a, b: int, c = 1, ...args: X, d: Y = 2, ...**kw) dict[str, int] { pass }`,
		"def f(a, *, b): pass":                                                          `exported func f(a, b) { pass }`,
		"def f(a, (b, c)): pass":                                                        `exported func f(a, {0: b, 1: c}) { pass }`,
	} {
		if got := strings.ReplaceAll(lowered(t, "Python", code), "\n", "; "); got != want {
			t.Errorf("%q\n got %s\nwant %s", code, got, want)
		}
	}
}

func TestPythonExpressions(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"a.b.c":                      `a.b.c`,
		"a['b'][c][0]":               `a.b[c][0]`,
		"a[b, c]":                    `a[tuple[b, c]]`,
		"a[1:2], a[:n], a[::2]":      `tuple[a[slice[1, 2]], a[slice[None, n]], a[slice[None, None, 2]]]`,
		"f(a, *b, c=d, **e)":         `f(a, *b, c=d, **e)`,
		"f(x for x in y)":            `f(generator[x for x in y])`,
		"a + b * -c":                 `(a + (b * (- c)))`,
		"a and not b or c":           `((a and (not b)) or c)`,
		"a < b":                      `(a < b)`,
		"0 < a <= b":                 `((0 < a) and (a <= b))`,
		"0 < len(a) <= b":            `((0 < len(a)) and (len(a) <= b))`,
		"a < f(b < c < d) < e":       `((a < f(((b < c) and (c < d)))) and (operand<> < e))`,
		"a not in b":                 `(a not in b)`,
		"a is not None":              `(a is not None)`,
		"a if b else c":              `(b ? a : c)`,
		"a if b \\\n  else c":        `(b ? a : c)`,
		"[1, 2.5, *a], (b,), {c, d}": `tuple[[1, 2.5, (* a)], tuple[b], set[c, d]]`,
		"{'a': 1, b: 2, **c}":        `{a: 1, [b]: 2, ...c}`,
		"[f(x) for x in y if x for a, b in x if a if b]": `list[f(x) for x in y if x for {0: a, 1: b} in x if a if b]`,
		"{k: v for k, v in d.items()}":                   `dict[k: v for {0: k, 1: v} in d.items()]`,
		"{a async for a in b}":                           `set[a async for a in b]`,
		"lambda a, *b, c=1: a":                           `func (a, ...b, c = 1) { return a }`,
		"(n := f())":                                     `(let n = f())`,
		"await f()":                                      `(await f())`,
		"(a\n  # why\n  .b)":                             `a.b`,
		"f(a, # why\n  b)":                               `f(a, b)`,
		"...":                                            `ellipsis<>`,
		"'%s' % a":                                       `("%s" % a)`,
		"'{}'.format(a)":                                 `"{}".format(a)`,
	} {
		if got := strings.ReplaceAll(lowered(t, "Python", code), "\n", "; "); got != want {
			t.Errorf("%q\n got %s\nwant %s", code, got, want)
		}
	}
}

func TestPythonStrings(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		`'a' "b"`:                     `"ab"`,
		`"a\n\t\"\x41\u00e9\101\q\\"`: `"a\n\t\"AéA\\q\\"`,
		`r"a\n{b}"`:                   `"a\\n{b}"`,
		`b"a\n"`:                      `"a\n"`,
		`"""a\
b"""`: `"ab"`,
		`f"a {b} c"`:                           "`\"a \", b, \" c\"`",
		`f"{a}{b}"`:                            "`a, b`",
		`f"{{a}} {b}"`:                         "`\"{a} \", b`",
		`f"plain"`:                             `"plain"`,
		`"{a}" f"{b}" 'c'`:                     "`\"{a}\", b, \"c\"`",
		`f"{a!r} {b!s} {c:.2f} {d:>{w}} {e=}"`: "`repr(a), \" \", b, \" \", format(c, \".2f\"), \" \", format(d, `\">\", w`), \" e=\", e`",
		`rf"\d{a}"`:                            "`\"\\\\d\", a`",
		`f"{a['b']} {c, d}"`:                   "`a.b, \" \", tuple[c, d]`",
		`"\N{BULLET}"`:                         `"\\N{BULLET}"`,
		`""`:                                   `""`,
	} {
		if got := strings.ReplaceAll(lowered(t, "Python", code), "\n", "; "); got != want {
			t.Errorf("%q\n got %s\nwant %s", code, got, want)
		}
	}
}
