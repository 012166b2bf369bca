package remote_test

import (
	"testing"

	"github.com/golive-app/golive/app/remote"
)

func TestTargets(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]remote.Target{
		"acme/shop":                                              {Owner: "acme", Name: "shop"},
		"acme/shop.js":                                           {Owner: "acme", Name: "shop.js"},
		"acme/.github":                                           {Owner: "acme", Name: ".github"},
		"acme/shop#12":                                           {Owner: "acme", Name: "shop", Number: 12},
		"acme/shop@v1.4.0":                                       {Owner: "acme", Name: "shop", Tag: "v1.4.0"},
		"acme/shop@release/v1.4.0":                               {Owner: "acme", Name: "shop", Tag: "release/v1.4.0"},
		"acme/shop@@acme/web@2.0.0":                              {Owner: "acme", Name: "shop", Tag: "@acme/web@2.0.0"},
		"https://github.com/acme/shop":                           {Owner: "acme", Name: "shop"},
		"https://github.com/acme/shop.git":                       {Owner: "acme", Name: "shop"},
		"https://github.com/acme/shop/tree/main/src":             {Owner: "acme", Name: "shop"},
		"https://github.com/acme/shop/pull/12":                   {Owner: "acme", Name: "shop", Number: 12},
		"https://github.com/acme/shop/pull/12/files?w=1#top":     {Owner: "acme", Name: "shop", Number: 12},
		"https://ghe.acme.dev/acme/shop/releases/tag/v1":         {Owner: "acme", Name: "shop", Tag: "v1"},
		"https://github.com/acme/shop/releases/tag/release%2Fv1": {Owner: "acme", Name: "shop", Tag: "release/v1"},
	} {
		if got, err := remote.ParseTarget(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "shop", "acme/", "/shop", "acme/shop/more", "acme/..", "acme/shop#", "acme/shop#0", "acme/shop#-1", "acme/shop#+1", "acme/shop#one",
		"acme/shop@", "acme/shop@a b", "acme/shop@a..\x01", "acme/shop#1@v1", "-acme/shop", "acme/sh op", "https://github.com/acme",
	} {
		if got, err := remote.ParseTarget(text); err == nil {
			t.Errorf("%q is taken for %+v", text, got)
		}
	}
}

func FuzzTargets(f *testing.F) {
	for _, text := range []string{"acme/shop#12", "acme/shop@v1", "https://github.com/acme/shop/pull/12"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		target, err := remote.ParseTarget(text)
		if err != nil {
			return
		}
		if again, err := remote.ParseTarget(target.String()); err != nil || again != target {
			t.Errorf("%q is %+v, and that is %+v, %v", text, target, again, err)
		}
	})
}
