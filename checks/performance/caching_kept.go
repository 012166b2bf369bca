package performance

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// hashed matches names of files that change with what is in them: index-4f2a9c1b.js,
// main.8d41c7e2.css, app-BxKkfTZq.js. Letters alone, all small, are a word.
var hashed = regex.New(`[._-]([A-Za-z0-9_-]{8,64})\.(?:chunk\.|min\.|bundle\.)?(?:js|mjs|css|woff2?|png|jpe?g|svg|webp|avif|gif)$`)

// hashedName reports whether a file's name changes with its content.
func hashedName(exchange checks.Exchange) bool {
	name, _, _ := strings.Cut(path.Base(exchange.URL), "?")
	found := hashed.FindStringSubmatch(name)
	return found != nil && (strings.ContainsAny(found[1], "0123456789") || strings.ToLower(found[1]) != found[1] && strings.ToLower(found[1][1:]) != found[1][1:])
}

// forEverybody reports whether a cache that many share may keep an answer and give it to
// others, of a request with or without credentials.
// https://www.rfc-editor.org/rfc/rfc9111#section-3
func forEverybody(exchange checks.Exchange) bool {
	says := header.ReadCache(exchange.Answer())
	if says.NoStore || says.NoCache || says.Private {
		return false
	}
	for _, line := range exchange.Answer().Values("Vary") {
		for name := range strings.SplitSeq(line, ",") {
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "*", "authorization", "cookie":
				return false // kept for each of them apart, or not at all
			}
		}
	}
	if says.Shared > 0 || says.Public && says.Age != 0 {
		return true
	}
	_, authorized := exchange.Sent["Authorization"]
	return says.Age > 0 && !authorized
}

// letIn reports whether golive sent something that says who asks.
func letIn(exchange checks.Exchange) bool {
	for name := range exchange.Sent {
		switch name {
		case "Authorization", "Cookie", "X-Api-Key", "X-Auth-Token":
			return true
		}
	}
	return false
}

// asked names what was asked, for people.
func asked(exchange checks.Exchange) string {
	return wording.Quoted(exchange.Method + " " + pathAsked(exchange))
}

// judgeCaching says what the answers mean for performance.caching, and returns how many
// need not be sent anew each time.
func judgeCaching(look *probe.Look, page checks.Exchange, seen cachingLook) int {
	judgePrivate(look, seen)
	judgeStrangers(look, seen.leaked)
	assets, keptAssets := judgeAssets(look, seen.assets)
	answers, keptAnswers := 0, 0
	var shown *checks.Exchange
	for index := range seen.answers {
		one := &seen.answers[index]
		if !one.clear() {
			continue
		}
		answers++
		if one.kept() {
			keptAnswers++
			shown = &one.first
		}
		judgeTag(look, *one)
	}
	for index := range seen.assets {
		if one := &seen.assets[index]; one.clear() && one.kept() {
			shown = &one.first
		}
	}
	kept, all := keptAssets+keptAnswers, assets+answers
	tally := fmt.Sprintf("%d of %s that the first page loads, and %d of %s to public routes", keptAssets, wording.Counted(assets, "file", "files"), keptAnswers, wording.Counted(answers, "answer", "answers"))
	switch {
	case all == 0 && look.Errors() == 0:
		look.Lack("nothing was found on staging that could be kept: its first page loads no file of its own, and no public route is known or answered", "The role that signs this item looks at what browsers load.")
		return 0
	case kept > 0:
		look.Record(checks.Supports, shown, all, "need not be sent anew each time: %s", tally)
	case all > 0:
		look.Record(checks.Refutes, &page, all, "nothing that was looked at may be kept: %s", tally)
	}
	switch {
	case look.Errors() > 0:
		look.Headline, look.Why = wording.Counted(look.Errors(), "answer for one person may be kept for all", "answers for one person may be kept for all"), wording.Capital(look.First().Message)+"."
	case kept > 0:
		look.Headline, look.Why = fmt.Sprintf("staging lets %d of %s be kept", kept, wording.Counted(all, "answer", "answers")), ""
	default:
		look.Headline, look.Why = "staging lets nothing be kept", "Every visit loads everything again."
	}
	return kept
}

// judgeAssets looks at the files of a page.
func judgeAssets(look *probe.Look, assets []keptLook) (clear, kept int) {
	for _, one := range assets {
		if !one.clear() {
			continue
		}
		clear++
		says := one.says()
		const week, year = 7 * 24 * 60 * 60, 365 * 24 * 60 * 60
		switch {
		case !one.kept():
			look.Find("caching.asset", checks.SeverityWarning, &one.first, fmt.Sprintf("%s is sent anew at each visit, %s: %s", asked(one.first), kilobytes(one.first.Length), unkept(one)),
				"Let files be kept: `Cache-Control: public, max-age=31536000, immutable` where the name changes with the content, else an `ETag` and `max-age=300` or more.")
			continue
		case hashedName(one.first) && says.Age < week && says.Shared < week:
			look.Find("caching.short", checks.SeverityNotice, &one.first, fmt.Sprintf("%s has a name that changes with its content, and is not kept for long (%s)", asked(one.first), saysCache(one.first)), fmt.Sprintf("Let it be kept for a year: `Cache-Control: public, max-age=%d, immutable`.", year))
		case !hashedName(one.first) && says.Immutable:
			look.Find("caching.immutable", checks.SeverityWarning, &one.first, fmt.Sprintf("%s is `immutable`, and its name does not change with its content: browsers go on with the old one after a release", asked(one.first)), "Put a hash of the content into the name, or leave `immutable` out.")
		}
		kept++
		judgeTag(look, one)
		if one.delivered.Said && !one.delivered.Hit && says.Kept() && !says.Private && one.looks >= mostLooks {
			look.Find("caching.miss", checks.SeverityNotice, &one.first, fmt.Sprintf("a cache stands before %s (`%s`), and answered none of %d looks itself", asked(one.first), one.delivered.By, one.looks), "See that it keeps what `Cache-Control` lets it keep.")
		}
	}
	return clear, kept
}

// kilobytes says how long a body is.
func kilobytes(length int64) string {
	const kilo = 1000
	return fmt.Sprintf("%d kB", (length+kilo-1)/kilo)
}

// unkept says why something is not kept.
func unkept(one keptLook) string {
	switch text := saysCache(one.first); {
	case text != "":
		return text
	case one.again != nil:
		return fmt.Sprintf("no `Cache-Control`, and its own tag is answered with %d in place of 304", one.again.Status)
	default:
		return "neither `Cache-Control` nor `ETag` nor `Last-Modified`"
	}
}

// saysCache is an answer's Cache-Control, for people.
func saysCache(exchange checks.Exchange) string {
	lines := slices.Clone(exchange.Header["Cache-Control"]) // without what was secret
	text := strings.Join(lines, ", ")
	const longest = 100
	if text == "" || len(text) > longest {
		return ""
	}
	return wording.Quoted("Cache-Control: " + text)
}

// judgeTag looks whether an answer's own tag is good for anything.
func judgeTag(look *probe.Look, one keptLook) {
	if one.again == nil || one.again.Status < 200 || one.again.Status >= 300 {
		return
	}
	look.Find("caching.tag", checks.SeverityNotice, one.again, fmt.Sprintf("%s comes with a tag or time to ask by, and is sent whole to who asks by it", asked(one.first)), "Answer `If-None-Match` with 304 where nothing changed, or leave the tag out.")
}

// judgePrivate looks for answers of one person that others may get.
func judgePrivate(look *probe.Look, seen cachingLook) {
	clear := 0
	for index := range seen.private {
		one := &seen.private[index]
		if probe.Unclear(*one) != "" {
			continue
		}
		clear++
		switch {
		case !forEverybody(*one):
		case one.Status >= 200 && one.Status < 300 && letIn(*one):
			look.Find("caching.private", checks.SeverityError, one, fmt.Sprintf("%s asks who asks, and its answer may be kept for everybody (%s): a cache between gives one person's answer to the next", asked(*one), saysCache(*one)), "Send `Cache-Control: private, no-store` with it, or `Vary: Authorization, Cookie`.")
			look.Record(checks.Refutes, one, 1, "%s answered %d, to be kept by caches that many share", asked(*one), one.Status)
		case probe.Refused(*one):
			look.Find("caching.refusal", checks.SeverityWarning, one, fmt.Sprintf("%s refuses, and the refusal may be kept for everybody (%s): who may ask gets it too, and so may the answer be kept", asked(*one), saysCache(*one)), "Send `Cache-Control: no-store` with what asks who asks.")
		}
	}
	for _, one := range slices.Concat(seen.assets, seen.answers) {
		if !one.clear() || !forEverybody(one.first) {
			continue
		}
		for _, cookie := range header.ReadCookies(one.first.Answer()) {
			if header.Session(cookie) && !header.Gone(cookie) {
				look.Find("caching.session", checks.SeverityError, &one.first, fmt.Sprintf("%s gives the cookie %s and may be kept for everybody (%s): a cache between gives one person's session to the next", asked(one.first), wording.Quoted(cookie.Name), saysCache(one.first)), "Set no cookie with what is kept, or send `Cache-Control: private`.")
				look.Record(checks.Refutes, &one.first, 1, "%s sets a session's cookie, to be kept by caches that many share", asked(one.first))
			}
		}
	}
	if clear > 0 {
		look.Record(checks.Neutral, nil, clear, "looked at %s that ask who asks, for answers that caches give to others", wording.Counted(clear, "route", "routes"))
	}
}
