package github

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
)

func TestIdentify(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	identity := w.hub.Identify(w.ctx)
	if identity.Err != nil || identity.App.ID != w.AppID() || identity.Status != http.StatusOK || !identity.Dated || identity.Skew.Abs() > 5*time.Second {
		t.Errorf("%+v", identity)
	}
	another, err := NewHub(Options{AppID: w.AppID(), PrivateKey: testKey(), APIURL: strings.TrimRight(w.APIURL(), "/"), DataDirectory: t.TempDir()})
	must(t, err)
	if identity := another.Identify(w.ctx); identity.Err == nil || identity.Status != http.StatusUnauthorized || !identity.Dated {
		t.Errorf("the key of another App: %+v", identity)
	}
	stranger, err := NewHub(Options{AppID: w.AppID() + 1, PrivateKey: w.PrivateKeyPEM(), APIURL: strings.TrimRight(w.APIURL(), "/"), DataDirectory: t.TempDir()})
	must(t, err)
	if identity := stranger.Identify(w.ctx); identity.Err == nil || identity.Status != http.StatusNotFound {
		t.Errorf("the id of another App: %+v", identity)
	}
}

func TestTheClockIsComparedEvenWhereGitHubRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, options *Options) {
		options.Now = func() time.Time { return time.Now().Add(20 * time.Minute) }
	})
	if identity := w.hub.Identify(w.ctx); !identity.Dated || (identity.Skew-20*time.Minute).Abs() > 5*time.Second {
		t.Errorf("%+v", identity)
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	hub, err := NewHub(Options{AppID: 7, PrivateKey: testKey(), APIURL: gone.URL, DataDirectory: t.TempDir()})
	must(t, err)
	if identity := hub.Identify(t.Context()); identity.Err == nil || identity.Status != 0 || identity.Dated {
		t.Errorf("%+v", identity)
	}
}

func TestTheWebhookAndItsDeliveries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	receiver := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(http.StatusUnauthorized) }))
	t.Cleanup(receiver.Close)
	w.DeliverTo(receiver.URL)
	w.Ping()
	w.push("main", map[string]string{"a.md": "a"})
	must(t, w.Flush(w.ctx))
	hook, err := w.hub.Hook(w.ctx)
	must(t, err)
	equal(t, "webhook", hook, Hook{URL: receiver.URL, ContentType: "json"})
	attempts, err := w.hub.RecentDeliveries(w.ctx, 100)
	must(t, err)
	if len(attempts) < 2 || attempts[len(attempts)-1].Event != "ping" || attempts[0].StatusCode != http.StatusUnauthorized || attempts[0].GUID == attempts[1].GUID {
		t.Errorf("%+v", attempts)
	}
	newest, err := w.hub.RecentDeliveries(w.ctx, 1)
	must(t, err)
	equal(t, "the newest", newest, attempts[:1])
}

func TestAllInstallations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	away := w.CreateInstallation("away", map[string]string{"checks": "read"})
	must(t, w.SuspendInstallation(away, "ada"))
	found, err := w.hub.AllInstallations(w.ctx)
	must(t, err)
	if len(found) != 2 || found[0].Account != "acme" || found[0].Suspended || found[0].Selection != "all" || len(Lacks(found[0].Permissions)) != 0 {
		t.Errorf("%+v", found)
	}
	if found[1].ID != away || !found[1].Suspended || !strings.HasSuffix(found[1].URL, "/away/settings/installations/"+strings.TrimSpace(found[1].URL[strings.LastIndex(found[1].URL, "/")+1:])) {
		t.Errorf("%+v", found[1])
	}
	if lacking := Lacks(found[1].Permissions); len(lacking) == 0 || !strings.Contains(strings.Join(lacking, "\n"), "checks: write, has read") || strings.Contains(strings.Join(lacking, "\n"), "event ") {
		t.Errorf("%q", lacking)
	}
}

func TestWebURL(t *testing.T) {
	t.Parallel()
	for api, want := range map[string]string{"https://api.github.com": "https://github.com", "https://ghe.acme.dev/api/v3": "https://ghe.acme.dev"} {
		got, err := WebURL(api, "")
		must(t, err)
		equal(t, api, got, want)
	}
	if _, err := WebURL("ftp://x", ""); err == nil {
		t.Error("taken")
	}
}
