package command

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func TestHelpShowsWhatThePersonMayRun(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		login string
		has   []string
		lacks []string
	}{
		"a reader":     {"reader", []string{"status", "explain ITEM", "help"}, []string{"rerun", "sign-off", "waive", "na", "approve-na", "revoke"}},
		"a writer":     {"wim", []string{"status", "rerun", "na ITEM because REASON", "revoke ITEM"}, []string{"sign-off", "waive", "approve-na"}},
		"a maintainer": {"dana", []string{"rerun", "sign-off ITEM", "waive ITEM until DATE because REASON", "na ITEM because REASON", "approve-na ITEM", "revoke ITEM"}, nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if err := w.say(t, test.login, "/golive help"); err != nil {
				t.Fatal(err)
			}
			reply := w.onlyReply(t)
			for _, word := range test.has {
				if !strings.Contains(reply, "`/golive "+word) {
					t.Errorf("no %q in %s", word, reply)
				}
			}
			for _, word := range test.lacks {
				if strings.Contains(reply, "`/golive "+word) {
					t.Errorf("%q in %s", word, reply)
				}
			}
		})
	}
}

func TestPrivateRepositoryAnswersNobodyWhoMayNotReadIt(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"/golive status", "/golive explain review", "/golive help"} {
		w := newWorld()
		if err := w.say(t, "nobody", body); err != nil {
			t.Fatal(err)
		}
		w.refusedWith(t, "you may not read this repository")
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if err := w.say(t, "reader", "/golive status"); err != nil {
		t.Fatal(err)
	}
	reply := w.onlyReply(t)
	for _, want := range []string{
		"**golive · v1.4.0 · NOT READY** — 1 fail · 2 sign-off · 4 unknown · 1 pass",
		"| Rollback plan confirmed | ✍️ sign-off | a plan is there · 0 of 1 in order |",
		"| ❌ fail | `launch.changelog` | no entry |",
		"| ❔ unknown | `code.secrets` |",
		"`a1b2c3d`",
	} {
		if !strings.Contains(reply, want) {
			t.Errorf("no %q in\n%s", want, reply)
		}
	}
	if strings.Contains(reply, "`code.review`") {
		t.Error("an item that passes is listed among those that do not")
	}
}

func TestStatusOfARunningAndOfNoRun(t *testing.T) {
	t.Parallel()
	w := newWorld()
	running("code.review")(w)
	if err := w.say(t, "reader", "/golive status"); err != nil || !strings.Contains(w.onlyReply(t), "CHECKING, 7 of 8 items done") {
		t.Errorf("%q, %v", w.replies, err)
	}
	w = newWorld()
	clear(w.runs)
	if err := w.say(t, "reader", "/golive status"); err != nil || !strings.Contains(w.onlyReply(t), "has not begun to check") {
		t.Errorf("%q, %v", w.replies, err)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	w := newWorld()
	result := w.runs[pullKey].Results["delivery.rollback"]
	result.SignOff = &checks.SignOff{By: "dana", Role: checks.RoleReleaseManager, At: noon, SHA: head, Link: "https://acme.dev/(drill)", Note: "@everyone", Outdated: "the plan changed"}
	result.Findings = []checks.Finding{{Rule: "rollback.age", Severity: checks.SeverityWarning, Path: "ROLLBACK|x.md", Line: 3, Message: "old", Remedy: "drill it"}}
	result.Why = "The plan was not drilled. It is there."
	result.Missing = []checks.Missing{
		{Connection: checks.ConnectionEnvironments, Reason: "deployments are hidden", Remedy: "Grant them."},
		{Reason: "one file was too long", Remedy: "Shorten it."}, {Reason: "the plan was not drilled.", Remedy: "Drill it."},
	}
	w.runs[pullKey].Results["delivery.rollback"] = result
	if err := w.say(t, "reader", "/golive explain rollback"); err != nil {
		t.Fatal(err)
	}
	reply := w.onlyReply(t)
	for _, want := range []string{
		"✍️ **Rollback plan** — sign-off `delivery.rollback`",
		"evidence of grade E3 or better passes it, or a person's word; it blocks the release; the role release-manager signs it while it is undecided; the role release-manager waives it, for 30 days at most, or approves that it does not apply.",
		"`dana` says so as release-manager on 2026-11-24 at `a1b2c3d`, [link](https://acme.dev/%28drill%29)",
		"(no longer holds: the plan changed)",
		"- **Not connected:** Environments and deployments — deployments are hidden Grant them.\n- **Not known:** one file was too long Shorten it.\n\n",
		"| E1 | supports | 1 of 1 seen | `git` | 2026-11-24 11:00 UTC |",
		"| warning `rollback.age`: old | `ROLLBACK\\|x.md:3` | drill it |",
	} {
		if !strings.Contains(reply, want) {
			t.Errorf("no %q in\n%s", want, reply)
		}
	}
	if strings.Contains(reply, "@everyone") {
		t.Error("the note pings")
	}
}

func TestRepliesStayWithinGitHubsLimit(t *testing.T) {
	t.Parallel()
	w := newWorld()
	wide := strings.Repeat("🧨&<|", 20000)
	for id, result := range w.runs[pullKey].Results {
		result.Headline, result.Why, result.Remedy = wide, wide, wide
		for range 500 {
			result.Findings = append(result.Findings, checks.Finding{Rule: wide, Message: wide, Path: wide, Remedy: wide})
			result.Evidence = append(result.Evidence, checks.Evidence{Summary: wide, Source: wide, Path: wide, Link: "https://a.dev/" + strings.Repeat("x", 100)})
			result.Missing = append(result.Missing, checks.Missing{Reason: wide, Remedy: wide})
		}
		w.runs[pullKey].Results[id] = result
	}
	for _, body := range []string{"/golive status", "/golive explain rollback", "/golive help"} {
		w.replies, w.reactions = nil, nil
		if err := w.say(t, "reader", body); err != nil {
			t.Fatal(err)
		}
		if reply := w.onlyReply(t); len(reply) > maxReply {
			t.Errorf("%s: %d bytes", body, len(reply))
		}
	}
}

func TestEscape(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"plain words, 81.2 %":         "plain words, 81.2 %",
		"@dana and @acme/ops":         "@" + joiner + "dana and @" + joiner + "acme/ops",
		"fixes #12, GH-3":             "fixes #" + joiner + "12, GH" + joiner + "-3",
		"</details><!-- x -->":        "&lt;/details&gt;&lt;!-- x --&gt;",
		"a|b `c` *d* _e_ ~f~":         "a\\|b \\`c\\` \\*d\\* \\_e\\_ \\~f\\~",
		"![x](https://evil.example)":  "!\\[x\\](https:" + joiner + "//evil.example)",
		"www.evil.example":            "www" + joiner + ".evil.example",
		"two\nlines\r\nand\u2028more": "two lines  and more",
		"hid\u202eden\u0000\u200b":    "hidden",
		"$x^2$ \\":                    "\\$x^2\\$ \\\\",
	}
	for text, want := range cases {
		if got := escape(text, 100); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
	if got := escape("ééééé", 3); got != "éé…" {
		t.Errorf("cut to %q", got)
	}
}

func TestProseKeepsCodeThatChecksWrote(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"run `/golive rerun` again": "run `/golive rerun` again",
		"no `@dana` ping":           "no `@dana` ping", // GitHub does not ping from code
		"a lone ` and @dana":        "a lone \\` and @" + joiner + "dana",
		"`a` and `b":                "`a` and \\`b",
		"`a|b` ends no cell":        "\\`a\\|b\\` ends no cell",
		"``":                        "\\`\\`",
	}
	for text, want := range cases {
		if got := prose(text, 100); got != want {
			t.Errorf("prose(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestAnchorLinksOnlyWebAddresses(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"https://acme.dev/a b":     "[link](https://acme.dev/a%20b)",
		"https://acme.dev/?q=a|b)": "[link](https://acme.dev/?q=a%7Cb%29)",
		"javascript:alert(1)":      "link",
		"https://me:pw@acme.dev":   "link",
		"//acme.dev":               "link",
		"":                         "link",
	}
	for address, want := range cases {
		if got := anchor("link", address); got != want {
			t.Errorf("anchor(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestTimesAreInUniversalTime(t *testing.T) {
	t.Parallel()
	local := noon.In(time.FixedZone("somewhere", 5*3600))
	if minute(local) != "2026-11-24 12:00 UTC" || day(local) != "2026-11-24" {
		t.Errorf("%s, %s", minute(local), day(local))
	}
}

// FuzzEscape holds what is shown of foreign text to its promises.
func FuzzEscape(f *testing.F) {
	f.Add("@a `b` #1 </x> | http://a\n")
	f.Fuzz(func(t *testing.T, text string) {
		escaped := escape(text, 200)
		if strings.ContainsAny(escaped, "<>\r\n") || strings.Contains(escaped, "://") {
			t.Fatalf("%q", escaped)
		}
		if shown := prose(text, 200); strings.ContainsAny(shown, "\r\n") || strings.Count(strings.ReplaceAll(shown, "\\`", ""), "`")%2 != 0 {
			t.Fatalf("%q", shown)
		}
		if shown := code(text); strings.Count(shown, "`") != 2 || strings.ContainsAny(shown, "\r\n") {
			t.Fatalf("%q", shown)
		}
		linked := anchor("x", text)
		if linked != "x" && (strings.Count(linked, "](http") != 1 || strings.ContainsAny(linked, "<> |`\n")) {
			t.Fatalf("%q", linked)
		}
	})
}
