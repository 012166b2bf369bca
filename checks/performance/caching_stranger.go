package performance

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
)

// unknownToAll is a token and a session that nobody has.
const unknownToAll = "golive.invalid.token"

// leaked is an answer for one person that a cache gave to a stranger.
type leaked struct{ own, stranger checks.Exchange }

// pastCaches is a query that nobody else sends, so that a cache has no answer for it.
const pastCaches = "golive=stranger"

// lookAsStrangers asks for what golive was let in to once more, as somebody whom nobody
// knows. Where a cache stands before the service and answers that itself, with what golive
// was given, while the service refuses the same stranger, it keeps one person's answer for
// all, whatever the answer says. Without that refusal anybody may have the answer.
func lookAsStrangers(ctx context.Context, look *probe.Look, private []checks.Exchange) ([]leaked, error) {
	var all []leaked
	for _, own := range private {
		if own.Status < 200 || own.Status >= 300 || !letIn(own) || forEverybody(own) || len(own.Body()) == 0 || !header.ReadDelivery(own.Answer()).Said {
			continue
		}
		credentials := http.Header{}
		for name := range own.Sent {
			switch name {
			case "Authorization":
				credentials.Set(name, "Bearer "+unknownToAll)
			case "Cookie":
				credentials.Set(name, "session="+unknownToAll)
			case "X-Api-Key", "X-Auth-Token":
				credentials.Set(name, unknownToAll)
			}
		}
		answers, err := look.Ask(ctx, checks.Probe{Path: pathAsked(own), Header: credentials, Anew: true})
		if err != nil {
			return nil, err
		}
		stranger := answers[0]
		if probe.Unclear(stranger) != "" || stranger.Status < 200 || stranger.Status >= 300 || !header.ReadDelivery(stranger.Answer()).Hit || !bytes.Equal(stranger.Body(), own.Body()) {
			continue
		}
		path := pathAsked(own)
		if strings.Contains(path, "?") {
			path += "&" + pastCaches
		} else {
			path += "?" + pastCaches
		}
		if answers, err = look.Ask(ctx, checks.Probe{Path: path, Header: credentials, Anew: true}); err != nil {
			return nil, err
		}
		if probe.Refused(answers[0]) {
			all = append(all, leaked{own, stranger})
		}
	}
	return all, nil
}

// pathAsked is the path of an exchange, as it was asked for. Where nothing was sent, its
// address has no scheme.
func pathAsked(exchange checks.Exchange) string {
	rest := exchange.URL
	if _, after, found := strings.Cut(rest, "://"); found {
		rest = after
	}
	_, path, _ := strings.Cut(rest, "/")
	return "/" + path
}

// judgeStrangers makes findings of answers for one person that a cache gave to others.
func judgeStrangers(look *probe.Look, all []leaked) {
	for _, one := range all {
		by := header.ReadDelivery(one.stranger.Answer()).By
		// The body is somebody's.
		shown := one.stranger
		shown.Excerpt = ""
		look.Find("caching.private", checks.SeverityError, &shown, fmt.Sprintf("%s asks who asks, and a cache (`%s`) gave its answer to a token that nobody has", asked(one.own), by), "Let the cache keep nothing that was asked for with credentials (nginx: `proxy_no_cache $http_authorization; proxy_cache_bypass $http_authorization;`), and send `Cache-Control: private, no-store` with what asks who asks.")
		look.Record(checks.Refutes, &shown, 1, "%s was answered by a cache, to a token that nobody has, with what golive was given", asked(one.own))
	}
}
