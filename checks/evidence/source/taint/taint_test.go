package taint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/taint"
)

// sample is a piece of code in which the lines that must be found are marked: "! sql"
// behind a comment for a flow that is sure, "? sql" for one that is likely.
type sample struct{ name, code string }

// marked returns what the marks of a piece of code say: "3 ! sql".
func marked(code string) []string {
	var marks []string
	for number, line := range strings.Split(code, "\n") {
		for _, comment := range []string{"//", "#"} {
			_, mark, found := strings.Cut(line, " "+comment+" ")
			if !found || mark == "" || mark[0] != '!' && mark[0] != '?' {
				continue
			}
			for _, class := range strings.Fields(mark[1:]) {
				marks = append(marks, fmt.Sprintf("%d %c %s", number+1, mark[0], class))
			}
		}
	}
	slices.Sort(marks)
	return marks
}

func read(t testing.TB, language, code string) taint.Facts {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	return taint.Read(file)
}

// hold checks that the flows of each sample are those that it marks.
func hold(t *testing.T, language string, samples []sample) {
	t.Helper()
	for _, sample := range samples {
		t.Run(sample.name, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, flow := range read(t, language, sample.code).Flows {
				sure := '?'
				if flow.Sure {
					sure = '!'
				}
				found = append(found, fmt.Sprintf("%d %c %s", flow.Sink.Line, sure, flow.Sink.Class))
			}
			slices.Sort(found)
			if want := marked(sample.code); !slices.Equal(found, want) {
				t.Errorf("found %q, want %q in\n%s", found, want, sample.code)
			}
		})
	}
}

// FuzzRead reads whatever parses: it must end, and must not fail.
func FuzzRead(f *testing.F) {
	f.Add("TSX", "x = x || y\nif (x) f(x)\nlet ok = f(ok && y)\nif (!ok) g()")
	f.Add("Python", "a = a and b\nif a == None: f(a)\nfor x in x: x = x % x")
	f.Add("Go", "package a\nfunc f(x *http.Request) { ok := ok && x; if !ok { f(x) } }")
	f.Add("JavaScript", "const a = (b) => { while (b = a(b)) a(() => b.c[b] = `${b}` + a) }; a(a)")
	f.Add("JavaScript", "const a = b(), b = a(); a()(); const c = d.x(), d = c.y(); c.z(); cp.spawn(e.f, [e.g]); var e = h.f, h = e.g")
	f.Add("Go", "package a\ntype T struct{ T }\nfunc (t *T) f(x *http.Request) *T { t.g(x.Form); return t.f(x) }\nfunc (t *T) g(x any) { t.x = x; t.f(x) }")
	f.Add("JavaScript", "const cp = require('child_process'), e = x.on('a', f); cp.spawn(); cp.exec.call(); setTimeout(); e.emit('a', req.query.q); _.get(req); path.parse(); [].filter(a => a.b); f.bind()()")
	f.Add("JavaScript", "const async = require('async'), f = (i, cb) => { async.each(i, f); async.waterfall([cb, f, f], f); cb(i, f) }; async.map(req.query.a, f); async.series(); async.waterfall([f, , f]); const o = { get a() { return o.a } }; o.a")
	f.Add("TSX", "export default function P(p) { return <WebView html source={p} injectedJavaScript={p.a}><script>{p}</script></WebView> }\nexport async function getServerSideProps(c) { return { props: getServerSideProps(c) } }\nclass C { m() { this.setState(b => this.setState(b => b.a)); this.state.a = location.hash } }")
	f.Add("JavaScript", "if ((m = /a/.exec(req.query.q))) $({shell: true}).sync`${m}`; f(a\n.b.bind(), a.bind(req.body, f.bind)); if (safe) x = clean(x); y = safe ? y : y; res.locals.a = req.query; exports.handler = e => ({ headers: new Headers(), body: JSON.stringify(e) }); const r = { Query: { a() {}, b: (_, a) => r.Query.b(a, a) } }")
	f.Add("Go", "package a\nfunc f() (p int) { const a, b = b, a; for i := 0; i < a; i++ { for { if i == 2 { break }; continue }; switch { case i > 0: break; default: fallthrough } }; for i, v := range []int{1, i} { v = i }; c := make(chan T, 1); c <- x; <-c; p := &p; *p = **p; all := list.New(); all.PushBack(all); all.Remove(all.Front()); m := map[string]int{}; _, ok := m[\"a\"]; delete(m, ok); defer func() { p = 1 }(); go func() { wg.Done() }(); wg.Wait(); q := append(q[1:], q[:len(q)]...); return f() }")
	f.Fuzz(func(t *testing.T, language, code string) {
		if len(code) > 1<<16 {
			return
		}
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		taint.Read(file)
	})
}
