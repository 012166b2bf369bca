package performance

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// packed judges whether the longest answer is compressed.
func (p *payloadJudge) packed(exchange *checks.Exchange) {
	if exchange == nil {
		return
	}
	if how := exchange.Answer().Get("Content-Encoding"); how != "" && how != "identity" {
		p.look.Record(checks.Neutral, nil, 1, "the longest answer is compressed (%s)", wording.Quoted(how))
		return
	}
	severity := checks.SeverityNotice
	if exchange.Length > largeAnswer {
		severity = checks.SeverityWarning
	}
	p.look.Find("payload.live-compression", severity, exchange, fmt.Sprintf("%s of JSON are sent without compression to whoever takes gzip, br and zstd", bytesOf(*exchange)), "Compress answers of the API where the proxy or the framework can: `gzip_types application/json;`, `app.use(compression())`.")
}

// graph judges how deep a query of GraphQL may be.
func (p *payloadJudge) graph(trial graphTrial) {
	name := wording.Quoted("GET " + trial.path)
	switch {
	case !trial.expected:
	case trial.accepted:
		p.look.Find("payload.live-graphql", checks.SeverityWarning, trial.exchange, fmt.Sprintf("%s takes a query of depth %d (nothing of it was worked out): one request can ask for everything", name, graphDepth), payloadSnippets().For("Bound depth and cost of a query", p.overview.Framework()))
		p.wide++
	case trial.refused:
		p.look.Record(checks.Supports, nil, 1, "%s refuses a query of depth %d", name, graphDepth)
	case trial.acyclic:
		p.look.Record(checks.Supports, nil, 1, "no query to %s can be deep: the schema leads nowhere in a circle", name)
	case trial.path == "":
		text := "GraphQL is answered by the code, and was not found at " + wording.Listed(quotedAll(graphPaths), 5)
		if trial.why != "" {
			text += "; " + trial.why
		}
		p.look.Record(checks.Neutral, nil, 1, "%s", text)
	default:
		p.look.Record(checks.Neutral, trial.exchange, 1, "how deep a query to %s may be is not known: %s", name, trial.why)
	}
}

func quotedAll(names []string) []string {
	all := make([]string, len(names))
	for index, name := range names {
		all[index] = wording.Quoted(name)
	}
	return all
}
