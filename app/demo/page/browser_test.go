package page_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/app/browsertest"
	"github.com/golive-app/golive/app/demo"
)

// browser is a page that is open in front of a person.
type browser struct {
	t   *testing.T
	ctx context.Context
}

func (b browser) run(what string, actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		browsertest.Screenshot(b.t, b.ctx, "failed")
		b.t.Fatalf("%s: %v", what, err)
	}
}

// sees waits until an expression of JavaScript is true on the page.
func (b browser) sees(what, expression string) {
	b.t.Helper()
	b.run(what, chromedp.Poll(expression, nil, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(5*time.Minute)))
}

// press presses the button of a form.
func (b browser) press(form string) {
	b.t.Helper()
	b.sees("the button of "+form+" can be pressed", fmt.Sprintf(`document.querySelector(%q)?.disabled === false`, form+" button:not([type=button])"))
	b.run("press "+form, chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).click()`, form+" button:not([type=button])"), nil))
}

// turns presses the button of a form until it came to something: while golive looks
// again, as it does by itself after a deployment, the page says that it is not possible.
func (b browser) turns(form, what, expression string) {
	b.t.Helper()
	for came := false; !came; {
		b.run("clear the notice", chromedp.Evaluate(`document.getElementById("notice").hidden = true`, nil))
		b.press(form)
		b.sees(what+", or why not", expression+` || document.querySelector("#notice.bad:not([hidden])") !== null`)
		b.run(what, chromedp.Evaluate(expression, &came))
	}
}

// text finds words in a part of the page.
func text(selector, words string) string {
	return fmt.Sprintf(`(document.querySelector(%q)?.textContent ?? "").includes(%q)`, selector, words)
}

func (b browser) picture(name string, width int64) {
	b.t.Helper()
	b.run("resize", chromedp.EmulateViewport(width, 900), chromedp.Evaluate(`document.getElementById("notice").hidden = true`, nil))
	browsertest.Screenshot(b.t, b.ctx, name)
	var over bool
	b.run("measure", chromedp.Evaluate(`document.documentElement.scrollWidth > document.documentElement.clientWidth`, &over))
	if over {
		b.t.Errorf("%s: the page is wider than the window", name)
	}
}

func TestTheReleaseInABrowser(t *testing.T) {
	t.Parallel()
	b := browser{t, browsertest.New(t)}
	live, server := play(t, "")
	b.run("open", chromedp.Navigate(server.URL))
	b.sees("the verdict is there without a reload", text("#verdict", "NOT READY"))
	b.sees("golive's comment is there", text(".checklist", "READY TO GO LIVE?"))
	b.sees("eight check runs have an icon and a word", `document.querySelectorAll(".check > summary > .icon + .name + .word").length === 8`)
	b.sees("staging shows what is wrong", text("#staging .wrong", "anyone may read it"))
	b.picture("release", 1280)
	b.run("unfold", chromedp.Evaluate(`document.querySelector("#check-golive-1-code > summary").click()`, nil))
	b.sees("an annotation links to its line", `document.querySelector("#check-golive-1-code .annotations a[href^='/blob/']") !== null`)
	b.picture("unfolded", 1280)

	first := await(t, live, "a verdict", settled)
	b.press("#act-fix")
	b.sees("the fix is in the conversation", text("#conversation", "changelog (#39)"))
	b.sees("the comment speaks of the fix", `(() => { const now = document.querySelector(".checklist .prose").textContent; return !now.includes("`+first.Pull.HeadSHA[:7]+`") || now.includes("Since run"); })()`)
	fixed := await(t, live, "a verdict on the fix", func(seen demo.Snapshot) bool {
		return settled(seen) && seen.Pull.HeadSHA != first.Pull.HeadSHA && seen.Ready.Title != first.Ready.Title
	})
	b.sees("the verdict changed", text("#verdict", fixed.Ready.Title[strings.Index(fixed.Ready.Title, "— ")+len("— "):]))
	b.sees("what a person unfolded stays so", `document.querySelector("#check-golive-1-code").open`)
	b.sees("there is one checklist", `document.querySelectorAll(".checklist").length === 1`)

	b.run("ask", chromedp.Evaluate(`document.querySelector(".chip[data-text='/golive status']").click()`, nil))
	b.press("#comment form")
	b.sees("golive reacts", `[...document.querySelectorAll(".reactions")].some((e) => e.textContent.includes("🚀"))`)
	b.sees("golive answers", `[...document.querySelectorAll(".post:not(.checklist) .by")].some((e) => e.textContent.includes("golive"))`)

	b.press("#act-approve")
	b.sees("the approval is in the conversation", text("#conversation", "approved"))
	b.press("#act-fix")
	b.sees("staging refuses strangers", `document.querySelector("#staging li:last-child b").textContent === "401"`)
	b.turns("#act-observe", "golive only observes", text("#verdict", "bserving"))
	b.sees("the gate is open", `document.querySelector("#merge.is-success") !== null`)
	b.turns("#act-enforce", "the gate is closed", `document.querySelector("#verdict.is-failure") !== null && document.querySelector("#merge.is-failure") !== null`)
	b.press("#act-tag")
	b.sees("the tag is there", text("#commits", "release/v1.4.0"))
	b.press("#act-close")
	b.sees("it is closed", text(".head .pill", "Closed"))
	b.press("#act-reopen")
	b.sees("it is open again", text(".head .pill", "Open"))
	b.sees("the verdict is back", text("#verdict", "NOT READY"))
	b.picture("later", 1280)
	b.picture("narrow", 380)
	b.run("dark", browsertest.Dark())
	b.picture("dark", 1280)
	b.picture("dark-narrow", 380)
	b.press(".top form")
	b.sees("the next play has begun", `document.querySelectorAll("#conversation .line").length < 3 && `+text("#steps .now", "Read the verdict"))
	b.sees("and comes to its verdict", text("#verdict", "NOT READY"))
}
