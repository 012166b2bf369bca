package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// answers says one thing after the other over connections that close after each, and
// notes what it was asked.
type answers struct {
	says []string
	seen []string
}

func (a *answers) dial(context.Context) (net.Conn, error) {
	next := a.says[min(len(a.seen), len(a.says)-1)]
	a.seen = append(a.seen, "")
	return &listening{script: newScript([]byte(next), 0), heard: &a.seen[len(a.seen)-1]}, nil
}

type listening struct {
	*script
	heard *string
}

func (l *listening) Write(request []byte) (int, error) {
	*l.heard += string(request)
	return l.script.Write(request)
}

// Whatever a service says, no more is kept of it than is said, it is told what was
// wrong, and nothing of it reaches another place than it may.
func TestWhatAServiceSaysDoesNoHarm(t *testing.T) {
	t.Parallel()
	ok := func(header, body string) string {
		return "HTTP/1.1 200 OK\r\nConnection: close\r\n" + header + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body
	}
	const half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
	const takes = "steps:\n  - { name: a, path: /a, extract: { token: { json: data.token } } }\n  - { name: b, path: '/b/{token}' }\n"
	const cookies = "steps:\n  - { name: a, path: /a }\n  - { name: b, path: /b }\n"
	for name, test := range map[string]struct {
		scenario string
		says     []string
		wrong    string // empty: the flow comes to its end
		sends    string // what its second request holds
		not      string // what none holds
	}{
		"ten million brackets": {takes, []string{ok("", strings.Repeat("[", 10_000_000))}, "a: nothing for {token} at json data.token, of the first 1048576 bytes", "", ""},
		"ten million objects":  {takes, []string{ok("", strings.Repeat(`{"data":`, 1_250_000))}, "a: nothing for {token}", "", ""},
		"a token far behind":   {takes, []string{ok("", strings.Repeat(" ", scenario.MostBody)+`{"data":{"token":"x"}}`)}, "of the first 1048576 bytes", "", ""},
		"a long token":         {takes, []string{ok("", `{"data":{"token":"`+strings.Repeat("x", 500_000)+`"}}`), ok("", "")}, "", "/b/xxxxxxx", ""},
		"a token of two lines": {takes, []string{ok("", `{"data":{"token":"x HTTP/1.1\r\nHost: evil.test\r\n\r\n"}}`), ok("", "")}, "", "/b/x%20HTTP%2F1.1%0D%0AHost:%20evil.test", "\r\nHost: evil"},
		"a token up the tree":  {takes, []string{ok("", `{"data":{"token":"../../admin"}}`), ok("", "")}, "", "/b/..%2F..%2Fadmin", ""},
		"endless headers":      {takes, []string{"HTTP/1.1 200 OK\r\n" + strings.Repeat("X-More: "+strings.Repeat("x", 1000)+"\r\n", 2000)}, "its header is longer than", "", ""},
		"a huge cookie":        {cookies, []string{ok("Set-Cookie: big="+strings.Repeat("x", 100_000)+"\r\nSet-Cookie: small=1\r\n", ""), ok("", "")}, "", "Cookie: small=1\r\n", "big="},
		"a thousand cookies":   {cookies, []string{ok(strings.Repeat("Set-Cookie: a=1\r\n", 1000)+manyCookies(1000), ""), ok("", "")}, "", "c49=", "c50="},
		"another's cookie":     {cookies, []string{ok("Set-Cookie: theirs=1; Domain=evil.test\r\nSet-Cookie: public=1; Domain=test\r\nSet-Cookie: ours=1; Domain=shop.test\r\n", ""), ok("", "")}, "", "Cookie: ours=1\r\n", "theirs"},
		"a cookie of two":      {cookies, []string{ok("Set-Cookie: a=1; Path=/other\r\nSet-Cookie: b=1; Path=/b\r\n", ""), ok("", "")}, "", "Cookie: b=1\r\n", "a=1"},
		"a redirect elsewhere": {cookies, []string{"HTTP/1.1 302 Found\r\nLocation: http://evil.test/\r\nContent-Length: 0\r\n\r\n"}, "redirects are not followed", "", "evil"},
		"a reset":              {cookies, []string{ok("", ""), half, ok("", ""), half, ok("", ""), half}, "b: unexpected EOF", "GET /b", ""},
		"chunks without end":   {takes, []string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1\r\nx\r\n", 100_000)}, "a: unexpected EOF", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &answers{says: test.says}
			err := TryProgram(t.Context(), HTTP1{Dial: service.dial}, program(t, test.scenario, 1), request(t, http.MethodGet), time.Hour)
			switch {
			case test.wrong == "" && err != nil, test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)):
				t.Fatalf("got %v, want %q", err, test.wrong)
			case len(fmt.Sprint(err)) > 1000:
				t.Errorf("it is told in %d bytes", len(err.Error()))
			}
			all := strings.Join(service.seen, "")
			if test.sends != "" && (len(service.seen) < 2 || !strings.Contains(service.seen[1], test.sends)) || test.not != "" && strings.Contains(all, test.not) {
				t.Errorf("it was asked %.2000q", service.seen)
			}
		})
	}
}

func manyCookies(count int) string {
	var text strings.Builder
	for index := range count {
		fmt.Fprintf(&text, "Set-Cookie: c%d=1\r\n", index+1)
	}
	return text.String()
}

// breaking is a service that resets every tenth request in the middle of a flow.
type breaking struct {
	*shopper
	count int
}

func (b *breaking) Connect(context.Context, time.Time) (Connection, error) { return b, nil }

func (b *breaking) Exchange(request *Request, deadline time.Time) (Answer, error) {
	b.mutex.Lock()
	b.count++
	breaks := b.count%10 == 0
	b.mutex.Unlock()
	if breaks {
		return Answer{}, fmt.Errorf("read: %w", syscall.ECONNRESET)
	}
	return b.shopper.Exchange(request, deadline)
}

// What is reset in the middle of a flow ends that flow alone, and all adds up.
func TestAResetEndsOneFlow(t *testing.T) {
	t.Parallel()
	service := &breaking{shopper: newShopper(time.Millisecond)}
	outcome := flows(t, visits, Plan{Rate: 300, Duration: 10 * time.Second, Timeout: time.Second, MostConnections: 60}, service)
	result := NewResult("http://shop.test/", "", outcome, DefaultThresholds(300))
	sessions := result.Sessions
	if result.Verdict != checks.Fail.String() || sessions.Mixed != 0 || sessions.Verified != 60 || sessions.Failed != result.Errors.Connect+outcome.WarmUp.Errors() || outcome.Measured.Offered != outcome.Measured.Ended() {
		t.Errorf("%s: %s, %+v, %+v", result.Verdict, result.Reason, sessions, result.Errors)
	}
	if share := float64(result.Errors.Connect) / float64(result.Requests); share < 0.09 || share > 0.11 {
		t.Errorf("a tenth breaks, and %f are said to", share)
	}
}

// The end of a run ends users who think, and keeps what they did.
func TestTheEndOfARunEndsUsersWhoThink(t *testing.T) {
	t.Parallel()
	text := strings.Replace(visits, "identity: { json: name } }", "identity: { json: name }, think: 5m }", 1)
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		outcome := gatherFlows(t, text, Plan{Rate: 20, Duration: 4 * time.Second, Timeout: time.Second, MostConnections: 100}, newShopper(time.Millisecond), 1)
		if took := time.Since(begin); took > 5*time.Second || outcome.Sessions.Users == 0 || outcome.Sessions.Completed != 0 || outcome.Sessions.Failed != 0 {
			t.Errorf("after %s: %+v", took, outcome.Sessions)
		}
	})
	if !errors.Is(stepError{"a", syscall.ECONNRESET}, syscall.ECONNRESET) {
		t.Error("the reason is lost")
	}
}
