package secret

import "strings"

// telling are cheap questions about a text, by rule: where one is denied, the rule's
// expression matches nowhere in it. They are for the rules whose words stand in every second file.
var telling = map[string]func(text string) bool{
	// \b(ey[a-zA-Z0-9]{17,}\.ey…
	"jwt": func(text string) bool { return follows(text, "ey", 17, alphanumerical) },
	// \b((?:hvs\.[\w-]{90,120}|s\.(?i:[a-z0-9]{24})))
	"vault-service-token": func(text string) bool {
		return strings.Contains(text, "hvs.") || follows(text, "s.", 24, alphanumerical)
	},
	"discord-bot-token": tellsDiscord,
	"twilio-auth-pair":  func(text string) bool { return follows(text, "AC", 32, hexadecimal) },
	"prefixed-token":    tellsPrefix,
	"prefixed-live-key": tellsPrefix,
}

func alphanumerical(character byte) bool {
	return '0' <= character && character <= '9' || 'a' <= character && character <= 'z' || 'A' <= character && character <= 'Z'
}

func hexadecimal(character byte) bool {
	return '0' <= character && character <= '9' || 'a' <= character && character <= 'f'
}

// follows reports whether so many characters of a kind stand behind a word somewhere.
func follows(text, word string, least int, kind func(byte) bool) bool {
	for {
		at := strings.Index(text, word)
		if at < 0 {
			return false
		}
		text = text[at+len(word):]
		length := 0
		for length < len(text) && length < least && kind(text[length]) {
			length++
		}
		if length == least {
			return true
		}
	}
}

// characters is a set of them.
type characters [256]bool

func charactersOf(all string) (set characters) {
	for at := range len(all) {
		set[all[at]] = true
	}
	return set
}

const (
	letterFigures = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	blanks        = " \t\r\n\f"
)

var (
	signs      = charactersOf("=>:|?,")
	fills      = charactersOf("=>:|?,`'\"" + blanks)
	valueParts = charactersOf(letterFigures + "_-.=+/")
	ends       = charactersOf("`'\";\\" + blanks)
	nameParts  = charactersOf(letterFigures + "_-.'\"" + blanks)
)

func holds(text string, words []string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// tellsDiscord looks for what [\w-]{6} stands between two dots of.
func tellsDiscord(text string) bool {
	for from := 0; ; {
		at := strings.IndexByte(text[from:], '.')
		if at < 0 {
			return false
		}
		from += at + 1
		if from >= 25 && from+6 < len(text) && text[from+6] == '.' && longToken(text[from-25:from-1]) {
			return true
		}
	}
}

// longToken reports whether a text is nothing but what tokens are made of.
func longToken(text string) bool {
	for i := range len(text) {
		if !tokenCharacter(text[i]) && text[i] != '-' {
			return false
		}
	}
	return true
}

// prefixedRun is how many letters and figures stand behind a prefix at least.
const prefixedRun = 20

// tellsPrefix looks for so many letters and figures behind a dash or an underscore. Only
// every so manieth character is asked: a run has one of them.
func tellsPrefix(text string) bool {
	for at := prefixedRun - 1; at < len(text); at += prefixedRun {
		if !drawn[text[at]] {
			continue
		}
		start, end := at, at+1
		for start > 0 && drawn[text[start-1]] {
			start--
		}
		for end < len(text) && drawn[text[end]] {
			end++
		}
		if end-start >= prefixedRun && separated(text, start) {
			return true
		}
		at = end - 1
	}
	return false
}

var drawn = charactersOf(letterFigures)

func separated(text string, start int) bool {
	return start > 0 && (text[start-1] == '_' || text[start-1] == '-')
}
