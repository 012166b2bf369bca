package secret

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Lines on which a way to write a secret down may stand, and those that nearly have one.
var nearlyWanted = []string{
	`const password = "abcdefgh"`, `const password = "abcdefg"`, `password: 'abc\'defghi'`, `withPassword("abcdefgh\")`,
	`token[12] => @"abcdefghij"`, `'token' => 'abcdefgh'`, `{"api_key": "0123456789"}`, `api-key-2 := "0123456789"`, `secret ??= ` + "`0123456789`",
	`echo \"password\": \"abcdefghij\"`, `password '12345678'`, `password` + strings.Repeat(" ", 19) + `=` + strings.Repeat(" ", 20) + `"12345678"`,
	`key[` + strings.Repeat("1", 200) + `] = "abcdefgh"`, `x.keyring_` + strings.Repeat("n", 30) + ` = "abcdefgh"`, `db_pw = "abcdefgh"`, `userPass: "abcdefgh"`, `creds "abcdefgh"`, `tokens_by_name_of_the_owner_in_2024 = "abcdefgh"`,
	`"abcdefgh" == password`, `"abcdefgh"  !== user.token`, `"abcdefgh" = password`, `if ('12345678' ===    SECRET)`, `a != "x" == pw`,
	`SECRET 5179f75c2f6e4d8a9b3e`, `api_key: 5179f75c2f6e4d8a9b3`, `"private" : "A/b+c.d%e-f_g/h+i.j%k-l_m"`, `access(0123456789abcdefghij==`, `token-0123456789abcdefghijk`,
	`Password = "äöüäöüäö"`, `пароль_key = "abcdefgh"`, `key = "` + strings.Repeat("a", 250) + `"`, `key = "` + strings.Repeat("a", 251) + `"`, `key = "abcd` + "\n" + `efgh"`,
}

func TestALineThatIsLeftOutHoldsNoMatch(t *testing.T) {
	t.Parallel()
	matched := map[int]int{}
	for _, line := range nearlyWanted {
		for index, one := range assignments {
			if one.wanted == nil || !one.expression.MatchString(line) {
				continue
			}
			if matched[index]++; !one.wanted(line) {
				t.Errorf("%q is left out, and %s matches", line, one.rule)
			}
		}
	}
	for index, one := range assignments {
		if one.wanted != nil && matched[index] == 0 {
			t.Errorf("no line has a match of the way %d, %s", index, one.rule)
		}
	}
}

func TestLinesWithoutAValueAreLeftOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wanted func(string) bool
		line   string
	}{
		"a word that is no name":       {quotesNamed, `import { tokenOf } from "~/models/session"`},
		"a short value":                {quotesNamed, `key="short"`},
		"a text about a password":      {quotesNamed, `"Forgot": "Your password was sent to you"`},
		"an element with a key":        {quotesNamed, `<Item key={item.id} title="A long title" />`},
		"quotes that compare nothing":  {compares, `token = "abcdefgh"`},
		"a comparison before a quote":  {compares, `if (token == null) return "abcdefgh"`},
		"words that are not that long": {holdsDrawn, `const token = await session.tokenOf(user, "short")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.wanted(test.line) {
				t.Errorf("%s is wanted", test.line)
			}
		})
	}
}

func TestSmallLettersStandWhereTheLettersStood(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "abc": "abc", "API_Key=1": "api_key=1", "ÄPFEL Ⱥ TOKEN": "Äpfel Ⱥ token", "\xffA": "\xffa"} {
		if got := inSmallLetters(text); got != want || len(got) != len(text) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzALineThatIsLeftOutHoldsNoMatch(f *testing.F) {
	for _, line := range nearlyWanted {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\u017f\u212a") || !utf8.ValidString(line) {
			t.Skip("ſ and the Kelvin sign are s and k for an expression that ignores case: no program writes its names with them")
		}
		for _, one := range assignments {
			if one.wanted != nil && one.expression.MatchString(line) && !one.wanted(line) {
				t.Errorf("%q is left out, and %s matches", line, one.rule)
			}
		}
	})
}
