package safeguard_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
)

// FuzzRead reads whatever parses: it must end, and every sign must have its place.
func FuzzRead(f *testing.F) {
	f.Add("TypeScript", "import helmet from 'helmet'\napp.use(helmet({ hsts: false, ...x }))\nif (dev && !prod) app.use(cors({ origin: (o, cb) => cb(null, true), credentials: true }))\nres.cookie(a, b, { httpOnly: c ? d : e })")
	f.Add("JavaScript", "module.exports = { async headers() { return [{ source: '/', headers: [{ key: k, value: `${v}` }] }] } }\nmodule.exports.a = a(module.exports)")
	f.Add("Python", "MIDDLEWARE = [*MIDDLEWARE, 'a'] + MIDDLEWARE\nSESSION_COOKIE_SECURE = not DEBUG\nresponse.set_cookie(a, b, httponly=a and b)\nREST_FRAMEWORK = {'DEFAULT_THROTTLE_RATES': {a: b}}")
	f.Add("Go", "package a\nimport _ \"net/http/pprof\"\nfunc f(w http.ResponseWriter) { w.Header().Set(\"X-\"+a, b); http.SetCookie(w, &http.Cookie{Name: n, Secure: !dev}); r.Use(cors.New(cors.Config{AllowOrigins: []string{\"*\"}})) }")
	f.Add("JavaScript", strings.Repeat("a && (", 2000))
	f.Fuzz(func(t *testing.T, language, code string) {
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		for _, sign := range safeguard.Read(file).Signs {
			if sign.Line < 1 || sign.Kind == "" || len(sign.Detail) > 1000 {
				t.Errorf("%+v", sign)
			}
		}
	})
}
