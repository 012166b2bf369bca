package setting

import (
	"bytes"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// plainCall is one way to read a variable.
type plainCall struct {
	by                       string
	call, optional, demanded *regex.Expression
	otherwise                Need
}

// plain are the calls by which languages read a variable whose programs are not
// lowered. The first group is the name; what a match of optional or demanded finds
// right behind it says what becomes of the program without it, demanded first; where
// neither does, it is what otherwise says.
var plain = map[string][]plainCall{
	"Ruby": {
		// https://docs.ruby-lang.org/en/master/ENV.html
		{"ENV", regex.New(`\bENV\[\s*['"]([A-Za-z_]\w*)['"]\s*\]`), regex.New(`^\s*(?:\|\||or\b|\?|==|!=|\.present|\.blank|\.nil|&\.|=~|\.to_s\b)`), regex.New(`^\s*(?:\|\||or)\s*(?:raise|abort|fail|exit)\b`), Unknown},
		{"ENV.fetch", regex.New(`\bENV\.fetch\(?\s*['"]([A-Za-z_]\w*)['"]`), regex.New(`^\s*(?:,|\)?\s*(?:\{|do\b))`), nil, Demanded},
		{"ENV.key?", regex.New(`\bENV\.(?:key|has_key|include|member)\?\(?\s*['"]([A-Za-z_]\w*)['"]`), nil, nil, Optional},
	},
	"PHP": {
		// https://www.php.net/manual/en/function.getenv.php, https://laravel.com/docs/configuration
		{"getenv", regex.New(`\bgetenv\(\s*['"]([A-Za-z_]\w*)['"]`), regex.New(`^\s*\)\s*(?:\?|\|\||===|!==|==|!=)`), regex.New(`^\s*\)\s*(?:\?:|\?\?|\|\||or)\s*(?:throw|die|exit)\b`), Unknown},
		{"env", regex.New(`(?:^|[^\w>:$])env\(\s*['"]([A-Za-z_]\w*)['"]`), regex.New(`^\s*(?:,|\)\s*(?:\?|\|\||===|!==))`), regex.New(`^\s*\)\s*(?:\?:|\?\?)\s*throw\b`), Unknown},
		{"$_ENV", regex.New(`\$_(?:ENV|SERVER)\[\s*['"]([A-Z][A-Z0-9_]*)['"]\s*\]`), regex.New(`^\s*(?:\?|\)|\|\||===|!==)`), regex.New(`^\s*(?:\?:|\?\?)\s*throw\b`), Unknown},
		// Laravel answers nothing without its key.
		{"env", regex.New(`['"]key['"]\s*=>\s*env\(\s*['"](APP_KEY)['"]`), nil, regex.New(`^\s*\)`), Unknown},
	},
	"Java": {
		// https://docs.spring.io/spring-framework/reference/core/beans/annotation-config/value-annotations.html
		{"System.getenv", regex.New(`\bSystem\.getenv\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*\)\s*(?:==|!=|\?|\)\s*\.\s*(?:orElse\(|map|isPresent|ifPresent))`), regex.New(`^\s*\)\s*\)\s*\.\s*orElseThrow\b`), Unknown},
		{"System.getenv", regex.New(`\brequireNonNull\(\s*System\.getenv\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"@Value", regex.New(`@Value\(\s*"\$\{([A-Z][A-Z0-9_]*)`), regex.New(`^:`), regex.New(`^\}`), Unknown},
		// https://quarkus.io/guides/config-reference, without a type that may be empty
		{"@ConfigProperty", regex.New(`@ConfigProperty\(\s*name\s*=\s*"([A-Z][A-Z0-9_]*)"`), regex.New(`^\s*,\s*defaultValue|^\s*\)\s*(?:(?:private|public|protected|final)\s+)*Optional\b`), nil, Demanded},
	},
	"Kotlin": {
		{"System.getenv", regex.New(`\bSystem\.getenv\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*\)\s*(?:\?|==|!=)`), regex.New(`^\s*\)\s*(?:!!|\?:\s*(?:throw|error\(|exitProcess))`), Unknown},
		{"System.getenv", regex.New(`\b(?:requireNotNull|checkNotNull)\(\s*System\.getenv\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"System.getenv", regex.New(`\bSystem\.getenv\(\)\.getValue\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"System.getenv", regex.New(`\bSystem\.getenv\(\)\[\s*"([A-Za-z_]\w*)"\s*\]`), regex.New(`^\s*(?:\?|==|!=)`), regex.New(`^\s*(?:!!|\?:\s*(?:throw|error\(|exitProcess))`), Unknown},
		{"@Value", regex.New(`@Value\(\s*"\\?\$\{([A-Z][A-Z0-9_]*)`), regex.New(`^:`), regex.New(`^\}`), Unknown},
	},
	"C#": {
		// https://learn.microsoft.com/en-us/dotnet/api/system.environment.getenvironmentvariable
		{"Environment.GetEnvironmentVariable", regex.New(`\bGetEnvironmentVariable\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*\)\s*(?:\?\?|\?\.|==|!=|is\b)`), regex.New(`^\s*\)\s*\?\?\s*throw\b`), Unknown},
		// https://learn.microsoft.com/en-us/aspnet/core/fundamentals/configuration: a colon in a
		// name is two underscores in the environment.
		{"Configuration", regex.New(`(?i)\bconfig(?:uration)?\[\s*"([A-Za-z_][\w:]*)"\s*\]`), regex.New(`^\s*(?:\?|==|!=|is\b|=[^=])`), regex.New(`^\s*\?\?\s*throw\b`), Unknown},
		{"Configuration", regex.New(`(?i)\bconfig(?:uration)?\.GetValue<\w+\??>\(\s*"([A-Za-z_][\w:]*)"`), regex.New(`^\s*(?:,|\)\s*(?:\?|==|!=|is\b))`), regex.New(`^\s*\)\s*\?\?\s*throw\b`), Unknown},
		{"GetConnectionString", regex.New(`\bGetConnectionString\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*\)\s*(?:\?|==|!=|is\b)`), regex.New(`^\s*\)\s*\?\?\s*throw\b`), Unknown},
	},
	"Rust": {
		// https://doc.rust-lang.org/std/env/fn.var.html
		{"env::var", regex.New(`\benv::var(?:_os)?\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*\)\s*\.\s*(?:unwrap_or|ok\b|is_ok|is_err|is_some|map_or|or_else|as_deref)`), regex.New(`^\s*\)\s*(?:\.\s*(?:expect|unwrap)\(|\.\s*(?:context|with_context|wrap_err|wrap_err_with|map_err)\([^\n]*\)\s*\?|\?)`), Unknown},
		{"dotenvy::var", regex.New(`\bdotenvy?::var\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*\)\s*\.\s*(?:unwrap_or|ok\b|is_ok|is_err|map_or|or_else)`), regex.New(`^\s*\)\s*(?:\.\s*(?:expect|unwrap)\(|\?)`), Unknown},
		// https://doc.rust-lang.org/std/macro.env.html: what it is built with.
		{"env!", regex.New(`(?:^|[^\w:])env!\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
		{"option_env!", regex.New(`\boption_env!\(\s*"([A-Za-z_]\w*)"`), nil, nil, Optional},
	},
	"Elixir": {
		// https://hexdocs.pm/elixir/System.html#get_env/2
		{"System.get_env", regex.New(`\bSystem\.get_env\(\s*"([A-Za-z_]\w*)"`), regex.New(`^\s*(?:,|\)\s*(?:\|\||==|in\b))`), regex.New(`^\s*\)\s*\|\|\s*raise\b`), Unknown},
		{"System.fetch_env!", regex.New(`\bSystem\.fetch_env!\(\s*"([A-Za-z_]\w*)"`), nil, nil, Demanded},
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
var conditional = regex.New(`@(?:Profile|Conditional\w*|Lazy|IfBuildProfile|Requires)\b`)

// annotation reports whether a variable is asked for by an annotation, which is looked
// at when the program starts, in whatever it stands.
func annotation(by string, content []byte) bool {
	return strings.HasPrefix(by, "@") && !conditional.Match(content)
}

var (
	assigned    = regex.New(`^\s*(?:\|\|)?=[^=~>]`)
	alternative = regex.New(`^\s*\|\|=`)
	// mentions matches what every call of the table holds.
	mentions = regex.New(`\bENV\b|getenv|\benv[(:!]|\$_(?:ENV|SERVER)\b|@Value|@ConfigProperty|GetEnvironmentVariable|(?i:\bconfig(?:uration)?[.\[])|GetConnectionString|dotenv`)
)

// Mentions reports whether a file of such a language may read a variable.
func Mentions(language string, content []byte) bool {
	return Plain(language) && mentions.Match(content)
}
