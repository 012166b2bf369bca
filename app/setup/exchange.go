package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/config/regex"
)

// Exchanger gets the credentials for a code.
type Exchanger interface {
	Exchange(ctx context.Context, code string) (Credentials, error)
}

// Why a code was not exchanged. The first says that another App has to be
// registered; the second that the same code can be tried again.
var (
	ErrCodeRefused = errors.New("GitHub did not take the code")
	ErrNoAnswer    = errors.New("GitHub's API could not be asked")
	ErrBadAnswer   = errors.New("GitHub's answer cannot be used")
)

// exchangeTime bounds one exchange.
const exchangeTime = 20 * time.Second

// validCode is what GitHub's codes look like: they become part of an address.
var validCode = regex.New(`^[A-Za-z0-9_-]{1,128}$`)

// gitHubExchanger asks GitHub.
type gitHubExchanger struct{ client *gh.Client }

// NewExchanger asks the REST API under a base address, and nothing else:
// redirects are not followed, since the answer is a private key. transport may
// be nil.
func NewExchanger(api, userAgent string, transport http.RoundTripper) (Exchanger, error) {
	base, err := url.Parse(strings.TrimRight(api, "/") + "/")
	if err != nil || base.Host == "" {
		return nil, errors.New("setup: GitHub's API address is none")
	}
	client := gh.NewClient(&http.Client{
		Transport: transport, Timeout: exchangeTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	client.BaseURL, client.UserAgent = base, userAgent
	return gitHubExchanger{client}, nil
}

// Exchange posts the code. Errors quote neither the code nor the address that
// holds it.
// https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
func (e gitHubExchanger) Exchange(ctx context.Context, code string) (Credentials, error) {
	if !validCode.MatchString(code) {
		return Credentials{}, fmt.Errorf("%w: it is none of GitHub's", ErrCodeRefused)
	}
	app, _, err := e.client.Apps.CompleteAppManifest(ctx, code)
	var answer *gh.ErrorResponse
	switch {
	case errors.As(err, &answer) && answer.Response != nil:
		return Credentials{}, refusal(answer)
	case err != nil:
		return Credentials{}, fmt.Errorf("%w: %s", ErrNoAnswer, reason(err))
	}
	return Credentials{
		AppID: app.GetID(), Slug: app.GetSlug(), Name: app.GetName(), Owner: app.GetOwner().GetLogin(), URL: app.GetHTMLURL(),
		PrivateKey: []byte(app.GetPEM()), WebhookSecret: app.GetWebhookSecret(), ClientID: app.GetClientID(), ClientSecret: app.GetClientSecret(),
	}, nil
}

// refusal says what a status means here.
func refusal(answer *gh.ErrorResponse) error {
	switch code := answer.Response.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusUnprocessableEntity:
		return fmt.Errorf("%w (%d): it was used already, or is more than an hour old; or this GitHub Enterprise Server registers no Apps from manifests", ErrCodeRefused, code)
	case code >= 500 || code == http.StatusTooManyRequests || code == http.StatusForbidden:
		return fmt.Errorf("%w: it answered %d", ErrNoAnswer, code)
	default:
		return fmt.Errorf("%w (%d)", ErrCodeRefused, code)
	}
}

// reason is the cause of a failed request without its address.
func reason(err error) string {
	var failed *url.Error
	if errors.As(err, &failed) {
		if failed.Timeout() {
			return "it did not answer in time"
		}
		return failed.Err.Error()
	}
	return "its answer broke off, or is no JSON"
}
