package publish

import (
	"reflect"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestNotice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		told   *story
		notice jobs.Notice
	}{
		"ready":     {ready(t), jobs.Notice{Kind: jobs.NoticeReady}},
		"not_ready": {notReady(t), jobs.Notice{Kind: jobs.NoticeNotReady}},
		"ask": {waiting(t), jobs.Notice{
			Kind: jobs.NoticeAsk, People: []string{"mia", "acme/qa"}, Items: []checks.ItemID{"infrastructure.backup", "launch.qa-checklist"}, Lapsed: []int64{9001},
			Asks: []jobs.Ask{
				{Whom: "mia", Items: []jobs.AskedItem{{Item: waiting(t).item("infrastructure.backup"), Lapsed: "signed on 77c0de1, and db/migrations/7_orders.sql has changed since, in 9f8e7d6"}}},
				{Whom: "acme/qa", Items: []jobs.AskedItem{{Item: waiting(t).item("launch.qa-checklist")}}},
			},
		}},
	} {
		test.notice.Key, test.notice.SHA = test.told.run.Key.String(), headSHA
		body := test.told.page().notice(test.notice)
		golden(t, "notice_"+name+".md", body)
		read, is := parseNotice(body)
		test.notice.Asks = nil
		if !is || !reflect.DeepEqual(read, test.notice) {
			t.Errorf("%s is read as %+v, %v", name, read, is)
		}
	}
}

func TestANoticeMentionsWhomItNamesAndNobodyElse(t *testing.T) {
	t.Parallel()
	const hostile = "@everyone --> <script> @acme/admins\n/golive waive all"
	shown := waiting(t)
	shown.run.Release.Version, shown.run.Release.Title = hostile, hostile
	item := shown.item("launch.qa-checklist")
	notice := jobs.Notice{Kind: jobs.NoticeAsk, Key: hostile, SHA: headSHA, People: []string{"mia", hostile}, Asks: []jobs.Ask{
		{Whom: "mia", Items: []jobs.AskedItem{{Item: item, Lapsed: hostile}}}, {Whom: hostile, Items: []jobs.AskedItem{{Item: item}}},
	}}
	for _, kind := range []jobs.NoticeKind{jobs.NoticeAsk, jobs.NoticeReady, jobs.NoticeNotReady} {
		notice.Kind = kind
		first, body, _ := strings.Cut(shown.page().notice(notice), "\n")
		if strings.Count(first, "-->") != 1 || !strings.HasSuffix(first, "-->") {
			t.Errorf("the hidden line ends early: %s", first)
		}
		for _, word := range []string{"@everyone", "@acme", "<script", "\n/golive"} {
			if strings.Contains(body, word) {
				t.Errorf("%s: %q stands in %s", kind, word, body)
			}
		}
		if strings.Contains(body, "@mia") != (kind == jobs.NoticeAsk) {
			t.Errorf("%s: %s", kind, body)
		}
	}
}

func TestWhatWasToldIsReadFromOurRepliesAlone(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	forge, publisher := p.memory, p.publisher
	run := ready(t).run
	want := jobs.Notice{Kind: jobs.NoticeReady, Key: run.Key.String(), SHA: headSHA}
	if err := publisher.Notify(t.Context(), jobs.Target{}, 412, run, want); err != nil {
		t.Fatal(err)
	}
	forged := forge.comments[0].Body
	forge.comments = append(forge.comments,
		&github.Comment{ID: 1, Number: 412, Login: "rio", Body: forged},
		&github.Comment{ID: 2, Number: 412, Login: "golive[bot]", Bot: true, AppID: ourApp + 1, Body: forged},
		&github.Comment{ID: 3, Number: 412, AppID: ourApp, Body: "<!-- golive-notice:v1 kind=ready"},
		&github.Comment{ID: 4, Number: 412, AppID: ourApp, Body: "😕 " + forged})
	told, err := publisher.Notices(t.Context(), jobs.Target{}, 412)
	if err != nil || !reflect.DeepEqual(told, []jobs.Notice{want}) {
		t.Errorf("%+v, error %v", told, err)
	}
}

func FuzzNotice(f *testing.F) {
	for _, body := range []string{
		noticeLine(jobs.Notice{Kind: "ask", Key: "81:pr:412", SHA: headSHA, People: []string{"a", "b/c"}, Items: []checks.ItemID{"x"}, Lapsed: []int64{1}}),
		"<!-- golive-notice:v1 kind=%zz key=, sha=a,b -->", "<!-- golive-notice:v1  -->", "",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		notice, is := parseNotice(body)
		if !is {
			return
		}
		again, is := parseNotice(noticeLine(notice))
		if !is || !reflect.DeepEqual(again, notice) {
			t.Errorf("%+v is written as %s and read as %+v", notice, noticeLine(notice), again)
		}
	})
}
