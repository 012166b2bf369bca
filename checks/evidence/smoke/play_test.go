package smoke_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/smoke"
)

// shop is a service with customers who log in. Whoever logs in is given a token that
// looks like nothing, in the body, in a cookie and in a header.
type shop struct {
	mutex    sync.Mutex
	asked    []string
	password string
	broken   bool
}

const session = "s3ss1on-of-dana"

func (s *shop) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked = append(s.asked, request.Method+" "+request.URL.RequestURI())
	body, _ := io.ReadAll(request.Body)
	say := func(status int, kind, text string) {
		writer.Header().Set("Content-Type", kind)
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, text)
	}
	switch request.Method + " " + request.URL.Path {
	case "GET /":
		say(200, "text/html", "<h1>Welcome</h1>")
	case "POST /api/login":
		var credentials struct{ Name, Password string }
		if json.Unmarshal(body, &credentials) != nil || credentials.Password != s.password {
			say(401, "application/json", `{"error":"no, `+credentials.Password+`"}`)
			return
		}
		http.SetCookie(writer, &http.Cookie{Name: "sid", Value: "c00kie-of-dana"})
		writer.Header().Set("X-Handed", session)
		say(200, "application/json", `{"handed":"`+session+`","cart":"cart-17"}`)
	case "GET /api/cart/cart-17":
		cookie, err := request.Cookie("sid")
		if s.broken {
			say(500, "application/json", `{"error":"for `+request.Header.Get("Authorization")+`"}`)
			return
		}
		if request.Header.Get("Authorization") != "Bearer "+session || err != nil || cookie.Value != "c00kie-of-dana" {
			say(403, "application/json", `{"error":"who?"}`)
			return
		}
		say(200, "application/json", `{"items":[{"price":14}],"owner":"dana","you":"`+session+`"}`)
	default:
		say(404, "text/plain", "no")
	}
}

const steps = `
headers: { Accept: application/json }
steps:
  - name: start page
    path: /
    check: ['body contains "Welcome"', time < 5s]
  - name: login
    method: POST
    path: /api/login
    body: '{"name":"dana","password":"${secret:PASSWORD}"}'
    extract: { handed: { json: handed }, cart: { json: cart } }
  - name: cart
    path: /api/cart/{cart}
    headers: { Authorization: "Bearer {handed}" }
    check: ['json items[0].price == 14', 'header Content-Type contains json']
`

// played plays a file on the shop.
func played(t *testing.T, service http.Handler, text string, change func(*probe.Options)) (smoke.Played, *probe.Visit) {
	t.Helper()
	visit := probetest.Serve(t, service, func(options *probe.Options) {
		options.Writes.May = true
		options.Secrets = func(name string) (string, error) {
			if name != "PASSWORD" {
				return "", errors.New("there is none")
			}
			return `open "sesame" 4711`, nil
		}
		if change != nil {
			change(options)
		}
	})
	file := smoke.Parse([]byte(text))
	if file.Problem != nil {
		t.Fatal(file.Problem)
	}
	made, err := smoke.Play(t.Context(), visit, file, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return made, visit
}

func TestAVisitorGoesThroughTheSteps(t *testing.T) {
	t.Parallel()
	service := &shop{password: `open "sesame" 4711`}
	made, _ := played(t, service, steps, nil)
	if held, _, _, _ := made.Count(); made.Lacks != "" || held != len(made.Steps) || held == 0 {
		t.Errorf("%+v", made)
	}
	if got := strings.Join(service.asked, ", "); got != "GET /, POST /api/login, GET /api/cart/cart-17" {
		t.Errorf("asked %s", got)
	}
	if made.Steps[2].Line != 12 || made.Steps[0].API || !made.Steps[1].API || !made.Steps[2].API {
		t.Errorf("%+v", made.Steps)
	}
}

// What the operator laid down, and what the service handed out, is in nothing that is
// shown, also where the service gives it back.
func TestNothingThatOpensSomethingIsShown(t *testing.T) {
	t.Parallel()
	for name, service := range map[string]*shop{
		"all holds":       {password: `open "sesame" 4711`},
		"a wrong secret":  {password: "another"},
		"a failing cart":  {password: `open "sesame" 4711`, broken: true},
		"a failing check": {password: `open "sesame" 4711`},
	} {
		text := steps
		if name == "a failing check" {
			text += "  - { name: again, path: '/api/cart/{cart}', headers: { Authorization: 'Bearer {handed}' }, check: json you == x }\n"
		}
		made, _ := played(t, service, text, nil)
		shown, err := json.Marshal(made)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"sesame", "4711", session, "c00kie"} {
			if at := strings.Index(string(shown), secret); at >= 0 {
				t.Errorf("%s: %s is shown: …%s", name, secret, shown[max(0, at-200):at+40])
			}
		}
		if !strings.Contains(string(shown), "(secret)") && name != "a wrong secret" {
			t.Errorf("%s: nothing was left out", name)
		}
	}
}

func TestWhatIsNotPlayed(t *testing.T) {
	t.Parallel()
	opens := func(*probe.Options) {}
	for name, test := range map[string]struct {
		text    string
		broken  bool
		change  func(*probe.Options)
		counts  [4]int // held, failed, unclear, skipped
		says    string
		lacking string
	}{
		"all of it":                       {steps, false, opens, [4]int{3, 0, 0, 0}, "", ""},
		"what changes data":               {steps, false, func(o *probe.Options) { o.Writes = probe.Writes{Why: "nobody allowed it"} }, [4]int{1, 0, 0, 2}, "it may change data, and nobody allowed it", ""},
		"what needs a skipped step":       {steps, false, func(o *probe.Options) { o.Writes = probe.Writes{} }, [4]int{1, 0, 0, 2}, "it needs `{cart}`, which `login` did not give", ""},
		"a step that fails":               {steps, true, opens, [4]int{2, 1, 0, 0}, "cart: status 500", ""},
		"no secret":                       {strings.ReplaceAll(steps, "PASSWORD", "OTHER"), false, opens, [4]int{}, "", "the secret `OTHER` cannot be had: there is none"},
		"a budget that is over":           {steps, false, func(o *probe.Options) { o.Budget = 1 }, [4]int{1, 0, 1, 1}, "at most", ""},
		"a redirect is not followed":      {"steps: [{path: /go, check: status == 302}]", false, opens, [4]int{0, 1, 0, 0}, "it is 404", ""},
		"a status that is meant":          {"steps: [{path: /go, check: status == 404}]", false, opens, [4]int{1, 0, 0, 0}, "", ""},
		"an answer that takes too long":   {"steps: [{path: /, check: time < 1ns}]", false, opens, [4]int{0, 1, 0, 0}, "it took", ""},
		"a value that breaks no header":   {"steps:\n- {name: a, path: /, extract: {line: {regex: 'W[a-z]*'}}}\n- {name: b, path: /, headers: {X-A: '{line}'}}", false, opens, [4]int{2, 0, 0, 0}, "", ""},
		"a later step goes on after that": {"steps: [{path: /gone}, {path: /}]", false, opens, [4]int{1, 1, 0, 0}, "status 404", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, _ := played(t, &shop{password: `open "sesame" 4711`, broken: test.broken}, test.text, test.change)
			held, failed, unclear, skipped := made.Count()
			text := ""
			for _, step := range made.Steps {
				text += step.Fault + step.Skipped + step.Unclear + "\n"
			}
			if got := [4]int{held, failed, unclear, skipped}; got != test.counts || !strings.Contains(text, test.says) || made.Lacks != test.lacking {
				t.Errorf("%v, want %v; lacks %q; says\n%s", got, test.counts, made.Lacks, text)
			}
		})
	}
}

func TestAnAnswerOfAWallTellsNothing(t *testing.T) {
	t.Parallel()
	wall := http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Cf-Mitigated", "challenge")
		writer.WriteHeader(http.StatusForbidden)
	})
	made, _ := played(t, wall, "steps: [{path: /}]", nil)
	if _, failed, unclear, _ := made.Count(); failed != 0 || unclear != 1 {
		t.Errorf("%+v", made.Steps)
	}
	many := http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(http.StatusTooManyRequests) })
	made, _ = played(t, many, "steps: [{path: /}]", nil)
	if _, failed, unclear, _ := made.Count(); failed != 0 || unclear != 1 {
		t.Errorf("%+v", made.Steps)
	}
}

var _ checks.Staging = (*probe.Visit)(nil)
