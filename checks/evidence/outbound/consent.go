package outbound

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golive-app/golive/config"
)

// ConsentPath is where a host says which repositories' golive may visit it.
const ConsentPath = "/.well-known/golive.txt"

// Answer says whether a service may be visited for a repository. Its zero value says
// no.
type Answer struct {
	Given  bool
	By     Consenter
	Why    string // one sentence, for people
	Remedy string // how consent is given, where it is not
	// Destination is where requests may go: addresses that consented. It is empty where
	// consent is not given.
	Destination Destination
}

// Consenter tells who consented.
type Consenter string

// Who can consent.
const (
	ByOperator Consenter = "operator" // whoever runs golive, in its settings
	ByHost     Consenter = "host"     // the host, by its file
)

// How long an answer of a host holds, and how long its silence does.
const (
	givenTime   = 10 * time.Minute
	refusedTime = 30 * time.Second
)

// Consent knows which services may be visited.
type Consent struct {
	guard *Guard
	hosts []config.Host
	agent string
	now   func() time.Time
	// itself reports whether a host can consent itself: on the ports of the web alone, so
	// that nobody learns by golive which others are open.
	itself func(Destination) bool

	mutex sync.Mutex
	kept  map[string]keptAnswer
}

// keptAnswer is what a host said of a repository.
type keptAnswer struct {
	given     []netip.Addr // that said yes
	asked     []netip.Addr
	why       string
	expiresAt time.Time
}

// NewConsent returns what asks hosts through a guard. Those that the operator named
// need not be asked; the others are, by a user agent.
func NewConsent(guard *Guard, hosts []config.Host, agent string, now func() time.Time) *Consent {
	return &Consent{guard: guard, hosts: slices.Clone(hosts), agent: agent, now: now, itself: onDefaultPort, kept: map[string]keptAnswer{}}
}

// Ask says whether an address may be visited for a repository, OWNER/REPO.
func (c *Consent) Ask(ctx context.Context, repository, address string) Answer {
	service, err := ParseService(address)
	if err != nil {
		return Answer{Why: sentence(err), Remedy: "Write the address as https://HOST."}
	}
	destination, err := c.guard.Resolve(ctx, service)
	if err != nil {
		return Answer{Why: sentence(err), Remedy: unreachable(err)}
	}
	if c.named(destination) {
		return Answer{Given: true, By: ByOperator, Why: fmt.Sprintf("Whoever runs golive named %s in GOLIVE_ALLOW_HOSTS.", destination.Host()), Destination: destination}
	}
	kept := c.ask(ctx, repository, destination)
	if len(kept.given) == 0 {
		return Answer{Why: kept.why, Remedy: c.howTo(destination, repository)}
	}
	return Answer{
		Given: true, By: ByHost, Destination: destination.only(kept.given),
		Why: fmt.Sprintf("%s%s names %s.", destination.Service.Host, ConsentPath, repository),
	}
}

// unreachable says what to do where a host cannot be visited.
func unreachable(err error) string {
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Setting {
		return fmt.Sprintf("If %s is a staging of yours, whoever runs golive adds the range of its addresses to GOLIVE_ALLOW_CIDRS and its name to GOLIVE_ALLOW_HOSTS.", refusal.Host)
	}
	return "Look whether the address is right, and whether its name is known where golive runs."
}

// named reports whether the operator named the service.
func (c *Consent) named(destination Destination) bool {
	return slices.ContainsFunc(c.hosts, func(host config.Host) bool { return host.Covers(destination.Host(), destination.Port()) })
}

func (c *Consent) howTo(destination Destination, repository string) string {
	how := fmt.Sprintf("Whoever runs golive names %s in GOLIVE_ALLOW_HOSTS", destination.Host())
	if c.itself(destination) {
		how = fmt.Sprintf("Serve %s%s as plain text with the line `%s`, or whoever runs golive names %s in GOLIVE_ALLOW_HOSTS", Base(destination.Service), ConsentPath, repository, destination.Host())
	}
	return how + "."
}

// onDefaultPort reports whether a service is on the port of its scheme.
func onDefaultPort(destination Destination) bool {
	return destination.Port() == defaultPort(destination.Service.Scheme)
}

// ask asks the host, unless it was asked a moment ago.
func (c *Consent) ask(ctx context.Context, repository string, destination Destination) keptAnswer {
	if !c.itself(destination) {
		return keptAnswer{why: fmt.Sprintf("Nobody allowed golive to visit port %s of %s.", destination.Port(), destination.Host())}
	}
	key := strings.ToLower(repository) + " " + Base(destination.Service)
	if kept, found := c.recall(key, destination); found {
		return kept
	}
	kept := keptAnswer{asked: destination.Addresses}
	for index, address := range destination.Addresses {
		if index == mostAddresses {
			break
		}
		said, err := c.read(ctx, destination.only([]netip.Addr{address}))
		switch {
		case err != nil && kept.why == "":
			kept.why = fmt.Sprintf("%s does not say that golive may visit it: %v.", destination.Host(), err)
		case err == nil && said.names(repository):
			kept.given = append(kept.given, address)
		case err == nil:
			kept.why = fmt.Sprintf("%s%s does not name %s.", destination.Host(), ConsentPath, repository)
		}
	}
	c.keep(ctx, key, kept)
	return kept
}

// mostAddresses of one host that are asked.
const mostAddresses = 4

// recall returns what a host said, if it has the same addresses as when it did.
func (c *Consent) recall(key string, destination Destination) (keptAnswer, bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	kept, found := c.kept[key]
	if !found || !c.now().Before(kept.expiresAt) {
		return keptAnswer{}, false
	}
	for _, address := range destination.Addresses {
		if !slices.Contains(kept.asked, address) {
			return keptAnswer{}, false
		}
	}
	kept.given = slices.DeleteFunc(slices.Clone(kept.given), func(address netip.Addr) bool { return !slices.Contains(destination.Addresses, address) })
	return kept, len(kept.given) > 0 || kept.why != ""
}

// keep remembers what a host said. What was cut short is no answer.
func (c *Consent) keep(ctx context.Context, key string, kept keptAnswer) {
	if ctx.Err() != nil {
		return
	}
	now := c.now()
	kept.expiresAt = now.Add(refusedTime)
	if len(kept.given) > 0 {
		kept.expiresAt = now.Add(givenTime)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for other, one := range c.kept {
		if !now.Before(one.expiresAt) {
			delete(c.kept, other)
		}
	}
	c.kept[key] = kept
}

// readTime is how long a host may take to show its file.
const readTime = 15 * time.Second

// read reads a host's file, from one address and without following a redirect: whoever
// consents does so itself.
func (c *Consent) read(ctx context.Context, destination Destination) (consentFile, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	transport := destination.Transport()
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, Base(destination.Service)+ConsentPath, nil)
	if err != nil {
		return consentFile{}, err
	}
	request.Header.Set("User-Agent", c.agent)
	request.Header.Set("Accept", "text/plain")
	response, err := transport.RoundTrip(request)
	if err != nil {
		return consentFile{}, fmt.Errorf("its file %s could not be read: %w", ConsentPath, Reason(err))
	}
	defer func() { _ = response.Body.Close() }()
	return readConsent(response)
}

// sentence makes an error one.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
