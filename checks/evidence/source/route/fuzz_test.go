package route_test

import (
	"encoding/json"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/route"
)

// FuzzRead reads whatever parses, and joins it with itself: it must end, and its
// facts must survive being kept.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"const app = require('express')(); app.use('/x', app); app.get(['/a', `/b/${c}`], [d, e], f); for (const r of [r, [r]]) app[r.m](r.p, r.h)",
		"router.route(x).get(a).post(b); export default fp(async (f) => { f.register(f, { prefix: f }) })",
		"@Controller({ path: p, version: [] }) class A extends A { @Get(x) @UseGuards(A, new A(A)) a() {} }",
		"urlpatterns = urlpatterns + [path('', include([path('', include(urlpatterns))]))]\nurlpatterns += urlpatterns",
		"@a.route('/x', methods=a)\n@a.route\ndef a(a=Depends(a), b: Annotated[a, Depends(b)] = a): return a(401)",
		"class A(A):\n  permission_classes = [A & A]\n  @action(detail=A)\n  def a(self): raise A(403)",
		"package a\nfunc f(r *gin.Engine) { r = r.Group(r); r.Group(\"/x\", func() { r.Group(\"/y\", func() { r.Get(\"/\", f) }) }); for _, r := range []T{{r}} { r.GET(r.p, r.h) } }",
		"package a\nfunc (s *S) f() { s.r = s.r.PathPrefix(\"/\").Subrouter(); s.r.HandleFunc(\"/\", s.f).Methods(\"GET\") }",
	} {
		for _, language := range []string{"JavaScript", "TypeScript", "Python", "Go"} {
			f.Add(language, seed)
		}
	}
	f.Fuzz(func(t *testing.T, language, code string) {
		if len(code) > 4096 {
			return
		}
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		facts := route.Read(file)
		kept, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		var again route.Facts
		if err := json.Unmarshal(kept, &again); err != nil {
			t.Fatal(err)
		}
		route.Link([]route.File{{Path: "a.py", Facts: again}, {Path: "b.go", Facts: facts}}, link.New([]link.Input{{Path: "a.py", Language: language, Facts: link.Read(file)}}, nil))
	})
}
