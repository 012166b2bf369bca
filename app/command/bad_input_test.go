package command

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// live matches what would tell somebody or be more than text in a reply. GitHub takes no
// notice of a mention in code, nor of one with a joiner after the "@".
var live = regexp.MustCompile("(?:^|[^`\\w/])@[A-Za-z0-9]|<[A-Za-z!/]|\\]\\(|\n#|(?m)^/golive")

func TestBadInputIsRefusedOrIgnoredAndTellsNobody(t *testing.T) {
	t.Parallel()
	const ignored = ""
	long := strings.Repeat("a", 10000)
	for name, test := range map[string]struct {
		login, body string
		refused     string // part of the one reply; ignored: there is none
		change      func(w *world)
	}{
		"in a fence":                          {"dana", "```\n/golive sign-off rollback https://a.example\n```", ignored, nil},
		"in a fence that never ends":          {"dana", "~~~sh\n/golive sign-off rollback https://a.example", ignored, nil},
		"in a quote":                          {"dana", "> /golive sign-off rollback https://a.example", ignored, nil},
		"in a quote with an answer":           {"dana", "> /golive sign-off rollback https://a.example\n\nyes", ignored, nil},
		"in code":                             {"dana", "`/golive sign-off rollback https://a.example`", ignored, nil},
		"in a details block":                  {"dana", "<details>\n/golive sign-off rollback https://a.example\n</details>", ignored, nil},
		"behind somebody's name":              {"dana", "@golive /golive sign-off rollback https://a.example", ignored, nil},
		"behind a mark that nobody sees":      {"dana", "\u200b/golive sign-off rollback https://a.example", ignored, nil},
		"behind a mark of byte order":         {"dana", "\ufeff/golive sign-off rollback https://a.example", ignored, nil},
		"with a slash that looks like one":    {"dana", "\u2215golive sign-off rollback https://a.example", ignored, nil},
		"with a wide slash":                   {"dana", "／golive sign-off rollback https://a.example", ignored, nil},
		"with letters that look like golive":  {"dana", "/gоlive sign-off rollback https://a.example", ignored, nil}, // a Cyrillic о
		"by a bot":                            {"renovate[bot]", "/golive sign-off rollback https://a.example", ignored, func(w *world) { w.comment.Bot = true }},
		"edited":                              {"dana", "/golive sign-off rollback https://a.example", ignored, func(w *world) { w.comment.UpdatedAt = noon.Add(time.Second) }},
		"by who may read":                     {"reader", "/golive sign-off rollback https://a.example", "is signed by", nil},
		"on a closed pull request":            {"dana", "/golive sign-off rollback https://a.example", "closed, nothing is judged here any more", func(w *world) { w.pull.Open = false }},
		"an item that looks like one":         {"dana", "/golive sign-off delivery.rоllback https://a.example", "there is no item", nil}, // a Cyrillic о
		"an item in wide letters":             {"dana", "/golive sign-off ｄｅｌｉｖｅｒｙ.ｒｏｌｌｂａｃｋ https://a.example", "there is no item", nil},
		"an item with a dotless i":            {"dana", "/golive sign-off delıvery.rollback https://a.example", "there is no item", nil},
		"an item that reads backwards":        {"dana", "/golive sign-off kcabllor.\u202eyreviled https://a.example", "there is no item", nil},
		"somebody for an item":                {"dana", "/golive sign-off @lee https://a.example", "there is no item", nil},
		"a team for an item":                  {"dana", "/golive explain @acme/admins", "there is no item", nil},
		"an issue for an item":                {"dana", "/golive explain #7", "there is no item", nil},
		"a link for an item":                  {"dana", "/golive explain [click](https://evil.example)", "there is no item", nil},
		"markup for an item":                  {"dana", "/golive explain <img/src=x/onerror=alert(1)>", "there is no item", nil},
		"backticks for an item":               {"dana", "/golive explain a``b```c", "there is no item", nil},
		"somebody for a command":              {"dana", "/golive @everyone", "there is no command", nil},
		"10,000 characters for a command":     {"dana", "/golive " + long, "there is no command", nil},
		"10,000 characters for an item":       {"dana", "/golive sign-off " + long, "there is no item", nil},
		"10,000 characters for a link":        {"dana", "/golive sign-off rollback https://a.example/" + long, "longer than", nil},
		"10,000 characters for a note":        {"dana", "/golive sign-off rollback https://a.example -- " + long, "longer than", nil},
		"10,000 characters for a reason":      {"dana", "/golive waive rollback until 2026-12-01 because " + long, "longer than", nil},
		"10,000 items":                        {"dana", "/golive rerun " + strings.Repeat("review,", 5000) + "nothing", "there is no item", nil},
		"a day that is over":                  {"dana", "/golive waive rollback until 2020-01-31 because it was drilled", "2020-01-31", nil},
		"a day far away":                      {"dana", "/golive waive rollback until 9999-12-31 because it was drilled", "9999-12-31", nil},
		"a day that is none":                  {"dana", "/golive waive rollback until 2026-02-30 because it was drilled", "is no date", nil},
		"a day in digits of another script":   {"dana", "/golive waive rollback until ２０２６-１２-０１ because it was drilled", "is no date", nil},
		"a link with a password":              {"dana", "/golive sign-off rollback https://kim:hunter2@a.example", "user name or password", nil},
		"a link that is a script":             {"dana", "/golive sign-off rollback javascript:alert(1)", "no http or https link", nil},
		"another's sign-off, as if by them":   {"wim", "/golive sign-off rollback https://a.example -- @dana said so", "is signed by", nil},
		"a carriage return within":            {"dana", "/golive explain nothing\r/golive sign-off rollback https://a.example", "there is no item", nil},
		"a line separator within":             {"dana", "/golive explain nothing\u2028/golive sign-off rollback https://a.example", "there is no item", nil},
		"what would end the hidden line of a": {"dana", "/golive explain -->", "there is no item", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if test.change != nil {
				test.change(w)
			}
			if err := w.say(t, test.login, test.body); err != nil {
				t.Fatal(err)
			}
			if len(w.signed[pullKey])+len(w.waived[pullKey])+len(w.excluded[pullKey])+len(w.opened) > 0 {
				t.Errorf("something was done: %+v, %+v, %+v, %+v", w.signed, w.waived, w.excluded, w.opened)
			}
			if test.refused == ignored {
				if len(w.replies)+len(w.reactions) > 0 {
					t.Errorf("answered %q, reacted %q", w.replies, w.reactions)
				}
				return
			}
			if len(w.replies) != 1 || !strings.Contains(w.replies[0], test.refused) {
				t.Fatalf("answered %q, want %q", w.replies, test.refused)
			}
			reply := w.replies[0]
			if found := live.FindString(outsideCode(reply)); found != "" {
				t.Errorf("%q is more than text in %q", found, reply)
			}
			if strings.Count(reply, "\n") > 1 || len(reply) > 1500 {
				t.Errorf("a refusal is one line: %d bytes, %q", len(reply), reply)
			}
		})
	}
}

// outsideCode takes the code spans out of a line, whichever number of backticks they
// stand between.
func outsideCode(text string) string {
	var out strings.Builder
	for text != "" {
		at := strings.IndexByte(text, '`')
		if at < 0 {
			break
		}
		out.WriteString(text[:at])
		fence := text[at:][:len(text[at:])-len(strings.TrimLeft(text[at:], "`"))]
		rest := text[at+len(fence):]
		end := closing(rest, len(fence))
		if end < 0 {
			out.WriteString(fence)
			text = rest
			continue
		}
		out.WriteString("`")
		text = rest[end+len(fence):]
	}
	return out.String() + text
}

// closing finds a run of exactly so many backticks.
func closing(text string, count int) int {
	for at := 0; at < len(text); at++ {
		if text[at] != '`' {
			continue
		}
		run := len(text[at:]) - len(strings.TrimLeft(text[at:], "`"))
		if run == count {
			return at
		}
		at += run - 1
	}
	return -1
}
