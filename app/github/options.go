package github

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Options say which GitHub a Hub talks to and who it is there. AppID,
// PrivateKey, APIURL and DataDirectory are required.
type Options struct {
	AppID      int64
	PrivateKey []byte // PEM, as GitHub hands it out
	// APIURL is the base of the REST API, with its path:
	// "https://api.github.com", "https://ghe.example.com/api/v3",
	// "http://127.0.0.1:9000/api/v3". The App's tokens are asked for under the
	// very same base.
	APIURL    string
	UploadURL string // derived from APIURL when empty
	WebURL    string // pages and git; derived from APIURL when empty
	// DataDirectory is a folder of ours; the mirrors are kept in "mirrors".
	DataDirectory string

	Now       func() time.Time
	Random    func() float64 // in [0, 1), spreads retries; math/rand when nil
	Logger    *slog.Logger
	Transport http.RoundTripper // beneath everything golive adds; for tests and proxies
	// Registerer takes the metrics; nil: they are counted and not shown.
	Registerer prometheus.Registerer
	UserAgent  string // "golive" when empty

	// FetchTimeout bounds one git fetch; 10 minutes when 0.
	FetchTimeout time.Duration
	// MaxRepositoryBytes is how large one mirror may grow; 4 GiB when 0.
	MaxRepositoryBytes int64
}

// completeApp also asks for what an App needs.
func (o *Options) completeApp() error {
	switch {
	case o.AppID <= 0:
		return errors.New("github: no App id")
	case len(o.PrivateKey) == 0:
		return errors.New("github: no private key of the App")
	}
	return o.complete()
}

func (o *Options) complete() error {
	if o.DataDirectory == "" {
		return errors.New("github: no data directory")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Transport == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.ResponseHeaderTimeout = 20 * time.Second
		transport.MaxIdleConnsPerHost = 32
		o.Transport = transport
	}
	if o.UserAgent == "" {
		o.UserAgent = "golive"
	}
	if o.FetchTimeout == 0 {
		o.FetchTimeout = 10 * time.Minute
	}
	if o.MaxRepositoryBytes == 0 {
		o.MaxRepositoryBytes = 4 << 30
	}
	return nil
}

// endpoints are the addresses of one GitHub.
type endpoints struct {
	api    *url.URL // with a trailing slash, as go-github wants it
	upload *url.URL // with a trailing slash
	web    string   // without a trailing slash
	graph  string   // of GraphQL
}

// newEndpoints derives what is not given.
//
//   - https://api.github.com → uploads.github.com, github.com
//   - https://api.acme.ghe.com → uploads.acme.ghe.com, acme.ghe.com
//     (https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom)
//   - https://ghe.example.com/api/v3 → …/api/uploads, https://ghe.example.com
//     (https://docs.github.com/en/enterprise-server@latest/rest/enterprise-admin)
//   - anything else is its own web address.
func newEndpoints(apiURL, uploadURL, webURL string) (endpoints, error) {
	api, err := parseBase("API URL", apiURL)
	if err != nil {
		return endpoints{}, err
	}
	web, upload := *api, *api
	if domain, dotcom := strings.CutPrefix(api.Host, "api."); dotcom && api.Path == "/" {
		web.Host, upload.Host = domain, "uploads."+domain
	} else {
		root := strings.TrimSuffix(api.Path, "api/v3/")
		web.Path, upload.Path = root, root+"api/uploads/"
	}
	graph := *api
	// https://docs.github.com/en/enterprise-server@latest/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint
	graph.Path = strings.TrimSuffix(api.Path, "v3/") + "graphql"
	derived := endpoints{api: api, upload: &upload, web: strings.TrimRight(web.String(), "/"), graph: graph.String()}
	if uploadURL != "" {
		if derived.upload, err = parseBase("upload URL", uploadURL); err != nil {
			return endpoints{}, err
		}
	}
	if webURL != "" {
		given, err := parseBase("web URL", webURL)
		if err != nil {
			return endpoints{}, err
		}
		derived.web = strings.TrimRight(given.String(), "/")
	}
	return derived, nil
}

// parseBase takes an absolute HTTP address and gives its path a trailing
// slash, without which relative addresses would replace the last segment.
func parseBase(what, text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("github: %s: %w", what, errors.Unwrap(err))
	}
	if base.Scheme != "https" && base.Scheme != "http" || base.Host == "" {
		return nil, fmt.Errorf("github: %s is no http or https address", what)
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, fmt.Errorf("github: %s has a user, query or fragment", what)
	}
	base.Path = strings.TrimRight(base.Path, "/") + "/"
	base.RawPath = ""
	return base, nil
}
