package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Role is the part of the work that a server process does.
type Role string

// The roles of a process.
const (
	RoleAll    Role = "all"    // webhook, pages and workers in one process
	RoleWeb    Role = "web"    // webhook and pages
	RoleWorker Role = "worker" // tasks, and no load tests
	RoleLoad   Role = "load"   // load tests
)

// Serves reports whether a process of the role takes deliveries and serves pages.
func (r Role) Serves() bool { return r == RoleAll || r == RoleWeb }

// Works reports whether a process of the role does tasks other than load tests.
func (r Role) Works() bool { return r == RoleAll || r == RoleWorker }

// Loads reports whether a process of the role runs load tests.
func (r Role) Loads() bool { return r == RoleAll || r == RoleLoad }

// Settings are what the operator of a server sets.
type Settings struct {
	Listen         string        // address of the webhook and the pages
	MetricsListen  string        // address of /metrics alone
	Role           Role          //
	AppID          int64         // of the GitHub App
	PrivateKey     []byte        // of the GitHub App, PEM
	WebhookSecrets [][]byte      // the current one first, then earlier ones
	RedisURL       string        // empty: a Redis inside the process
	GitHubURL      string        // base of the REST API
	GitHubUpload   string        // base of uploads; empty: derived
	GitHubWeb      string        // base of pages for people; empty: derived
	PublicURL      string        // where people reach this server; empty: nowhere
	DataDirectory  string        // git mirrors and caches
	Credentials    string        // directory of what set-up was given by GitHub
	Concurrency    int           // tasks at once
	LogLevel       slog.Level    //
	Retention      time.Duration // how long the state of runs is kept

	AllowedHosts  []Host         // that golive may send requests to, whatever they answer
	AllowedRanges []netip.Prefix // of addresses that are not public, and may be visited all the same
	LoadMaxRPS    int            // requests a second that no load test sends more than
	LoadMaxTime   time.Duration  // that no load test holds its rate longer than
	LoadAtOnce    int            // load tests that one process runs at once
	CheckLinks    bool           // look whether the links of sign-offs can be reached
	Browser       string         // program that shows pages of staging; empty: none
	ProbeRPS      int            // requests a second to one staging, load tests and bursts left out
	ProbeBurst    int            // requests of one look at limits of rates that go out faster; 0: none
	SecretsDir    string         // of what staging asks for: files OWNER/REPO/NAME; empty: none
}

// Setting describes one setting: its name on the command line, from which the
// environment variable and the key in a file follow, and how to read it.
type Setting struct {
	Name    string // "metrics-listen"
	Default string
	Secret  bool // never printed, and can be read from a file
	Help    string
	set     func(*Settings, string) error
}

// Environment returns the name of the environment variable.
func (s Setting) Environment() string {
	return "GOLIVE_" + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// Key returns the key in a configuration file.
func (s Setting) Key() string { return strings.ReplaceAll(s.Name, "-", "_") }

// AllSettings lists every setting, in the order in which help shows them.
func AllSettings() []Setting {
	return []Setting{
		{Name: "listen", Default: "127.0.0.1:8080", Help: "address of the webhook and the pages", set: address(func(s *Settings) *string { return &s.Listen })},
		{Name: "metrics-listen", Default: "127.0.0.1:9090", Help: "address of /metrics, which stands nowhere else", set: address(func(s *Settings) *string { return &s.MetricsListen })},
		{Name: "role", Default: string(RoleAll), Help: "what this process does: all, web, worker or load", set: setRole},
		{Name: "app-id", Help: "id of the GitHub App", set: setAppID},
		{Name: "private-key", Secret: true, Help: "private key of the GitHub App, PEM", set: setPrivateKey},
		{Name: "webhook-secrets", Secret: true, Help: "webhook secrets, comma-separated: the current one, then earlier ones", set: setWebhookSecrets},
		{Name: "redis-url", Secret: true, Help: "redis://, rediss:// or unix:// address; none: a Redis inside this process, which forgets at its end", set: text(func(s *Settings) *string { return &s.RedisURL })},
		{Name: "github-url", Default: "https://api.github.com", Help: "base of GitHub's REST API; for GitHub Enterprise Server https://HOST/api/v3", set: webAddress(func(s *Settings) *string { return &s.GitHubURL })},
		{Name: "github-upload-url", Help: "base of GitHub's uploads; none: derived", set: webAddress(func(s *Settings) *string { return &s.GitHubUpload })},
		{Name: "github-web-url", Help: "base of GitHub's pages and git; none: derived", set: webAddress(func(s *Settings) *string { return &s.GitHubWeb })},
		{Name: "public-url", Help: "where people reach this server; none: no links to it are made", set: webAddress(func(s *Settings) *string { return &s.PublicURL })},
		{Name: "data-dir", Default: defaultDataDirectory(), Help: "directory of git mirrors and caches", set: text(func(s *Settings) *string { return &s.DataDirectory })},
		{Name: "credentials-dir", Help: "directory in which set-up keeps the App's credentials and serve finds them; none: credentials in the data directory", set: text(func(s *Settings) *string { return &s.Credentials })},
		{Name: "concurrency", Default: "8", Help: "tasks at once", set: setConcurrency},
		{Name: "log-level", Default: "info", Help: "debug, info, warn or error", set: setLogLevel},
		{Name: "retention", Default: "90d", Help: "how long the state of runs is kept, in days (90d) or as a duration (36h)", set: setRetention},
		{Name: "allow-hosts", Help: "hosts that golive may send requests to, comma-separated: HOST, HOST:PORT or *.DOMAIN; others have to consent themselves", set: setAllowedHosts},
		{Name: "allow-cidrs", Help: "ranges of private addresses in which hosts may be visited, comma-separated: 10.20.0.0/16; none: public addresses alone", set: setAllowedRanges},
		{Name: "check-links", Default: "yes", Help: "whether to look that something answers at the links that people sign with: yes or no", set: setCheckLinks},
		{Name: "secrets-dir", Help: "directory with secrets that requests to staging need, in files OWNER/REPO/NAME; none: there are none", set: text(func(s *Settings) *string { return &s.SecretsDir })},
		{Name: "browser", Help: "Chromium, by its name or path, that shows pages of staging with their API cut off; none: no page is opened", set: text(func(s *Settings) *string { return &s.Browser })},
		{Name: "probe-rps", Default: strconv.Itoa(DefaultProbeRPS), Help: "requests a second that golive sends to one staging to look at it, of all its processes together", set: setProbeRPS},
		{Name: "probe-burst", Default: strconv.Itoa(DefaultProbeBurst), Help: "requests that one look may send faster, to try limits of rates that a policy declares; 0: none", set: setProbeBurst},
		{Name: "load-max-rps", Default: "20000", Help: "requests a second that no load test sends more than, whatever a policy says", set: setLoadMaxRPS},
		{Name: "load-max-duration", Default: "30m", Help: "longest time that a load test holds its rate", set: setLoadMaxTime},
		{Name: "load-concurrency", Default: "1", Help: "load tests that one process runs at once; each environment is loaded by one at a time", set: setLoadAtOnce},
	}
}

// SettingError says which setting cannot be used, and why.
type SettingError struct {
	Setting string // as the operator wrote it: "GOLIVE_APP_ID", "--app-id"
	Err     error
}

func (e *SettingError) Error() string { return e.Setting + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *SettingError) Unwrap() error { return e.Err }

// Sources are where settings are read from: a flag wins over the environment,
// the environment over the file, the file over what set-up has kept, and that
// over the default.
type Sources struct {
	Flags       map[string]string // by Setting.Name; only those that were given
	Environment func(string) (string, bool)
	File        map[string]string // by Setting.Key
	ReadFile    func(string) ([]byte, error)
	Kept        map[string]string // by Setting.Name: the App's credentials that set-up keeps
}

// Read reads the settings and returns every problem at once.
func (s Sources) Read() (Settings, error) {
	var settings Settings
	var problems []error
	for _, setting := range AllSettings() {
		value, origin, err := s.value(setting)
		if err == nil && value != "" {
			err = setting.set(&settings, value)
		}
		if err != nil {
			problems = append(problems, &SettingError{origin, err})
		}
	}
	if settings.Credentials == "" {
		settings.Credentials = filepath.Join(settings.DataDirectory, "credentials")
	}
	return settings, errors.Join(problems...)
}

// value finds a setting's text and says where it came from.
func (s Sources) value(setting Setting) (value, origin string, err error) {
	if value, given := s.Flags[setting.Name]; given {
		return value, "--" + setting.Name, nil
	}
	variable := setting.Environment()
	if value, given := s.Environment(variable); given {
		return value, variable, nil
	}
	if setting.Secret {
		if path, given := s.Environment(variable + "_FILE"); given {
			data, err := s.ReadFile(path)
			return strings.TrimSpace(string(data)), variable + "_FILE", err
		}
	}
	if value, given := s.File[setting.Key()]; given {
		return value, setting.Key() + " in the configuration file", nil
	}
	if setting.Secret {
		if path, given := s.File[setting.Key()+"_file"]; given {
			data, err := s.ReadFile(path)
			return strings.TrimSpace(string(data)), setting.Key() + "_file in the configuration file", err
		}
	}
	if value, given := s.Kept[setting.Name]; given {
		return value, setting.Name + " in the directory of the App's credentials", nil
	}
	return setting.Default, "the default of " + variable, nil
}

// Unused names the variables of the environment that look like golive's and are
// none, so that a typing error does not go unnoticed. Others are those that commands
// beside the server read.
func Unused(environment []string, others ...string) []string {
	known := map[string]bool{}
	for _, name := range others {
		known[name] = true
	}
	for _, setting := range AllSettings() {
		known[setting.Environment()] = true
		if setting.Secret {
			known[setting.Environment()+"_FILE"] = true
		}
	}
	var unused []string
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "GOLIVE_") && !known[name] {
			unused = append(unused, name)
		}
	}
	return unused
}

// Lacking names the settings that a server cannot do without.
func (s Settings) Lacking() []string {
	var lacking []string
	if s.AppID == 0 {
		lacking = append(lacking, "GOLIVE_APP_ID")
	}
	if len(s.PrivateKey) == 0 {
		lacking = append(lacking, "GOLIVE_PRIVATE_KEY or GOLIVE_PRIVATE_KEY_FILE")
	}
	if len(s.WebhookSecrets) == 0 && s.Role.Serves() {
		lacking = append(lacking, "GOLIVE_WEBHOOK_SECRETS or GOLIVE_WEBHOOK_SECRETS_FILE")
	}
	return lacking
}

// Unregistered reports whether nothing of an App is set: there is none yet. Where
// something is, what Lacking names was forgotten.
func (s Settings) Unregistered() bool {
	return s.AppID == 0 && len(s.PrivateKey) == 0 && len(s.WebhookSecrets) == 0
}

func text(field func(*Settings) *string) func(*Settings, string) error {
	return func(settings *Settings, value string) error {
		*field(settings) = value
		return nil
	}
}

func address(field func(*Settings) *string) func(*Settings, string) error {
	return func(settings *Settings, value string) error {
		if _, _, err := net.SplitHostPort(value); err != nil {
			return fmt.Errorf("%q is no address: write HOST:PORT, such as 127.0.0.1:8080", value)
		}
		*field(settings) = value
		return nil
	}
}

func webAddress(field func(*Settings) *string) func(*Settings, string) error {
	return func(settings *Settings, value string) error {
		parsed, err := url.Parse(value)
		if err != nil || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" {
			return errors.New("is no address: write https://HOST/…")
		}
		if parsed.User != nil {
			return errors.New("must not hold a user or password")
		}
		*field(settings) = strings.TrimRight(value, "/")
		return nil
	}
}

func setRole(settings *Settings, value string) error {
	switch role := Role(value); role {
	case RoleAll, RoleWeb, RoleWorker, RoleLoad:
		settings.Role = role
		return nil
	default:
		return fmt.Errorf("no such role: %q; there are all, web, worker and load", value)
	}
}

func setAppID(settings *Settings, value string) error {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil || id <= 0 {
		return fmt.Errorf("%q is no App id: it is the number on the App's settings page", value)
	}
	settings.AppID = id
	return nil
}

func setPrivateKey(settings *Settings, value string) error {
	// One-line environments carry the key with "\n" in place of line ends.
	key := strings.ReplaceAll(value, `\n`, "\n")
	if !strings.Contains(key, "PRIVATE KEY-----") {
		return errors.New("is no PEM private key: it begins with -----BEGIN RSA PRIVATE KEY-----")
	}
	settings.PrivateKey = []byte(key)
	return nil
}

func setWebhookSecrets(settings *Settings, value string) error {
	settings.WebhookSecrets = nil
	for _, secret := range strings.Split(value, ",") {
		if secret = strings.TrimSpace(secret); secret == "" {
			return errors.New("holds an empty secret, with which anybody could sign")
		} else {
			settings.WebhookSecrets = append(settings.WebhookSecrets, []byte(secret))
		}
	}
	return nil
}

func setConcurrency(settings *Settings, value string) error {
	count, err := strconv.Atoi(value)
	if err != nil || count < 1 || count > 256 {
		return fmt.Errorf("%q is no number from 1 to 256", value)
	}
	settings.Concurrency = count
	return nil
}

func setLogLevel(settings *Settings, value string) error {
	if err := settings.LogLevel.UnmarshalText([]byte(value)); err != nil {
		return fmt.Errorf("no such level: %q; there are debug, info, warn and error", value)
	}
	return nil
}

func setCheckLinks(settings *Settings, value string) error {
	switch value {
	case "yes", "no":
		settings.CheckLinks = value == "yes"
		return nil
	default:
		return fmt.Errorf("%q is neither yes nor no", value)
	}
}

func setRetention(settings *Settings, value string) error {
	if days, found := strings.CutSuffix(value, "d"); found {
		if count, err := strconv.Atoi(days); err == nil && count > 0 {
			settings.Retention = time.Duration(count) * 24 * time.Hour
			return nil
		}
	}
	duration, err := time.ParseDuration(value)
	if err != nil || duration < time.Hour {
		return fmt.Errorf("%q is no time of an hour or more: write 90d or 36h", value)
	}
	settings.Retention = duration
	return nil
}

// defaultDataDirectory is where the operating system wants caches to be.
func defaultDataDirectory() string {
	if directory, err := os.UserCacheDir(); err == nil {
		return filepath.Join(directory, "golive")
	}
	return filepath.Join(os.TempDir(), "golive")
}
