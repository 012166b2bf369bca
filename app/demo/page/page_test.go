package page_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/page"
	"github.com/golive-app/golive/app/simulator"
)

// play is a demo that shows what a test says and remembers what was pressed.
type script struct {
	mutex    sync.Mutex
	snapshot demo.Snapshot
	bell     *simulator.Bell
	acts     []demo.Act
	refusal  error
}

func (s *script) Snapshot(context.Context) (demo.Snapshot, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.snapshot, nil
}

func (s *script) Changed() <-chan struct{} { return s.bell.Wait() }

func (s *script) Act(_ context.Context, act demo.Act) (string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.acts = append(s.acts, act)
	return "done", s.refusal
}

func (s *script) File(_ context.Context, commit, path string) (string, error) {
	if commit != "abc" {
		return "", demo.ErrNoSuchFile
	}
	return "one\n<script>alert(1)</script> " + path + "\n", nil
}

func (s *script) Change(context.Context, string) (string, error) {
	return "commit abc\n-old\n+<b>new</b>\n", nil
}

func (s *script) show(change func(*demo.Snapshot)) {
	s.mutex.Lock()
	change(&s.snapshot)
	s.mutex.Unlock()
	s.bell.Ring()
}

func newPage(t *testing.T, host string, seen demo.Snapshot) (*script, *page.Page) {
	t.Helper()
	told := &script{snapshot: seen, bell: simulator.NewBell()}
	made, err := page.New(page.Options{Demo: told, Host: host, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return told, made
}

// release is a snapshot of a release whose words all come from an enemy.
func release(words string) demo.Snapshot {
	at := time.Date(2026, 11, 23, 14, 6, 0, 0, time.UTC)
	return demo.Snapshot{
		Phase: demo.Playing, Play: 1, IsShop: true, Why: words, Repository: "acme/shop", RepositoryURL: "http://127.0.0.1:1/acme/shop", Opened: at, Mode: "enforce",
		Pull:    simulator.PullRequest{Number: 1, Title: words, Body: words, User: "kim", State: "open", HeadRef: words, BaseRef: words, HeadSHA: strings.Repeat("a", 40), Labels: []string{words}},
		Commits: []demo.Commit{{SHA: strings.Repeat("a", 40), Author: words, Subject: words, At: at}},
		Timeline: []demo.Entry{
			{ID: 7, Kind: demo.EntryComment, At: at, User: words, Body: words, Reactions: []simulator.Reaction{{User: words, Content: words}}},
			{ID: 8, Kind: demo.EntryPush, At: at, User: words, Commit: words, Subject: words},
			{ID: 9, Kind: demo.EntryTag, At: at, User: words, Commit: words, Subject: words},
		},
		CheckRuns: []simulator.CheckRun{{
			ID: 3, Name: "golive / ready", HeadSHA: words, Status: "completed", Conclusion: "failure", Title: words, Summary: words, Text: words,
			Annotations: []simulator.Annotation{{Path: words, StartLine: 1, Level: "failure", Title: words, Message: words}},
			Actions:     []simulator.Action{{Label: words, Description: words, Identifier: words}},
		}},
		Ready:   demo.Verdict{Status: "completed", Conclusion: "failure", Title: words},
		Tags:    []demo.Tag{{Name: words, Commit: words}},
		Issues:  []demo.Issue{{Number: 2, Title: words, Body: words}},
		Staging: &demo.StagingState{URL: "http://127.0.0.1:2", Commit: words, Version: words},
		Offers:  []demo.Offer{{Name: demo.ActTag, Next: words}, {Name: demo.ActFix, Reason: words}},
	}
}

func ask(shown http.Handler, method, target, body string, header map[string]string) *http.Response {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	request.Host = "127.0.0.1:8377"
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range header {
		if name == "Host" {
			request.Host = value
		}
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	shown.ServeHTTP(recorder, request)
	return recorder.Result()
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestThePageAnswersWhoItIsFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listens, host string
		status        int
	}{
		"by its address":                         {"127.0.0.1", "127.0.0.1:8377", 200},
		"through a forwarded port":               {"127.0.0.1", "localhost:9000", 200},
		"over IPv6":                              {"::1", "[::1]:8377", 200},
		"a name that was bound to it":            {"127.0.0.1", "evil.example:8377", 421},
		"a name that looks like it":              {"127.0.0.1", "127.0.0.1.evil.example", 421},
		"an address of the network":              {"127.0.0.1", "192.0.2.1:8377", 421},
		"no name":                                {"127.0.0.1", "", 421},
		"an address of the network, as asked":    {"0.0.0.0", "192.0.2.1:8377", 200},
		"a name that was bound to that":          {"0.0.0.0", "evil.example:8377", 421},
		"the name that was asked for":            {"demo.internal", "demo.internal:8377", 200},
		"all addresses, in the shortest writing": {"", "192.0.2.1:8377", 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, shown := newPage(t, test.listens, release("x"))
			answer := ask(shown, "GET", "/", "", map[string]string{"Host": test.host})
			if answer.StatusCode != test.status {
				t.Errorf("answered %d, want %d", answer.StatusCode, test.status)
			}
			if policy := answer.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("the policy is %q", policy)
			}
		})
	}
}

func TestButtonsArePressedByPeopleHere(t *testing.T) {
	t.Parallel()
	const comment = "act=comment&user=dana&text=%2Fgolive+status"
	for name, test := range map[string]struct {
		body    string
		header  map[string]string
		refusal error
		status  int
		pressed bool
	}{
		"from the page's script":      {body: comment, header: map[string]string{"Sec-Fetch-Site": "same-origin"}, status: 200, pressed: true},
		"without a script":            {body: comment, header: map[string]string{"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}, status: 303, pressed: true},
		"from another site":           {body: comment, header: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403},
		"from another port":           {body: comment, header: map[string]string{"Sec-Fetch-Site": "same-site"}, status: 403},
		"from an older browser":       {body: comment, header: map[string]string{"Origin": "http://evil.example"}, status: 403},
		"through a name bound to it":  {body: comment, header: map[string]string{"Host": "evil.example"}, status: 421},
		"too much":                    {body: "act=comment&text=" + strings.Repeat("x", 200_000), status: 413},
		"no form":                     {body: "%zz", status: 400},
		"a check run without number":  {body: "act=rerun&run=x", status: 400},
		"what is not possible now":    {body: "act=fix", refusal: fmt.Errorf("%w: both fixes are pushed", demo.ErrNotNow), status: 409, pressed: true},
		"what nobody can do":          {body: "act=dance", refusal: demo.ErrBadForm, status: 400, pressed: true},
		"what fails on golive's side": {body: "act=fix", refusal: errors.New("git push: /tmp/secret"), status: 500, pressed: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told, shown := newPage(t, "127.0.0.1", release("x"))
			told.refusal = test.refusal
			answer := ask(shown, "POST", "/act", test.body, test.header)
			words := read(t, answer)
			if answer.StatusCode != test.status || (len(told.acts) > 0) != test.pressed {
				t.Errorf("answered %d %q, pressed %v", answer.StatusCode, words, told.acts)
			}
			if strings.Contains(words, "/tmp") {
				t.Errorf("tells what belongs in the log: %q", words)
			}
			if test.pressed && test.body == comment && told.acts[0] != (demo.Act{Name: demo.ActComment, User: "dana", Text: "/golive status"}) {
				t.Errorf("pressed %+v", told.acts[0])
			}
		})
	}
}

func TestNothingIsPressedByLooking(t *testing.T) {
	t.Parallel()
	told, shown := newPage(t, "127.0.0.1", release("x"))
	if answer := ask(shown, "GET", "/act?act=fix", "", nil); answer.StatusCode != http.StatusMethodNotAllowed || len(told.acts) > 0 {
		t.Errorf("answered %d", answer.StatusCode)
	}
}

func TestThePageIsThereBeforeTheDemo(t *testing.T) {
	t.Parallel()
	_, shown := newPage(t, "127.0.0.1", demo.Snapshot{Phase: demo.Starting, Doing: "golive, with a queue of its own"})
	answer := ask(shown, "GET", "/", "", nil)
	if words := read(t, answer); answer.StatusCode != 200 || !strings.Contains(words, "golive, with a queue of its own") || !strings.Contains(words, `http-equiv="refresh"`) {
		t.Errorf("%d: %s", answer.StatusCode, words)
	}
}

func TestAPageThatLacksEverythingIsStillAPage(t *testing.T) {
	t.Parallel()
	for name, seen := range map[string]demo.Snapshot{
		"an empty release": {Phase: demo.Playing},
		"a failed start":   {Phase: demo.Failed, Doing: "no room on the disk"},
		"another repository": {Phase: demo.Playing, Why: "branch x", Offers: []demo.Offer{
			{Name: demo.ActFix, Reason: "only the sample shop has fixes"},
		}},
	} {
		_, shown := newPage(t, "127.0.0.1", seen)
		answer := ask(shown, "GET", "/", "", nil)
		if words := read(t, answer); answer.StatusCode != 200 || !strings.Contains(words, seen.Doing) || strings.Contains(words, "ZgotmplZ") {
			t.Errorf("%s: %d %s", name, answer.StatusCode, words)
		}
	}
}

func TestSourcesAreShownAsText(t *testing.T) {
	t.Parallel()
	_, shown := newPage(t, "127.0.0.1", release("x"))
	words := read(t, ask(shown, "GET", "/blob/abc/src/a%20b.ts", "", nil))
	if !strings.Contains(words, `id="L2"`) || !strings.Contains(words, "&lt;script&gt;") || strings.Contains(words, "<script>") || !strings.Contains(words, "src/a b.ts") {
		t.Error(words)
	}
	if answer := ask(shown, "GET", "/blob/abd/x", "", nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("answered %d", answer.StatusCode)
	}
	words = read(t, ask(shown, "GET", "/commit/abc", "", nil))
	if !strings.Contains(words, `class="src added"`) || !strings.Contains(words, `class="src removed"`) || strings.Contains(words, "<b>new") {
		t.Error(words)
	}
}

// event reads the next event of a stream, without its comments.
func event(t *testing.T, stream *bufio.Scanner) string {
	t.Helper()
	for stream.Scan() {
		if data, found := strings.CutPrefix(stream.Text(), "data: "); found {
			return data
		}
	}
	t.Fatalf("the stream ended: %v", stream.Err())
	return ""
}

func TestChangesArriveByThemselves(t *testing.T) {
	t.Parallel()
	told, shown := newPage(t, "127.0.0.1", demo.Snapshot{Phase: demo.Starting, Doing: "a simulated GitHub"})
	server := httptest.NewServer(shown)
	t.Cleanup(server.Close)
	ctx, end := context.WithTimeout(t.Context(), 5*time.Minute)
	defer end()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("the stream is %q", kind)
	}
	stream := bufio.NewScanner(answer.Body)
	stream.Buffer(nil, 1<<20)
	if first := event(t, stream); !strings.Contains(first, "a simulated GitHub") {
		t.Errorf("first comes %s", first)
	}
	told.show(func(seen *demo.Snapshot) { seen.Doing = "golive\r\nevent: x" })
	if second := event(t, stream); !strings.Contains(second, `golive\r\nevent: x`) && !strings.Contains(second, `golive`) {
		t.Errorf("then comes %s", second)
	}
	told.show(func(seen *demo.Snapshot) { *seen = release("ready?") })
	if third := event(t, stream); !strings.Contains(third, "ready?") {
		t.Errorf("then comes %s", third)
	}
}

func TestAddressesOfFormsAreOfThisPage(t *testing.T) {
	t.Parallel()
	_, shown := newPage(t, "127.0.0.1", release("x"))
	for _, part := range strings.Split(read(t, ask(shown, "GET", "/", "", nil)), `action="`)[1:] {
		target, _, _ := strings.Cut(part, `"`)
		if parsed, err := url.Parse(target); err != nil || parsed.IsAbs() || target != "/act" {
			t.Errorf("a form leads to %q", target)
		}
	}
}
