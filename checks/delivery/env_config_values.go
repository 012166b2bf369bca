package delivery

import (
	"net/url"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/config/regex"
)

// localValue is what gives a value of production away as a developer's.
type localValue struct {
	rule     string
	severity checks.Severity
	says     string // of the value, without showing it
	remedy   string
}

var (
	localHosts  = regex.New(`(?i)(?:^|[/@,;\s"'=])(?:localhost|127\.0\.0\.1|host\.docker\.internal|0\.0\.0\.0|\[::1\])(?:[:/?,;\s"']|$)`)
	listens     = regex.New(`(?i)(?:^|_)(?:LISTEN|BIND|BIND_ADDRESS|HOST|ADDR|ADDRESS|LISTEN_ADDR|INTERFACE|NO_PROXY|ALLOWED_HOSTS|TRUSTED_HOSTS|TRUSTED_PROXIES|WHITELIST|ALLOWLIST|INTERNAL_IPS)$`)
	neighbours  = regex.New(`(?i)(?:AGENT|SIDECAR|OTEL|OTLP|STATSD|JAEGER|ZIPKIN|DAPR|ENVOY|PROXY|DD_|DATADOG|COLLECTOR|EXPORTER|HEALTH)`)
	placeholder = regex.New(`(?i)^(?:change[_-]?(?:me|this|it)\w*|changeit|replace[_-]?(?:me|this)\w*|your[_-][\w-]+|<[^>]*>|todo|fixme|xxx+|password|passw0rd|secret|supersecret|mysecret|insecure|dummy|placeholder)$`)
	secretKey   = regex.New(`(?i)(?:SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_?KEY|SALT|PEPPER|CREDENTIAL)`)
	testKey     = regex.New(`^(?:sk|pk|rk)_test_[A-Za-z0-9]+`)
	truth       = regex.New(`(?i)^(?:1|true|yes|on)$`)
	debugKey    = regex.New(`^(?:[A-Z]+_)?DEBUG$`)
	stageKey    = regex.New(`^(?:NODE_ENV|RAILS_ENV|RACK_ENV|APP_ENV|FLASK_ENV|GO_ENV|MIX_ENV|ENVIRONMENT|ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT|SPRING_PROFILES_ACTIVE|SENTRY_ENVIRONMENT|DEPLOY_ENV|DEPLOYMENT_ENV)$`)
	developing  = regex.New(`(?i)^(?:dev|develop|development|local|test|testing|staging|stage|debug)$`)
	sqlite      = regex.New(`(?i)^(?:sqlite3?|file):`)
	// sample are the names that nobody owns: https://www.rfc-editor.org/rfc/rfc2606#section-3
	sample      = regex.New(`(?i)(?:^|[/@.,\s])example\.(?:com|org|net)(?:[:/?,\s]|$)`)
	origins     = regex.New(`(?i)(?:CORS|ALLOWED?_ORIGIN|ALLOWED_HOSTS)`)
	stagingHost = regex.New(`(?i)(?:^|[.-])(?:staging|stage|stg|uat|preprod)(?:[.-]|$)`)
)

// judgeValue tells what gives a value away. beside: another container shares the
// program's network, so that localhost is a neighbour.
func judgeValue(name, value string, beside bool) (localValue, bool) {
	production := "Give production a value of its own."
	switch {
	case value == "":
	case stageKey.MatchString(name) && developing.MatchString(value):
		return localValue{"local.stage", checks.SeverityError, "says that this is not production", "Set it to `production`."}, true
	case debugKey.MatchString(name) && truth.MatchString(value):
		return localValue{"local.debug", checks.SeverityError, "turns debugging on", "Set it to false: what debugging shows is for developers."}, true
	case testKey.MatchString(value):
		return localValue{"local.test-key", checks.SeverityError, "is a key for tests: nothing is paid with it", "Set the live key, as a secret."}, true
	case secretKey.MatchString(name) && placeholder.MatchString(value):
		return localValue{"local.placeholder", checks.SeverityError, "is a placeholder that everybody can guess", "Generate a value and set it as a secret: `openssl rand -hex 32`."}, true
	case localHosts.MatchString(value) && !listens.MatchString(name) && !neighbours.MatchString(name) && !beside:
		if origins.MatchString(name) {
			return localValue{"local.origin", checks.SeverityWarning, "lets pages of a developer's machine in", production}, true
		}
		return localValue{"local.host", checks.SeverityError, "leads to the machine itself, where a developer's services are", production}, true
	case sample.MatchString(value):
		return localValue{"local.sample", checks.SeverityWarning, "leads to example.com or its like, which belongs to nobody", production}, true
	case onStaging(value):
		return localValue{"local.staging", checks.SeverityError, "leads to staging", production}, true
	case strings.HasSuffix(name, "DATABASE_URL") && sqlite.MatchString(value):
		return localValue{"local.sqlite", checks.SeverityWarning, "is a file of SQLite, which several instances cannot share", "Name the database that production uses, or sign that one instance is all there is."}, true
	case origins.MatchString(name) && strings.TrimSpace(value) == "*":
		return localValue{"local.any-origin", checks.SeverityWarning, "is `*`, for everybody", "Name the origins that may."}, true
	}
	return localValue{}, false
}

// onStaging reports whether a value is an address at a host of staging.
func onStaging(value string) bool {
	address, err := url.Parse(value)
	return err == nil && address.Scheme != "" && strings.Contains(address.Host, ".") && stagingHost.MatchString(address.Hostname())
}

// readable are the values of production that can be judged: variables of GitHub,
// then what files for production say.
type readable struct {
	name, where, path string
	line              int
	value             checks.HiddenValue
	beside            bool
	grade             checks.Grade
	perhaps           bool // no word says that what it stands in is production's
}

func (f *configFacts) readable() []readable {
	var found []readable
	given := f.stages[environment.Production]
	if given != nil {
		for _, one := range given.settings {
			if one.Kind == checks.KindVariable {
				found = append(found, readable{name: one.Name, where: "GitHub's environment " + given.Name, value: one.Value, grade: checks.E3})
			}
		}
	}
	for _, one := range f.found.Literal(environment.Production) {
		found = append(found, readable{name: one.Key, where: one.Kind, path: one.Path, line: one.Line, value: one.Value, beside: one.Beside || one.Kind == "compose", grade: checks.E2})
	}
	return found
}
