package jobs

import (
	"context"
	"net/http"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/outbound"
)

// LoadPayload asks for a load test of a release's content.
type LoadPayload struct {
	Key        Key    `json:"key"`
	Generation int64  `json:"generation"`
	Tree       string `json:"tree"` // the content
	ID         string `json:"id"`   // of the test
}

// LoadOrder is a load test as the engine gets it: what is sent, where to and how long.
type LoadOrder struct {
	Destination outbound.Destination
	URL         string
	RPS         int
	Ramp        time.Duration
	Steady      time.Duration
	Thresholds  []load.Threshold
	Header      http.Header       // of every request, beside golive's own; it may hold secrets
	Scenario    *load.JobScenario // of what users do, in place of one request; nil: there is none
	Secrets     map[string]string // that the scenario names
	Users       int               // of a scenario
}

// job is the order as the generators get it. agent is what requests name themselves.
func (o LoadOrder) job(agent string) load.Job {
	job := load.Job{
		URL: o.URL, Method: http.MethodGet, Header: http.Header{"User-Agent": {agent}, "Accept": {"*/*"}}, Scenario: o.Scenario, Secrets: o.Secrets,
		Plan: load.Plan{Rate: float64(o.RPS), WarmUp: o.Ramp, Duration: o.Steady, Timeout: loadTimeout, MostConnections: loadConnections},
	}
	for name, values := range o.Header {
		job.Header[name] = values
	}
	if o.Scenario != nil {
		job.Plan.LeastConnections, job.Plan.MostConnections = o.Users, o.Users
	}
	return job
}

// LoadMeasured is what came of a load test.
type LoadMeasured struct {
	Result load.Result
	// Stopped says why the engine ended it before its time, by what the service
	// answered; empty: it did not.
	Stopped string
}

// LoadEngine sends requests and measures how they are answered.
type LoadEngine interface {
	// Run runs a load test. When ctx ends it stops within two seconds and returns what
	// was measured until then. observe takes every second and returns soon. An error
	// says why nothing was sent.
	Run(ctx context.Context, order LoadOrder, observe func(load.Second)) (LoadMeasured, error)
}

// LoadConsent says whether a service may be sent requests for a repository.
type LoadConsent interface {
	Ask(ctx context.Context, repository, address string) outbound.Answer
}

// LoadSecrets reads what golive's operator lays down for a repository's staging.
type LoadSecrets interface {
	// Secret returns one. An error names it, and holds neither its value nor where it is
	// kept.
	Secret(repository, name string) (string, error)
	// Header returns a policy's headers with the secrets in their places.
	Header(repository string, lines []string) (http.Header, error)
}

// LoadLimits are what the operator lets load tests do.
type LoadLimits struct {
	RPS      int
	Duration time.Duration // that the rate is held
}
