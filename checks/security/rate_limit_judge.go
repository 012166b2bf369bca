package security

import (
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/wording"
)

// refusals counts the answers of the burst that refuse.
func (t limitTrial) refusals() int {
	count := 0
	for _, one := range t.burst {
		if one.Status == t.Refusal() {
			count++
		}
	}
	return count
}

// keeps reports whether most answers refuse, as they do while a limit is kept.
func (t limitTrial) keeps(answers []checks.Exchange) bool {
	refused := 0
	for _, one := range answers {
		if one.Status == t.Refusal() {
			refused++
		}
	}
	return refused > 0 && 2*refused >= len(answers)
}

// refused is the first answer that refuses; nil: none does.
func (t limitTrial) refused() *checks.Exchange {
	for index := range t.burst {
		if t.burst[index].Status == t.Refusal() {
			return &t.burst[index]
		}
	}
	return nil
}

// promised is when the limit says that it lets in again, and a little more.
func (t limitTrial) promised() time.Duration {
	wait := t.Time()
	answers := slices.Clone(t.burst)
	for _, one := range t.forged {
		answers = append(answers, one.plain...)
	}
	for _, one := range slices.Backward(answers) {
		if one.Status != t.Refusal() {
			continue
		}
		if said, ok := header.ReadRetryAfter(one.Answer(), one.At); ok {
			wait = said
		} else if limit := header.ReadLimit(one.Answer(), one.At); limit.Reset >= 0 {
			wait = time.Duration(limit.Reset) * time.Second
		}
		break
	}
	return wait + time.Second
}

// served counts the answers of the burst that do not refuse, and those of other kinds
// than the first one's.
func (t limitTrial) served() (served, broken int, odd *checks.Exchange) {
	for index := range t.burst {
		switch one := &t.burst[index]; {
		case one.Status == t.Refusal():
		case one.Status == 0 || one.Status >= 500 || one.Status/100 != t.first.Status/100:
			broken++
			odd = one
		default:
			served++
		}
	}
	return served, broken, odd
}

// most is how many requests were answered within any one window of the limit.
func (t limitTrial) most() int {
	most, begin := 0, 0
	var times []time.Time
	for _, one := range t.burst {
		if one.Status != t.Refusal() && one.Status != 0 {
			times = append(times, one.At)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	for end := range times {
		for times[end].Sub(times[begin]) > t.Time() {
			begin++
		}
		most = max(most, end-begin+1)
	}
	return most
}

// took is how long the burst went out for.
func (t limitTrial) took() time.Duration {
	if len(t.burst) == 0 {
		return 0
	}
	first, last := t.burst[0].At, t.burst[0].At
	for _, one := range t.burst {
		if one.At.Before(first) {
			first = one.At
		}
		if one.At.After(last) {
			last = one.At
		}
	}
	return last.Sub(first)
}

// allowed is how many requests a limit that is kept lets through until it refuses: a
// tenth more, what came back meanwhile, and those that were under way.
func (t limitTrial) allowed() int {
	const underWay = 8
	return t.Limit + t.Limit/10 + int(float64(t.Limit)*t.took().Seconds()/t.Time().Seconds()) + underWay
}

// seconds says how long something took.
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f s", d.Seconds())
}

// judgeRateLimit says what the answers mean for security.rate-limit.
func judgeRateLimit(look *probe.Look, trials []limitTrial, found surface, limits rateLimits) {
	held := 0
	for _, one := range trials {
		if judgeLimit(look, one, found.framework()) {
			held++
		}
	}
	undeclared(look, trials, found, limits)
	switch {
	case look.Errors() > 0:
		look.Headline, look.Why = wording.Counted(look.Errors(), "limit of rates does", "limits of rates do")+" not hold on staging", wording.Capital(look.First().Message)+"."
	case held > 0:
		look.Headline, look.Why = wording.Counted(held, "limit of rates holds", "limits of rates hold")+" on staging", ""
	}
}

// judgeLimit judges one limit and reports whether it holds.
func judgeLimit(look *probe.Look, t limitTrial, framework string) bool {
	if t.untried != "" {
		look.Lack(t.untried, t.remedy)
		return false
	}
	asked := where(&t.first)
	served, broken, odd := t.served()
	switch refusals := t.refusals(); {
	case refusals == 0 && broken*10 > len(t.burst):
		what := probe.Unclear(*odd)
		if what == "" {
			what = fmt.Sprintf("it answered %d", odd.Status)
		}
		look.Record(checks.Neutral, odd, len(t.burst), "sent %d requests in %s to %s: %d came back other than the first, %s", len(t.burst), seconds(t.took()), asked, broken, what)
		look.Lack(fmt.Sprintf("%s answered none of %d requests with %d, and %d of them as the first was not: %s", asked, len(t.burst), t.Refusal(), broken, what),
			fmt.Sprintf("Where that is the limit, let it answer 429 (nginx: `limit_req_status 429;`), or declare `status: %d`; else look at the log.", odd.Status))
		return false
	case refusals == 0:
		judgeOpen(look, t, framework)
		return false
	}
	refused := t.refused()
	look.Record(checks.Supports, refused, len(t.burst), "sent %d requests in %s to %s, of which %s declared: %d were answered, %d got %d", len(t.burst), seconds(t.took()), asked, limitOf(t), served, t.refusals(), t.Refusal())
	if served > t.allowed() {
		severity, why := checks.SeverityNotice, "; a window of the limit may have ended among them"
		if served > 2*t.Limit {
			severity, why = checks.SeverityWarning, ""
		}
		look.Find("ratelimit.loose", severity, refused, fmt.Sprintf("%s answered %d requests in %s before it refused; %s declared%s", asked, served, seconds(t.took()), limitOf(t), why),
			"See whether each process counts for itself: keep the counts in a store that all share.")
	}
	judgeRefusal(look, t, refused)
	bypassed := judgeForgeries(look, t)
	judgeRecovery(look, t)
	return !bypassed
}

func limitOf(t limitTrial) string { return fmt.Sprintf("%d in %s are", t.Limit, spell(t.Time())) }

// spell writes a window as the policy does: "1m", "10s".
func spell(window time.Duration) string {
	switch {
	case window >= time.Hour && window%time.Hour == 0:
		return fmt.Sprintf("%dh", window/time.Hour)
	case window >= time.Minute && window%time.Minute == 0:
		return fmt.Sprintf("%dm", window/time.Minute)
	default:
		return window.String()
	}
}

// judgeOpen judges a burst of which nothing was refused.
func judgeOpen(look *probe.Look, t limitTrial, framework string) {
	asked, most := where(&t.first), t.most()
	last := &t.burst[len(t.burst)-1]
	kept := slices.IndexFunc(t.burst, func(one checks.Exchange) bool { return header.ReadDelivery(one.Answer()).Hit })
	switch {
	case kept >= 0:
		look.Lack(fmt.Sprintf("%s was answered by a cache (`%s`), which has no limit to show", asked, header.ReadDelivery(t.burst[kept].Answer()).By), "Name a path in `items.security.rate-limit` that is not kept.")
	case t.login && unread(t.first):
		look.Lack(fmt.Sprintf("%s answers %d to what golive sends, before it looks at credentials", asked, t.first.Status), "Limit it before what is sent is read; or a security engineer tries it and signs.")
	case !t.login && (t.first.Status == 401 || t.first.Status == 403):
		look.Lack(fmt.Sprintf("%s answers %d to golive, so its limit for those who may ask was not tried", asked, t.first.Status), "Name a public path in `items.security.rate-limit`, or give golive a header that lets it in (`environments.staging.headers`).")
	case most <= t.least()-1:
		look.Lack(fmt.Sprintf("golive reached %d requests in %s to %s, too few to pass a limit of %d", most, spell(t.Time()), asked, t.Limit), "Declare a limit with a longer window.")
	case most < t.sure():
		look.Find("ratelimit.open", checks.SeverityWarning, last, fmt.Sprintf("%d requests in %s to %s: all of them answered, none with %d; %s declared", most, seconds(t.took()), asked, t.Refusal(), limitOf(t)), "See that the limit is set up on staging.")
		look.Lack(fmt.Sprintf("%s refused none of %d requests, and where a window ends between them that may be right: it takes %d to know", asked, most, t.sure()), "Raise GOLIVE_PROBE_BURST, or declare a shorter window with as small a limit.")
	default:
		answers := fmt.Sprintf("%d × %d, 0 × %d", most, last.Status, t.Refusal())
		look.Find("ratelimit.open", checks.SeverityError, last, fmt.Sprintf("%d requests in %s to %s: %s; %s declared", len(t.burst), seconds(t.took()), asked, answers, limitOf(t)),
			rateLimitSnippets().For("Let it pass a limit, counted by the address that your own proxies say", framework))
		look.Record(checks.Refutes, last, len(t.burst), "sent %d requests in %s to %s: none was refused", len(t.burst), seconds(t.took()), asked)
	}
}

// judgeRefusal looks at what an answer that refuses says.
func judgeRefusal(look *probe.Look, t limitTrial, refused *checks.Exchange) {
	_, said := header.ReadRetryAfter(refused.Answer(), refused.At)
	told := header.ReadLimit(refused.Answer(), refused.At)
	switch {
	case said:
	case told.Reset >= 0:
		look.Find("ratelimit.retry-after", checks.SeverityNotice, refused, fmt.Sprintf("%s refuses without `Retry-After`; %s says when to come back", where(refused), wording.Quoted(told.Name)), "Send `Retry-After` too: it is what clients read.")
	default:
		look.Find("ratelimit.retry-after", checks.SeverityWarning, refused, fmt.Sprintf("%s refuses without `Retry-After`, so that clients do not know when to come back", where(refused)), "Send `Retry-After: SECONDS` with each refusal.")
	}
	if t.Refusal() != 429 {
		look.Find("ratelimit.status", checks.SeverityNotice, refused, fmt.Sprintf("%s refuses with %d, which looks like a fault of the service", where(refused), t.Refusal()), "Let it answer 429 (nginx: `limit_req_status 429;`).")
	}
}

// judgeForgeries says whether the limit was passed by writing another address into a
// header, and reports whether it was.
func judgeForgeries(look *probe.Look, t limitTrial) bool {
	var open, unclear []string
	var shown *checks.Exchange
	for index := range t.forged {
		one := &t.forged[index]
		switch {
		case slices.ContainsFunc(one.forged, func(answer checks.Exchange) bool { return answer.Status == t.Refusal() }):
		case len(one.forged) < forgedAtOnce || !t.keeps(one.plain) || slices.ContainsFunc(one.forged, func(answer checks.Exchange) bool { return answer.Status/100 != t.first.Status/100 }):
			unclear = append(unclear, wording.Quoted(one.header))
		default:
			open = append(open, wording.Quoted(one.header))
			shown = &one.forged[0]
		}
	}
	asked := where(&t.first)
	switch {
	case len(open) > 0:
		look.Find("ratelimit.bypass", checks.SeverityError, shown, fmt.Sprintf("whoever writes an address into %s passes the limit of %s: %d such requests were answered while those without were refused", wording.Listed(open, 3), asked, forgedAtOnce),
			"Count by the address that the framework works out, and believe as many proxies as stand before the program: `app.set(\"trust proxy\", 1)` in Express, `NUM_PROXIES` in Django REST framework, `SetTrustedProxies` in gin.")
		look.Record(checks.Refutes, shown, forgedAtOnce*len(open), "asked with the addresses of others in %s while the limit refused: it let them in", wording.Listed(open, 3))
		return true
	case len(unclear) > 0:
		look.Lack(fmt.Sprintf("whether addresses in %s pass the limit of %s was not seen: it had let go meanwhile, or answered something else", wording.Listed(unclear, 3), asked), "Rerun; a window of 10s and more can be tried best.")
	case len(t.forged) > 0:
		look.Record(checks.Neutral, nil, forgedAtOnce*len(t.forged), "asked %s with the addresses of others in %s while the limit refused: each was refused too", asked, wording.Listed(forgeable(), len(t.forged)))
	}
	return false
}

// judgeRecovery says whether the limit lets in again.
func judgeRecovery(look *probe.Look, t limitTrial) {
	asked := where(&t.first)
	switch {
	case t.after == nil:
		look.Find("ratelimit.recovery", checks.SeverityWarning, nil, fmt.Sprintf("%s says to come back after %s; golive did not wait as long to see that it is let in", asked, seconds(t.promised())), "Declare a window of up to a minute on staging, or try it by hand.")
	case t.after.Status == t.Refusal():
		look.Find("ratelimit.recovery", checks.SeverityWarning, t.after, fmt.Sprintf("%s still refuses after %s, longer than it said", asked, seconds(t.waited)), "See that refused requests do not prolong the limit, and that `Retry-After` says when it ends.")
	default:
		look.Record(checks.Neutral, t.after, 1, "%s let golive in again after %s", asked, seconds(t.waited))
	}
}

// undeclared says which limits nobody declared, in the product's own names.
func undeclared(look *probe.Look, trials []limitTrial, found surface, limits rateLimits) {
	login, public := false, false
	for _, one := range trials {
		login, public = login || one.login, public || !one.login
	}
	credential := ""
	for _, one := range slices.Concat(limits.open, limits.covered) {
		if one.Method == "POST" {
			credential = one.Path
			break
		}
	}
	open := publicPath(found)
	switch {
	case !login && !public:
		example := "public: {path: " + open + ", limit: 100, window: 10s}"
		if credential != "" {
			example += ", login: {path: " + credential + ", limit: 10, window: 1m}"
		}
		look.Lack("the policy declares no limit that golive could try", "Write into .golive.yml what has to hold: `items: {security.rate-limit: {"+example+"}}`. golive then sends a short burst beyond it.")
	case !login && credential != "":
		look.Lack(fmt.Sprintf("the policy declares no limit of %s, which takes credentials", wording.Quoted("POST "+credential)), "Write into .golive.yml: `items: {security.rate-limit: {login: {path: "+credential+", limit: 10, window: 1m}}}`.")
	case !public && open != "/":
		look.Lack("the policy declares no limit of a public path", "Write into .golive.yml: `items: {security.rate-limit: {public: {path: "+open+", limit: 100, window: 10s}}}`.")
	}
}

// publicPath is a path of the product that everybody may ask; "/" where none is known.
func publicPath(found surface) string {
	for _, one := range found.routes {
		if (one.Method == "GET" || one.Method == "ANY") && one.Kind == "" && !one.Unmounted && one.Sensitive == "" && plainPath(one.Path) && len(one.Path) > 1 && standingOf(one) != standsGuarded {
			return one.Path
		}
	}
	return "/"
}

// plainPath reports whether a path can stand in a policy as it is.
func plainPath(path string) bool {
	for _, letter := range path {
		if (letter < 'a' || letter > 'z') && (letter < 'A' || letter > 'Z') && (letter < '0' || letter > '9') && letter != '/' && letter != '-' && letter != '_' && letter != '.' {
			return false
		}
	}
	return len(path) > 0 && len(path) < 100
}
