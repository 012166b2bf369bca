package secret

import (
	"net/url"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Assignment is one "NAME=value" of an environment file.
type Assignment struct {
	Name  string
	Value string // without quotes and trailing comment
	Line  int    // from 1: where the name stands
}

var assignmentName = regex.New(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// ParseEnvironment reads an environment file as dotenv libraries do: comments,
// "export", quoted values over several lines, values with "=". Lines that are
// no assignment are passed over. It never fails: what cannot be read is not an
// assignment.
func ParseEnvironment(text string) []Assignment {
	var assignments []Assignment
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	for index := 0; index < len(lines); index++ {
		line := strings.TrimSpace(lines[index])
		if line == "" || line[0] == '#' {
			continue
		}
		line = strings.TrimSpace(strings.TrimPrefix(line, "export "))
		name, value, found := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if !found {
			name, value, found = strings.Cut(line, ": ")
			name = strings.TrimSpace(name)
		}
		if !found || !assignmentName.MatchString(name) {
			continue
		}
		first := index + 1
		value, last := environmentValue(strings.TrimSpace(value), lines, index)
		index = last
		assignments = append(assignments, Assignment{Name: name, Value: value, Line: first})
	}
	return assignments
}

// environmentValue returns the value that begins at this line and the line at
// which it ends.
func environmentValue(value string, lines []string, index int) (text string, last int) {
	if value == "" {
		return "", index
	}
	quote := value[0]
	if quote != '"' && quote != '\'' && quote != '`' {
		if comment := strings.Index(value, " #"); comment >= 0 {
			value = value[:comment]
		}
		return strings.TrimSpace(value), index
	}
	if end := closing(value[1:], quote); end >= 0 {
		return value[1 : 1+end], index
	}
	rest := value[1:]
	for next := index + 1; next < len(lines); next++ {
		if end := closing(lines[next], quote); end >= 0 {
			return rest + "\n" + lines[next][:end], next
		}
		rest += "\n" + lines[next]
		if len(rest) > maximumValue {
			break
		}
	}
	return value[1:], index // never closed: the quote was part of the value
}

// maximumValue bounds a quoted value that goes over several lines; a private
// key of 4096 bits needs some 3,200 bytes.
const maximumValue = 64 << 10

// closing returns where the quote that is not escaped stands, or -1.
func closing(text string, quote byte) int {
	for index := 0; index < len(text); index++ {
		switch text[index] {
		case '\\':
			if quote == '"' {
				index++
			}
		case quote:
			return index
		}
	}
	return -1
}

var (
	secretName = regex.New(`(?i)(?:secret|passw|passphrase|passwd|(?:^|[_.-])pwd|(?:^|[_.-])pass(?:$|[_.-])|token|credential|private[_.-]?key|(?:api|access|auth|signing|encryption|encrypt|master|service|account|license|app|jwt|session|cookie|hmac|crypt|webhook|admin|storage|shared)[_.-]?key|(?:^|[_.-])salt(?:$|[_.-])|(?:^|[_.-])dsn(?:$|[_.-])|connection[_.-]?string|(?:^|[_.-])auth$|_key$|(?:^|[_.-])key$)`)
	publicName = regex.New(`(?i)(?:public|publishable|^(?:next_public|vite|react_app|nuxt_public|expo_public|gatsby|public)_|(?:key|token|secret|credential|pass(?:word)?)s?[_.-]?(?:min_|max_)?(?:id|ids|name|names|path|file|url|uri|endpoint|length|size|ttl|expiry|expires?(?:_in)?|lifetime|duration|type|header|prefix|rotation|policy|field|column|min|max|algorithm|alg|issuer|audience|version|enabled|required|timeout|count|limit|dir|directory|store|provider|manager|backend|engine|refs?|version)$|existing[_.-]?secret|pull[_.-]?secrets?$|passw(?:or)?d[_.-]?key$|^(?:aws_)?access_key_id$|primary_key|foreign_key|sort_key|partition_key|cache_key|_pub_key|registration_key)`)
)

// SecretName reports whether a variable of this name is meant to hold a secret.
func SecretName(name string) bool {
	return secretName.MatchString(name) && !publicName.MatchString(name)
}

// defaults are the passwords of development set-ups that protect nothing.
var defaults = map[string]bool{
	"password": true, "passwd": true, "secret": true, "postgres": true, "root": true, "admin": true, "test": true, "testing": true, "dev": true,
	"development": true, "local": true, "guest": true, "user": true, "mysql": true, "redis": true, "minio": true, "minioadmin": true, "rabbitmq": true,
	"pass": true, "12345": true, "123456": true, "12345678": true, "qwerty": true, "foo": true, "bar": true, "foobar": true, "letmein": true, "token": true, "key": true,
}

// DevelopmentDefault reports whether a value is one that every development
// set-up has, such as "postgres".
func DevelopmentDefault(value string) bool {
	return defaults[strings.ToLower(Unquote(value))]
}

// weak reports whether a password inside a URL is made of such words alone, as
// "secret-password" is.
func weak(password string) bool {
	if decoded, err := url.PathUnescape(password); err == nil {
		password = decoded
	}
	parts := strings.FieldsFunc(strings.ToLower(password), func(r rune) bool { return strings.ContainsRune("_-+./ ", r) })
	for _, part := range parts {
		if !defaults[part] && part != "access" && part != "some" && part != "my" {
			return false
		}
	}
	return len(parts) > 0
}

// Plain reports whether an assignment holds a secret in plain text: a name that
// is meant for secrets or a URL with a password, and a value that is no
// placeholder, no reference and not encrypted.
func (a Assignment) Plain() bool {
	if Placeholder(a.Value) || Reference(a.Value) || Encrypted(a.Value) {
		return false
	}
	if user, password, host := urlPassword(a.Value); password != "" {
		return !Placeholder(password) && !Reference(password) && !((DevelopmentDefault(password) || password == user) && localHost(host))
	}
	if strings.Contains(a.Value, "PRIVATE KEY-----") {
		return true
	}
	if !SecretName(a.Name) {
		return false
	}
	// A switch, a number or a plain address under a secret's name is none.
	if len(a.Value) < 4 || number.MatchString(a.Value) || strings.HasPrefix(a.Value, "http://") || strings.HasPrefix(a.Value, "https://") || strings.HasPrefix(a.Value, "/") {
		return false
	}
	return true
}

var number = regex.New(`^[0-9]{1,6}(?:\.[0-9]+)?(?:ms|s|m|h|d)?$`)

// urlPassword returns the user and the password inside a URL, and its host.
func urlPassword(value string) (user, password, host string) {
	if !strings.Contains(value, "://") || !strings.Contains(value, "@") {
		return "", "", ""
	}
	address, err := url.Parse(value)
	if err != nil || address.User == nil {
		return "", "", ""
	}
	password, _ = address.User.Password()
	return address.User.Username(), password, address.Hostname()
}

// localHost reports whether a host name is one that exists only on a
// developer's machine or inside a compose network.
func localHost(host string) bool {
	switch strings.ToLower(host) {
	case "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "host.docker.internal":
		return true
	}
	return !strings.Contains(host, ".")
}

var environmentFile = regex.New(`^(?:\.env(?:rc)?(?:[.-].+)?|[^/]+\.env)$`)

// EnvironmentFile reports whether a path is that of an environment file, and
// whether its name says that it is a sample to be copied.
func EnvironmentFile(name string) (environment, sample bool) {
	base := strings.ToLower(path.Base(name))
	if !environmentFile.MatchString(base) || strings.HasSuffix(base, ".d.ts") || strings.HasSuffix(base, ".js") || strings.HasSuffix(base, ".ts") || base == ".env.vault" {
		return false, false
	}
	for _, word := range strings.FieldsFunc(base, func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		switch word {
		case "example", "examples", "sample", "samples", "template", "tmpl", "tpl", "dist", "default", "defaults", "schema", "skeleton":
			return true, true
		}
	}
	return true, false
}

// testSettings matches the files of settings that a program has for its tests alone.
var testSettings = regex.New(`(?i)(?:^|/)(?:settings|config|configs|conf|environments?)/(?:\w+[._-])?(?:test|tests|testing|ci|e2e)\.\w+$`)

// TestSettings reports whether a file holds the settings of tests: settings/test.py,
// config/environments/test.rb.
func TestSettings(name string) bool { return testSettings.MatchString(name) }

// developmentFolders hold what runs on the machines of developers and of CI
// (https://containers.dev/implementors/spec/#devcontainerjson for the first).
var developmentFolders = map[string]bool{".devcontainer": true, "dev": true, "development": true, "local": true, "localhost": true, "sandbox": true, "e2e": true}

// DevelopmentEnvironment reports whether the name or a folder of a settings
// file says that it is not meant for production.
func DevelopmentEnvironment(name string) bool {
	for _, folder := range strings.Split(strings.ToLower(path.Dir(name)), "/") {
		if developmentFolders[folder] {
			return true
		}
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(path.Base(name)), func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		switch word {
		case "test", "testing", "tests", "ci", "cypress", "playwright", "dev", "development", "e2e", "local", "localhost", "docker", "storybook", "sandbox":
			return true
		}
	}
	return false
}
