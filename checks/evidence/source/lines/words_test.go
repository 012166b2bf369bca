package lines

import (
	"fmt"
	"strings"
	"testing"
)

func TestWordsAreFoundWhereverTheyStand(t *testing.T) {
	t.Parallel()
	words := NewWords("env", "ENV", "secret", "secrets", "se", "op://")
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"none":               {"nothing here", nil},
		"at the start":       {"env x", []string{"env"}},
		"at the end":         {"my ENV", []string{"ENV"}},
		"a word in another":  {"secrets", []string{"secret", "secrets", "se"}},
		"cut off at the end": {"secre", []string{"se"}},
		"one letter":         {"s", nil},
		"empty":              {"", nil},
		"signs":              {"xop://vault", []string{"op://"}},
		"twice":              {"env env", []string{"env"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := words.In([]byte(test.text)), words.Of(test.want); got != want {
				t.Errorf("In(%q) = %b, want %b", test.text, got, want)
			}
		})
	}
}

func TestWordsThatCannotBeLookedForAreRefused(t *testing.T) {
	t.Parallel()
	many := strings.Fields(strings.Repeat("word ", MostPresent+1))
	for name, ask := range map[string]func(){
		"too short":                    func() { NewWords("a") },
		"too many to tell of":          func() { NewWords(many...).In([]byte("word")) },
		"too many to tell of by a bit": func() { NewWords(many...).Of([]string{"word"}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("they were taken")
				}
			}()
			ask()
		})
	}
}

func TestManyWordsAreVisited(t *testing.T) {
	t.Parallel()
	var words []string
	for i := range 1000 {
		words = append(words, fmt.Sprintf("%c%cword%d", 'a'+i%26, 'a'+i/26%26, i))
	}
	met := make([]bool, len(words))
	NewWords(words...).Each(strings.Join(words, " "), func(word, _ int) { met[word] = true })
	for i, found := range met {
		if !found {
			t.Errorf("%s was not found", words[i])
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("a secret in the env", "secret", "en")
	f.Add("aaab", "aab", "aa")
	f.Fuzz(func(t *testing.T, text, one, other string) {
		if len(one) < 2 || len(other) < 2 {
			t.Skip("too short to be looked for")
		}
		var want Present
		for i, word := range []string{one, other} {
			if strings.Contains(text, word) {
				want |= 1 << i
			}
		}
		if got := NewWords(one, other).In([]byte(text)); got != want {
			t.Errorf("In(%q) of %q and %q = %b, want %b", text, one, other, got, want)
		}
	})
}

func TestEveryPlaceOfAWordIsVisited(t *testing.T) {
	t.Parallel()
	words := NewWords("key", "keys", "token")
	var got []string
	words.Each("keys key token", func(word, at int) { got = append(got, fmt.Sprint(word, "@", at)) })
	if want := "0@0 1@0 0@5 2@9"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}
