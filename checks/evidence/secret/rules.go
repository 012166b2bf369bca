package secret

import (
	"cmp"
	"strings"
)

// contextMark stands in the expression of every gitleaks rule that knows its
// value only by the name it is assigned to.
const contextMark = `(?:=|>|:{1,3}=|`

// shapeless reports whether a rule's values have no shape of their own: among
// the hashes of a lock file they would match by chance.
func shapeless(rule, expression string) bool {
	switch rule {
	case "generic-api-key", "jwt", "jwt-base64", "curl-auth-header", "curl-auth-user", "kubernetes-secret-yaml", "sidekiq-sensitive-url":
		return true
	}
	return strings.Contains(expression, contextMark)
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
