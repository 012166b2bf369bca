package github

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	gh "github.com/google/go-github/v66/github"
	"golang.org/x/sync/singleflight"
)

// requestTimeout bounds one request with its repetitions and its body. GitHub
// itself gives up after ten seconds.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts
const requestTimeout = time.Minute

// client is one identity at GitHub: an installation, the App itself, or a person.
type client struct {
	installation int64  // 0: the App itself, or a person
	person       string // the person's token
	api          *gh.Client
	chain        http.RoundTripper
}

// newClient makes the client of an installation, or with 0 of the App itself.
// Each has an AppsTransport of its own: ghinstallation writes into it at every
// refresh, so that sharing one is a data race.
//
// A request passes the token first, and then the chain.
func (h *Hub) newClient(installation int64) (*client, error) {
	made := &client{installation: installation, chain: h.chain(installation)}
	app, err := h.appsTransport(made.chain)
	if err != nil {
		return nil, err
	}
	var outer http.RoundTripper = appTransport{app}
	if installation != 0 {
		outer = h.newTokens(app, installation, nil)
	}
	made.api = h.newAPI(outer)
	return made, nil
}

// chain is what a request passes, from the outside in: the rate limit's gate, the
// conditional requests, the repetitions, and the observer, which sees what is
// really sent.
func (h *Hub) chain(installation int64) http.RoundTripper {
	var chain http.RoundTripper = &observer{
		next: h.options.Transport, installation: installation, userAgent: h.options.UserAgent,
		logger: h.options.Logger, measures: h.measures, contact: &h.contact, now: h.options.Now,
	}
	chain = &retrier{next: chain, random: h.options.Random, pause: pause}
	chain = &revalidator{next: chain, answers: h.answers, installation: installation}
	return &gate{next: chain, now: h.options.Now, spread: h.spread, measures: h.measures}
}

// newAPI makes the API client over whatever adds the token.
func (h *Hub) newAPI(outer http.RoundTripper) *gh.Client {
	api := gh.NewClient(&http.Client{Transport: outer, Timeout: requestTimeout, CheckRedirect: stay})
	api.BaseURL, api.UploadURL, api.UserAgent = h.endpoints.api, h.endpoints.upload, h.options.UserAgent
	return api
}

// settings is the page where what the client may do is decided: for an
// installation, where its permissions are accepted; for a person, their tokens.
func (c *client) settings(h *Hub, owner *gh.User) string {
	if c.person != "" {
		return h.endpoints.web + "/settings/tokens"
	}
	page := "/settings/installations/" + strconv.FormatInt(c.installation, 10)
	if owner.GetType() == "Organization" {
		page = "/organizations/" + owner.GetLogin() + page
	}
	return h.endpoints.web + page
}

// grant words how a permission is given to the client.
func (c *client) grant(permission, settings string) string {
	if c.person != "" {
		return fmt.Sprintf("give the token %q at %s", permission, settings)
	}
	return fmt.Sprintf("grant %q and accept it at %s", permission, settings)
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
