package probe

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
)

// Options say whom to visit, and how.
type Options struct {
	Destination outbound.Destination
	Agent       string        // user agent
	Canary      string        // a word that no path of the service has
	Header      http.Header   // sent with every request; its values are secrets
	Rate        rate.Limit    // requests a second; 0: 5
	Limiter     *rate.Limiter // shared with other visits of the host; nil: one of its own
	Budget      int           // requests; 0: 600
	Timeout     time.Duration // of one request; 0: 15 s
	Start       time.Duration // how long a service may take to start; 0: 60 s
	Secrets     SecretReader  // what the operator laid down; nil: nothing
	Writes      Writes        // whether what changes data may be sent
	Prove       Prover        // tells what the service runs; nil: nothing does
	Now         func() time.Time
	Wait        func(context.Context, time.Duration) error // between tries of a service that starts
}

// Prover tells what a service runs.
type Prover func(ctx context.Context, visit *Visit) (checks.Deployed, error)

// SecretReader returns what an operator laid down under a name. Its errors hold no value.
type SecretReader func(name string) (string, error)

// Writes says whether a service may be sent what changes data.
type Writes struct {
	May bool
	Why string // not, for people
}

// What holds where Options say nothing.
const (
	defaultRate    = 5
	defaultBudget  = 600
	defaultTimeout = 15 * time.Second
	defaultStart   = time.Minute
)

// Visit is a service that is being asked. It is safe for concurrent use; requests go
// out one after another.
type Visit struct {
	options  Options
	client   *http.Client
	limiter  *rate.Limiter
	redactor Redactor

	concealing sync.RWMutex // of redactor

	mutex    sync.Mutex
	asked    int
	failures int // on end, without any answer, or one that ended
	known    map[string]checks.Exchange

	controlOnce once[checks.Control]
	contentOnce once[checks.Deployed]
}

// NewVisit returns a visit. Close ends it.
func NewVisit(options Options) *Visit {
	if options.Budget == 0 {
		options.Budget = defaultBudget
	}
	if options.Timeout == 0 {
		options.Timeout = defaultTimeout
	}
	if options.Start == 0 {
		options.Start = defaultStart
	}
	if options.Wait == nil {
		options.Wait = wait
	}
	if options.Limiter == nil {
		options.Limiter = NewLimiter(options.Rate)
	}
	var secrets []string
	for _, values := range options.Header {
		secrets = append(secrets, values...)
	}
	return &Visit{
		options: options, limiter: options.Limiter, redactor: NewRedactor(secrets), known: map[string]checks.Exchange{},
		client: &http.Client{Transport: options.Destination.Transport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// NewLimiter returns what slows requests down to a rate, one after another.
func NewLimiter(limit rate.Limit) *rate.Limiter {
	if limit == 0 {
		limit = defaultRate
	}
	return rate.NewLimiter(limit, 1)
}

func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Close gives connections back.
func (v *Visit) Close() { v.client.CloseIdleConnections() }

// Address is where the service answers.
func (v *Visit) Address() string { return outbound.Base(v.options.Destination.Service) }

// Asked counts the requests that were sent.
func (v *Visit) Asked() int {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.asked
}

// Ask sends probes in their order. What was asked before in this visit is not asked
// again.
func (v *Visit) Ask(ctx context.Context, probes []checks.Probe) ([]checks.Exchange, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	exchanges := make([]checks.Exchange, 0, len(probes))
	for _, probe := range probes {
		exchange, err := v.one(ctx, probe)
		if err != nil {
			return nil, err
		}
		exchanges = append(exchanges, exchange)
	}
	return exchanges, nil
}

// mostFailures without any answer that ends, after which nothing more is asked.
const mostFailures = 5

// one sends a probe, or remembers its answer.
func (v *Visit) one(ctx context.Context, probe checks.Probe) (checks.Exchange, error) {
	if probe.Method == "" {
		probe.Method = http.MethodGet
	}
	key := fmt.Sprint(probe.Method, " ", probe.Insecurely, probe.Follow, " ", probe.Path, probe.Header, string(probe.Body))
	if exchange, known := v.known[key]; known && !probe.Anew && !probe.Whole && !changes(probe.Method) {
		return exchange, nil
	}
	if why := v.over(); why != "" {
		return checks.Exchange{Method: probe.Method, URL: v.options.Destination.Service.Host + probe.Path, Failure: why, At: v.options.Now()}, nil
	}
	exchange, err := v.send(ctx, probe)
	if err != nil {
		return checks.Exchange{}, err
	}
	if exchange.Status == 0 || exchange.Failure == endless {
		v.failures++
	} else {
		v.failures = 0
	}
	if !probe.Whole {
		v.known[key] = exchange
	}
	return exchange, nil
}

// over says why nothing more is asked; empty: it is.
func (v *Visit) over() string {
	switch {
	case v.asked >= v.options.Budget:
		return fmt.Sprintf("golive had sent the %d requests that it sends at most", v.options.Budget)
	case v.failures >= mostFailures:
		return fmt.Sprintf("the %d requests before got no answer, or none that ended", v.failures)
	default:
		return ""
	}
}

// once works something out the first time that it is asked for. What was cut short is
// worked out again.
type once[T any] struct {
	mutex sync.Mutex
	done  bool
	value T
}

func (o *once[T]) get(work func() (T, error)) (T, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.done {
		return o.value, nil
	}
	value, err := work()
	if err == nil {
		o.value, o.done = value, true
	}
	return value, err
}

var _ checks.Staging = (*Visit)(nil)
