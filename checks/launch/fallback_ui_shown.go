package launch

import (
	"context"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// loadsScript matches a page that runs one: without any, its API is nothing to it.
var loadsScript = regex.New(`(?i)<script\b`)

// lookAtPage opens the first page of a service, by its address without the last slash,
// with its API cut off, where there is a browser.
func lookAtPage(ctx context.Context, look *probe.Look, subject checks.Subject, service string, root checks.Exchange) error {
	if !probe.HTML(root) || root.Status < 200 || root.Status >= 300 || !loadsScript.Match(root.Body()) {
		return nil
	}
	lack := func(reason, remedy string) {
		look.Missing = append(look.Missing, checks.Missing{Connection: checks.ConnectionBrowser, Reason: reason, Remedy: remedy})
	}
	if subject.Browser == nil {
		reason := "what people see where the page's API is down was not looked at: that takes a browser"
		if subject.NoBrowser != "" {
			reason += " (" + subject.NoBrowser + ")"
		}
		lack(reason, "golive's operator installs Chromium and names it: `GOLIVE_BROWSER=chromium`; on your machine, `golive check --browser chromium`.")
		return nil
	}
	seen, err := openPage(ctx, look, service, subject.Browser)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		lack("the first page could not be opened in a browser: "+err.Error(), "See that Chromium starts where golive runs.")
		return nil
	}
	before := look.Errors()
	judgeShown(look, seen, lack)
	if before == 0 && look.Errors() > 0 {
		look.Headline, look.Why = "people are not told where something of staging is down", wording.Capital(look.First().Message)+"."
	}
	return nil
}

// onlyLoading matches a text that says that more is to come, and nothing else.
var onlyLoading = regex.New(`(?i)^\W*(?:(?:loading|please wait|just a moment|one moment|initiali[sz]ing|wird geladen|bitte warten|lade[nt]?|chargement|veuillez patienter|cargando|caricamento|carregando|laden|загрузка|加载中|読み込み中)[^\pL]*(?:data|page|app|application|content|daten|seite)?\W*)+$`)

// tellsTrouble matches words with which a page says that something did not go well.
var tellsTrouble = regex.New(`(?i)\b(?:error|fail(?:ed|ure)?|wrong|unavailable|could ?n[o']t|cannot|can't|unable|try again|retry|reload|offline|not reach|no connection|went down|problem|sorry|oops|fehler|fehlgeschlagen|nicht (?:erreichbar|verfügbar|geladen)|erneut|erreur|réessayer|indisponible|échec|errore?|riprova|reintentar|intentar de nuevo|no disponible)`)

// judgeShown says what the page's two looks mean.
func judgeShown(look *probe.Look, seen opened, lack func(reason, remedy string)) {
	whole, cut := strings.TrimSpace(seen.whole.Text), strings.TrimSpace(seen.cut.Text)
	blank := func(text string, shown checks.Shown) bool { return text == "" && shown.Pictures == 0 }
	waits := func(text string, shown checks.Shown) bool {
		return onlyLoading.MatchString(text) || text == "" && shown.Busy
	}
	switch {
	case blank(whole, seen.whole) || waits(whole, seen.whole):
		why := "it shows nothing in golive's browser while its API answers, so nothing is known of it without"
		switch {
		case len(seen.foreign) > 0:
			why += "; it asks other hosts for its parts, which golive does not: " + wording.Listed(seen.foreign, 3)
		case seen.unsent:
			why += "; it asks for more than golive asks for it"
		}
		lack("the first page was opened, and "+why, "The role that signs this item opens it with its API cut off, in the browser's developer tools.")
		return
	case seen.asked == 0:
		look.Record(checks.Neutral, nil, 1, "opened `/` in a browser: it asks for no data when it is opened, so that no API is missed there")
		return
	case blank(cut, seen.cut) && !seen.cut.Busy:
		look.Find("fallback.blank", checks.SeverityError, nil, fmt.Sprintf("`/` is blank where its API is down (%s without an answer): people see nothing, and not why", wording.Counted(seen.asked, "request", "requests")), "Catch what a request throws, and put an error boundary around what is drawn from it.")
		look.Record(checks.Refutes, nil, 2, "opened `/` in a browser twice: with its API %s to be read, without it nothing", wordsOf(whole))
		return
	case waits(cut, seen.cut), seen.cut.Busy && !seen.whole.Busy && !tellsTrouble.MatchString(cut):
		look.Find("fallback.waits", checks.SeverityWarning, nil, "`/` goes on loading for ever where its API is down: nothing says that it will not come", "End the wait with a message and a way to try again.")
		look.Record(checks.Neutral, nil, 2, "opened `/` in a browser with its API cut off: after its last request it still said that more was to come")
		return
	}
	for _, one := range traces {
		if one.sign.MatchString(cut) && !one.sign.MatchString(whole) {
			look.Find("fallback.trace", checks.SeverityError, nil, "`/` shows everybody "+one.what+" where its API is down", "Show words for people, and send the trace to where errors are collected.")
			look.Record(checks.Refutes, nil, 2, "opened `/` in a browser with its API cut off: it shows %s", one.what)
			return
		}
	}
	if !tellsTrouble.MatchString(cut) {
		look.Find("fallback.silent", checks.SeverityNotice, nil, "`/` does not say that something is missing where its API is down", "Say what is missing, and offer to try again.")
	}
	look.Record(checks.Supports, nil, 2, "opened `/` in a browser with its API cut off (%s without an answer): %s to be read, %s with it", wording.Counted(seen.asked, "request", "requests"), wordsOf(cut), wordsOf(whole))
}

// wordsOf counts what is to be read.
func wordsOf(text string) string { return wording.Counted(len(strings.Fields(text)), "word", "words") }
