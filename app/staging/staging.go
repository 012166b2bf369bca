// Package staging opens visits to the environment that a release is proven on: where it
// is, whether it may be visited, and what tells that it runs the release's content.
package staging

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config"
)

// Agent is the user agent of golive's requests, with where a person reads more.
func Agent(link string) string {
	if link == "" {
		return "golive-probe/1"
	}
	return "golive-probe/1 (+" + link + ")"
}

// Typed opens a visit to an address that a person typed on this machine and so may be
// on it, or on a private network. An address that is none is an error; one that cannot
// be reached is what is missing. What the directory's files ask for is that person's too:
// they may name secrets, which that person sets, and what the policy declares of limits is
// tried. It is asked at most so many times a second.
func Typed(ctx context.Context, address string, secrets probe.SecretReader, limit rate.Limit, now func() time.Time) (func(checks.Subject) (checks.Staging, checks.Missing), error) {
	service, err := outbound.ParseService(address)
	if err != nil {
		return nil, err
	}
	destination, err := outbound.NewGuard(net.DefaultResolver, outbound.Typed(), nil).Resolve(ctx, service)
	if err != nil {
		missing := checks.Missing{Connection: checks.ConnectionStaging, Reason: fmt.Sprintf("staging is not visited: %v", err), Remedy: "Look whether the address is right."}
		return func(checks.Subject) (checks.Staging, checks.Missing) { return nil, missing }, nil
	}
	return func(subject checks.Subject) (checks.Staging, checks.Missing) {
		header, err := probe.FillHeader(secrets, subject.Policy.Environments.Staging.Headers)
		if err != nil {
			return nil, checks.Missing{Connection: checks.ConnectionStaging, Reason: "staging asks for a header that cannot be filled in: " + err.Error(), Remedy: "Set it, and run it again."}
		}
		return probe.NewVisit(probe.Options{
			Destination: destination, Agent: Agent(""), Canary: canary(), Now: now, Header: header, Secrets: secrets, Writes: writes(subject.Policy.Probes, true),
			Rate: limit, Bursts: config.DefaultProbeBurst,
			Prove: probe.Prove(subject.Policy.Environments.Staging.Version, commits(subject), nil),
		}), checks.Missing{}
	}, nil
}

// writes says whether a staging may be written to: where the policy allows it, and the
// address is one that whoever may change the policy, or typed it, named.
func writes(policy config.Probes, named bool) probe.Writes {
	switch {
	case !policy.AllowWrites:
		return probe.Writes{Why: "the policy has no `probes: {allow_writes: true}`"}
	case !named:
		return probe.Writes{Why: "the policy does not name the address (`environments.staging.url`): where a deployment says that staging is, nothing is written"}
	default:
		return probe.Writes{May: true}
	}
}

// commits are those whose content is the release's for whoever asks a running service.
func commits(subject checks.Subject) []checks.ContentCommit {
	return subject.Commits(append(checks.ReleaseBooks(), checks.DiffersInTests)...)
}

// canary is a word that no service has a path for.
func canary() string {
	return fmt.Sprintf("%x", []byte(rand.Text()[:8]))
}
