// Package reach tells whether what people link to can be reached: that something
// answers at an address, and never what.
package reach

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/golive-app/golive/checks/evidence/outbound"
)

// answerTime is how long one request may take.
const answerTime = 5 * time.Second

// Reach looks at links. It sends no more than two requests for one, reads no answer's
// body, and is safe for concurrent use.
type Reach struct {
	guard *outbound.Guard
	agent string
}

// New returns a Reach that goes where the guard lets it.
func New(guard *outbound.Guard, agent string) *Reach { return &Reach{guard, agent} }

// Unreachable says why nothing can be read at an address, in words for people. It says
// nothing of one that answers, be it with "sign in first" or with a redirect to
// elsewhere, nor of one at which golive does not look: that is not public, or whose
// name golive's own name service fails to look up.
func (r *Reach) Unreachable(ctx context.Context, link string) string {
	address, err := outbound.ParseService(link)
	if err != nil {
		return ""
	}
	looking, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	destination, err := r.guard.Resolve(looking, address)
	switch {
	case errors.Is(err, outbound.ErrNoName):
		return err.Error()
	case err != nil:
		return ""
	}
	transport := destination.Transport()
	transport.DisableKeepAlives = true
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		if len(before) > 1 || destination.Follow(next, before) != nil {
			return http.ErrUseLastResponse // it answers, and sends people on
		}
		return nil
	}}
	why := r.ask(ctx, client, http.MethodHead, address.String())
	if why != "" {
		// Some answer HEAD in another way than what people do.
		why = r.ask(ctx, client, http.MethodGet, address.String())
	}
	return why
}

// ask sends one request and says what is wrong with its answer.
func (r *Reach) ask(ctx context.Context, client *http.Client, method, address string) string {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return ""
	}
	request.Header.Set("User-Agent", r.agent)
	response, err := client.Do(request)
	if err != nil {
		if outbound.Silent(err) {
			return outbound.Reason(err).Error()
		}
		return "" // something is there: its certificate or its protocol is not golive's to judge
	}
	_ = response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound, response.StatusCode == http.StatusGone, response.StatusCode >= http.StatusInternalServerError:
		return fmt.Sprintf("it answers %d", response.StatusCode)
	default:
		return ""
	}
}
