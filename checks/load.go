package checks

import (
	"encoding/json"
	"time"
)

// LoadState tells how far a load test is.
type LoadState string

// The states of a load test.
const (
	LoadWaiting LoadState = "waiting" // for its turn
	LoadRunning LoadState = "running"
	LoadEnded   LoadState = "ended"   // it sent requests; Result says what came of them
	LoadRefused LoadState = "refused" // it sent none that count, and Why says so
)

// LoadTest is one load test of a content, and what it came to. A test is bound to the
// content that ran where the requests went.
type LoadTest struct {
	ID          string    `json:"id"`
	State       LoadState `json:"state"`
	By          string    `json:"by,omitempty"`          // login of who asked for it; empty: golive itself, for a deployment
	Comment     int64     `json:"comment,omitempty"`     // in which they did
	Delivery    string    `json:"delivery,omitempty"`    // of the button by which they did
	Environment string    `json:"environment,omitempty"` // on the forge
	Host        string    `json:"host,omitempty"`        // that was loaded
	Commit      string    `json:"commit,omitempty"`      // that ran there
	Tree        string    `json:"tree"`                  // of the release
	Proof       string    `json:"proof,omitempty"`       // how it is known that the environment runs it: "by deployment record"
	AskedAt     time.Time `json:"asked_at"`
	StartedAt   time.Time `json:"started_at,omitzero"`
	EndedAt     time.Time `json:"ended_at,omitzero"`
	RPS         int       `json:"rps"`
	Seconds     int       `json:"seconds"` // that it holds the rate

	// Why says why nothing was sent, why a test that waits will wait for long, or why what
	// was sent decides nothing; Remedy is the next step. Both are empty for a test that ran to its end.
	Why    string `json:"why,omitempty"`
	Remedy string `json:"remedy,omitempty"`
	// Stopped says why a test was ended before its time by the service's own answers,
	// which is a result.
	Stopped string `json:"stopped,omitempty"`
	// Result is what was measured, as golive.load/1; empty: nothing was.
	Result json.RawMessage `json:"result,omitempty"`
	Curve  []LoadPoint     `json:"curve,omitempty"`
}

// LoadPoint is a part of a load test's course, in requests a second.
type LoadPoint struct {
	Offered float64 `json:"offered"`
	Served  float64 `json:"served"`
	Failed  float64 `json:"failed"`
}

// MostLoadPoints is how many points the course of a load test is kept in.
const MostLoadPoints = 60
