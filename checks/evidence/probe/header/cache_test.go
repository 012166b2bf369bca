package header_test

import (
	"net/http"
	"testing"

	"github.com/golive-app/golive/checks/evidence/probe/header"
)

func TestWhoDelivered(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]header.Delivery{
		"Cf-Cache-Status: HIT":                           {Said: true, Hit: true, By: "Cf-Cache-Status"},
		"Cf-Cache-Status: DYNAMIC":                       {Said: true, By: "Cf-Cache-Status"},
		"X-Cache: Hit from cloudfront":                   {Said: true, Hit: true, By: "X-Cache"},
		"X-Cache: Miss from cloudfront":                  {Said: true, By: "X-Cache"},
		"X-Cache: MISS, HIT":                             {Said: true, Hit: true, By: "X-Cache"},
		"X-Vercel-Cache: PRERENDER":                      {Said: true, Hit: true, By: "X-Vercel-Cache"},
		"Cache-Status: Varnish; hit; ttl=30":             {Said: true, Hit: true, By: "Cache-Status"},
		"Cache-Status: origin; fwd=uri-miss, edge; hit":  {Said: true, Hit: true, By: "Cache-Status"},
		"Cache-Status: edge; fwd=uri-miss; detail=nohit": {Said: true, By: "Cache-Status"},
		"Age: 12":           {Said: true, Hit: true, By: "Age"},
		"Age: 0":            {Said: true, By: "Age"},
		"Age: soon":         {},
		"X-Powered-By: hit": {},
	} {
		if got := header.ReadDelivery(headerOf([]string{line})); got != want {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

func FuzzCache(f *testing.F) {
	for _, seed := range []string{"public, max-age=60", `max-age="60"`, "s-maxage=-1", "no-store,,=", "max-age=99999999999999999999", "HIT", "Varnish; hit"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, one, other string) {
		made := http.Header{"Cache-Control": {one, other}, "X-Cache": {one}, "Cache-Status": {other}, "Age": {one}, "Expires": {other}}
		cache := header.ReadCache(made)
		if cache.Age < -1 || cache.Shared < -1 || cache.Kept() && (cache.NoStore || !cache.Said) {
			t.Errorf("%q %q: %+v", one, other, cache)
		}
		if delivered := header.ReadDelivery(made); delivered.Hit && !delivered.Said || delivered.Said != (delivered.By != "") {
			t.Errorf("%q %q: %+v", one, other, delivered)
		}
	})
}
