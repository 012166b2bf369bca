package security

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// foreign is an origin that no service knows.
const foreign = "https://golive-probe.invalid"

// headersPlan are the probes of security.headers.
type headersPlan struct {
	page, api         checks.Probe
	plain             checks.Probe // over http://, where staging is at https://
	reflected, opaque checks.Probe
	preflight         checks.Probe
}

func planHeaders(found surface) headersPlan {
	api := "/"
	for _, one := range found.routes {
		if one.Method == "GET" && one.Kind == "" && !strings.ContainsAny(one.Path, "{*") && strings.Contains(one.Path, "api") {
			api = one.Path
			break
		}
	}
	origin := func(value string, more ...string) http.Header {
		header := http.Header{"Origin": {value}}
		for index := 0; index+1 < len(more); index += 2 {
			header.Set(more[index], more[index+1])
		}
		return header
	}
	return headersPlan{
		page: checks.Probe{Path: "/", Follow: true}, api: checks.Probe{Path: api},
		plain:     checks.Probe{Path: "/", Insecurely: true},
		reflected: checks.Probe{Path: api, Header: origin(foreign)}, opaque: checks.Probe{Path: api, Header: origin("null")},
		preflight: checks.Probe{Method: http.MethodOptions, Path: api, Header: origin(foreign, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization")},
	}
}

// headersSeen are the answers.
type headersSeen struct {
	page, api, missing *checks.Exchange
	plain              *checks.Exchange   // nil: not asked
	cors               []*checks.Exchange // to a foreign origin, to none, and before a request
}

// askHeaders collects the answers.
func askHeaders(ctx context.Context, look *probe.Look, plan headersPlan) (headersSeen, error) {
	secure := strings.HasPrefix(look.Address, "https://")
	probes := []checks.Probe{plan.page, plan.api, plan.reflected, plan.opaque, plan.preflight}
	if secure && !strings.Contains(strings.TrimPrefix(look.Address, "https://"), ":") {
		probes = append(probes, plan.plain)
	}
	exchanges, err := look.Ask(ctx, probes...)
	if err != nil {
		return headersSeen{}, err
	}
	seen := headersSeen{page: &exchanges[0], api: &exchanges[1], missing: &look.Control.Missing, cors: []*checks.Exchange{&exchanges[2], &exchanges[3], &exchanges[4]}}
	if len(exchanges) > 5 {
		seen.plain = &exchanges[5]
	}
	return seen, nil
}

// liveHeaders adds what staging sends to what the code sets.
func liveHeaders(ctx context.Context, subject checks.Subject, found surface, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	seen, err := askHeaders(ctx, look, planHeaders(found))
	if err != nil {
		return checks.Observation{}, err
	}
	judgeHeaders(look, seen, func(text string) string {
		return headersSnippets().For(text, found.framework(), found.Framework(), "pages")
	}, subject.Now())
	return look.Join(static, func(one *checks.Finding) bool {
		return one == nil || slices.Contains([]string{"headers.none", "headers.off", "headers.setting"}, one.Rule)
	}), nil
}
