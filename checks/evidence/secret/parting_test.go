package secret

import (
	"slices"
	"strings"
	"testing"
)

func TestTheLinesOfAssignmentsAreTakenOnce(t *testing.T) {
	t.Parallel()
	generic := partsOf(genericRule, formsOfRules[0].before+`access|auth|(?-i:[Aa]pi|API)|passw(?:or)?d|key|token`+formsOfRules[0].behind)
	long := strings.Repeat("key=", 1<<18)
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"a line":                       {"a\nkey = '0123456789'\nb\n", []string{"key = '0123456789'\n"}},
		"neighbours are one part":      {"key = '0123456789'\nkey = '0123456789'\n", []string{"key = '0123456789'\nkey = '0123456789'\n"}},
		"two on a line":                {"a\nkey = '0123456789', token = '0123456789'\nb\n", []string{"key = '0123456789', token = '0123456789'\n"}},
		"lines apart":                  {"key = '0123456789'\na\n" + strings.Repeat("b", 40) + "\ntoken = '0123456789'", []string{"key = '0123456789'\n", "token = '0123456789'"}},
		"a value that is code":         {"key = process.env.SECRET_KEY, b", nil},
		"a value that is short":        {"key = '012345678'\n", nil},
		"a line of nothing but words":  {long, []string{long}},
		"a value that goes on for all": {"key=" + strings.Repeat("a", 1000) + ")", []string{"key=" + strings.Repeat("a", 1000) + ")"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := generic.parts(test.text, inSmallLetters(test.text)); !slices.Equal(got, test.want) {
				t.Errorf("%d parts, want %d: %.200q", len(got), len(test.want), got)
			}
		})
	}
}

func TestARuleOfTheFormIsAskedOfItsLines(t *testing.T) {
	t.Parallel()
	const value = `[a-f0-9]{32})(?:[\x60'"\s;]|\\[nr]|$)`
	for name, test := range map[string]struct {
		expression, text string
		want             []string // nil: the rule is asked of the whole text
	}{
		"a word":                  {formsOfRules[0].before + "linear" + formsOfRules[0].behind + value, "a\nLINEAR_KEY = 12345678\nb = 2\n", []string{"LINEAR_KEY = 12345678\n"}},
		"one of two words":        {formsOfRules[0].before + "new-relic|newrelic" + formsOfRules[0].behind + value, "relic: 0\nnewRelic: 1\n", []string{"newRelic: 1\n"}},
		"a sign on the next line": {formsOfRules[0].before + "linear" + formsOfRules[0].behind + value, "linear\n:\n1\n", []string{"linear\n:\n1\n"}},
		"a word too far before":   {formsOfRules[0].before + "linear" + formsOfRules[0].behind + value, "linear" + strings.Repeat("x", 24) + " = 1\n", []string{}},
		"words in one case only":  {formsOfRules[0].before + "(?-i:ETSY|[Ee]tsy)" + formsOfRules[0].behind + value, "etsy = 1\n", []string{"etsy = 1\n"}},
		"the other way":           {formsOfRules[1].before + "cohere|CO_API_KEY" + formsOfRules[1].behind + value, "co_api_key: 1\n", []string{"co_api_key: 1\n"}},
		"a word that is no word":  {formsOfRules[0].before + "linked[_-]?in" + formsOfRules[0].behind + value, "", nil},
		"another form":            {`\blin_api_(?i)[a-z0-9]{40}`, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts := partsOf("a-rule", test.expression)
			if parts == nil || test.want == nil {
				if (parts == nil) != (test.want == nil) {
					t.Errorf("asked of its lines: %v", parts != nil)
				}
				return
			}
			if got := parts.parts(test.text, inSmallLetters(test.text)); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
