package usage_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// FuzzRead checks that no program makes the reading fail, and that its facts stay
// small.
func FuzzRead(f *testing.F) {
	for _, seed := range []struct{ language, code string }{
		{"TypeScript", "import pino from 'pino'\n@lru_cache class A { @Get() b() { return this.c.find() } }\nexport const l = pino({ mixin() { return { userId } } })\nres.json(await prisma.user.findMany())"},
		{"TSX", "export const A = () => <ErrorBoundary errorElement={<B/>}>{c}</ErrorBoundary>"},
		{"JavaScript", "const multer = require('multer'); multer({ dest: 'a' }); app.use((err, req, res, next) => res.send(err.stack)); ctx.body = { a: b = c }"},
		{"Python", "import logging\n@lru_cache\n@app.get('/')\ndef a(f: UploadFile, *b, **c):\n    open(d, 'wb')\n    return session.exec(select(User)).all()\nclass Meta: pass\nLOGGING = {'formatters': {'a': 1}}\n"},
		{"Go", "package p\nimport \"net/http\"\nfunc f(w http.ResponseWriter) []*User { x := []User{}; json.NewEncoder(w).Encode(&x); return nil }\ntype User struct { Password string `gorm:\"a\"` }"},
		{"Python", strings.Repeat("a.", 3000) + "get(1)"},
		{"JavaScript", strings.Repeat("res.json(", 800)},
	} {
		f.Add(seed.language, seed.code)
	}
	f.Fuzz(func(t *testing.T, language, code string) {
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		encoded, err := json.Marshal(usage.Read(file))
		if err != nil {
			t.Fatal(err)
		}
		if len(encoded) > 4<<20 {
			t.Errorf("%d bytes of facts for %d bytes of code", len(encoded), len(code))
		}
	})
}
