package performance

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/wording"
)

// person is who sees what golive does not.
const person = "The role that signs this item uploads a file and looks at its address."

// judge says what came of golive's own upload, and reports whether the file went to an
// object store. Own says that files of others were seen which the service answers itself:
// that is the headline then.
func (u *uploadTrial) judge(own bool) (stored bool) {
	if u == nil {
		return false
	}
	u.judgeLeft()
	u.judgeScripts()
	one := u.picture
	took := fmt.Sprintf("%s took a picture in, and by %s", u.named(), one.place.where)
	headline := func(what, why string) {
		if !own && u.look.Errors() == 0 {
			u.look.Headline, u.look.Why = what, why
		}
	}
	switch one.place.standing {
	case standsStore:
		u.look.Record(checks.Supports, u.shown(one.sent), 1, "%s it stands at %s (%s)", took, one.place.store, wording.Quoted(one.place.host))
		headline("what golive uploaded stands at "+one.place.store, "")
		return true
	case standsBehind:
		u.look.Record(checks.Supports, u.shown(one.place.exchange), 1, "%s it is answered by %s through the service", took, one.place.store)
		headline("what golive uploaded stands at "+one.place.store, "")
		u.judgeAnswer()
		return true
	case standsOther:
		// Whatever is there gave no consent: it is not asked.
		u.look.Record(checks.Neutral, u.shown(one.sent), 1, "%s it stands at %s, which is not known to be an object store and was not asked", took, wording.Quoted(one.place.host))
		headline("what golive uploaded stands at "+wording.Quoted(one.place.host), "It is another host than the service, and not known to be an object store.")
	case standsOwn:
		u.judgeOwn(took)
		u.judgeAnswer()
	default:
		u.judgeUnseen()
	}
	return false
}

// judgeUnseen says why nothing is known of where the picture stands.
func (u *uploadTrial) judgeUnseen() {
	switch one := u.picture; one.reception {
	case accepted:
		u.look.Lack(fmt.Sprintf("%s took a picture in (%d), and where it stands is not seen: %s", u.named(), one.sent.Status, one.why), "Name the field of the answer that says it: `probes: {upload: {address: data.url}}`. "+person)
	case refused:
		u.look.Lack(u.named()+" took no picture in: "+one.why, "Let it take one from a test user: `probes: {upload: {field: …, headers: […]}}`. "+person)
	default:
		u.look.Lack("whether "+u.named()+" took a picture in is not known: "+one.why, "Let it answer an upload with 201 and where the file stands. "+person)
	}
}

// judgeOwn looks at whether a file that the service keeps itself is there for all.
func (u *uploadTrial) judgeOwn(took string) {
	file := u.picture.place
	statuses, had := make([]int, 0, len(u.answers)), false
	var lost *checks.Exchange
	for index := range u.answers {
		one := &u.answers[index]
		statuses = append(statuses, one.Status)
		switch one.Status {
		case http.StatusOK:
			had = true
		case http.StatusNotFound, http.StatusGone:
			if had && lost == nil {
				lost = one
			}
		}
	}
	const name = "picture"
	if lost != nil {
		u.look.FindNamed(name, "media.upload-lost", checks.SeverityError, u.shown(lost), fmt.Sprintf("of %d requests for the file that was just uploaded (%s) some find it and some do not: %s", len(u.answers), file.named(), counted(statuses)),
			"The instances keep uploads on disks of their own: send them to an object store, which all of them share.")
		u.look.Record(checks.Refutes, u.shown(lost), len(u.answers), "%s it is answered by the service itself; asked on %d connections: %s", took, len(u.answers), counted(statuses))
		u.look.Headline, u.look.Why = "an uploaded file is not there for everybody", "Some instances answer with it and some do not: "+counted(statuses)+"."
		return
	}
	u.look.FindNamed(name, "media.live-own", checks.SeverityWarning, u.shown(file.exchange), fmt.Sprintf("%s, which golive uploaded, is answered by the service itself (named by %s): nothing in the answer is of an object store", file.named(), file.where),
		"Give clients the address of the object store, signed where the file is not for everybody, or lead there. Where the service reads it from one and hands it on, say so and sign.")
	u.look.Record(checks.Refutes, u.shown(file.exchange), len(u.answers), "%s it seems to be answered by the service itself; asked on %d connections: %s", took, len(u.answers), counted(statuses))
	if u.look.Errors() == 0 {
		u.look.Headline = "what golive uploaded seems to be answered by the service itself"
		u.look.Why = "A second instance has it only where both share a disk, and every download takes a place of a request."
	}
}

// judgeAnswer looks at how the service answers a file of people's.
func (u *uploadTrial) judgeAnswer() {
	file := u.picture.place
	answered := file.exchange.Answer()
	find := func(rule string, severity checks.Severity, exchange *checks.Exchange, message, remedy string) {
		u.look.FindNamed("picture", rule, severity, u.shown(exchange), message, remedy)
	}
	if !attached(answered) {
		if kind := kindOf(answered); !strings.HasPrefix(kind, "image/") {
			find("media.upload-type", checks.SeverityWarning, file.exchange, fmt.Sprintf("%s is a picture and is answered %s", file.named(), typed(kind)), "Keep the type beside the file, and answer with it.")
		}
		if !nosniff(answered) {
			find("media.upload-sniffed", checks.SeverityWarning, file.exchange, file.named()+" comes without `X-Content-Type-Options: nosniff`: a browser may take what somebody uploaded for something else", "Send `X-Content-Type-Options: nosniff` with every uploaded file.")
		}
	}
	if cache := header.ReadCache(answered); u.picture.owner && cache.Kept() && !cache.Private {
		find("media.upload-shared", checks.SeverityWarning, file.exchange, file.named()+" is refused to whoever did not upload it, and caches may keep it for everybody", "Send `Cache-Control: private`.")
	}
	judgeMediaCache(file, find)
}

// typed says how something is answered.
func typed(kind string) string {
	if kind == "" {
		return "without a `Content-Type`"
	}
	return "as " + wording.Quoted(kind)
}

// judgeScripts looks at whether an uploaded file would run as the service.
func (u *uploadTrial) judgeScripts() {
	for _, one := range u.scripts {
		named := wording.Quoted(one.name[strings.LastIndexByte(one.name, '.'):])
		exchange := one.place.exchange
		switch {
		case one.reception == unclear:
			u.look.Lack(fmt.Sprintf("whether a file %s is taken in is not known: %s", named, one.why), person)
		case one.reception == refused:
			u.look.Record(checks.Neutral, u.shown(one.sent), 1, "a file %s is not taken in: %s", named, one.why)
		case one.place.standing == standsStore || one.place.standing == standsOther:
			u.look.Record(checks.Neutral, u.shown(one.sent), 1, "a file %s is taken in, and stands at another host than the service (%s)", named, wording.Quoted(one.place.host))
		case one.place.standing == "":
			u.look.Lack(fmt.Sprintf("a file %s is taken in (%d), and how it is shown is not seen: %s", named, one.sent.Status, one.why), person)
		default:
			u.judgeScript(one, named, exchange)
		}
	}
}

// judgeScript looks at how a file that browsers run scripts of is answered.
func (u *uploadTrial) judgeScript(one *sentFile, named string, exchange *checks.Exchange) {
	remedy := mediaStorageSnippets().For("Refuse what is no picture or document by its content; answer uploads from a host of their own, or with `Content-Disposition: attachment` and `Content-Security-Policy: sandbox`", "uploaded files")
	as := typed(kindOf(exchange.Answer()))
	switch effectOf(one.upload, *exchange) {
	case isPage:
		u.look.FindNamed(one.kind, "media.upload-script", checks.SeverityError, u.shown(exchange), fmt.Sprintf("an uploaded file %s is answered %s at the service's own address: whoever uploads one runs scripts as whoever opens it", named, as), remedy)
		u.look.Headline, u.look.Why = "an uploaded file runs scripts as the service", "A file "+named+" that golive uploaded is shown as a page at the service's own address."
	case isGuarded:
		u.look.FindNamed(one.kind, "media.upload-script", checks.SeverityWarning, u.shown(exchange), fmt.Sprintf("an uploaded file %s is shown as a page at the service's own address (%s): its policy of content holds back what stands in it, and not scripts of that address", named, as), remedy)
	default:
		u.look.Record(checks.Neutral, u.shown(exchange), 1, "a file %s is taken in, and runs no scripts as the service", named)
	}
}
