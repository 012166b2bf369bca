package staging

import (
	"context"
	"errors"
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

// VisitorOptions are what a visitor needs.
type VisitorOptions struct {
	Consent Consent
	Secrets Secrets
	// Pace lets requests to a service out, for whoever visits it too; nil: five a second for
	// each visit.
	Pace   func(service string) probe.Pace
	Rate   rate.Limit // that this pace keeps, requests a second; 0: five
	Bursts int        // requests of one visit that go out faster; 0: none
	Now    func() time.Time
}

// Visitor opens visits for the server: where the host consents, and with the secrets
// that its operator lays down. Whatever it visits of one service goes out at one rate.
type Visitor struct {
	options VisitorOptions
}

// NewVisitor returns a visitor.
func NewVisitor(options VisitorOptions) *Visitor {
	return &Visitor{options}
}

// errNotNamed refuses secrets to an address that the policy does not name.
var errNotNamed = errors.New("the policy does not name the address (`environments.staging.url`), and secrets go nowhere else")

// Visit opens a visit, or says why there is none.
func (v *Visitor) Visit(ctx context.Context, visit jobs.StageVisit) (checks.Staging, func(), checks.Missing) {
	answer := v.options.Consent.Ask(ctx, visit.Repository, visit.Address)
	if !answer.Given {
		return nil, nil, checks.Missing{Connection: checks.ConnectionStaging, Reason: answer.Why, Remedy: answer.Remedy}
	}
	var secrets probe.SecretReader = func(string) (string, error) { return "", errNotNamed }
	if visit.Named {
		secrets = v.options.Secrets.of(visit.Repository)
	}
	header, err := probe.FillHeader(secrets, visit.Header)
	if err != nil {
		return nil, nil, checks.Missing{
			Connection: checks.ConnectionStaging, Reason: "staging asks for a header that cannot be filled in: " + err.Error(),
			Remedy: "golive's operator writes it into OWNER/REPO/NAME in GOLIVE_SECRETS_DIR.",
		}
	}
	options := probe.Options{
		Destination: answer.Destination, Agent: Agent(visit.Link), Canary: canary(), Header: header, Secrets: secrets, Writes: writes(visit.Probes, visit.Named),
		Prove: visit.Prove, Now: v.options.Now, Bursts: v.options.Bursts, Rate: v.options.Rate,
	}
	if v.options.Pace != nil {
		options.Pace = v.options.Pace(answer.Destination.Name())
	}
	opened := probe.NewVisit(options)
	return opened, opened.Close, checks.Missing{}
}
