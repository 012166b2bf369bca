package scenario

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const shop = `users:
  generate:
    name: "user-{index}"
    password: 'se"cret-{index}'
headers:
  X-Shop: "{name}"
start:
  - name: login
    method: POST
    path: /login
    body: '{"user":"{name}","password":"{password}"}'
    extract:
      token: { json: token }
      sid: { cookie: session }
steps:
  - name: browse
    path: /products/{sid}?q={password}&literal={{name}}
    extract:
      order: { regex: 'order-(\d+)' }
      next: { header: X-Next }
    think: 1s..3s
  - name: follow
    path: "{next}"
  - name: checkout
    method: POST
    path: /orders/{order}
    headers: { Authorization: "Bearer {token}", Content-Type: application/x-www-form-urlencoded }
    body: note={password}
    check:
      - status == 201
      - json items[0].owner == "{name}"
      - size < 1KiB
    identity: { json: user }
`

func options() Options {
	return Options{Host: "127.0.0.1:8080", Prefix: "/v1", Count: 3, Header: http.Header{"Accept": {"*/*"}, "X-Shop": {"none"}}}
}

// compiled makes a program, or says what is wrong.
func compiled(t *testing.T, text string, options Options) *Program {
	t.Helper()
	program, err := Parse("shop.yaml", []byte(text)).Compile(options)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// says lets a service answer a user's step.
func says(user *User, step *Step, status int, header map[string]string, body string) *Fault {
	user.Answer.Expect(step)
	user.Answer.Status, user.Answer.Size = status, int64(len(body))
	for name, value := range header {
		user.Answer.Field([]byte(name), []byte(value))
	}
	if user.Answer.WantsBody() {
		user.Answer.Keep([]byte(body))
	}
	return user.Take(step, func() time.Time { return time.Unix(1_800_000_000, 0) })
}

func sent(t *testing.T, user *User, step *Step) string {
	t.Helper()
	request, err := user.Request(step)
	if err != nil {
		t.Fatal(err)
	}
	return string(request)
}

// A user's values stand in each request in the form of their place.
func TestAUserDoesItsFlow(t *testing.T) {
	t.Parallel()
	program := compiled(t, shop, options())
	user := program.User(2)
	start, steps := user.Begin(0)
	if len(start) != 1 || len(steps) != 3 || program.Requests() != 3 || program.Think() != 2*time.Second || !program.Identifies() {
		t.Fatalf("%d, %d, %f, %s", len(start), len(steps), program.Requests(), program.Think())
	}
	for _, step := range []struct {
		step   *Step
		wants  string
		status int
		header map[string]string
		body   string
	}{
		{
			start[0], "POST /v1/login HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\nX-Shop: user-2\r\nContent-Type: application/json\r\nContent-Length: 44\r\n\r\n" + `{"user":"user-2","password":"se\"cret-2"}`, 200,
			map[string]string{"Set-Cookie": "session=a/b; Path=/; HttpOnly"}, `{"token":"t-2"}`,
		},
		{
			steps[0], "GET /v1/products/a%2Fb?q=se%22cret-2&literal={name} HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\nX-Shop: user-2\r\nCookie: session=a/b\r\n\r\n", 200,
			map[string]string{"x-next": "/v1/cart?page=2"}, "see order-77",
		},
		{steps[1], "GET /v1/cart?page=2 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\nX-Shop: user-2\r\nCookie: session=a/b\r\n\r\n", 304, nil, ""},
		{
			steps[2], "POST /v1/orders/77 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\nX-Shop: user-2\r\nAuthorization: Bearer t-2\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: session=a/b\r\nContent-Length: 17\r\n\r\nnote=se%22cret-2", 201,
			nil, `{"user":"user-2","items":[{"owner":"user-2"}]}`,
		},
	} {
		request := sent(t, user, step.step)
		wants := step.wants
		// The lengths are those that the bodies have.
		if _, body, _ := strings.Cut(request, "\r\n\r\n"); body != "" {
			_, wantedBody, _ := strings.Cut(wants, "\r\n\r\n")
			if body != wantedBody || !strings.Contains(request, "Content-Length: "+itoa(len(body))+"\r\n") {
				t.Errorf("%s: %q", step.step.Name, request)
			}
			head, _, _ := strings.Cut(request, "Content-Length")
			wants, _, _ = strings.Cut(wants, "Content-Length")
			request = head
		}
		if request != wants {
			t.Errorf("%s:\n%q\n%q", step.step.Name, request, wants)
		}
		if fault := says(user, step.step, step.status, step.header, step.body); fault != nil {
			t.Errorf("%s: %v", step.step.Name, fault)
		}
	}
	user.Started()
	if start, _ := user.Begin(1); len(start) != 0 || !user.Holds() || !strings.Contains(sent(t, user, steps[2]), "Cookie: session") {
		t.Error("the session did not last")
	}
}

func itoa(number int) string {
	text := ""
	for ; number > 0; number /= 10 {
		text = string(rune('0'+number%10)) + text
	}
	return text
}

func TestWhatIsNotAsItIsToBe(t *testing.T) {
	t.Parallel()
	program := compiled(t, shop, options())
	user := program.User(2)
	start, steps := user.Begin(0)
	const good = `{"user":"user-2","items":[{"owner":"user-2"}]}`
	for name, test := range map[string]struct {
		step   *Step
		status int
		header map[string]string
		body   string
		kind   FaultKind
		says   string
	}{
		"a status of its own":           {start[0], 503, nil, "", WrongStatus, "login: status 503"},
		"a redirect":                    {start[0], 302, nil, "", WrongStatus, "redirects are not followed"},
		"an error page with status 200": {start[0], 200, map[string]string{"Set-Cookie": "session=x"}, "<h1>sorry</h1>", NotExtracted, "nothing for {token} at json token"},
		"no cookie":                     {start[0], 200, nil, `{"token":"t"}`, NotExtracted, "nothing for {sid} at cookie session"},
		"a null":                        {start[0], 200, nil, `{"token":null}`, NotExtracted, "nothing for {token}"},
		"an empty text":                 {start[0], 200, nil, `{"token":""}`, NotExtracted, "nothing for {token}"},
		"another status than asked":     {steps[2], 200, nil, good, WrongStatus, "status == 201: it is 200"},
		"a check of JSON":               {steps[2], 201, nil, `{"user":"user-2","items":[{"owner":"user-3"}]}`, FailedCheck, `it is "user-3"`},
		"a check of what is not there":  {steps[2], 201, nil, `{"user":"user-2"}`, FailedCheck, "it has none"},
		"a check of size":               {steps[2], 201, nil, good + strings.Repeat(" ", 1024), FailedCheck, "size < 1KiB: it is 1070"},
		"another user's data":           {steps[2], 201, nil, strings.Replace(good, `"user":"user-2"`, `"user":"user-3"`, 1), Mixed, `user 2, "user-2", was given the data of "user-3"`},
		"nobody's data":                 {steps[2], 201, nil, strings.Replace(good, `"user":"user-2"`, `"user":"root"`, 1), Mixed, `the data of "root"`},
		"no data":                       {steps[2], 201, nil, strings.Replace(good, `"user":"user-2",`, ``, 1), NotExtracted, "nothing says whose data"},
	} {
		user.cookies = nil
		fault := says(user, test.step, test.status, test.header, test.body)
		if fault == nil || fault.Kind != test.kind || !strings.Contains(fault.Reason, test.says) {
			t.Errorf("%s: %+v", name, fault)
			continue
		}
		if known := map[string]int{"another user's data": 3}[name]; fault.Other != known {
			t.Errorf("%s: of user %d", name, fault.Other)
		}
	}
}

// Every expression that users write, and what it says of answers.
func TestChecks(t *testing.T) {
	t.Parallel()
	body := `{"ok":true,"count":12,"name":"a \"hat\"","list":[1,2],"none":null,"price":12.50}`
	header := map[string]string{"Content-Type": "application/json; charset=utf-8", "X-Empty": ""}
	for expression, holds := range map[string]bool{
		"status == 200": true, "status != 500": true, "status < 300": true, "status>=201": false, "status <= 200": true, "status > 200": false,
		`body contains "ok"`: true, "body contains sorry": false, `body lacks 'sorry'`: true, `body lacks "ok"`: false, `body matches '"count":\d+'`: true,
		"body == x": false, "body != x": true, `body contains "a \\\"hat"`: true,
		"size < 1MiB": true, "size == 0": false, "size >= 0.5 kB": false, "size<1MB": true,
		"json ok == true": true, "json count == 12": true, "json $.count > 11": true, "json count < 12": false, "json name == 'a \"hat\"'": true,
		"json name contains hat": true, "json name lacks hat": false, "json name matches ^a": true, "json list[1] == 2": true, "json list == [1,2]": true, "json none exists": false, "json list[2] exists": false,
		"json name exists": true, "json name > 3": false, "json count != 13": true, "json price == 12.50": true,
		"header Content-Type contains json": true, "header content-type == text/html": false, "header X-Powered-By exists": false, "header X-Empty exists": false, "header Content-Type matches ^application/": true,
	} {
		program, err := Single(Options{Host: "shop.test", Count: 1}, "GET", "/", nil, []string{expression})
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		fault := says(program.User(1), program.steps[0], 200, header, body)
		if (fault == nil) != holds {
			t.Errorf("%s: %v", expression, fault)
		}
		if fault != nil && !strings.Contains(fault.Reason, strings.TrimSpace(expression)) {
			t.Errorf("%s: %s", expression, fault.Reason)
		}
	}
	for expression, says := range map[string]string{
		"": "write one like", "ok": "write one like", "statsu == 200": `there is no "statsu"`, "status contains 2": "compared by ==", "status == ok": "no number", "status == 20": "no status", "status ==": "value is missing",
		"body": "write one like", "body == \"x": "quote is missing", "body matches '('": "no regular expression", "body contains {name}": "nothing sets {name}", "json == 3": "does not say which", "json a..b == 3": "one value",
		"json a[*] == 3": "one value", "header exists": "does not say which", "header X exists yes": "nothing follows", `body == "\q"`: "no text in quotes", "size < 3 GiB": "no number", "status 200 == 200": "write one like", "body < 3": "compared by",
	} {
		if _, err := Single(Options{Host: "shop.test", Count: 1}, "GET", "/", nil, []string{expression}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", expression, err, says)
		}
	}
}

// Of one request without a scenario nothing is taken for a variable.
func TestASingleRequestIsTakenAsItIs(t *testing.T) {
	t.Parallel()
	program, err := Single(Options{Host: "shop.test", Count: 1, Header: http.Header{"Accept": {"*/*"}, "Host": {"other.test"}}}, "POST", "/a?b={index}", []byte("{index}"), []string{"status == 200"})
	if err != nil {
		t.Fatal(err)
	}
	if request := sent(t, program.User(1), program.steps[0]); request != "POST /a?b={index} HTTP/1.1\r\nHost: other.test\r\nAccept: */*\r\nContent-Length: 7\r\n\r\n{index}" {
		t.Errorf("%q", request)
	}
}

// Cookies go where they belong, and no user's are without bound.
func TestCookies(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC) }
	var jar cookies
	for _, field := range []string{
		"a=1; Path=/; Secure; HttpOnly; SameSite=Strict", "b=2; Path=/cart", "c=3; Domain=evil.test", "d=4; Domain=shop.test", "e=5; Domain=.staging.shop.test", "f=6; Domain=test", "g=7; Max-Age=0",
		"a=one; Path=/", "h=8", "h=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "nonsense", "=x", "i=" + strings.Repeat("x", 5000), "j=9; Path=cart",
	} {
		jar.take(field, "staging.shop.test", now)
	}
	for path, wants := range map[string]string{
		"/": "Cookie: a=one; d=4; e=5; j=9\r\n", "/cart": "Cookie: a=one; b=2; d=4; e=5; j=9\r\n", "/cart/1?x": "Cookie: a=one; b=2; d=4; e=5; j=9\r\n", "/carts": "Cookie: a=one; d=4; e=5; j=9\r\n",
	} {
		if got := string(jar.append(nil, []byte(path))); got != wants {
			t.Errorf("%s: %q", path, got)
		}
	}
	for index := range 200 {
		jar.take("many"+itoa(index+1)+"=x", "staging.shop.test", now)
	}
	if len(jar) != mostCookies {
		t.Errorf("%d cookies", len(jar))
	}
	var address cookies
	address.take("a=1; Domain=0.0.1", "127.0.0.1", now)
	if len(address) != 0 {
		t.Error("an address is no domain")
	}
}

// What a service says does not end a header, and leads to no other host.
func TestForeignValuesStayWhereTheyStand(t *testing.T) {
	t.Parallel()
	program := compiled(t, "steps:\n  - path: /a\n    extract: { token: { json: token } }\n  - path: '{token}'\n  - {path: /b, headers: {X-Token: '{token}'}}\n", options())
	user := program.User(1)
	for value, refused := range map[string][2]bool{ // as a path, as a header
		`/x`: {false, false}, `/x\r\nHost: evil`: {true, true}, `http://evil.test/`: {true, false}, `/a b`: {true, false}, `/\u0000`: {true, true}, `/ü`: {true, false},
	} {
		if fault := says(user, program.steps[0], 200, nil, `{"token":"`+value+`"}`); fault != nil {
			t.Fatal(fault)
		}
		for index, step := range program.steps[1:] {
			if _, err := user.Request(step); (err != nil) != refused[index] {
				t.Errorf("%s at %s: %v", value, step.Name, err)
			}
		}
	}
}

// No answer takes more than what is said to be kept.
func TestNoMoreIsKeptThanIsSaid(t *testing.T) {
	t.Parallel()
	program := compiled(t, "steps:\n  - path: /\n    check: body contains needle\n    extract: { x: { json: a } }\n", options())
	user := program.User(1)
	step := program.steps[0]
	user.Answer.Expect(step)
	user.Answer.Status = 200
	for range 1000 {
		user.Answer.Field([]byte("Set-Cookie"), []byte("a="+strings.Repeat("x", 1000)))
		user.Answer.Field([]byte("X-Other"), []byte(strings.Repeat("x", 1000)))
	}
	for range 100 {
		user.Answer.Keep([]byte(strings.Repeat("[", 64<<10)))
	}
	if len(user.Answer.Body) != MostBody || !user.Answer.Cut || len(user.Answer.text) > MostHeader {
		t.Errorf("%d bytes of body, %d of header", len(user.Answer.Body), len(user.Answer.text))
	}
	if fault := user.Take(step, time.Now); fault == nil || fault.Kind != FailedCheck || !strings.Contains(fault.Reason, "the first 1048576 bytes") {
		t.Error(fault)
	}
	user.Answer.Trim()
	if cap(user.Answer.Body) != 0 {
		t.Error("a long answer stays in memory")
	}
}

// Weights are kept exactly, spread evenly.
func TestFlowsComeByTheirWeight(t *testing.T) {
	t.Parallel()
	program := compiled(t, "flows:\n  - { name: a, weight: 3, steps: [ { path: /a }, { path: /b } ] }\n  - { name: b, steps: [ { path: /c } ] }\n", options())
	turns := ""
	for turn := range uint64(8) {
		turns += program.Flow(turn).Name
	}
	if turns != "aabaaaba" || program.Requests() != 1.75 {
		t.Error(turns, program.Requests())
	}
	if name := program.steps[2].Name; name != "b / GET /c" {
		t.Error(name)
	}
}

func TestUsersOfAFile(t *testing.T) {
	t.Parallel()
	const text = "users: { file: users.csv }\nsteps:\n  - { path: '/{name}/{password}' }\n"
	with := options()
	with.Users, with.Prefix = []byte("\xEF\xBB\xBFname,password\r\ndana,\"a,b\"\r\nkim,c d\r\nlee,e\r\npat,f\r\n"), ""
	program := compiled(t, text, with)
	if request := sent(t, program.User(1), program.steps[0]); !strings.HasPrefix(request, "GET /dana/a%2Cb HTTP") {
		t.Errorf("%q", request)
	}
	if owner := program.users.owner; len(owner) != 3 || owner["lee"] != 3 || program.User(3).Identity() != "lee" {
		t.Error(owner)
	}
	if file := Parse("x", []byte(text)).UsersFile(); file != "users.csv" || Rows(with.Users) != 4 {
		t.Error(file, Rows(with.Users))
	}
}
