package checks

import (
	"context"
	"net/http"
	"time"
)

// Staging is where a release runs before it goes live, as far as it may be asked over
// HTTP. It is asked slowly, and more slowly once it refuses because of too many requests
// (that one path, where no other is refused), within a budget, and with requests that
// change nothing unless it says that it may be written to.
type Staging interface {
	// Address is where it answers, without a path: "https://staging.example.com".
	Address() string
	// Content tells whether it runs what is released.
	Content(ctx context.Context) (Deployed, error)
	// Ask sends probes in their order and returns an exchange for each. What gets no
	// answer is an exchange too; an error means that golive stopped.
	Ask(ctx context.Context, probes []Probe) ([]Exchange, error)
	// Watch sends one probe so many times, evenly over a span of time, which is shorter
	// where the operator lets golive send more than it does by itself. Other probes go out
	// meanwhile.
	Watch(ctx context.Context, probe Probe, count int, span time.Duration) ([]Exchange, error)
	// Control asks for what cannot be there, to know a refusal and a page for everything
	// by sight.
	Control(ctx context.Context) (Control, error)
	// MayWrite reports whether it may be sent what changes data, and why not.
	MayWrite() (may bool, why string)
	// Secret returns what golive's operator laid down for requests to it, under a name.
	// From then on it is left out of what is shown. An error names it and says why there
	// is none, for people.
	Secret(name string) (string, error)
	// Conceal leaves texts out of what is shown from now on: what the service gave that
	// opens something.
	Conceal(texts ...string)
	// Shown returns an exchange without what is left out by now.
	Shown(exchange Exchange) Exchange
	// Hide returns a text without what is left out by now, and without what looks like a
	// secret.
	Hide(text string) string
	// Burst sends probes faster than Ask does, and returns the exchanges of those that
	// went out, in that order, with little of their bodies. Nothing else of golive's goes
	// to the host meanwhile.
	Burst(ctx context.Context, burst Burst) ([]Exchange, error)
	// BurstLeft is how many requests golive's operator still lets go out in bursts here.
	BurstLeft() int
}

// Burst is requests beyond a limit of rates, to see it refuse. Only what a policy
// declares is tried so.
type Burst struct {
	Probes []Probe
	Pace   float64 // requests a second, at most
	// Refusal is the status that refuses, and Enough how many of them end the burst; 0:
	// none does.
	Refusal int
	Enough  int
}

// Probe is one request to staging. Its method is GET, HEAD or OPTIONS, unless staging
// may be written to.
type Probe struct {
	Method string // empty: GET
	Path   string // with its query, from the service's address
	Header http.Header
	Body   []byte // that is sent; shown to nobody
	// Insecurely asks over http:// where the service is at https://.
	Insecurely bool
	// Credentials is set where Body is a name and password that nobody has, for a path that
	// the policy names as the one to log in at: that may be sent with POST anywhere.
	Credentials bool
	// Follow follows redirects on the service; the last answer is the exchange.
	Follow bool
	// Whole keeps up to 8 MiB of the body, for a browser, and is not remembered.
	Whole bool
	// Leave ends the connection with the answer, so that whatever is asked next needs a new
	// one.
	Leave bool
	// Anew asks again even if the same was asked before in this run.
	Anew bool
	// After is how long golive waits before it asks.
	After time.Duration
	// Impatient takes a refusal that asks golive to come back for the answer; else golive
	// waits and asks again, more slowly.
	Impatient bool
}

// Exchange is a probe and what came back.
type Exchange struct {
	Method   string        `json:"method"`
	URL      string        `json:"url"`
	Sent     http.Header   `json:"sent,omitempty"` // without what was secret
	Status   int           `json:"status"`         // 0: no answer
	Protocol string        `json:"protocol,omitempty"`
	Header   http.Header   `json:"header,omitempty"`  // secrets are left out
	Excerpt  string        `json:"excerpt,omitempty"` // of the body, at most 8 KiB, secrets are left out
	Length   int64         `json:"length"`            // of the body, as far as it was read
	Cut      bool          `json:"cut,omitempty"`     // the body goes on
	Elapsed  time.Duration `json:"-"`
	Reused   bool          `json:"-"` // it went out on a connection that had been used before
	Lost     bool          `json:"-"` // such a connection was closed under it, and it went out once more
	Unasked  bool          `json:"-"` // nothing was sent, and the failure says why
	At       time.Time     `json:"at"`
	TLS      *TLS          `json:"tls,omitempty"`
	Failure  string        `json:"failure,omitempty"` // why there is no answer, or not all of it

	raw    []byte      // of the body, for judging alone
	header http.Header // as it came, for judging alone
}

// NewExchange returns an exchange with a body and header for judging, which are neither
// encoded nor shown.
func NewExchange(shown Exchange, body []byte, header http.Header) Exchange {
	shown.raw, shown.header = body, header
	return shown
}

// Body returns the body for judging, at most 256 KiB of it. It may hold secrets.
func (e Exchange) Body() []byte { return e.raw }

// Answer returns the header for judging. It may hold secrets.
func (e Exchange) Answer() http.Header {
	if e.header == nil {
		return http.Header{}
	}
	return e.header
}

// TLS is how a connection was secured.
type TLS struct {
	Version   string    `json:"version"` // "TLS 1.3"
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	Issuer    string    `json:"issuer"`
}

// Control is what staging answers to paths that nobody has.
type Control struct {
	// Unjudgeable says why nothing that staging answers can be judged: a wall before it,
	// the same answer to everything. Empty: it can.
	Unjudgeable string
	Remedy      string
	// Down is set where what cannot be judged is that it answers with errors of its own
	// to everything: it is there, and does not work.
	Down    bool
	Missing Exchange // the answer to a path that is not there
	// CatchAll is set where that answer is a page with status 200, as of an app that
	// works out its paths in the browser.
	CatchAll bool
}

// Proof tells how it is known what an environment runs.
type Proof string

// The proofs, the strongest first.
const (
	ProofNone       Proof = ""
	ProofVersion    Proof = "version"    // the service says so at a path
	ProofHeader     Proof = "header"     // the service says so in a header
	ProofDeployment Proof = "deployment" // the forge records the deployment
)

// Deployed tells what an environment runs.
type Deployed struct {
	Proof Proof
	// Other is set where it is known to run something else.
	Other bool
	Words string // for people: "`/version` says `a1b2c3d`"
}

// Proven reports whether it is known to run what is released.
func (d Deployed) Proven() bool { return d.Proof != ProofNone && !d.Other }

// Unvisited is what an item says that would look at staging, where nobody named it.
// Person says what a person can do in golive's place.
func Unvisited(reason, person string) Missing {
	return Missing{Connection: ConnectionStaging, Reason: reason, Remedy: "`golive check DIR --staging URL` looks at it from your machine; or " + person + ", and signs."}
}
