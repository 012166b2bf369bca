package lowering_test

import (
	"strings"
	"testing"
)

// scriptCases hold in all three grammars, except where one is named.
var scriptCases = []struct{ name, language, code, want string }{
	{name: "calls", code: `f(a, ...b); new Pool(c); new Pool; a?.b?.(); import("./x");`, want: `f(a, ...b)
new Pool(c)
new Pool()
a.b?.()
import("./x")`},
	{name: "members", code: `a.b; a?.b; a["b"]; a[b]; a?.[0]; this.#x; super.y; import.meta.url;`, want: `a.b
a.b
a.b
a[b]
a[0]
this.#x
super.y
import.meta.url`},
	{name: "strings", code: "'it\\'s'; \"\\x41\\u0042\\u{43}\\n\"; `plain`; `a${b}c${d}`; ``; `\\`${x}`;", want: "\"it's\"\n\"ABC\\n\"\n\"plain\"\n`\"a\", b, \"c\", d`\n\"\"\n`\"`\", x`"},
	{name: "tagged templates", code: "gql`{ a }`; await sql`select ${x}`; db.sql`a`;", want: "gql(`\"{ a }\"`)\n(await sql(`\"select \", x`))\ndb.sql(`\"a\"`)"},
	{name: "tagged templates with types", language: "TypeScript TSX", code: "sql<Row>`a`; await db.$queryRaw<Row[]>`select ${x}`; sql<{ n: number }>`a`;", want: "sql(`\"a\"`)\n(await db.$queryRaw(`\"select \", x`))\nsql(`\"a\"`)"},
	{name: "literals", code: `1; 1n; true; null; undefined; /a+/g;`, want: "1\n1n\ntrue\nnull\nundefined\n/a+/g"},
	{name: "operators", code: `a + b * c; !a; -a; typeof a; delete a.b; void 0; i++; --i; a ? b : c; a ?? b; "k" in o; (a, b);`, want: `(a + (b * c))
(! a)
(- a)
(typeof a)
(delete a.b)
(void 0)
(++ i)
(-- i)
(a ? b : c)
(a ?? b)
("k" in o)
a
b`},
	{name: "a sequence inside", code: `x((a, b));`, want: `x((a , b))`},
	{name: "objects", code: "o({ a, b: 1, 'c-d': 2, [`e`]: 3, [f]: 4, 5: 6, ...g, h() {}, get i() {}, async *j() {}, k: () => {} });",
		want: `o({a: a, b: 1, c-d: 2, e: 3, [f]: 4, 5: 6, ...g, h: func h() {}, i: get func i() {}, j: async generator func j() {}, k: func k() {}})`},
	{name: "lists", code: `f([a, , ...b]);`, want: `f([a, (... b)])`},
	{name: "declarations", code: `let a; const b = 1, c = 2; var { d, e: { f = 3 }, ["g"]: h, [i]: j, ...k } = l; const [m, , n = 4, ...o] = p;`, want: `let a
let b = 1
let c = 2
let {d: d, e: {f: f = 3}, g: h, ...j, ...k} = l
let {0: m, 2: n = 4, ...o} = p`},
	{name: "assignments", code: `a = b; a.b += c; a ??= b; a ||= b; a **= 2; [a, b] = [b, a]; ({ a } = b); a = b = c; if ((m = f())) {} `, want: `a = b
a.b += c
a ??= b
a ||= b
a **= 2
{0: a, 1: b} = [b, a]
{a: a} = b
a = (b = c)
if (m = f()) {}`},
	{name: "branches", code: `if (a) b(); else if (c) { d(); } else e();`, want: `if a { b() } else { if c { d() } else { e() } }`},
	{name: "loops", code: `for (let i = 0, n = 2; i < n; i++, j--) a(); for (;;) {} for (const x of y) a(); for (const k in o) {} while (a) b(); do { c(); } while (d);`, want: `count let i = 0; let n = 2; (i < n); (++ i); (-- j) { a() }
count {}
each x in y { a() }
each k,  in o {}
while a { b() }
while d { c() }`},
	{name: "loops that wait", code: `async function f() { for await (const [k, v] of rows()) {} }`, want: `async func f() { async each {0: k, 1: v} in rows() {} }`},
	{name: "labels and jumps", code: `outer: for (const a of b) { continue outer; } switch (a) { case 1: case 2: b(); break; default: c(); case 3: }`, want: `each a in b { continue }
switch a { case 1, 2 { b(); break }; default { c() }; case 3 {} }`},
	{name: "try", code: `try { a(); } catch (error) { b(); } finally {} try {} catch { c(); } try {} catch ({ code }) {}`, want: `try { a() } catch error{ b() } finally {}
try {} catch { c() }
try {} catch {}`},
	{name: "using", language: "JavaScript", code: `{ using a = f(); await using b = g(), c = h(); }`, want: `{ with f() as a {}; async with g(), h() as b, c {} }`},
	{name: "functions", code: `function a(b, { c }, [d] = [], ...e) { return b; } async function f() { await g(); throw h; } function* i() { yield 1; yield* j(); }`, want: `func a(b, {c: c}, {0: d} = [], ...e) { return b }
async func f() { (await g()); throw h }
generator func i() { (yield 1); (await j()) }`},
	{name: "arrows", code: `const a = b => c; const d = async ({ e }) => { f(); }; (() => g)(); x.map(y => z => 1);`, want: `let a = func a(b) { return c }
let d = async func d({e: e}) { f() }
func () { return g }()
x.map(func (y) { return func (z) { return 1 } })`},
	{name: "names of functions", code: `a.b = function () {}; Orders.prototype.list = async () => {}; c = function own() {}; const { d = () => {} } = e; function f(g = () => {}) {}`, want: `a.b = func b() {}
Orders.prototype.list = async func list() {}
c = func own() {}
let {d: d = func d() {}} = e
func f(g = func g() {}) {}`},
	{name: "classes", code: `class A extends B.C { x = 1; static #y = f(); handle = async () => {}; constructor(a) { super(a); } get z() {} set z(v) {} static async *w() {} "odd name"() {} static { g(); } }`, want: `class A(B.C) { field x = 1; static field #y = f(); field handle = async func handle() {}; async func handle() {}; constructor func constructor(a) { super(a) }; get func z() {}; set func z(v) {}; async generator static func w() {}; func odd name() {}; g() }`},
	{name: "class values", code: `const A = class extends mixin(B) {}; f(class C {});`, want: `let A = class A(mixin(B)) {}
f(class C {})`},
	{name: "decorators", code: `@Controller("orders") class A { @Get(":id") @Auth one() {} @Column() name; }`, want: `@Controller("orders") class A { @Column() field name; @Get(":id") @Auth func one() {} }`},
	{name: "decorators around export", code: `@Injectable() export class A {} @Controller() export default class B {}`, want: `export default = B
@Injectable() exported class A {}
@Controller() exported class B {}`},
	{name: "decorators of parameters", language: "TypeScript TSX", code: `class A { constructor(private readonly db: Database, @Inject(Q) readonly q?: Queue, plain: string) {} one(@Param("id") id: string, @Body() { a }: Dto) {} }`,
		want: `class A { constructor func constructor(field db: Database, @Inject(Q) field q: Queue, plain: string) {}; func one(@Param("id") id: string, @Body() {a: a}: Dto) {} }`},
	{name: "TypeScript's classes", language: "TypeScript TSX", code: `abstract class A<T> extends B<T> implements C, D { private a?: string | null; declare b: E; readonly c = 1; abstract d(): void; e(): void; e() {} override f(): Promise<T> {} }`,
		want: `class A(B, C, D) { field a: string; field b: E; field c = 1; abstract func d() void {}; func e() {}; func f() Promise<T> {} }`},
	{name: "interfaces, enums and aliases", language: "TypeScript TSX", code: `export interface A extends B, C<D> { a?: string; b(): void; [k: string]: any } enum E { F, G = "g" } type H = { a: E }; type I = Prisma.Order; type J = A | B; type Order = z.infer<typeof Order>;`,
		want: `exported interface A(B, C[D]) { field a: string; field b: function_type<> }
enum E { static field F; static field G = "g" }
interface H { field a: E }
let I = Prisma.Order`},
	{name: "types", language: "TypeScript TSX", code: `let a: null | A | undefined, b: A.B[], c: Map<string, readonly A[]>, d: Promise<A>, e: A & B, f: [x: A, y?: B], g: { h: A }, i: A["j"], k: () => void, l: "m" | 1, n: typeof o;`,
		want: `let a: ((A | null) | undefined)
let b: Array[A.B]
let c: Map[tuple[string, Array[A]]]
let d: Promise[A]
let e: (A & B)
let f: tuple[A, B]
let g: {h: A}
let i: A.j
let k: function_type<>
let l: ("m" | 1)
let n: type_query<>`},
	{name: "what leaves no trace", language: "TypeScript", code: `((a as B)!).c; <D>e; f satisfies G; h<I>(j); function over(a: string): void; function over(a: any) {} declare module "m" { interface N {} } function o(this: P, q: R) {}`, want: `a.c
e
f
h(j)
func over(a: any) {}
func o(q: R) {}`},
	{name: "what is declared elsewhere", language: "TypeScript TSX", code: `declare const db: Database; declare global { var x: Y } namespace N { export const a = 1; }`, want: `export a = a
let db: Database
{ let a = 1 }`},
	{name: "elements", language: "JavaScript TSX", code: `x = <><Card.Body title="a" {...b} on={c} checked data-x="1">text {d} {/* no */} <br/>{...e}</Card.Body></>;`, want: `x = <>[<Card.Body title="a", ...b, on=c, checked=true, data-x="1">["text", d, <"br">[], (... e)]]`},
	{name: "imports", code: `import "./polyfill"; import express from "express"; import * as fs from "node:fs"; import db, { users as people, "odd name" as odd } from "./db" with { type: "json" };`, want: `import ./polyfill
import express default as express
import node:fs * as fs
import ./db default as db
import ./db users as people
import ./db odd name as odd`},
	{name: "TypeScript's imports", language: "TypeScript TSX", code: `import type { A } from "a"; import { type B } from "b"; import c = require("c"); import D = E.F;`, want: `import a A as A
import b B as B
import c * as c
let D = E.F`},
	{name: "required modules", code: `const a = require("a"); const { b, c: d } = require("e"); require("f");`, want: `let a = require("a")
let {b: b, c: d} = require("e")
require("f")`},
	{name: "exports", code: `export function a() {} export const b = 1, { c } = d; export class E {} function f() {} const g = () => {}; export { f, g as h, f as "odd" };`, want: `export b = b
export c = c
export f = f
export h = g
export odd = f
exported func a() {}
let b = 1
let {c: c} = d
exported class E {}
exported func f() {}
let g = exported func g() {}`},
	{name: "exports by default", code: `export default function a() {}`, want: `export default = a
exported func a() {}`},
	{name: "exports of values by default", code: `export default async () => {};`, want: `export default is exported async func () {}
exported async func () {}`},
	{name: "exports of a name by default", code: `const router = f(); export default router;`, want: `export default = router
let router = f()
router`},
	{name: "exports that are passed on", code: `export * from "./a"; export * as b from "./b"; export { c, default as d } from "./c";`, want: `export * from ./a
export b = * from ./b
export c = c from ./c
export d = default from ./c`},
	{name: "CommonJS exports", code: `exports.a = () => {}; module.exports.b = c; function d() {} module.exports = { d, e: f, g() {} };`, want: `export a is exported func a() {}
export b = c
export default is {d: d, e: f, g: exported func g() {}}
export d = d
export e = f
export g is exported func g() {}
exports.a = exported func a() {}
module.exports.b = c
exported func d() {}
module.exports = {d: d, e: f, g: exported func g() {}}`},
	{name: "CommonJS exports of one value", code: `module.exports = exports = router; module.exports = require("./lib"); module.exports = class {};`, want: `export default = router
export default is require("./lib")
export * from ./lib
export default is exported class {}
module.exports = (exports = router)
module.exports = require("./lib")
module.exports = exported class {}`},
	{name: "functions that start at once", code: `(function () { const a = 1; })(); !function () {}();`, want: `func () { let a = 1 }()
(! func () {}())`},
	{name: "broken code", code: `function a() { b(; c(1); } d(2);`, want: `func a() { b(); c(1) }
d(2)`},
}

func TestScripts(t *testing.T) {
	t.Parallel()
	for _, test := range scriptCases {
		languages := []string{"JavaScript", "TypeScript", "TSX"}
		if test.language != "" {
			languages = strings.Fields(test.language)
		}
		for _, language := range languages {
			t.Run(test.name+"/"+language, func(t *testing.T) {
				t.Parallel()
				if got := lowered(t, language, test.code); got != test.want {
					t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
				}
			})
		}
	}
}
