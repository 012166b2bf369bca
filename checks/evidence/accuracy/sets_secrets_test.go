package accuracy

import (
	"regexp"
	"strings"
	"testing"
)

func TestLeakRules(t *testing.T) {
	t.Parallel()
	set := LeakRules{Public: regexp.MustCompile("-id$"), Example: regexp.MustCompile("EXAMPLE"), Generic: "generic"}
	lines := told(t, set, map[string]string{leakRules + "/a.go": `package rules

func A() *config.Rule {
	r := config.Rule{RuleID: "a-key"}
	tps := []string{"k=" + "A1", ` + "`k=A2`" + `, "EXAMPLE", unknown}
	tps = append(tps, "k="+secrets.NewSecret(utils.Hex("4")), later())
	tps = append(tps, utils.GenerateSampleSecrets("shop", "A3")...)
	fps := []string{"k=B"}
	return utils.Validate(r, tps, fps)
}

func B() *config.Rule {
	r := config.Rule{RuleID: "generic"}
	return utils.ValidateWithPaths(r, nil, fps)
	fps := map[string]string{"b.txt": "C"}
}

func C() *config.Rule {
	r := config.Rule{RuleID: "c-id"}
	tps := []string{"D"}
	return utils.Validate(r, tps, nil)
}

func D() *config.Rule {
	r := config.Rule{RuleID: "d", SkipReport: true}
	tps := []string{"E"}
	return utils.Validate(r, tps, nil)
}
`})
	if !regexp.MustCompile(`^config/service\.conf: k=[0-9a-f]{4}⏎ \+secret\.:0$`).MatchString(lines[2]) {
		t.Errorf("a drawn case is %q", lines[2])
	}
	var forms []string
	for _, form := range assignments {
		forms = append(forms, "config/service.conf: "+strings.NewReplacer("{name}", "shop", "{NAME}", "SHOP", "{value}", "A3").Replace(form)+"⏎ +secret.:0")
	}
	want := append([]string{"config/service.conf: k=A1⏎ +secret.:0", "config/service.conf: k=A2⏎ +secret.:0", lines[2]}, forms...)
	equal(t, lines, append(want, "config/service.conf: k=B⏎ -secret.a-key:0", "b.txt: C⏎ -secret.:0")...)
}

func TestDrawnIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	const expression = `(?:ab|cd)-[A-Z2-7]{16}x?\w+`
	first, err := drawn(expression, "seed")
	if err != nil || !regexp.MustCompile(`^(?:`+expression+`)$`).MatchString(first) {
		t.Fatalf("drawn %q, %v", first, err)
	}
	if again, _ := drawn(expression, "seed"); again != first {
		t.Errorf("drawn again: %q and %q", first, again)
	}
	if _, err := drawn(`(`, "seed"); err == nil {
		t.Error("what is no expression is drawn")
	}
}

func TestKingfisher(t *testing.T) {
	t.Parallel()
	set := Kingfisher{Public: regexp.MustCompile("ID$"), Example: regexp.MustCompile("EXAMPLE")}
	equal(t, told(t, set, map[string]string{"data/rules/a.yml": `rules:
  - {name: A Key, id: a.1, examples: ["k=1", EXAMPLE], negative_examples: ["k="]}
  - {name: A ID, id: a.2, examples: ["i=1"]}
  - {name: A Part, id: a.3, visible: false, examples: ["p=1"]}
`}), "config/service.conf: k=1⏎ +secret.:0", "config/service.conf: k=⏎ -secret.:0")
}

func TestDetectSecrets(t *testing.T) {
	t.Parallel()
	set := DetectSecrets{Beside: regexp.MustCompile("/ip_"), Example: regexp.MustCompile("EXAMPLE")}
	equal(t, told(t, set, map[string]string{
		"tests/plugins/ip_test.py": "@pytest.mark.parametrize('a, b', [('1.2.3.4', True)])\ndef test_a(): pass\n",
		"tests/plugins/a_test.py": `
KEY = 'K1'
class TestA:
    @pytest.mark.parametrize('payload, flag', [('k=1', True), ('k={key}'.format(key=KEY), True), ('EXAMPLE', True), ('k=', False)])
    def test_a(self): pass

    @pytest.mark.parametrize('line', ['k=2'])
    def test_b(self): pass

    @pytest.mark.parametrize('a, b', [('k=3', 7)])
    def test_c(self): pass
`}), "config/service.conf: k=1⏎ +secret.:0", "config/service.conf: k=K1⏎ +secret.:0", "config/service.conf: k=⏎ -secret.a:0", "config/service.conf: k=2⏎ +secret.:0")
}

func TestGosec(t *testing.T) {
	t.Parallel()
	set := Gosec{Rule: "secret.", File: "a.go", Beside: regexp.MustCompile("EXAMPLE")}
	equal(t, told(t, set, map[string]string{"a.go": `package testutils

var Samples = []CodeSample{
	{[]string{"one()"}, 1, gosec.NewConfig()},
	{[]string{"two()"}, 0, gosec.NewConfig()},
	{[]string{"three() // #nosec"}, 0, gosec.NewConfig()},
	{[]string{"EXAMPLE"}, 1, gosec.NewConfig()},
	{[]string{"four()"}, 1, gosec.Config{"a": 1}},
}
`}), "internal/service.go: one() +secret.:0", "internal/service.go: two()")
}

func TestBandit(t *testing.T) {
	t.Parallel()
	set := Bandit{Example: "a.py", Rule: "secret.", Comment: regexp.MustCompile(`# found: ('.*')$`), Weak: regexp.MustCompile(`^.{0,3}$`)}
	equal(t, told(t, set, map[string]string{"a.py": "# found: 'long enough'\n# Severity: low\nx = 'long enough'\n\n# found: 'abc'\nx = 'abc'\n\nx = y\n"}),
		"app/service.py: x = 'long enough'⏎ +secret.:0", "app/service.py: x = y⏎⏎")
}
