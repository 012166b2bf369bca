package performance_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config"
)

func TestWhatGoliveLeavesBehind(t *testing.T) {
	t.Parallel()
	const away = `{"id":"ID","url":"https://a.r2.dev/NAME"}`
	answers := func(status int, body string) *depot {
		return &depot{says: away, turn: map[string]http.HandlerFunc{"DELETE": answer(status, "application/json", body)}}
	}
	judgeUploads(t, map[string]uploadCase{
		"the policy names no way":   {depot: &depot{says: away}, upload: config.Upload{Path: "/api/files"}, verdict: checks.Pass, posts: 1, left: ".png", says: ".png` stays on staging, or may: the policy names no path that deletes it"},
		"it is refused":             {depot: answers(403, "{}"), verdict: checks.Pass, posts: 1, deletes: 1, left: ".png", says: "`DELETE /api/files/{id}`: it answered 403"},
		"it fails with 200":         {depot: answers(200, `{"ok":false}`), verdict: checks.Pass, posts: 1, deletes: 1, left: ".png", says: "its text says that it failed"},
		"no such path":              {depot: answers(405, ""), verdict: checks.Pass, posts: 1, deletes: 1, left: ".png", says: "it answered 405"},
		"the answer has no id":      {depot: &depot{says: `{"url":"https://a.r2.dev/NAME"}`}, verdict: checks.Pass, posts: 1, left: ".png", says: "gives no plain value for `/api/files/{id}`"},
		"an id that leads away":     {depot: &depot{says: `{"id":"../users/1","url":"https://a.r2.dev/NAME"}`}, verdict: checks.Pass, posts: 1, left: ".png", says: "gives no plain value"},
		"an id that is a folder":    {depot: &depot{says: `{"id":"..","url":"https://a.r2.dev/NAME"}`}, verdict: checks.Pass, posts: 1, left: ".png", says: "gives no plain value"},
		"an id of many":             {depot: &depot{says: `{"id":["ID"],"url":"https://a.r2.dev/NAME"}`}, verdict: checks.Pass, posts: 1, left: ".png", says: "gives no plain value"},
		"it is answered afterwards": {depot: &depot{takes: pictures, turn: map[string]http.HandlerFunc{"DELETE": answer(204, "", "")}}, verdict: checks.Warn, findings: "warning media.live-own", posts: 3, deletes: 1, left: ".png", says: "it is still answered after `DELETE /api/files/{id}`"},
		"the budget ends":           {depot: &depot{says: away}, change: func(o *probe.Options) { o.Budget = 5 }, verdict: checks.Pass, posts: 1, left: ".png", says: "golive had sent the 5 requests that it sends at most"},
	})
}

// Work that is ended in between leaves nothing on staging.
func TestAnUploadIsDeletedWhereTheWorkEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	service := &depot{takes: pictures, reads: func(http.ResponseWriter, int) bool { cancel(); return false }}
	if _, err := tryDepot(t, ctx, mediaStorage(t), uploadCase{depot: service}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if len(service.came("POST")) != 1 || len(service.came("DELETE")) != 1 || len(service.left(t)) != 0 {
		t.Errorf("asked %s", service.asked)
	}
}

// A finding is the same one in the next run, whatever golive called the file.
func TestFindingsOfUploadsStayTheSame(t *testing.T) {
	t.Parallel()
	prints := func() (all []string) {
		result, err := tryDepot(t, t.Context(), mediaStorage(t), uploadCase{depot: &depot{serve: with("", "Etag", "", "Cache-Control", "", "X-Content-Type-Options", "")}, upload: config.Upload{Path: "/api/files"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range result.Findings {
			all = append(all, one.Rule+" "+one.Fingerprint)
		}
		slices.Sort(all)
		return all
	}
	first, second := prints(), prints()
	if !slices.Equal(first, second) || len(slices.Compact(slices.Clone(first))) != len(first) || len(first) < 6 {
		t.Errorf("%s, then %s", first, second)
	}
}
