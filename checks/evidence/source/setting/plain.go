package setting

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// plain are the calls by which languages read a variable whose programs are not
// lowered. The first group is the name; what a match of optional or demanded finds
// right behind it says what becomes of the program without it.
var plain = map[string][]struct {
	by       string
	call     *regexp.Regexp
	optional *regexp.Regexp
	demanded *regexp.Regexp
}{
	"Ruby": {
		// https://docs.ruby-lang.org/en/master/ENV.html
		{"ENV", regexp.MustCompile(`\bENV\[\s*['"]([A-Za-z_]\w*)['"]\s*\]`), regexp.MustCompile(`^\s*(?:\|\||or\b|\?|==|!=|\.present|\.blank|\.nil|&\.|=~)`), nil},
		{"ENV.fetch", regexp.MustCompile(`\bENV\.fetch\(?\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^\s*(?:,|\)?\s*(?:\{|do\b))`), regexp.MustCompile(`^`)},
		{"ENV.key?", regexp.MustCompile(`\bENV\.(?:key|has_key|include)\?\(?\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^`), nil},
	},
	"PHP": {
		// https://www.php.net/manual/en/function.getenv.php, https://laravel.com/docs/configuration
		{"getenv", regexp.MustCompile(`\bgetenv\(\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^\s*\)\s*(?:\?|\|\||===|!==|==|!=)`), nil},
		{"env", regexp.MustCompile(`(?:^|[^\w>:$])env\(\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^\s*(?:,|\)\s*(?:\?|\|\||===|!==))`), nil},
		{"$_ENV", regexp.MustCompile(`\$_ENV\[\s*['"]([A-Za-z_]\w*)['"]\s*\]`), regexp.MustCompile(`^\s*(?:\?|\)|\|\||===|!==)`), nil},
	},
	"Java": {
		// https://docs.spring.io/spring-framework/reference/core/beans/annotation-config/value-annotations.html
		{"System.getenv", regexp.MustCompile(`\bSystem\.getenv\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:==|!=|\?)`), nil},
		{"@Value", regexp.MustCompile(`@Value\(\s*"\$\{([A-Z][A-Z0-9_]*)`), regexp.MustCompile(`^:`), regexp.MustCompile(`^\}`)},
	},
	"Kotlin": {
		{"System.getenv", regexp.MustCompile(`\bSystem\.getenv\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:\?|==|!=)`), regexp.MustCompile(`^\s*\)\s*!!`)},
		{"@Value", regexp.MustCompile(`@Value\(\s*"\\?\$\{([A-Z][A-Z0-9_]*)`), regexp.MustCompile(`^:`), regexp.MustCompile(`^\}`)},
	},
	"C#": {
		// https://learn.microsoft.com/en-us/dotnet/api/system.environment.getenvironmentvariable
		{"Environment.GetEnvironmentVariable", regexp.MustCompile(`\bGetEnvironmentVariable\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:\?\?\s*(?:[^t\s]|t[^h])|\?\.|==|!=|is\b)`), regexp.MustCompile(`^\s*\)\s*\?\?\s*throw\b`)},
	},
	"Rust": {
		// https://doc.rust-lang.org/std/env/fn.var.html
		{"env::var", regexp.MustCompile(`\benv::var(?:_os)?\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*\.\s*(?:unwrap_or|ok\b|is_ok|is_err|is_some|map_or|or_else|as_deref)`), regexp.MustCompile(`^\s*\)\s*(?:\.\s*(?:expect|unwrap)\(|\?)`)},
	},
	"Elixir": {
		// https://hexdocs.pm/elixir/System.html#get_env/2
		{"System.get_env", regexp.MustCompile(`\bSystem\.get_env\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*(?:,|\)\s*(?:\|\||==|in\b))`), regexp.MustCompile(`^\s*\)\s*\|\|\s*raise\b`)},
		{"System.fetch_env!", regexp.MustCompile(`\bSystem\.fetch_env!\(\s*"([A-Za-z_]\w*)"`), nil, regexp.MustCompile(`^`)},
	},
}

// comments are what a line begins with that is none of the program.
var comments = map[string][]string{
	"Ruby": {"#"}, "Elixir": {"#"}, "PHP": {"//", "#", "*", "/*"}, "Java": {"//", "*", "/*"}, "Kotlin": {"//", "*", "/*"}, "C#": {"//", "*", "/*"}, "Rust": {"//"},
}

// Plain reports whether a language is read by its calls alone.
func Plain(language string) bool { return plain[language] != nil }

// ReadPlain returns what a file of such a language reads. Whether a line is ever
// come to is not known of it.
func ReadPlain(language string, content []byte) Facts {
	var facts Facts
	for _, one := range plain[language] {
		for _, at := range one.call.FindAllSubmatchIndex(content, maxReadings) {
			line := content[bytes.LastIndexByte(content[:at[0]], '\n')+1 : at[0]]
			start := strings.TrimSpace(string(line))
			behind := content[at[1]:]
			if len(facts.Readings) >= maxReadings || slices.ContainsFunc(comments[language], func(mark string) bool { return strings.HasPrefix(start, mark) }) {
				continue
			}
			reading := Reading{Name: string(content[at[2]:at[3]]), Line: bytes.Count(content[:at[0]], []byte("\n")) + 1, By: one.by, Later: true}
			switch {
			case language == "Ruby" && assigned.Match(behind): // the program sets it
				if !alternative.Match(behind) {
					continue
				}
				reading.Need = Optional
			case one.demanded != nil && language != "Ruby" && one.demanded.Match(behind):
				reading.Need = Demanded
			case one.optional != nil && one.optional.Match(behind):
				reading.Need = Optional
			case one.demanded != nil && one.demanded.Match(behind):
				reading.Need = Demanded
			}
			facts.Readings = append(facts.Readings, reading)
		}
	}
	return facts
}

var (
	assigned    = regexp.MustCompile(`^\s*(?:\|\|)?=[^=~>]`)
	alternative = regexp.MustCompile(`^\s*\|\|=`)
)
