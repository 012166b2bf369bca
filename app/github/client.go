package github

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	gh "github.com/google/go-github/v66/github"
	"golang.org/x/sync/singleflight"
)

// requestTimeout bounds one request with its repetitions and its body. GitHub
// itself gives up after ten seconds.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts
const requestTimeout = time.Minute

// client is one identity at GitHub: an installation, or the App itself.
type client struct {
	installation int64 // 0: the App itself
	api          *gh.Client
	tokens       *tokens // nil for the App itself
	chain        http.RoundTripper
}

// newClient makes the client of an installation, or with 0 of the App itself.
// Each has an AppsTransport of its own: ghinstallation writes into it at every
// refresh, so that sharing one is a data race.
//
// A request passes, from the outside in: the token, the rate limit's gate, the
// conditional requests, the repetitions, and the observer, which sees what is
// really sent.
func (h *Hub) newClient(installation int64) (*client, error) {
	var chain http.RoundTripper = &observer{
		next: h.options.Transport, installation: installation, userAgent: h.options.UserAgent,
		logger: h.options.Logger, measures: h.measures, contact: &h.contact, now: h.options.Now,
	}
	chain = &retrier{next: chain, random: h.options.Random, pause: pause}
	chain = &revalidator{next: chain, answers: h.answers, installation: installation}
	chain = &gate{next: chain, now: h.options.Now, spread: h.spread, measures: h.measures}

	made := &client{installation: installation, chain: chain}
	app, err := h.appsTransport(chain)
	if err != nil {
		return nil, err
	}
	var outer http.RoundTripper = appTransport{app}
	if installation != 0 {
		made.tokens = h.newTokens(app, installation, nil)
		outer = made.tokens
	}
	made.api = gh.NewClient(&http.Client{Transport: outer, Timeout: requestTimeout, CheckRedirect: stay})
	made.api.BaseURL, made.api.UploadURL, made.api.UserAgent = h.endpoints.api, h.endpoints.upload, h.options.UserAgent
	return made, nil
}

func (h *Hub) appsTransport(chain http.RoundTripper) (*ghinstallation.AppsTransport, error) {
	app, err := ghinstallation.NewAppsTransportWithOptions(chain, h.options.AppID, ghinstallation.WithSigner(h.signer))
	if err != nil {
		return nil, fmt.Errorf("github: %w", err)
	}
	app.BaseURL = h.endpoints.api.String()
	return app, nil
}

func (h *Hub) newTokens(app *ghinstallation.AppsTransport, installation int64, narrow *gh.InstallationTokenOptions) *tokens {
	transport := ghinstallation.NewFromAppsTransport(app, installation)
	if narrow == nil {
		narrow = &gh.InstallationTokenOptions{} // the library sends "null" for none, which is no valid body
	}
	transport.InstallationTokenOptions = narrow
	return &tokens{transport: transport, now: h.options.Now, asking: singleflight.Group{}}
}

// stay follows redirects of reading requests, as GitHub sends them for renamed
// repositories, and on the same host only: the transport would give its token
// to any other.
func stay(request *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case first.Method != http.MethodGet && first.Method != http.MethodHead:
		return http.ErrUseLastResponse
	case request.URL.Host != first.URL.Host || request.URL.Scheme != first.URL.Scheme:
		return errors.New("GitHub redirected to another host")
	case len(via) >= 5:
		return errors.New("GitHub redirected too often")
	}
	return nil
}
