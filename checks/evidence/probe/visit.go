package probe

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
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
	Rate        rate.Limit    // requests a second; 0: 5; rate.Inf slows nothing down, bursts neither
	Pace        Pace          // shared with other visits of the host; nil: one of its own
	Budget      int           // requests; 0: 600
	Bursts      int           // requests of bursts, beside the budget; 0: none
	Timeout     time.Duration // of one request; 0: 15 s
	Start       time.Duration // how long a service may take to start; 0: 60 s
	Secrets     SecretReader  // what the operator laid down; nil: nothing
	Writes      Writes        // whether what changes data may be sent
	Patience    time.Duration // how long it may let golive wait, in all; 0: two minutes
	Prove       Prover        // tells what the service runs; nil: nothing does
	Now         func() time.Time
	Wait        func(context.Context, time.Duration) error // between tries; nil: as long as it says
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

// Visit is a service that is being asked. It is safe for concurrent use: what several
// ask for goes out at its pace, one request of one beside one of another.
type Visit struct {
	options  Options
	client   *http.Client
	pace     Pace
	redactor Redactor

	concealing sync.RWMutex // of redactor

	bursting sync.Mutex // one burst after another
	counting sync.Mutex
	failures int // on end, without any answer, or one that ended
	known    map[string]checks.Exchange
	waited   time.Duration // because the service asked for it
	refusals refusals
	// waitedRoute is what was waited because one route alone asked for it. Meanwhile others
	// are asked.
	waitedRoute time.Duration
	asked       atomic.Int64 // requests, those of bursts left out
	burst       atomic.Int64 // requests of bursts

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
	if options.Patience == 0 {
		options.Patience = defaultPatience
	}
	if options.Pace == nil {
		options.Pace = NewPace(options.Rate, options.Now, options.Wait)
	}
	var secrets []string
	for _, values := range options.Header {
		secrets = append(secrets, values...)
	}
	return &Visit{
		options: options, pace: options.Pace, redactor: NewRedactor(secrets), known: map[string]checks.Exchange{},
		client: &http.Client{Transport: options.Destination.Transport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
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

// Asked counts the requests that were sent, those of bursts left out.
func (v *Visit) Asked() int { return int(v.asked.Load()) }

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
