package performance

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
)

// notYet is how long golive waits where a file is not there yet.
const notYet = 2 * time.Second

// read finds where a file stands by the answer to its upload, and asks for it there. Hosts
// that gave no consent are not asked.
func (u *uploadTrial) read(ctx context.Context, one *sentFile) error {
	one.place, one.why = u.placeOf(one)
	if one.place.standing != standsOwn {
		return nil
	}
	exchange, err := u.open(ctx, one)
	if err != nil {
		return err
	}
	u.settle(one, exchange)
	return nil
}

// placeOf tells where a file stands by the answer to its upload, or why it does not.
func (u *uploadTrial) placeOf(one *sentFile) (place mediaFile, why string) {
	address, where := addressOf(u.declared.Address, one.mark, *one.sent)
	if address == "" {
		if u.declared.Address != "" {
			return mediaFile{}, "its answer has no text in " + where
		}
		return mediaFile{}, "its answer does not say where the file stands"
	}
	prefix, from := u.mount(*one.sent)
	if where != byLocation {
		from = u.base.JoinPath(prefix, "/")
	}
	to, err := from.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return mediaFile{}, where + " gives no address"
	case to.Scheme != "http" && to.Scheme != "https":
		return mediaFile{}, where + " gives no address of the web (" + wording.Quoted(to.Scheme+":") + ")"
	case to.Hostname() == "":
		return mediaFile{}, where + " names no host"
	}
	u.concealSignature(to)
	if !sameService(u.base, to) {
		return u.elsewhere(to, where), ""
	}
	path := to.RequestURI()
	if prefix != "" {
		inside, found := strings.CutPrefix(path, prefix)
		if !found || !strings.HasPrefix(inside, "/") {
			return mediaFile{}, where + " leads out of `environments.staging.url`, which alone is visited"
		}
		path = inside
	}
	return mediaFile{address: path, where: where, standing: standsOwn}, ""
}

// concealSignature leaves out what signs an address: it opens the file.
func (u *uploadTrial) concealSignature(address *url.URL) {
	const shortest = 16 // what is shorter signs nothing
	texts := []string{address.RawQuery}
	for _, values := range address.Query() {
		texts = append(texts, values...)
	}
	u.look.Staging().Conceal(slices.DeleteFunc(texts, func(text string) bool { return len(text) < shortest })...)
}

// mount is the path of environments.staging.url, which every path is asked under, and the
// address that the upload went to.
func (u *uploadTrial) mount(sent checks.Exchange) (prefix string, from *url.URL) {
	from, err := url.Parse(sent.URL)
	if err != nil {
		return "", u.base
	}
	prefix, found := strings.CutSuffix(from.EscapedPath(), u.declared.Path)
	if !found {
		prefix = ""
	}
	return strings.TrimSuffix(prefix, "/"), from
}

// elsewhere is a place at another host than the service's.
func (u *uploadTrial) elsewhere(to *url.URL, where string) mediaFile {
	place := mediaFile{host: u.look.Staging().Hide(to.Hostname()), where: where, standing: standsOther, store: storeOf(to.Hostname())}
	if strings.EqualFold(to.Hostname(), u.base.Hostname()) {
		place.host = u.look.Staging().Hide(to.Host) // another port of it
	}
	if place.store != "" {
		place.standing = standsStore
	}
	return place
}

// sameService reports whether an address is one of the service's, which may name itself
// with http:// where what stands before it speaks https.
func sameService(base, to *url.URL) bool {
	port := func(address *url.URL) string {
		if own := address.Port(); own != "80" && own != "443" {
			return own
		}
		return ""
	}
	return strings.EqualFold(strings.TrimSuffix(to.Hostname(), "."), base.Hostname()) && port(to) == port(base)
}

// open asks for a file: as everybody, as the test user where that is refused, and once
// more after a moment where it is not there yet.
func (u *uploadTrial) open(ctx context.Context, one *sentFile) (*checks.Exchange, error) {
	tries := []struct {
		header http.Header
		after  time.Duration
	}{{nil, 0}, {u.header, 0}, {u.header, notYet}}
	if len(u.header) == 0 {
		tries = tries[1:]
	}
	var last *checks.Exchange
	for _, try := range tries {
		exchange, err := u.get(ctx, one.place.address, try.header, try.after)
		if err != nil {
			return nil, err
		}
		last, one.opens = exchange, try.header
		away := last.Status == http.StatusNotFound || last.Status == http.StatusGone
		if !away && !turnedAway(*last) {
			break
		}
		one.owner = one.owner || !away && try.header == nil
	}
	return last, nil
}

// get asks for a path on a connection of its own, and follows redirects on the service
// that lead to no login.
func (u *uploadTrial) get(ctx context.Context, path string, header http.Header, after time.Duration) (*checks.Exchange, error) {
	probe := checks.Probe{Path: path, Header: header, After: after, Anew: true, Leave: true}
	answers, err := u.look.Ask(ctx, probe)
	if err != nil {
		return nil, err
	}
	first := answers[0]
	to, wrong := u.base.Parse(first.Answer().Get("Location"))
	if first.Status < 300 || first.Status >= 400 || first.Answer().Get("Location") == "" || wrong != nil || !sameService(u.base, to) || turnedAway(first) {
		return &first, nil
	}
	probe.Follow, probe.After = true, 0
	if answers, err = u.look.Ask(ctx, probe); err != nil {
		return nil, err
	}
	return &answers[0], nil
}

// turnedAway reports whether an answer refuses whoever asks. The way to an object store is
// none to a login, whatever its folders are called.
func turnedAway(exchange checks.Exchange) bool {
	if to, err := url.Parse(exchange.Answer().Get("Location")); err == nil && storeOf(to.Hostname()) != "" {
		return false
	}
	return probe.Refused(exchange)
}

// settle tells from the answer at a file's own address who has it.
func (u *uploadTrial) settle(one *sentFile, exchange *checks.Exchange) {
	place := one.place
	lost := func(why string) { one.place, one.why = mediaFile{exchange: exchange}, why }
	status := exchange.Status
	location, err := u.base.Parse(exchange.Answer().Get("Location"))
	switch {
	case status == 0 || status >= 500 || status == http.StatusTooManyRequests || probe.Wall(*exchange) != "" || status < 300 && exchange.Failure != "":
		lost("its address told nothing: " + probe.Unclear(*exchange))
	case turnedAway(*exchange):
		lost("its address is refused to the test user too")
	case status == http.StatusNotFound || status == http.StatusGone:
		lost("it is not there by its address")
	case status >= 300 && status < 400 && err == nil && location.Hostname() != "" && !sameService(u.base, location) && (location.Scheme == "http" || location.Scheme == "https"):
		u.concealSignature(location)
		one.place = u.elsewhere(location, place.where+" and where it leads")
		one.place.exchange = exchange
	case status != http.StatusOK:
		lost(fmt.Sprintf("its address answered %d", status))
	case exchange.Cut:
		lost("its address answers with more than golive reads")
	case one.kind == pictureKind && !isPicture(*exchange):
		lost("what its address answers is no picture")
	default:
		place.exchange = exchange
		if place.store = shownBy(exchange.Answer()); place.store != "" {
			place.standing = standsBehind
		}
		one.place = place
	}
}

// isPicture reports whether an answer is a picture by its first bytes or its type.
func isPicture(exchange checks.Exchange) bool {
	return strings.HasPrefix(http.DetectContentType(exchange.Body()), "image/") || strings.HasPrefix(strings.ToLower(exchange.Answer().Get("Content-Type")), "image/")
}
