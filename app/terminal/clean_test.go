package terminal_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/terminal"
)

func TestClean(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ foreign, wanted string }{
		"plain text stays":                    {"src/cart.ts: left over", "src/cart.ts: left over"},
		"letters of all scripts stay":         {"日本語 ünïcode ✅ ⚠️", "日本語 ünïcode ✅ ⚠️"},
		"lines become one":                    {"a\r\nb\tc\u2028d", "a  b c d"},
		"an escape sequence is shown":         {"\x1b[31mred", `\x1b[31mred`},
		"a window title is shown":             {"\x1b]0;x\a", `\x1b]0;x\x07`},
		"the eight-bit form of it too":        {"\u009b31m\x7f", `\x9b31m\x7f`},
		"bytes that are no UTF-8 are shown":   {"a\xff\xc3", `a\xff\xc3`},
		"text that runs backwards is shown":   {"invoice\u202egpj.exe\u2069", `invoice\u202egpj.exe\u2069`},
		"invisible characters are taken away": {"ad\u200bmin\ufeff@\u200dkim", "admin@kim"},
		"a nul byte is shown":                 {"a\x00b", `a\x00b`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if cleaned := terminal.Clean(c.foreign); cleaned != c.wanted {
				t.Errorf("got %q, want %q", cleaned, c.wanted)
			}
		})
	}
}

func FuzzCleanTextIsOneSafeLine(f *testing.F) {
	f.Add("\x1b[2J\u202e\xff\n")
	f.Fuzz(func(t *testing.T, foreign string) {
		cleaned := terminal.Clean(foreign)
		if strings.ContainsRune(cleaned, '\n') || strings.ContainsFunc(cleaned, dangerous) {
			t.Errorf("%q became %q", foreign, cleaned)
		}
		if again := terminal.Clean(cleaned); again != cleaned {
			t.Errorf("cleaning twice changes %q to %q", cleaned, again)
		}
	})
}
