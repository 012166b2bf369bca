package staging

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/jobs"
)

// Consent says whether a service may be sent requests for a repository.
type Consent interface {
	Ask(ctx context.Context, repository, address string) outbound.Answer
}

// Visitor opens visits for the server: where the host consents, and with the secrets
// that its operator lays down. Whatever it visits of one host goes out at one rate.
type Visitor struct {
	consent Consent
	secrets Secrets
	rate    rate.Limit
	now     func() time.Time

	mutex    sync.Mutex
	limiters map[string]*rate.Limiter
}

// NewVisitor returns a visitor that sends at most so many requests a second to one
// host; 0: five.
func NewVisitor(consent Consent, secrets Secrets, limit rate.Limit, now func() time.Time) *Visitor {
	return &Visitor{consent: consent, secrets: secrets, rate: limit, now: now, limiters: map[string]*rate.Limiter{}}
}

// errNotNamed refuses secrets to an address that the policy does not name.
var errNotNamed = errors.New("the policy does not name the address (`environments.staging.url`), and secrets go nowhere else")

// Visit opens a visit, or says why there is none.
func (v *Visitor) Visit(ctx context.Context, visit jobs.StageVisit) (checks.Staging, func(), checks.Missing) {
	answer := v.consent.Ask(ctx, visit.Repository, visit.Address)
	if !answer.Given {
		return nil, nil, checks.Missing{Connection: checks.ConnectionStaging, Reason: answer.Why, Remedy: answer.Remedy}
	}
	var secrets probe.SecretReader = func(string) (string, error) { return "", errNotNamed }
	if visit.Named {
		secrets = v.secrets.of(visit.Repository)
	}
	header, err := fill(secrets, visit.Header)
	if err != nil {
		return nil, nil, checks.Missing{
			Connection: checks.ConnectionStaging, Reason: "staging asks for a header that cannot be filled in: " + err.Error(),
			Remedy: "golive's operator writes it into OWNER/REPO/NAME in GOLIVE_SECRETS_DIR.",
		}
	}
	opened := probe.NewVisit(probe.Options{
		Destination: answer.Destination, Agent: Agent(visit.Link), Canary: canary(), Header: header, Secrets: secrets, Writes: writes(visit.Probes, visit.Named),
		Limiter: v.limiter(answer.Destination.Host()), Prove: visit.Prove, Now: v.now,
	})
	return opened, opened.Close, checks.Missing{}
}

// mostLimiters of hosts that are remembered.
const mostLimiters = 1000

// limiter is the one for a host.
func (v *Visitor) limiter(host string) *rate.Limiter {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	limiter, known := v.limiters[host]
	if !known {
		if len(v.limiters) >= mostLimiters {
			clear(v.limiters)
		}
		limiter = probe.NewLimiter(v.rate)
		v.limiters[host] = limiter
	}
	return limiter
}
