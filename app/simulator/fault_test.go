package simulator

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-github/v66/github"
)

func TestFaultsLookLikeGitHubs(t *testing.T) {
	t.Parallel()
	var (
		primary   *github.RateLimitError
		secondary *github.AbuseRateLimitError
		plain     *github.ErrorResponse
	)
	for name, test := range map[string]struct {
		fault Fault
		check func(error) bool
	}{
		"primary limit": {Fault{Kind: PrimaryLimit}, func(err error) bool { return errors.As(err, &primary) && primary.Rate.Remaining == 0 }},
		"secondary limit with a header": {Fault{Kind: SecondaryLimit, RetryAfter: 7 * time.Second}, func(err error) bool {
			return errors.As(err, &secondary) && *secondary.RetryAfter == 7*time.Second
		}},
		"secondary limit without": {Fault{Kind: SecondaryLimit}, func(err error) bool { return errors.As(err, &secondary) }},
		"429": {Fault{Kind: TooManyRequests, RetryAfter: time.Second}, func(err error) bool {
			return errors.As(err, &plain) && plain.Response.StatusCode == 429 && plain.Response.Header.Get("Retry-After") == "1"
		}},
		"bad gateway":      {Fault{Kind: ServerError}, func(err error) bool { return status(err) == 502 }},
		"unavailable":      {Fault{Kind: ServerError, Status: 503}, func(err error) bool { return status(err) == 503 }},
		"connection reset": {Fault{Kind: ConnectionReset}, func(err error) bool { return err != nil && status(err) == -1 }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			check(t, errors.Join(func() error { _, _, err := w.client.Apps.ListRepos(w.ctx, nil); return err }()))
			test.fault.Method, test.fault.Path, test.fault.Times, test.fault.Skip = http.MethodPost, regexp.MustCompile(`/issues$`), 1, 1
			remove := w.Inject(test.fault)
			create := func() error {
				// A client of its own: go-github remembers limits and answers itself.
				_, _, err := w.clientOf(w.installation).Issues.Create(w.ctx, "acme", "shop", &github.IssueRequest{Title: github.String("x")})
				return err
			}
			check(t, create())
			if err := create(); !test.check(err) {
				t.Errorf("the fault shows as %T %v", err, err)
			}
			check(t, create())
			if failed := remove(); failed != 1 {
				t.Errorf("%d requests failed, want 1", failed)
			}
			if issues, err := w.Issues("acme/shop"); err != nil || len(issues) != 2 {
				t.Errorf("%d issues, want 2: %v", len(issues), err)
			}
		})
	}
}

func TestDelayedRequestGoesOnWhenReleased(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	release := make(chan struct{})
	w.Inject(Fault{Kind: Delay, Path: regexp.MustCompile("^/repos/acme/shop$"), Release: release})
	done := make(chan error, 1)
	go func() {
		_, _, err := w.client.Repositories.Get(w.ctx, "acme", "shop")
		done <- err
	}()
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	if _, _, err := w.client.Repositories.Get(ctx, "acme", "shop"); err == nil {
		t.Error("a cancelled request succeeded")
	}
	select {
	case err := <-done:
		t.Fatalf("the delayed request ended: %v", err)
	default:
	}
	close(release)
	check(t, <-done)
}

func TestRequestsAreLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{BasePath: "/api/v3"})
	_, _, err := w.client.Issues.Create(w.ctx, "acme", "shop", &github.IssueRequest{Title: github.String("Go-live v1")})
	check(t, err)
	_, _, _ = w.client.Repositories.GetBranch(w.ctx, "acme", "shop", "release/none", 0)
	got := w.Requests()
	if len(got) != 3 || got[0].Path != "/app/installations/"+itoa(w.installation)+"/access_tokens" || got[1].Status != 201 ||
		string(got[1].Body) != "{\"title\":\"Go-live v1\"}\n" || got[2].Path != "/repos/acme/shop/branches/release%2Fnone" || got[2].Status != 404 {
		t.Errorf("log is %+v", got)
	}
	w.ForgetRequests()
	if len(w.Requests()) != 0 {
		t.Error("the log was not forgotten")
	}
}
