package publish

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEverythingFitsTheForge(t *testing.T) {
	t.Parallel()
	for name, tell := range stories() {
		told := tell(t)
		if body := told.page().comment(); len(body) > maxComment || utf8.RuneCountInString(body) > maxComment || !utf8.ValidString(body) {
			t.Errorf("%s: a comment of %d bytes", name, len(body))
		}
		for _, shown := range views(told.pages(), strings.Repeat("note ", 20)) {
			if len(shown.summary) > maxOutput || len(shown.text) > maxOutput || utf8.RuneCountInString(shown.title) > maxTitle {
				t.Errorf("%s, %s: summary of %d, text of %d bytes, title of %d", name, shown.name, len(shown.summary), len(shown.text), utf8.RuneCountInString(shown.title))
			}
			record, err := ParseRecord(shown.text)
			if err != nil || len(record.Releases) != 1 || len(record.Releases[0].Items) == 0 {
				t.Errorf("%s, %s: the record is not whole: %v", name, shown.name, err)
			}
		}
	}
}

func TestDetailIsLeftOutInOrder(t *testing.T) {
	t.Parallel()
	told := notReady(t)
	told.sees("security.headers", failing(strings.Repeat("a long headline ", 20), "", huge(t).run.Results["security.headers"].Findings...))
	page := told.page()
	last := -1
	for level, shown := range details() {
		body := page.commentBody(shown)
		if level > 0 && len(body) >= last {
			t.Errorf("level %d is no shorter: %d after %d bytes", level, len(body), last)
		}
		last = len(body)
		for _, kept := range []string{"**NOT READY**", "READY TO GO LIVE?", "What you must do now", "/golive sign-off", "<sub>"} {
			if !strings.Contains(body, kept) {
				t.Errorf("level %d lost %q", level, kept)
			}
		}
	}
	if body := page.shortComment(); !strings.Contains(body, "**NOT READY**") || !strings.Contains(body, page.link()) {
		t.Errorf("the shortest form: %s", body)
	}
}

func TestCutClosesWhatIsOpen(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("an emoji line 🦀🦀🦀🦀🦀🦀🦀🦀\n", 4000) // 200 KB
	tests := map[string]struct{ text, closing string }{
		"plain lines":             {long, ""},
		"an open fence":           {"```sh\n" + long, "\n```"},
		"a longer fence":          {"`````\n```\n" + long, "\n`````"},
		"a fence of tildes":       {"~~~\n" + long, "\n~~~"},
		"open details":            {"<details><summary>a</summary>\n\n" + long, "\n\n</details>"},
		"details in details":      {"<details>\n<details>\n" + long, "\n\n</details>\n\n</details>"},
		"a fence inside details":  {"<details>\n\n```\n" + long, "\n```\n\n</details>"},
		"details inside a fence":  {"```\n<details>\n" + long, "\n```"},
		"what was closed already": {"<details>\n```\nx\n```\n</details>\n" + long, ""},
		"one line without an end": {strings.ReplaceAll(long, "\n", ""), ""},
	}
	for name, test := range tests {
		for _, limit := range []int{400, 1000, 1001, 1002, 1003, maxOutput} {
			got := cut(test.text, limit)
			if len(got) > limit || len(got) < limit/2 || !utf8.ValidString(got) {
				t.Errorf("%s at %d: %d bytes, valid %t", name, limit, len(got), utf8.ValidString(got))
			}
			if !strings.HasSuffix(got, test.closing+cutNote) {
				t.Errorf("%s at %d ends with %q", name, limit, got[max(0, len(got)-80):])
			}
		}
	}
	if got := cut("short", 10); got != "short" {
		t.Errorf("got %q", got)
	}
}

func BenchmarkHugeComment(b *testing.B) {
	page := huge(b).page()
	for b.Loop() {
		page.comment()
	}
}
