package secret

import (
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lines"
)

// Rules of values that only the name beside them makes a secret.
const (
	ruleAssigned   = "assigned-secret"
	ruleConnection = "connection-string-password"
	ruleCommand    = "command-line-password"
	ruleHeader     = "authorization-header"
	ruleNear       = "secret-beside-word"
	ruleNetrc      = "netrc-password"
	ruleImage      = "image-secret"
)

// assignment is a way to write a secret down. All of them are worth a look of a
// person, and block where only configuration is written.
type assignment struct {
	rule, title string
	expression  expression
	name, value int      // groups; 0: there is no name
	words       []string // of which one stands in every match, in small letters
	real        func(name, value string) bool
	files       *expression // names of the files that it is looked for in; nil: all
	reach       reach
	wanted      func(line string) bool // of the lines that a match can stand on; nil: all with a word
}

// reach is where a match stands.
type reach int

const (
	onLine reach = iota
	acrossLines
)

const (
	secretWord = `passw(?:or)?d|passwd|passphrase|secret|token|api[_.-]?key|apikey|(?:auth|access|private|signing|encryption|master|shared)[_.-]?key|credential|bearer`
	shortWord  = `[\w.-]*[_.-](?:pw|pwd|pass|cred|creds)|[\w.-]*[a-z](?:Pw|Pwd|Pass|Creds?)|pw|pwd|creds?`
	nameWord   = `(?:(?i:[\w.-]{0,40}(?:` + secretWord + `)[\w.-]{0,30})|` + shortWord + `)`
)

var secretWords = []string{"passw", "passphrase", "secret", "token", "key", "credential", "bearer", "pw", "pass", "cred"}

var assignments = []assignment{
	{ // password = "…", 'token' => '…', obj.secret == `…`, withPassword("…"), password '…'
		ruleAssigned, "Secret in the code",
		lazily(`(?:^|[^\w.-])(` + nameWord + `)(?:\\?["'\x60\])]){0,2}(?:\[\d*\])?[ \t]{0,20}(?:===?|!==?|=>|:{1,3}=|\?\?=|\|\|=|\+=|=|:|,|\()?[ \t]{0,20}@?\\?["'\x60]([^"'\x60\r\n\\]{8,250})\\?["'\x60]`), 1, 2, secretWords, chosen, nil, onLine, quotesNamed},
	{ // password = … in a file of settings
		ruleAssigned, "Secret in settings",
		lazily(`(?m)^[ \t]*(?:[-#;][ \t]*)?(?:export[ ]|set[ ])?(` + nameWord + `)[ \t]*[=:][ \t]*([^\s"'\x60#;,]{8,100})[ \t]*;?\r?$`), 1, 2, secretWords, chosen, &settingsFile, onLine, nil},
	{ // ENV SECRET_KEY=…, ARG TOKEN=…, RUN PASSWORD=… make: all of it stays in the image's layers and history
		ruleImage, "Secret in the layers of an image",
		lazily(`(?m)(?:^|[ \t])(` + nameWord + `)=["']?([^\s"'\\]{4,250})`), 1, 2, secretWords, inImage, &dockerfile, onLine, nil},
	{ // ENV SECRET_KEY …, the older way to write it
		ruleImage, "Secret in the layers of an image",
		lazily(`(?mi)^[ \t]*ENV[ \t]+(` + nameWord + `)[ \t]+["']?([^\s"'\\=]{4,250})["']?[ \t]*\r?$`), 1, 2, secretWords, inImage, &dockerfile, onLine, nil},
	{ // docker build --build-arg TOKEN=…
		ruleImage, "Secret in the history of an image",
		lazily(`--build-arg[ =]["']?(` + nameWord + `)=["']?([^\s"'\x60\\]{4,250})`), 1, 2, []string{"--build-arg"}, inImage, nil, onLine, nil},
	{ // "…" == password
		ruleAssigned, "Secret in the code",
		lazily(`["'\x60]([^"'\x60\r\n]{8,250})["'\x60][ \t]{0,4}[!=]==?[ \t]{0,4}(` + nameWord + `)`), 2, 1, secretWords, chosen, nil, onLine, compares},
	{ // variable "api_token" { default = "…" }
		ruleAssigned, "Default of a secret variable",
		lazily(`variable[ \t]+"(` + nameWord + `)"[ \t]*\{[^}]{0,400}?\bdefault[ \t]*=[ \t]*"([^"\r\n]{8,250})"`), 1, 2, []string{"variable"}, chosen, nil, acrossLines, nil},
	{ // Server=db;User Id=app;Password=…;
		ruleConnection, "Password in a connection string",
		lazily(`(?i)(?:server|data source|host|hostname|uid|user id|username|database|initial catalog|dbq|driver)[ ]?=[^\r\n"'\x60]{0,200}?;[ ]?()(?:password|pwd)[ ]?=[ ]?([^;"'\x60\r\n\s]{4,100})`), 1, 2, []string{"password", "pwd"}, connecting, nil, onLine, nil},
	{ // docker login -u x -p …, sshpass -p …, mysql -u x -p…, PGPASSWORD=…
		ruleCommand, "Password on a command line",
		lazily(`\b()(?:docker[ ]login[^\r\n|;&]{0,100}?[ ](?:-p|--password)[ =]|sshpass[ ]-p[ ]?|mysql(?:dump|admin|import)?\b[^\r\n|;&]{0,150}?[ ](?:-p|--password=)|(?i:psexec)[^\r\n]{0,150}?[ ]-p[ ]|(?:PG|MYSQL_|REDISCLI_)(?:PASSWORD|PWD|AUTH)=)["']?([^\s"'\x60;|&)]{6,100})`), 1, 2, []string{"login", "sshpass", "mysql", "psexec", "pgpassword", "rediscli_auth"}, connecting, nil, onLine, nil},
	{ // Authorization: Bearer …
		ruleHeader, "Token of an authorization header",
		lazily(`(?i)\b()bearer:?[ \t]{1,4}([\w.~+/-]{16,500}={0,2})`), 1, 2, []string{"bearer"}, drawnByMachine, nil, onLine, nil},
	{ // machine example.net login x password …
		ruleNetrc, "Password as in .netrc",
		lazily(`\b()machine[ \t]+\S{1,200}\s+login[ \t]+\S{1,200}\s+password[ \t]+([^\s"']{4,100})`), 1, 2, []string{"machine"}, connecting, nil, acrossLines, nil},
	{ // SECRET 5179f75c…, api_key: 5179f75c…
		ruleNear, "Random value beside a word for secrets",
		lazily(`(?i)([\w.-]{0,40}(?:secret|token|passw(?:or)?d|credential|key|private|access))["'\x60\])]{0,2}(?:[ \t]{1,4}|[ \t]{0,4}(?:=>|[:=.-]|\()[ \t]{0,4})["'\x60]?([A-Za-z0-9][\w+/.%-]{19,250}={0,2})`), 1, 2, append([]string{"private", "access"}, secretWords...), beside, nil, onLine, holdsDrawn},
}

// assignmentWords are the words of all ways to write a secret down.
var assignmentWords = func() *lines.Words {
	var words []string
	for _, one := range assignments {
		words = append(words, one.words...)
	}
	slices.Sort(words)
	return lines.NewWords(slices.Compact(words)...)
}()

// Which of assignmentWords each way needs one of, and those of the ways that match
// within a line.
var (
	assignmentBits = func() (bits []lines.Present) {
		for _, one := range assignments {
			bits = append(bits, assignmentWords.Of(one.words))
		}
		return bits
	}()
	lineBits = func() (bits lines.Present) {
		for index, one := range assignments {
			if one.reach != acrossLines {
				bits |= assignmentBits[index]
			}
		}
		return bits
	}()
)

// settingsFile are names of files in which values stand without quotes.
var settingsFile = lazily(`(?i)\.(?:conf|cfg|ini|properties|ya?ml|toml|env|cnf|config|settings)$|^\.env`)

// dockerfile are names of files that images are built by.
var dockerfile = lazily(`(?i)^(?:dockerfile|containerfile)(?:\.|$)|\.(?:dockerfile|containerfile)$`)

// forBuild are values that a build is given because it asks for one.
var forBuild = lazily(`(?i)^(?:build|dummy|fake|temp|tmp|unused|ignored?|precompile|not?)(?:[_-]?\w+)*$|build[_-]?(?:time|only)|for[_-]?build|only[_-]?for`)

// inImage reports whether an image is given a secret to keep. What a build only
// asks for, what every development set-up has and what the build is told from
// outside are none.
func inImage(name, value string) bool {
	return Assignment{Name: name, Value: value}.Plain() && !DevelopmentDefault(value) && !weak(value) && !forBuild.MatchString(value) && !strings.HasPrefix(value, "$")
}

// chosen reports whether a quoted value under a name is a secret: one that a
// machine drew, or a password as people choose them.
func chosen(name, value string) bool {
	if !SecretName(name) && !briefName.MatchString(name) {
		return false
	}
	return drawnByMachine(name, value) || password.MatchString(name) && chosenByPerson(value)
}

var (
	briefName    = lazily(`(?i)(?:^|[_.-])(?:pw|pwd|creds?)$|[a-z](?:Pw|Pwd|Pass|Creds?)$|bearer`)
	password     = lazily(`(?i)passw|passphrase|pwd|pw$|pass$|secret`)
	passwordName = lazily(`(?i)pass|pwd`)
	// release is what a manifest asks of a package.
	release = lazily(`^(?:workspace|npm|file|link|catalog|portal|patch|github):|^[\^~<>=v ]*\d+\.\d+(?:\.|$)`)
	hashed  = lazily(`^\$(?:2[abxy]|argon2\w*|1|5|6|apr1|pbkdf2[\w-]*|scrypt|y)\$|^(?:pbkdf2|bcrypt|argon2|scrypt)_?\w*\$|^\{[A-Z0-9]+\}`)
	// codeFile are files in which a value stands in quotes, and what does not is code.
	codeFile = lazily(`(?i)\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|go|java|kts?|scala|groovy|rb|erb|php|rs|cs|vb|fs|swift|mm?|c|h|cc|cpp|hpp|dart|exs?|erl|hs|lua|pl|pm|clj|sol|sql|graphql|css|scss|less|html?|md|mdx|rst|adoc|txt|po|ipynb)$`)
	// chained is how programs call things: words with dots, dashes or slashes
	// between them, of which some may end in a figure.
	chained      = lazily(`^[A-Za-z]+\d{0,2}(?:[_./: -]+\d{0,2}[A-Za-z]*\d{0,2})*$`)
	symbol       = lazily(`[!@#$%^&*?+~]`)
	prose        = lazily(`\s`)
	digits       = lazily(`[0-9]`)
	letters      = lazily(`[A-Za-z]`)
	lettersAlone = lazily(`^[A-Za-z_-]{20,100}$`)
	// unspeakable is what no word has: so many consonants in a row.
	unspeakable  = lazily(`(?i)[b-df-hj-np-tv-z]{6,}`)
	alphanumeric = lazily(`^[A-Za-z0-9]+$`)
	// codes are what is written in code and no value: a call, a path, a format, an
	// address, markup, an expression.
	codes = lazily(`[(){}<>\[\]|\\]|^[./~]|://|%[sdvqw]|\$\w|^\w+\.\w+\.|^[#.]|&\w+;|^\w+[?!:]?$`)
)

// beside reports whether a value behind a word for secrets is one.
func beside(name, value string) bool {
	return !publicName.MatchString(name) && !relationKey.MatchString(name) && drawnByMachine(name, value)
}

// relationKey are keys of tables and maps.
var relationKey = lazily(`(?i)(?:foreign|primary|sort|partition|cache|composite|natural|surrogate|idempotency|spreadsheet|dedup\w*|translation|i18n|lookup)[_.-]?key$`)

// drawnByMachine reports whether a value is one that no person thinks of.
func drawnByMachine(name, value string) bool {
	if told(name, value) {
		return false
	}
	if lettersAlone.MatchString(value) && changes(value)*4 >= len(value) && unspeakable.MatchString(value) && SecretName(name) {
		return true
	}
	if Worded(value) || chained.MatchString(value) || named(value) || hashed.MatchString(value) {
		return false
	}
	if uuid.MatchString(value) { // nobody takes one as a password
		return SecretName(name) && !passwordName.MatchString(name)
	}
	figures := len(digits.FindAllString(value, -1))
	if Random(value) {
		return figures >= 3 || changes(value)*4 >= len(value)
	}
	return len(value) >= 24 && figures >= 6 && letters.MatchString(value) && alphanumeric.MatchString(value) && Entropy(value) >= 3.3
}

// named reports whether a value is a name of the program's own: a path, a file, a
// version, an address.
func named(value string) bool {
	return strings.Contains(value, "://") || strings.HasPrefix(value, "/") || strings.HasPrefix(value, "./") || release.MatchString(value) || strings.Count(value, "/") > 3 ||
		strings.Count(value, ".") > 3 || strings.Contains(value, "..")
}

// changes counts where a value goes from small letters to capitals or back.
func changes(value string) int {
	count := 0
	for i := 1; i < len(value); i++ {
		if isUpper(value[i-1]) != isUpper(value[i]) {
			count++
		}
	}
	return count
}

func isUpper(character byte) bool { return character >= 'A' && character <= 'Z' }

// chosenByPerson reports whether a value is a password as people choose them:
// letters with figures or signs among them, and no word of the program's own.
func chosenByPerson(value string) bool {
	if len(value) > 64 || hashed.MatchString(value) || uuid.MatchString(value) || release.MatchString(value) || value[0] == '$' || hashed.MatchString(value) || strings.Contains(value, "/") || prose.MatchString(value) || codes.MatchString(value) && !symbol.MatchString(value) || chained.MatchString(value) || Worded(value) || weak(value) {
		return false
	}
	if strings.ContainsAny(value, "(){}<>[]|\\") || strings.Contains(value, "://") || !letters.MatchString(value) {
		return false
	}
	return symbol.MatchString(value) || len(digits.FindAllString(value, 2)) == 2
}

// connecting reports whether a password that a command or a connection is given is
// one, and not the name of a variable or a stand-in.
func connecting(_, value string) bool {
	return !strings.ContainsAny(value, "${}<>%()[]") && !weak(value) && !strings.HasPrefix(strings.ToLower(value), "my")
}

// longestLine is how long a line is that a person wrote; a longer one is a
// bundler's, in which strings without an end look like values.
const longestLine = 2000

// assigned finds what no provider's rule does. A line on which something is found
// already is not looked at again.
func assigned(salt string, searched text, places places, before []Match) []Match {
	if sealed("generic-api-key", searched.content) {
		return nil
	}
	taken := map[int]bool{}
	for _, match := range before {
		taken[match.Line] = true
	}
	var matches []Match
	all := excerpt{searched.content, []int{0}, []int{0}}
	short, present := excerptOf(places, searched.lower, assignmentWords, lineBits)
	for index, one := range assignments {
		where := short
		if one.reach == acrossLines {
			where = all
		}
		if present&assignmentBits[index] == 0 || one.files != nil && !one.files.MatchString(path.Base(searched.path)) {
			continue
		}
		if one.wanted != nil {
			where = where.where(one.wanted)
		}
		if where.content == "" {
			continue
		}
		for _, found := range one.expression.FindAllStringSubmatchIndex(where.content, -1) {
			name := where.content[found[2*one.name]:found[2*one.name+1]]
			value := where.content[found[2*one.value]:found[2*one.value+1]]
			from := where.origin(found[2*one.value])
			line, column := places.at(from)
			number := searched.first + line
			if len(places.line(line)) > longestLine {
				continue
			}
			if one.rule == ruleNear && codeFile.MatchString(searched.path) && (from == 0 || !strings.ContainsRune("\"'`", rune(searched.content[from-1]))) {
				continue
			}
			if taken[number] || !one.real(name, value) || Encrypted(value) || hashName.MatchString(name) || hashedName.MatchString(name) {
				continue
			}
			if Placeholder(value) || Reference(value) || published[value] || standsIn(places, from) {
				continue
			}
			taken[number] = true
			matches = append(matches, Match{
				Rule: one.rule, Title: one.title, Kind: KindGeneric, Hash: Hash(salt, value), Tail: tail(value),
				Line: number, EndLine: number, Column: column, Strong: (one.rule == ruleAssigned || one.rule == ruleImage) && SecretName(name) && Random(value),
				Allowed: strings.Contains(places.line(line), "gitleaks:allow"),
			})
		}
	}
	return matches
}
