package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/jobs"
)

// graphFault is what GitHub says of a field that it leaves null.
type graphFault struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

// query reads with GraphQL, whose one answer stands for hundreds of REST's. It
// never changes anything, so it may be repeated. An answer with faults is none:
// a field that is null because it may not be seen must not read as "there is
// none".
// https://docs.github.com/en/graphql/guides/forming-calls-with-graphql
func (r *Repository) query(ctx context.Context, text string, into any) error {
	err := r.ask(ctx, text, into)
	if errors.Is(err, jobs.ErrGone) {
		if gone := r.resolve(ctx); gone != nil {
			return gone
		}
		return r.ask(ctx, text, into) // renamed, perhaps
	}
	return err
}

func (r *Repository) ask(ctx context.Context, text string, into any) error {
	known := r.known.Load()
	request, err := r.client.api.NewRequest(http.MethodPost, r.hub.endpoints.graph, map[string]any{
		"query": text, "variables": map[string]string{"owner": known.GetOwner().GetLogin(), "name": known.GetName()},
	})
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors []graphFault    `json:"errors"`
	}
	response, err := r.client.api.Do(ctx, request, &answer)
	if err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return r.judgeFault(answer.Errors[0], response.Header)
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		return fmt.Errorf("read GitHub's answer: %w", err)
	}
	return nil
}

// judgeFault says what a fault means. They come with status 200.
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
func (r *Repository) judgeFault(fault graphFault, header http.Header) error {
	message := clean(fault.Message, 300)
	switch {
	case fault.Type == "RATE_LIMITED":
		at := situation{now: r.hub.options.Now(), spread: r.hub.spread()}
		seconds, _ := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64)
		return &jobs.LimitedError{Until: resetOf(time.Unix(seconds, 0), at), Reason: primaryLimit}
	case fault.Type == "FORBIDDEN", strings.Contains(message, "not accessible by "):
		return fmt.Errorf("%w: GraphQL needs pull_requests: read and contents: read: %s", jobs.ErrForbidden, r.client.grant("pull_requests: read", r.settings()))
	case fault.Type == "NOT_FOUND":
		return fmt.Errorf("%w: %s", jobs.ErrGone, message)
	default:
		return fmt.Errorf("GitHub answered a query with: %s", message)
	}
}
