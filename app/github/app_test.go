package github

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/jobs"
)

func TestTheAppKnowsItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	app, err := w.hub.App(w.ctx)
	must(t, err)
	equal(t, "login", app.Login(), simulator.BotLogin)
	equal(t, "id", app.ID, w.AppID())
	if lacking := Lacking(app); len(lacking) != 0 {
		t.Errorf("the App of the manifest lacks %v", lacking)
	}
}

func TestTheAppWithAKeyOfAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hub, err := NewHub(Options{AppID: w.AppID(), PrivateKey: testKey(), APIURL: strings.TrimRight(w.APIURL(), "/"), DataDirectory: t.TempDir()})
	must(t, err)
	if _, err := hub.App(w.ctx); err == nil || !strings.Contains(err.Error(), "private key") || !strings.Contains(err.Error(), "clock") {
		t.Errorf("got %v", err)
	}
	hub, err = NewHub(Options{AppID: w.AppID(), PrivateKey: w.PrivateKeyPEM(), APIURL: strings.TrimSuffix(w.APIURL(), "/api/v3/"), DataDirectory: t.TempDir()})
	must(t, err)
	if _, err := hub.App(w.ctx); !errors.Is(err, jobs.ErrGone) || !strings.Contains(err.Error(), "under this address") {
		t.Errorf("the base path is missing: %v", err)
	}
}

func TestLacking(t *testing.T) {
	t.Parallel()
	permissions, events := Wanted()
	app := App{Permissions: map[string]string{}}
	for _, need := range permissions {
		app.Permissions[need.Name] = need.Level
	}
	for _, need := range events {
		app.Events = append(app.Events, need.Name)
	}
	equal(t, "nothing", len(Lacking(app)), 0)
	app.Permissions["contents"] = "write" // more than wanted
	app.Permissions["checks"] = "read"
	delete(app.Permissions, "members")
	app.Events = app.Events[1:]
	equal(t, "lacking", Lacking(app), []string{
		"permission checks: write, has read (needed: shows the verdict as check runs)",
		"event pull_request (needed: release pull requests)",
		"permission members: read (optional: who is in a team that the policy or CODEOWNERS names, and so may approve or sign)",
	})
}

func TestInstallationsAndRepositories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var want []int64
	want = append(want, w.installation)
	for i := range 104 {
		want = append(want, w.CreateInstallation("owner"+string(rune('a'+i/26))+string(rune('a'+i%26)), nil))
	}
	must(t, w.SuspendInstallation(want[50], "ada"))
	found, err := w.hub.Installations(w.ctx)
	must(t, err)
	equal(t, "installations", found, append(want[:50:50], want[51:]...))
	other, err := w.CreateRepository("acme", "other", "")
	must(t, err)
	repositories, err := w.hub.Repositories(w.ctx, w.installation)
	must(t, err)
	equal(t, "repositories", repositories, []int64{w.id, other.ID})
}

func TestArchivedRepositoriesAreLeftOut(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /installation/repositories", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 200, map[string]any{"repositories": []any{map[string]any{"id": 1}, map[string]any{"id": 2, "archived": true}, map[string]any{"id": 3, "disabled": true}}})
	})
	found, err := f.hub(t, "").Repositories(t.Context(), 5)
	must(t, err)
	equal(t, "repositories", found, []int64{1})
}

func TestWhatIsWorthAFirstLookComesInTheOrderOfPushes(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /installation/repositories", func(writer http.ResponseWriter, _ *http.Request) {
		repository := func(id int, pushed string, more ...string) any {
			made := map[string]any{"id": id, "pushed_at": pushed}
			for _, name := range more {
				made[name] = true
			}
			return made
		}
		answer(writer, 200, map[string]any{"repositories": []any{
			repository(1, "2026-01-01T00:00:00Z"), repository(2, "2026-03-01T00:00:00Z"), repository(3, "2026-04-01T00:00:00Z", "fork"),
			repository(4, "2026-05-01T00:00:00Z", "archived"), repository(5, "2026-06-01T00:00:00Z", "disabled"),
			repository(6, "2026-02-01T00:00:00Z"), map[string]any{"id": 7, "pushed_at": nil},
		}})
	})
	found, err := f.hub(t, "").RecentlyPushed(t.Context(), 5)
	must(t, err)
	equal(t, "repositories", found, []int64{2, 6, 1, 7})
}

func TestFailedDeliveries(t *testing.T) {
	t.Parallel()
	f := newFake(t, "/api/v3")
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	attempt := func(id int, guid string, minutes, status int) any {
		return map[string]any{"id": id, "guid": guid, "delivered_at": start.Add(time.Duration(minutes) * time.Minute), "status_code": status, "event": "push", "action": nil}
	}
	second := 0
	f.HandleFunc("GET /api/v3/app/hook/deliveries", func(writer http.ResponseWriter, request *http.Request) {
		if !strings.HasPrefix(request.Header.Get("Authorization"), "Bearer ") || request.URL.Query().Get("per_page") != "100" {
			t.Errorf("asked %s with %q", request.URL, request.Header.Get("Authorization"))
		}
		switch request.URL.Query().Get("cursor") {
		case "":
			writer.Header().Set("Link", `<`+f.server.URL+`/api/v3/app/hook/deliveries?per_page=100&cursor=v1_99>; rel="next"`)
			answer(writer, 200, []any{
				attempt(9, "retried-in-vain", 9, 502), attempt(8, "healed", 8, 202), attempt(7, "timed-out", 7, 0), attempt(6, "fine", 6, 200),
			})
		case "v1_99":
			second++
			writer.Header().Set("Link", `<`+f.server.URL+`/api/v3/app/hook/deliveries?per_page=100&cursor=v1_42>; rel="next"`)
			answer(writer, 200, []any{attempt(5, "healed", 5, 503), attempt(4, "retried-in-vain", 4, 503), attempt(3, "refused", 3, 401), attempt(2, "before", -1, 500)})
		default:
			t.Errorf("read past the time: %s", request.URL)
		}
	})
	redelivered := ""
	f.HandleFunc("POST /api/v3/app/hook/deliveries/{id}/attempts", func(writer http.ResponseWriter, request *http.Request) {
		redelivered = request.PathValue("id")
		answer(writer, http.StatusAccepted, map[string]any{})
	})
	hub := f.hub(t, "/api/v3")
	found, err := hub.FailedDeliveries(t.Context(), start)
	must(t, err)
	equal(t, "failed", found, []jobs.Delivery{
		{ID: 3, GUID: "refused", Event: "push", DeliveredAt: start.Add(3 * time.Minute)},
		{ID: 9, GUID: "retried-in-vain", Event: "push", DeliveredAt: start.Add(4 * time.Minute)},
		{ID: 7, GUID: "timed-out", Event: "push", DeliveredAt: start.Add(7 * time.Minute)},
	})
	equal(t, "second page", second, 1)
	must(t, hub.Redeliver(t.Context(), 9))
	equal(t, "redelivered", redelivered, "9")
}

func TestEndpoints(t *testing.T) {
	t.Parallel()
	for base, want := range map[string][3]string{
		"https://api.github.com":                  {"https://api.github.com/", "https://uploads.github.com/", "https://github.com"},
		"https://api.github.com/":                 {"https://api.github.com/", "https://uploads.github.com/", "https://github.com"},
		"https://api.acme.ghe.com":                {"https://api.acme.ghe.com/", "https://uploads.acme.ghe.com/", "https://acme.ghe.com"},
		"https://ghe.example.com/api/v3":          {"https://ghe.example.com/api/v3/", "https://ghe.example.com/api/uploads/", "https://ghe.example.com"},
		"https://intranet/github/api/v3/":         {"https://intranet/github/api/v3/", "https://intranet/github/api/uploads/", "https://intranet/github"},
		"http://127.0.0.1:9000":                   {"http://127.0.0.1:9000/", "http://127.0.0.1:9000/api/uploads/", "http://127.0.0.1:9000"},
		"http://127.0.0.1:9000/api/v3":            {"http://127.0.0.1:9000/api/v3/", "http://127.0.0.1:9000/api/uploads/", "http://127.0.0.1:9000"},
		"https://api.intranet.example.com/api/v3": {"https://api.intranet.example.com/api/v3/", "https://api.intranet.example.com/api/uploads/", "https://api.intranet.example.com"},
	} {
		got, err := newEndpoints(base, "", "")
		must(t, err)
		equal(t, base, [3]string{got.api.String(), got.upload.String(), got.web}, want)
	}
	got, err := newEndpoints("https://gateway/x/api/v3", "https://up.example", "https://web.example/")
	must(t, err)
	equal(t, "overridden", [2]string{got.upload.String(), got.web}, [2]string{"https://up.example/", "https://web.example"})
	for _, bad := range []string{"", "api.github.com", "ftp://x", "https://", "https://user:secret@api.github.com", "https://x/?a=b", "https://x/#f", "https://secret:@%zz"} {
		if _, err := newEndpoints(bad, "", ""); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestOptionsThatCannotWork(t *testing.T) {
	t.Parallel()
	fine := Options{AppID: 7, PrivateKey: testKey(), APIURL: "https://api.github.com", DataDirectory: t.TempDir()}
	_, err := NewHub(fine)
	must(t, err)
	for name, change := range map[string]func(*Options){
		"no id":        func(o *Options) { o.AppID = 0 },
		"no key":       func(o *Options) { o.PrivateKey = nil },
		"broken key":   func(o *Options) { o.PrivateKey = []byte("-----BEGIN RSA PRIVATE KEY-----\nsecret\n") },
		"no directory": func(o *Options) { o.DataDirectory = "" },
		"no address":   func(o *Options) { o.APIURL = "" },
		"no web":       func(o *Options) { o.WebURL = "x" },
	} {
		options := fine
		change(&options)
		if _, err := NewHub(options); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
