package load

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"net/url"
)

// Job is a run with all that it takes, as one process gives it to another.
type Job struct {
	URL       string           `json:"url"`
	Addresses []netip.AddrPort `json:"addresses"`
	Method    string           `json:"method"`
	Header    http.Header      `json:"header"` // it may hold secrets
	Body      []byte           `json:"body"`
	HTTP2     bool             `json:"http2"`
	Follow    bool             `json:"follow"`   // redirects
	Insecure  bool             `json:"insecure"` // take any certificate
	Plan      Plan             `json:"plan"`
	Checks    []string         `json:"checks,omitempty"`   // that answers are held to, where there is no scenario
	Scenario  *JobScenario     `json:"scenario,omitempty"` // in place of the one request
	// Secrets are the values of what the scenario, or a check, names as ${secret:NAME}.
	Secrets map[string]string `json:"secrets,omitempty"`
	Shard   Shard             `json:"shard"`
}

// Request makes the job's request.
func (j Job) Request() (*Request, error) {
	address, err := url.Parse(j.URL)
	if err != nil {
		return nil, err
	}
	return NewRequest(j.Method, address, j.Header, j.Body)
}

// Transport makes what carries the job's requests: our own client, where that can.
func (j Job) Transport() (Transport, error) {
	address, err := url.Parse(j.URL)
	if err != nil {
		return nil, err
	}
	dial := Target{URL: address, Addresses: j.Addresses}.Dial()
	secure := &tls.Config{ServerName: address.Hostname(), InsecureSkipVerify: j.Insecure} // who starts the run asked for it
	switch {
	case j.HTTP2 || j.Follow:
		return NewClient(ClientOptions{Dial: dial, TLS: secure, HTTP2: j.HTTP2, Follow: j.Follow, Connections: j.Plan.MostConnections}), nil
	case address.Scheme == "http":
		return HTTP1{Dial: dial, Slack: j.Plan.slack()}, nil
	default:
		secure.NextProtos = []string{"http/1.1"}
		return HTTP1{Dial: dial, TLS: secure, Slack: j.Plan.slack()}, nil
	}
}
