package secret

import (
	"cmp"
	"strings"
	"sync"

	"github.com/rs/zerolog"
	"github.com/zricethezav/gitleaks/v8/config"
	"github.com/zricethezav/gitleaks/v8/detect"
	"github.com/zricethezav/gitleaks/v8/logging"
)

// setup guards gitleaks' package-wide configuration reader while a detector is
// made.
var setup sync.Mutex

// silence quiets gitleaks' logger, which would write secrets to standard error;
// once, since detectors that exist already read it.
var silence sync.Once

// newDetector returns gitleaks' detector with its default rules, changed in
// four ways: the shapes of this package are added, what a pull request may write into its own files to be passed
// over (an inline comment, a folder's name) is not honoured, files that are
// secrets by their name are left to this package, and nothing is logged.
func newDetector() (*detect.Detector, error) {
	setup.Lock()
	defer setup.Unlock()
	silence.Do(func() { logging.Logger = zerolog.Nop() })
	detector, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		return nil, err
	}
	all := detector.Config
	for _, one := range shapes {
		rule, err := one.detected()
		if err != nil {
			return nil, err
		}
		all.Rules[one.rule] = rule
		for _, keyword := range one.keywords {
			all.Keywords[keyword] = struct{}{}
		}
	}
	detector = detect.NewDetector(all) // it reads the keywords once
	detector.IgnoreGitleaksAllow = true
	delete(detector.Config.Rules, "pkcs12-file")
	for index, list := range detector.Config.Allowlists {
		values := &config.Allowlist{
			Description: list.Description, MatchCondition: list.MatchCondition,
			RegexTarget: list.RegexTarget, Regexes: list.Regexes, StopWords: list.StopWords,
		}
		if len(values.Regexes) == 0 && len(values.StopWords) == 0 {
			values.StopWords = []string{"\x00"} // an empty list is refused
		}
		if err := values.Validate(); err != nil {
			return nil, err
		}
		detector.Config.Allowlists[index] = values
	}
	return detector, nil
}

// contextMark stands in the expression of every gitleaks rule that knows its
// value only by the name it is assigned to.
const contextMark = `(?:=|>|:{1,3}=|`

// shapeless returns the rules whose values have no shape of their own: among
// the hashes of a lock file they would match by chance.
func shapeless(detector *detect.Detector) map[string]bool {
	rules := map[string]bool{}
	for id, rule := range detector.Config.Rules {
		if rule.Regex != nil && strings.Contains(rule.Regex.String(), contextMark) {
			rules[id] = true
		}
	}
	for _, id := range []string{"generic-api-key", "jwt", "jwt-base64", "curl-auth-header", "curl-auth-user", "kubernetes-secret-yaml", "sidekiq-sensitive-url"} {
		rules[id] = true
	}
	return rules
}

// kindOf tells what a rule's match is worth.
func kindOf(rule, value string) Kind {
	if shape := shapeOf(rule); shape != nil {
		return cmp.Or(shape.kind, KindProvider)
	}
	switch rule {
	case "private-key", "age-secret-key":
		return KindPrivateKey
	case "generic-api-key", "jwt", "jwt-base64", "curl-auth-header", "curl-auth-user",
		// It cannot tell the documents of one file apart; infrastructure.env-encryption can.
		"kubernetes-secret-yaml":
		return KindGeneric
	case "lob-pub-api-key", "mailgun-pub-key", "flutterwave-public-key", "sumologic-access-id", "sendbird-access-id", "gitlab-feature-flag-client-token", "new-relic-browser-api-token":
		return KindPublic
	case "easypost-test-api-token":
		return KindTest
	}
	if strings.HasSuffix(rule, "-client-id") || (rule == "mapbox-api-token" && strings.HasPrefix(value, "pk.")) {
		return KindPublic
	}
	for _, mark := range []string{"sk_test_", "rk_test_", "pk_test_", "test_key", "access-sandbox-", "FLWSECK_TEST", "sandbox_"} {
		if strings.Contains(value, mark) {
			return KindTest
		}
	}
	return KindProvider
}
