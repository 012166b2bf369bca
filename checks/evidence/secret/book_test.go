package secret

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/zricethezav/gitleaks/v8/config"
	"github.com/zricethezav/gitleaks/v8/detect"
	"github.com/zricethezav/gitleaks/v8/report"
)

// sharedBook is one book for all tests: its rules take a while to compile.
var sharedBook = sync.OnceValues(newBook)

// plainDetector is gitleaks' own with the same rules, which tries each of them on the
// whole of every text that holds one of its words. It is made once, too.
var plainDetector = sync.OnceValues(func() (*detect.Detector, error) {
	if _, err := readDefaults(); err != nil { // for gitleaks' silence
		return nil, err
	}
	setup.Lock()
	defer setup.Unlock()
	detector, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		return nil, err
	}
	all := detector.Config
	all.Rules, all.Keywords = maps.Clone(all.Rules), maps.Clone(all.Keywords)
	for _, one := range shapes {
		rule, err := one.detected()
		if err != nil {
			return nil, err
		}
		all.Rules[one.rule] = rule
		for _, keyword := range one.keywords {
			all.Keywords[keyword] = struct{}{}
		}
	}
	delete(all.Rules, "pkcs12-file")
	all.Allowlists = slices.Clone(all.Allowlists)
	for index, list := range all.Allowlists {
		all.Allowlists[index] = &config.Allowlist{
			Description: list.Description, MatchCondition: list.MatchCondition,
			RegexTarget: list.RegexTarget, Regexes: list.Regexes, StopWords: list.StopWords,
		}
	}
	detector = detect.NewDetector(all)
	detector.IgnoreGitleaksAllow = true
	return detector, nil
})

// both returns the book and gitleaks' detector.
func both(t testing.TB) (*book, *detect.Detector) {
	t.Helper()
	rules, err := sharedBook()
	if err != nil {
		t.Fatal(err)
	}
	plain, err := plainDetector()
	if err != nil {
		t.Fatal(err)
	}
	return rules, plain
}

// toldBy is what a search found, in a form that can be compared.
func toldBy(found []report.Finding) []string {
	var lines []string
	for _, one := range found {
		lines = append(lines, fmt.Sprintf("%s %d %q %q", one.RuleID, one.StartLine, one.Match, one.Secret))
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// compare fails where the book and gitleaks' detector do not find the same in a text.
func compare(t *testing.T, plain *detect.Detector, rules *book, name, content string) {
	t.Helper()
	//lint:ignore SA1019 version 8 of the detector takes no other type
	want := toldBy(plain.DetectContext(t.Context(), detect.Fragment{Raw: content, FilePath: rulePath(name)}))
	found, err := rules.search(t.Context(), text{path: name, content: content, lower: strings.ToLower(content)})
	if err != nil {
		t.Fatal(err)
	}
	if got := toldBy(found); !slices.Equal(got, want) {
		t.Errorf("in %q:\nthe book finds\n  %s\nand gitleaks\n  %s", content, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// Texts that come near to what the cheap questions of telling.go and parting.go ask for.
var nearlyTold = []string{
	"const linearClientSecret = 'ab3f83a1d2e0b93fe1a02cd4f83a1d2e'",
	"linear\n  ::=\n\n`ab3f83a1d2e0b93fe1a02cd4f83a1d2e`\n",
	"linear " + strings.Repeat("x", 19) + " '= ab3f83a1d2e0b93fe1a02cd4f83a1d2e\n",
	"linear " + strings.Repeat("x", 20) + " '= ab3f83a1d2e0b93fe1a02cd4f83a1d2e\n",
	"NEW_RELIC_INSIGHTS: NRII-kq83hdU2kd93hsla02jdkq83hdU2kd93",
	"asana_id: 1234567890123457, figma = '1a2B-0123abcd-0a1b-2c3d-4e5f-0123456789ab'",
	"twitter_bearer => AAAAAAAAAAAAAAAAAAAAAA" + strings.Repeat("kq83%hdU2kd9", 8) + "\n",
	"telegram || 123456789:AAkq83hdU2kd93hsla02jdkq83hdU2kd93h",
	"const authToken = 'kq83hdU2kd93hsla02jd'",
	"api_key: \"kq83hdU2kd93\"",
	"API\nkey:::=\n\n`kq83hdU2kd93hsla02jd`\n",
	"password ,kq83hdU2kd93hsla02jd;",
	"credential.of.somebody-12345 '\"\n=== ==kq83hdU2kd",
	"token=kq83hdU2k=",
	"secret || kq83hdU2kd93hsla02jd",
	"key => {'kq83hdU2kd93hsla02jd'}",
	"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
	"s.aBcDeFgHiJkLmNoPqRsTuV12 ",
	"hvs." + strings.Repeat("aB3-", 23),
	"MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
	".Cl2FMQ.",
	"AC0123456789abcdef0123456789abcdef:f123456789abcdef0123456789abcde0",
	"acme_live_kq83hdU2kd93hsla02jd",
	"acme_live_kq83hdU2kd93hsla02j",
	"x: glpat-kq83hdU2kd93hsla02jd\n",
	"apiVersion: v1\nkind: Secret\ndata:\n  password: a3E4M2hkVTJrZDkzaHNsYTAyamQ=\n",
	"-----BEGIN RSA PRIVATE KEY-----\n" + strings.Repeat("kq83hdU2kd93hsla02jd", 6) + "\n-----END RSA PRIVATE KEY-----\n",
}

func TestTheBookFindsWhatGitleaksFinds(t *testing.T) {
	rules, plain := both(t)
	for _, content := range nearlyTold {
		for _, name := range []string{"app.ts", "deploy/secret.yaml"} {
			compare(t, plain, rules, name, content)
		}
	}
	t.Run("all of them in one text", func(t *testing.T) {
		compare(t, plain, rules, "app.ts", strings.Join(nearlyTold, "\n\n"))
	})
}

func TestEveryRuleOfTheBookCompiles(t *testing.T) {
	rules, _ := both(t)
	known, ofForm := map[string]bool{}, 0
	for _, rule := range rules.rules {
		known[rule.id] = true
		if rule.parts != nil {
			ofForm++
		}
		detector, err := rule.detector()
		if err != nil {
			t.Errorf("%s: %v", rule.id, err)
			continue
		}
		if one := detector.Config.Rules[rule.id]; one.Regex == nil {
			t.Errorf("%s has no expression, which is never tried then", rule.id)
		}
	}
	for _, id := range append(slices.Collect(maps.Keys(telling)), genericRule) {
		if !known[id] {
			t.Errorf("there is a question for %s, and no such rule", id)
		}
	}
	if ofForm < 80 {
		t.Errorf("%d rules are of the form of most: it has changed", ofForm)
	}
}

func FuzzTheBookFindsWhatGitleaksFinds(f *testing.F) {
	for _, content := range nearlyTold {
		f.Add(content)
	}
	rules, plain := both(f)
	f.Fuzz(func(t *testing.T, content string) {
		if strings.ContainsAny(content, "\u017f\u212a") {
			t.Skip("ſ and the Kelvin sign are s and k for an expression that ignores case: no program writes its names with them")
		}
		compare(t, plain, rules, "app.ts", content)
	})
}
