package draft_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestTheTagsThatTheLastOnesFollow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tags []string // oldest first, a month apart
		want []string // nil: the default holds
		says string   // in the file
	}{
		"versions with a v":                         {[]string{"v1.2.2", "v1.2.3"}, []string{"v*"}, "2 of 2 tags"},
		"the checklist's own":                       {[]string{"release/v1.2.3"}, nil, "The default, and right: 1 of 1 tag"},
		"release/ without a v":                      {[]string{"release/1.2.3"}, []string{"release/[0-9]*"}, ""},
		"bare versions":                             {[]string{"1.2.3", "1.2.4-rc.1"}, []string{"[0-9]*.[0-9]*"}, "Pre-releases such as 1.2.4-rc.1"},
		"two numbers":                               {[]string{"v1.2"}, []string{"v*"}, ""},
		"one package":                               {[]string{"pkg@1.2.3"}, []string{"pkg@*"}, ""},
		"one service":                               {[]string{"api-v1.2.3"}, []string{"api-v*"}, ""},
		"a Go module below the top":                 {[]string{"sdk/v1.2.3"}, []string{"sdk/v*"}, ""},
		"the name and the number together":          {[]string{"go1.21.3", "go1.22.0"}, []string{"go[0-9]*"}, ""},
		"months":                                    {[]string{"2026.05.1"}, []string{"20[0-9][0-9].*"}, ""},
		"months with a v":                           {[]string{"v2026.5.0"}, []string{"v20[0-9][0-9].*"}, ""},
		"days":                                      {[]string{"2026-05-01", "2026-05-02.1"}, []string{"20[0-9][0-9]-*"}, ""},
		"days without dashes":                       {[]string{"deploy-20260501"}, []string{"deploy-20[0-9][0-9]*"}, ""},
		"a port that looks like no year":            {[]string{"v8.10.0"}, []string{"v*"}, ""},
		"the newest way wins":                       {[]string{"1.0.0", "1.1.0", "", "", "", "", "", "", "v2.0.0"}, []string{"v*"}, "Not followed: [0-9]*.[0-9]* (2 tags, the newest 1.1.0"},
		"the repository goes before its packages":   {[]string{"core-1.0.0", "15.2.0", "core-1.0.1"}, []string{"[0-9]*.[0-9]*"}, "Not followed: core-[0-9]*"},
		"unless it has had no release for long":     {[]string{"15.2.0", "", "", "", "", "", "", "", "core-1.0.1"}, []string{"core-[0-9]*"}, "Not followed: [0-9]*.[0-9]*"},
		"packages that are released together":       {[]string{"a-v1.0.0", "b-v1.0.0"}, []string{"a-v*", "b-v*"}, "They name 2 packages"},
		"more packages than fit":                    {[]string{"@x/a@1.0.0", "@x/b@1.0.0", "@x/c@1.0.0", "@x/d@1.0.0", "@x/e@1.0.0"}, []string{"@x/*@[0-9]*"}, "They name 5 packages"},
		"a start that others share":                 {[]string{"v-next-1.0.0", "", "", "", "", "", "", "", "v1.0.0"}, []string{"v[0-9]*"}, ""},
		"tags that name no version":                 {[]string{"latest", "nightly"}, nil, "no tag names a version (2 tags, the newest nightly)"},
		"a line of development and a major's alias": {[]string{"v1", "1.5.x", "v1.5.0"}, []string{"v*"}, "2 tags name no version, such as 1.5.x."},
		"marks of deployments":                      {[]string{"ECS-STAGING-SUCCESS-2025-02-03T11-14-44-0caec"}, nil, "no tag names a version"},
		"signs that globs know":                     {[]string{"{a,b}-v1.0.0"}, []string{`\{a,b\}-v*`}, ""},
		"signs that YAML knows":                     {[]string{`&"a'#!|>%@-v1.0.0`}, []string{`&"a'#!|>%@-v*`}, ""},
		"what nobody sees is not set":               {[]string{"a\u202eb-v1.0.0"}, nil, "no tag names a version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := repository(t, nil)
			at := march
			var last string
			for _, tag := range test.tags {
				at = at.AddDate(0, 1, 0)
				if tag == "" {
					continue
				}
				git(t, root, at, "commit", "--quiet", "--allow-empty", "-m", "next")
				git(t, root, at, "update-ref", "refs/tags/"+tag, "HEAD")
				last = tag
			}
			made, policy := drafted(t, root)
			want := test.want
			if want == nil {
				want = config.DefaultPolicy().Release.Tags
			}
			if !slices.Equal(policy.Release.Tags, want) {
				t.Errorf("tags %q, want %q\n%s", policy.Release.Tags, want, made.File)
			}
			if test.want != nil && !policy.Release.MatchTag(last) && last == made.ExampleTag {
				t.Errorf("the newest tag %q is not among them", last)
			}
			flat := strings.Join(strings.Fields(strings.ReplaceAll(string(made.File), "#", " ")), " ")
			if said := strings.Join(strings.Fields(strings.ReplaceAll(test.says, "#", " ")), " "); !strings.Contains(flat, said) {
				t.Errorf("the file does not say %q:\n%s", test.says, made.File)
			}
		})
	}
}
