package performance

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/wording"
)

// judgeMedia says what the addresses mean for performance.media-storage, and reports
// whether every file that was seen stands at an object store, and whether some stand at
// the service. Where golive's own upload told where files come to stand, nothing lacks.
func judgeMedia(look *probe.Look, search *mediaSearch, told bool) (stored, itself bool) {
	var own, away []mediaFile
	var hosts, others []string
	for _, one := range search.files {
		switch one.standing {
		case standsOwn:
			own = append(own, one)
		case standsOther:
			if name := wording.Quoted(one.host); !slices.Contains(others, name) {
				others = append(others, name)
			}
		default:
			away = append(away, one)
			name := one.store
			if one.host != "" {
				name += " (" + wording.Quoted(one.host) + ")"
			}
			if !slices.Contains(hosts, name) {
				hosts = append(hosts, name)
			}
		}
		judgeMediaCache(one, look.Find)
	}
	read := wording.Counted(search.read, "page and answer", "pages and answers")
	if len(others) > 0 {
		// It is no object store that is known, and may be a name of one: a bucket behind
		// media.example.com. It is not asked, for it gave no consent.
		look.Record(checks.Neutral, nil, len(others), "files stand at %s too, which is not known to be an object store and was not asked", wording.Listed(others, 3))
	}
	switch {
	case len(own) > 0:
		first := own[0]
		look.Find("media.live-own", checks.SeverityWarning, first.exchange, fmt.Sprintf("%s is answered by the service itself (named by %s): nothing in the answer is of an object store", first.named(), first.where),
			"Give clients the address of the object store, signed where the file is not for everybody, or lead there. Where the service reads it from one and hands it on, say so and sign.")
		look.Record(checks.Refutes, first.exchange, len(own)+len(away), "of %s of uploaded files in %s, %d seem to be answered by the service itself", wording.Counted(len(own)+len(away), "address", "addresses"), read, len(own))
		look.Headline = fmt.Sprintf("%d of %d uploaded files seem to be answered by the service itself", len(own), len(own)+len(away))
		look.Why = "A second instance has them only where both share a disk, and every download takes a place of a request."
	case len(away) > 0:
		look.Record(checks.Supports, away[0].exchange, len(away), "%s of uploaded files in %s: all at %s", wording.Counted(len(away), "address", "addresses"), read, wording.Listed(hosts, 3))
		look.Headline = "uploaded files stand at " + wording.Listed(hosts, 3)
		return true, false
	case told:
	case search.read == 0:
		look.Lack("no page and no answer of an API could be read for addresses of uploaded files", "The role that signs this item uploads a file and looks at its address.")
	default:
		look.Lack("no address of an uploaded file was seen in "+read, "The role that signs this item uploads a file and looks at its address.")
	}
	return false, len(own) > 0
}

// finder makes a finding of an answer.
type finder func(rule string, severity checks.Severity, exchange *checks.Exchange, message, remedy string)

// judgeMediaCache tells of files that browsers must fetch each time.
func judgeMediaCache(one mediaFile, find finder) {
	if one.exchange == nil || one.standing != standsOwn && one.standing != standsBehind {
		return
	}
	answered := one.exchange.Answer()
	cache := header.ReadCache(answered)
	switch {
	case cache.Kept() || cache.NoStore && one.standing == standsOwn && cache.Private:
	case answered.Get("Etag") != "" || answered.Get("Last-Modified") != "":
		find("media.live-cache", checks.SeverityNotice, one.exchange, one.named()+" says since when it is as it is, and not how long it holds: browsers ask each time, or guess", "Give it a name that changes with its content, and `Cache-Control: public, max-age=31536000, immutable`; `private` where it is not for everybody.")
	default:
		find("media.live-cache", checks.SeverityWarning, one.exchange, one.named()+" is fetched anew each time: it has no `Cache-Control`, `ETag` or `Last-Modified` by which it could be kept", "Give it a name that changes with its content, and `Cache-Control: public, max-age=31536000, immutable`; `private` where it is not for everybody.")
	}
}
