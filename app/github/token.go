package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"golang.org/x/sync/singleflight"

	"github.com/golive-app/golive/jobs"
)

// mintTimeout bounds the request for one token.
const mintTimeout = 15 * time.Second

// tokens hands out tokens of one installation. ghinstallation keeps its lock
// while it asks, with the context of whoever came first, and all others would
// fail with that one; so asking has a context and a timeout of its own, and
// each caller waits only as long as its own allows.
type tokens struct {
	transport *ghinstallation.Transport
	asking    singleflight.Group
	now       func() time.Time
}

// token returns a token that is good for at least a minute.
func (t *tokens) token(ctx context.Context) (string, error) {
	outcome := t.asking.DoChan("", func() (any, error) {
		detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), mintTimeout)
		defer cancel()
		token, err := t.transport.Token(detached)
		return token, t.failure(err)
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case result := <-outcome:
		if result.Err != nil {
			return "", result.Err
		}
		return result.Val.(string), nil
	}
}

// RoundTrip sends a request with a token.
func (t *tokens) RoundTrip(request *http.Request) (*http.Response, error) {
	if _, err := t.token(request.Context()); err != nil {
		if request.Body != nil {
			request.Body.Close()
		}
		return nil, err
	}
	return t.transport.RoundTrip(request)
}

// failure reads and closes the body that ghinstallation leaves open. It runs
// once for all who wait.
func (t *tokens) failure(err error) error {
	var refused *ghinstallation.HTTPError
	if !errors.As(err, &refused) || refused.Response == nil {
		if err != nil {
			return fmt.Errorf("no token for installation %d: %w", t.transport.InstallationID(), err)
		}
		return nil
	}
	defer refused.Response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(refused.Response.Body, 64<<10)) // half a message is better than none
	var said struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &said) != nil || said.Message == "" {
		said.Message = http.StatusText(refused.Response.StatusCode)
	}
	return &tokenError{
		installation: t.transport.InstallationID(), status: refused.Response.StatusCode, message: clean(said.Message, 300),
		skew: skewOf(refused.Response.Header.Get("Date"), t.now()),
	}
}

// tokenError is GitHub's refusal to give an installation a token.
type tokenError struct {
	installation int64
	status       int
	message      string
	skew         string
}

func (e *tokenError) Error() string {
	return fmt.Sprintf("no token for installation %d: GitHub answered %d: %s", e.installation, e.status, e.message)
}

// lasting reports whether the same client will never get a token again.
func (e *tokenError) lasting() bool {
	return e.status == http.StatusNotFound || e.status == http.StatusForbidden || e.status == http.StatusUnauthorized
}

func (e *tokenError) meaning() error {
	switch {
	case e.status == http.StatusNotFound:
		return fmt.Errorf("%w: installation %d does not exist any more", jobs.ErrGone, e.installation)
	case e.status == http.StatusForbidden:
		return fmt.Errorf("%w: installation %d: %s", jobs.ErrForbidden, e.installation, e.message)
	case e.status == http.StatusUnauthorized:
		return errors.New(credentialsRefused(e.message, e.skew))
	}
	return e
}

// credentialsRefused names the three things that a 401 to the App itself comes
// from: the id, the key, and the clock, which the App's token is dated with.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
func credentialsRefused(message, skew string) string {
	return "GitHub refused the App's credentials (401 " + message + "): check the App id, that the private key belongs to this App and was not deleted there, and this machine's clock" + skew
}

// skewOf compares GitHub's clock with ours; "" where they agree or GitHub's is
// not known. The header has whole seconds.
func skewOf(date string, now time.Time) string {
	theirs, err := http.ParseTime(date)
	if err != nil {
		return ""
	}
	skew := now.Sub(theirs).Round(time.Second)
	switch {
	case skew >= 30*time.Second:
		return fmt.Sprintf(" (it is %s ahead of GitHub's)", skew)
	case skew <= -30*time.Second:
		return fmt.Sprintf(" (it is %s behind GitHub's)", -skew)
	}
	return " (it agrees with GitHub's)"
}

// appTransport signs requests as the App itself. ghinstallation writes into
// the caller's headers, which a RoundTripper must not do.
type appTransport struct{ next *ghinstallation.AppsTransport }

func (t appTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	signed := request.Clone(request.Context())
	signed.Header.Del("Accept") // AppsTransport adds JSON itself, and two would be sent
	return t.next.RoundTrip(signed)
}
