package scenario

import (
	"net/http"
	"testing"
	"time"
)

// What it costs to write a step's request and to look at its answer.
func BenchmarkStep(b *testing.B) {
	for name, bench := range map[string]struct{ text, body string }{
		"fixed":    {"steps: [ { path: /products } ]", `[{"id":1,"name":"Enamel mug"}]`},
		"contains": {"steps: [ { path: /products, check: body contains mug } ]", `[{"id":1,"name":"Enamel mug"}]`},
		"identity": {"users: { generate: { name: 'user-{index}' } }\nsteps: [ { path: '/me?of={name}', headers: { Authorization: 'Bearer {name}' }, identity: { json: name } } ]", `{"id":1,"name":"user-7"}`},
		"checkout": {"users: { generate: { name: 'user-{index}' } }\nsteps: [ { path: /orders, method: POST, body: '{\"name\":\"{name}\",\"items\":[1,2]}', check: [ status == 201, json state == open ], extract: { order: { json: id } } } ]", `{"id":72,"state":"open"}`},
	} {
		b.Run(name, func(b *testing.B) {
			program, err := Parse("bench", []byte(bench.text)).Compile(Options{Host: "127.0.0.1:8080", Count: 10, Header: http.Header{"User-Agent": {"golive"}, "Accept": {"*/*"}}})
			if err != nil {
				b.Fatal(err)
			}
			user := program.User(7)
			user.cookies.take("session=0123456789abcdef; Path=/", "127.0.0.1", time.Now)
			step, body := program.steps[0], []byte(bench.body)
			kind, json := []byte("Content-Type"), []byte("application/json")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := user.Request(step); err != nil {
					b.Fatal(err)
				}
				user.Answer.Expect(step)
				user.Answer.Field(kind, json)
				if user.Answer.WantsBody() {
					user.Answer.Keep(body)
				}
				user.Answer.Status, user.Answer.Size = 200+step.Index, int64(len(body))
				if step.status {
					user.Answer.Status = 201
				}
				if fault := user.Take(step, time.Now); fault != nil {
					b.Fatal(fault)
				}
			}
		})
	}
}
