package secret

import "strings"

// parting are the parts of a text in which a rule's expression can match, by rule.
var parting = map[string]func(text string) []string{
	"generic-api-key": assignmentLines,
}

// telling are cheap questions about a text, by rule: where one is denied, the rule's
// expression matches nowhere in it. Like parting, they are for the rules whose words
// stand in every second file.
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

// The words of generic-api-key, and how far before the sign of an assignment one may
// end: (?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|…
var genericWords = []string{"access", "auth", "api", "credential", "creds", "key", "passwd", "password", "secret", "token"}

const (
	genericBefore = 20 + 3 + len("credential")
	genericSigns  = 3 + 5 // of the sign's own, behind its first, and of [\x60'"\s=]{0,5}
	genericValue  = 10    // characters of a value at least
	genericAsked  = 160   // of a value at most, until it is left to the expression where it ends
)

// assignmentLines returns the lines of a text around the signs of an assignment that stand
// behind a word for secrets and before a value: the expression matches within them or
// nowhere.
func assignmentLines(text string) []string {
	var parts []string
	from, to := 0, 0 // of the last part
	for at := range len(text) {
		if at+1+genericSigns < to {
			continue // the line that it stands on is taken already
		}
		if !signs[text[at]] || !assigns(text[at+1:]) || !asksSecret(text[:at]) {
			continue
		}
		start := strings.LastIndexByte(text[:max(at-genericBefore, 0)], '\n') + 1
		end := min(at+1+genericSigns, len(text))
		if line := strings.IndexByte(text[end:], '\n'); line >= 0 {
			end += line + 1
		} else {
			end = len(text)
		}
		if to > 0 && start <= to {
			to = max(to, end)
			parts[len(parts)-1] = text[from:to]
			continue
		}
		from, to = start, end
		parts = append(parts, text[from:to])
	}
	return parts
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

// assigns reports whether a value stands here, behind what is left of a sign, and ends as
// one does: (?:[\x60'"\s;]|\\[nr]|$).
func assigns(text string) bool {
	start, length := 0, 0
	for start < len(text) && start < genericSigns && fills[text[start]] {
		if text[start] == '=' {
			length++ // or one of the value
		}
		start++
	}
	for ; start < len(text) && length < genericAsked && valueParts[text[start]]; start++ {
		length++
	}
	return length >= genericValue && (length == genericAsked || start == len(text) || ends[text[start]])
}

// asksSecret reports whether a word for secrets stands right before the text's end.
func asksSecret(text string) bool {
	start := len(text)
	for start > 0 && len(text)-start < genericBefore && nameParts[text[start-1]] {
		start--
	}
	return len(text)-start >= len("api") && holds(strings.ToLower(text[start:]), genericWords)
}

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

// tellsPrefix looks for twenty letters and figures behind a dash or an underscore.
func tellsPrefix(text string) bool {
	length := 0
	for i := range len(text) {
		if alphanumerical(text[i]) {
			length++
			continue
		}
		if length >= 20 && separated(text, i-length) {
			return true
		}
		length = 0
	}
	return length >= 20 && separated(text, len(text)-length)
}

func separated(text string, start int) bool {
	return start > 0 && (text[start-1] == '_' || text[start-1] == '-')
}
