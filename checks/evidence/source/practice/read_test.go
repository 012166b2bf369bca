package practice_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/practice"
)

// signs writes the signs of one topic in a piece of code: "kind what [> writes] [(note)]".
func signs(t *testing.T, language, code string, topics ...string) string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, sign := range practice.Read(file).Signs {
		for _, topic := range topics {
			if !strings.HasPrefix(string(sign.Kind), topic) {
				continue
			}
			line := fmt.Sprintf("%d %s %s", sign.Line, strings.TrimPrefix(string(sign.Kind), topic+"."), sign.What)
			if sign.Writes != "" {
				line += " > " + sign.Writes
			}
			if sign.Note != "" {
				line += " (" + sign.Note + ")"
			}
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines, "; ")
}

type example struct{ code, want string }

func check(t *testing.T, language string, topic string, examples []example) {
	t.Helper()
	for _, one := range examples {
		if got := signs(t, language, one.code, topic); got != one.want {
			t.Errorf("%s\n got %s\nwant %s", one.code, got, one.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []example{
		{"TypeScript", "import axios from 'axios';\ntry { await prisma.order.update({}) } catch {}\np.a().catch(() => {});\napp.get('/', async (req, res) => { res.json(await Order.findAll({ limit: Number(req.query.limit) })) })"},
		{"Python", "import requests\nasync def f(request):\n  try: requests.get(u)\n  except: pass\n  return a / b[0]\n"},
		{"Go", "package p\nfunc f(w http.ResponseWriter, r *http.Request) { _ = db.Exec(`delete from t`); if err := g(); err != nil {}; c := &http.Client{} }"},
		{"Go", "package p\nfunc f() { " + strings.Repeat("a.b(", 300) + " }"},
		{"JavaScript", strings.Repeat("try { ", 300) + strings.Repeat("} catch {}", 300)},
	} {
		f.Add(seed.code, seed.want)
	}
	f.Fuzz(func(t *testing.T, language, code string) {
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		for _, sign := range practice.Read(file).Signs {
			if sign.Line < 1 || sign.Kind == "" || len(sign.What) > 100 || strings.Contains(sign.What, "\n") {
				t.Errorf("%+v", sign)
			}
		}
	})
}
