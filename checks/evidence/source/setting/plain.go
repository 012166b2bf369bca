package setting

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// plainCall is one way to read a variable.
type plainCall struct {
	by                       string
	call, optional, demanded *regexp.Regexp
	otherwise                Need
}

// plain are the calls by which languages read a variable whose programs are not
// lowered. The first group is the name; what a match of optional or demanded finds
// right behind it says what becomes of the program without it, demanded first; where
// neither does, it is what otherwise says.
var plain = map[string][]plainCall{
	"Ruby": {
		// https://docs.ruby-lang.org/en/master/ENV.html
		{"ENV", regexp.MustCompile(`\bENV\[\s*['"]([A-Za-z_]\w*)['"]\s*\]`), regexp.MustCompile(`^\s*(?:\|\||or\b|\?|==|!=|\.present|\.blank|\.nil|&\.|=~|\.to_s\b)`), regexp.MustCompile(`^\s*(?:\|\||or)\s*(?:raise|abort|fail|exit)\b`), Unknown},
		{"ENV.fetch", regexp.MustCompile(`\bENV\.fetch\(?\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^\s*(?:,|\)?\s*(?:\{|do\b))`), nil, Demanded},
		{"ENV.key?", regexp.MustCompile(`\bENV\.(?:key|has_key|include|member)\?\(?\s*['"]([A-Za-z_]\w*)['"]`), nil, nil, Optional},
	},
	"PHP": {
		// https://www.php.net/manual/en/function.getenv.php, https://laravel.com/docs/configuration
		{"getenv", regexp.MustCompile(`\bgetenv\(\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^\s*\)\s*(?:\?|\|\||===|!==|==|!=)`), regexp.MustCompile(`^\s*\)\s*(?:\?:|\?\?|\|\||or)\s*(?:throw|die|exit)\b`), Unknown},
		{"env", regexp.MustCompile(`(?:^|[^\w>:$])env\(\s*['"]([A-Za-z_]\w*)['"]`), regexp.MustCompile(`^\s*(?:,|\)\s*(?:\?|\|\||===|!==))`), regexp.MustCompile(`^\s*\)\s*(?:\?:|\?\?)\s*throw\b`), Unknown},
		{"$_ENV", regexp.MustCompile(`\$_(?:ENV|SERVER)\[\s*['"]([A-Z][A-Z0-9_]*)['"]\s*\]`), regexp.MustCompile(`^\s*(?:\?|\)|\|\||===|!==)`), regexp.MustCompile(`^\s*(?:\?:|\?\?)\s*throw\b`), Unknown},
		// Laravel answers nothing without its key.
		{"env", regexp.MustCompile(`['"]key['"]\s*=>\s*env\(\s*['"](APP_KEY)['"]`), nil, regexp.MustCompile(`^\s*\)`), Unknown},
	},
	"Java": {
		// https://docs.spring.io/spring-framework/reference/core/beans/annotation-config/value-annotations.html
		{"System.getenv", regexp.MustCompile(`\bSystem\.getenv\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:==|!=|\?|\)\s*\.\s*(?:orElse\(|map|isPresent|ifPresent))`), regexp.MustCompile(`^\s*\)\s*\)\s*\.\s*orElseThrow\b`), Unknown},
		{"System.getenv", regexp.MustCompile(`\brequireNonNull\(\s*System\.getenv\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"@Value", regexp.MustCompile(`@Value\(\s*"\$\{([A-Z][A-Z0-9_]*)`), regexp.MustCompile(`^:`), regexp.MustCompile(`^\}`), Unknown},
		// https://quarkus.io/guides/config-reference, without a type that may be empty
		{"@ConfigProperty", regexp.MustCompile(`@ConfigProperty\(\s*name\s*=\s*"([A-Z][A-Z0-9_]*)"`), regexp.MustCompile(`^\s*,\s*defaultValue|^\s*\)\s*(?:(?:private|public|protected|final)\s+)*Optional\b`), nil, Demanded},
	},
	"Kotlin": {
		{"System.getenv", regexp.MustCompile(`\bSystem\.getenv\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:\?|==|!=)`), regexp.MustCompile(`^\s*\)\s*(?:!!|\?:\s*(?:throw|error\(|exitProcess))`), Unknown},
		{"System.getenv", regexp.MustCompile(`\b(?:requireNotNull|checkNotNull)\(\s*System\.getenv\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"System.getenv", regexp.MustCompile(`\bSystem\.getenv\(\)\.getValue\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"System.getenv", regexp.MustCompile(`\bSystem\.getenv\(\)\[\s*"([A-Za-z_]\w*)"\s*\]`), regexp.MustCompile(`^\s*(?:\?|==|!=)`), regexp.MustCompile(`^\s*(?:!!|\?:\s*(?:throw|error\(|exitProcess))`), Unknown},
		{"@Value", regexp.MustCompile(`@Value\(\s*"\\?\$\{([A-Z][A-Z0-9_]*)`), regexp.MustCompile(`^:`), regexp.MustCompile(`^\}`), Unknown},
	},
	"C#": {
		// https://learn.microsoft.com/en-us/dotnet/api/system.environment.getenvironmentvariable
		{"Environment.GetEnvironmentVariable", regexp.MustCompile(`\bGetEnvironmentVariable\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:\?\?|\?\.|==|!=|is\b)`), regexp.MustCompile(`^\s*\)\s*\?\?\s*throw\b`), Unknown},
		// https://learn.microsoft.com/en-us/aspnet/core/fundamentals/configuration: a colon in a
		// name is two underscores in the environment.
		{"Configuration", regexp.MustCompile(`(?i)\bconfig(?:uration)?\[\s*"([A-Za-z_][\w:]*)"\s*\]`), regexp.MustCompile(`^\s*(?:\?|==|!=|is\b|=[^=])`), regexp.MustCompile(`^\s*\?\?\s*throw\b`), Unknown},
		{"Configuration", regexp.MustCompile(`(?i)\bconfig(?:uration)?\.GetValue<\w+\??>\(\s*"([A-Za-z_][\w:]*)"`), regexp.MustCompile(`^\s*(?:,|\)\s*(?:\?|==|!=|is\b))`), regexp.MustCompile(`^\s*\)\s*\?\?\s*throw\b`), Unknown},
		{"GetConnectionString", regexp.MustCompile(`\bGetConnectionString\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*(?:\?|==|!=|is\b)`), regexp.MustCompile(`^\s*\)\s*\?\?\s*throw\b`), Unknown},
	},
	"Rust": {
		// https://doc.rust-lang.org/std/env/fn.var.html
		{"env::var", regexp.MustCompile(`\benv::var(?:_os)?\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*\.\s*(?:unwrap_or|ok\b|is_ok|is_err|is_some|map_or|or_else|as_deref)`), regexp.MustCompile(`^\s*\)\s*(?:\.\s*(?:expect|unwrap)\(|\.\s*(?:context|with_context|wrap_err|wrap_err_with|map_err)\([^\n]*\)\s*\?|\?)`), Unknown},
		{"dotenvy::var", regexp.MustCompile(`\bdotenvy?::var\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*\)\s*\.\s*(?:unwrap_or|ok\b|is_ok|is_err|map_or|or_else)`), regexp.MustCompile(`^\s*\)\s*(?:\.\s*(?:expect|unwrap)\(|\?)`), Unknown},
		// https://doc.rust-lang.org/std/macro.env.html: what it is built with.
		{"env!", regexp.MustCompile(`(?:^|[^\w:])env!\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"option_env!", regexp.MustCompile(`\boption_env!\(\s*"([A-Za-z_]\w*)"`), nil, nil, Optional},
	},
	"Elixir": {
		// https://hexdocs.pm/elixir/System.html#get_env/2
		{"System.get_env", regexp.MustCompile(`\bSystem\.get_env\(\s*"([A-Za-z_]\w*)"`), regexp.MustCompile(`^\s*(?:,|\)\s*(?:\|\||==|in\b))`), regexp.MustCompile(`^\s*\)\s*\|\|\s*raise\b`), Unknown},
		{"System.fetch_env!", regexp.MustCompile(`\bSystem\.fetch_env!\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
	},
}

// comments are what a line begins with that is none of the program.
var comments = map[string][]string{
	"Ruby": {"#"}, "Elixir": {"#"}, "PHP": {"//", "#", "*", "/*"}, "Java": {"//", "*", "/*"}, "Kotlin": {"//", "*", "/*"}, "C#": {"//", "*", "/*"}, "Rust": {"//"},
}

// Plain reports whether a language is read by its calls alone.
func Plain(language string) bool { return plain[language] != nil }

// Place tells of a call whether it is code, and whether it is come to only later or
// never: under a condition, or in a function that may not be called.
type Place func(call, name int) (code, later bool)

// ReadPlain returns what a file of such a language reads. Without a place it is not
// known of any line whether it is ever come to.
func ReadPlain(language string, content []byte, place Place) Facts {
	var facts Facts
	known := map[int]int{} // where a name stands → its reading
	for _, one := range plain[language] {
		for _, at := range one.call.FindAllSubmatchIndex(content, maxReadings) {
			line := content[bytes.LastIndexByte(content[:at[2]], '\n')+1 : at[2]]
			start := strings.TrimSpace(string(line))
			if len(facts.Readings) >= maxReadings || slices.ContainsFunc(comments[language], func(mark string) bool { return strings.HasPrefix(start, mark) }) {
				continue
			}
			name := strings.ReplaceAll(string(content[at[2]:at[3]]), ":", "__")
			if one.by == "GetConnectionString" {
				name = "ConnectionStrings__" + name
			}
			reading := Reading{Name: name, Line: bytes.Count(content[:at[2]], []byte("\n")) + 1, By: one.by, Later: true, Need: one.need(content[at[1]:])}
			if language == "Ruby" && assigned.Match(content[at[1]:]) { // the program sets it
				if !alternative.Match(content[at[1]:]) {
					continue
				}
				reading.Need = Optional
			}
			if place != nil {
				code, later := place(at[0], at[2])
				if !code {
					continue
				}
				reading.Later = later && !annotation(one.by, content)
			}
			if same, found := known[at[2]]; found { // two rows speak of one call
				if facts.Readings[same].Need == Unknown || reading.Need == Demanded {
					facts.Readings[same] = reading
				}
				continue
			}
			known[at[2]] = len(facts.Readings)
			facts.Readings = append(facts.Readings, reading)
		}
	}
	return facts
}

func (p plainCall) need(behind []byte) Need {
	switch {
	case p.demanded != nil && p.demanded.Match(behind):
		return Demanded
	case p.optional != nil && p.optional.Match(behind):
		return Optional
	}
	return p.otherwise
}

// conditional matches the annotations by which a bean need not be made.
var conditional = regexp.MustCompile(`@(?:Profile|Conditional\w*|Lazy|IfBuildProfile|Requires)\b`)

// annotation reports whether a variable is asked for by an annotation, which is looked
// at when the program starts, in whatever it stands.
func annotation(by string, content []byte) bool {
	return strings.HasPrefix(by, "@") && !conditional.Match(content)
}

var (
	assigned    = regexp.MustCompile(`^\s*(?:\|\|)?=[^=~>]`)
	alternative = regexp.MustCompile(`^\s*\|\|=`)
	// mentions matches what every call of the table holds.
	mentions = regexp.MustCompile(`\bENV\b|getenv|\benv[(:!]|\$_(?:ENV|SERVER)\b|@Value|@ConfigProperty|GetEnvironmentVariable|(?i:\bconfig(?:uration)?[.\[])|GetConnectionString|dotenv`)
)

// Mentions reports whether a file of such a language may read a variable.
func Mentions(language string, content []byte) bool {
	return Plain(language) && mentions.Match(content)
}
