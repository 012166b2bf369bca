package github

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/jobs"
)

// Sharing one AppsTransport is a data race that only -race sees.
func TestTwentyInstallationsMintTokensAtOnce(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/api/v3"} {
		f := newFake(t, base)
		f.HandleFunc("GET "+base+"/installation/repositories", func(writer http.ResponseWriter, request *http.Request) {
			answer(writer, 200, map[string]any{"repositories": []any{map[string]any{"id": len(request.Header.Get("Authorization"))}}})
		})
		hub := f.hub(t, base)
		var group sync.WaitGroup
		for installation := range int64(20) {
			for range 3 {
				group.Go(func() {
					_, err := hub.Repositories(t.Context(), installation+1)
					if err != nil {
						t.Error(err)
					}
				})
			}
		}
		group.Wait()
		equal(t, "tokens", f.mints(), 20)
	}
}

func TestTokensAndRequestsGoUnderTheSameBase(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"/api/v3", "/github/api/v3/", "/api-v3", ""} {
		path := strings.TrimRight(base, "/")
		f := newFake(t, path)
		f.HandleFunc("/", func(_ http.ResponseWriter, request *http.Request) { t.Errorf("asked %s", request.URL) })
		f.HandleFunc("GET "+path+"/app", func(writer http.ResponseWriter, _ *http.Request) {
			answer(writer, 200, map[string]any{"id": 7, "slug": "golive"})
		})
		hub := f.hub(t, base)
		_, err := hub.App(t.Context())
		must(t, err)
		_, err = hub.Repository(t.Context(), 5, fakeID)
		must(t, err)
		equal(t, "tokens", f.mints(), 1)
	}
}

func TestRefusedTokens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status  int
		message string
		skew    time.Duration // of our clock
		is      error
		says    []string
	}{
		"uninstalled":       {404, "Not Found", 0, jobs.ErrGone, []string{"installation 5 does not exist"}},
		"suspended":         {403, "This installation has been suspended", 0, jobs.ErrForbidden, []string{"suspended"}},
		"wrong key":         {401, "A JSON web token could not be decoded", 0, nil, []string{"private key", "clock", "agrees"}},
		"clock that is off": {401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued", -4 * time.Minute, nil, []string{"behind GitHub's"}},
		"server error":      {500, "", 0, nil, []string{"500", "Internal Server Error"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			tracked := &trackedBody{}
			hub, err := NewHub(Options{AppID: 7, PrivateKey: testKey(), APIURL: "https://api.github.com", DataDirectory: t.TempDir(),
				Now: func() time.Time { return time.Now().Add(c.skew) },
				Transport: roundTrip(func(request *http.Request) (*http.Response, error) {
					asked++
					response := respond(c.status, "Date", time.Now().UTC().Format(http.TimeFormat))
					tracked = &trackedBody{Reader: strings.NewReader(`{"message":"` + c.message + `"}`)}
					response.Body, response.Request = tracked, request
					return response, nil
				})})
			must(t, err)
			_, err = hub.Repository(t.Context(), 5, fakeID)
			if err == nil || c.is != nil && !errors.Is(err, c.is) {
				t.Fatalf("got %v", err)
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q does not say %q", err, words)
				}
			}
			if strings.Contains(err.Error(), "Bearer") || strings.Contains(err.Error(), "eyJ") {
				t.Errorf("%q shows a token", err)
			}
			if !tracked.closed {
				t.Error("the body was left open")
			}
			if lasting := c.status != 500; hub.clients.Contains(5) == lasting {
				t.Errorf("the client is kept: %v", !lasting)
			}
			equal(t, "requests", asked, 1)
		})
	}
}

type trackedBody struct {
	*strings.Reader
	closed bool
}

func (b *trackedBody) Close() error {
	b.closed = true
	return nil
}

func TestWhoGivesUpDoesNotFailTheOthers(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	hub, err := NewHub(Options{AppID: 7, PrivateKey: testKey(), APIURL: "https://api.github.com", DataDirectory: t.TempDir(),
		Transport: roundTrip(func(request *http.Request) (*http.Response, error) {
			if strings.HasSuffix(request.URL.Path, "/access_tokens") {
				close(arrived)
				<-release
				if request.Context().Err() != nil {
					return nil, request.Context().Err()
				}
				response := respond(201)
				response.Body = &trackedBody{Reader: strings.NewReader(`{"token":"ghs_x","expires_at":"` + time.Now().Add(time.Hour).Format(time.RFC3339) + `"}`)}
				return response, nil
			}
			response := respond(200)
			response.Body = &trackedBody{Reader: strings.NewReader(`{"id":81,"name":"shop","owner":{"login":"acme"}}`)}
			return response, nil
		})})
	must(t, err)
	impatient, giveUp := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := hub.Repository(impatient, 5, fakeID)
		gaveUp <- err
	}()
	<-arrived
	patient := make(chan error)
	go func() {
		_, err := hub.Repository(t.Context(), 5, fakeID)
		patient <- err
	}()
	giveUp()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up got %v", err)
	}
	close(release)
	if err := <-patient; err != nil {
		t.Errorf("who waited got %v", err)
	}
}
