package github

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

func TestTagsProtected(t *testing.T) {
	t.Parallel()
	rules := func(types ...string) []any {
		var made []any
		for _, name := range types {
			made = append(made, map[string]any{"type": name})
		}
		return made
	}
	on := func(target, enforcement string, include, exclude []string, rules []any) map[string]any {
		return map[string]any{"target": target, "enforcement": enforcement, "rules": rules,
			"conditions": map[string]any{"ref_name": map[string]any{"include": include, "exclude": exclude}}}
	}
	all := []string{"~ALL"}
	for name, c := range map[string]struct {
		status    int
		rulesets  []map[string]any
		protected bool
		known     bool
		gone      bool
	}{
		"update and deletion":                    {200, []map[string]any{on("tag", "active", all, nil, rules("deletion", "update"))}, true, true, false},
		"by two rulesets together":               {200, []map[string]any{on("tag", "active", all, nil, rules("deletion")), on("tag", "active", []string{"refs/tags/release/*"}, nil, rules("update"))}, true, true, false},
		"deletion only":                          {200, []map[string]any{on("tag", "active", all, nil, rules("deletion"))}, false, true, false},
		"a forced push only":                     {200, []map[string]any{on("tag", "active", all, nil, rules("deletion", "non_fast_forward"))}, false, true, false},
		"tried out, not enforced":                {200, []map[string]any{on("tag", "evaluate", all, nil, rules("deletion", "update"))}, false, true, false},
		"disabled":                               {200, []map[string]any{on("tag", "disabled", all, nil, rules("deletion", "update"))}, false, true, false},
		"for branches":                           {200, []map[string]any{on("branch", "active", all, nil, rules("deletion", "update"))}, false, true, false},
		"other tags":                             {200, []map[string]any{on("tag", "active", []string{"refs/tags/v*"}, nil, rules("deletion", "update"))}, false, true, false},
		"all but this tag":                       {200, []map[string]any{on("tag", "active", all, []string{"refs/tags/release/*"}, rules("deletion", "update"))}, false, true, false},
		"no condition":                           {200, []map[string]any{{"target": "tag", "enforcement": "active", "rules": rules("deletion", "update")}}, false, true, false},
		"none":                                   {200, nil, false, true, false},
		"not shown":                              {403, nil, false, false, false},
		"not known to this version":              {404, nil, false, false, false},
		"server error is an error, not \"none\"": {500, nil, false, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, "")
			f.HandleFunc("GET /repos/acme/shop/rulesets", func(writer http.ResponseWriter, request *http.Request) {
				if request.URL.Query().Get("includes_parents") != "true" {
					t.Errorf("asked %s", request.URL)
				}
				if c.status != 200 {
					answer(writer, c.status, message("no"))
					return
				}
				listed := []any{}
				for i, set := range c.rulesets {
					listed = append(listed, map[string]any{"id": i, "target": set["target"], "enforcement": set["enforcement"]})
				}
				answer(writer, 200, listed)
			})
			f.HandleFunc("GET /repos/acme/shop/rulesets/{id}", func(writer http.ResponseWriter, request *http.Request) {
				answer(writer, 200, c.rulesets[request.PathValue("id")[0]-'0'])
			})
			protected, known, err := f.repository(t, "").TagsProtected(t.Context(), "release/v1.4.0")
			if (err != nil) != c.gone || errors.Is(err, jobs.ErrGone) {
				t.Fatal(err)
			}
			if protected != c.protected || known != c.known {
				t.Errorf("protected %v, known %v", protected, known)
			}
		})
	}
}

func TestPatternsOfRulesets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, ref string
		want         bool
	}{
		{"~ALL", "refs/tags/a/b", true},
		{"refs/tags/*", "refs/tags/v1", true},
		{"refs/tags/*", "refs/tags/release/v1", false},
		{"refs/tags/**", "refs/tags/release/v1", false},
		{"refs/tags/**/*", "refs/tags/release/v1", true},
		{"refs/tags/**/*", "refs/tags/v1", true},
		{"refs/tags/release/v*", "refs/tags/release/v1.2.3", true},
		{"refs/tags/v?", "refs/tags/v1", true},
		{"refs/tags/v[0-9]*", "refs/tags/v12", true},
		{"refs/tags/v[0-9]*", "refs/tags/vx", false},
		{"refs/tags/{a,b}", "refs/tags/a", false},
		{"refs/tags/{a,b}", "refs/tags/{a,b}", true},
		{"refs/tags/[", "refs/tags/[", false},
		{"", "refs/tags/a", false},
	} {
		if got := matchesRef(c.pattern, c.ref); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.ref, got)
		}
	}
}

func FuzzMatchesRef(f *testing.F) {
	f.Add("refs/tags/**/v[0-9]*{a", "refs/tags/x/v1")
	f.Add("\xc2", "\xc4")
	f.Fuzz(func(t *testing.T, pattern, ref string) {
		if matchesRef(pattern, ref) && pattern != "~ALL" && !strings.ContainsAny(pattern, `*?[\`) && pattern != ref {
			t.Errorf("%q matches %q without a wildcard", pattern, ref)
		}
	})
}
