package route

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

var (
	sensitivePath = regex.New(`(?i)(?:^|[/_.-])(users?|accounts?|orders?|payments?|admins?|internal|exports?|uploads?|billing|invoices?|customers?|members?|profiles?|settings|secrets?|tokens?|keys?|credentials?|files?|documents?|reports?|transactions?|wallets?|patients?)(?:$|[/_.{-])`)
	// publicPath are what must answer before anybody is known, or is meant for all.
	publicPath = regex.New(`(?i)(?:^|[/_.-])(log-?in|signin|sign-in|sign-up|signup|register|registration|log-?out|signout|sign-out|sessions?|authenticate|auth|oauth2?|oidc|saml|sso|callback|` +
		`authorize|webhooks?|hooks?|health|healthz|healthcheck|livez?|readyz?|ready|liveness|readiness|ping|status|version|metrics|heartbeat|` +
		`forgot|forgot-?password|reset|reset-?password|password-?reset|recover|recovery|verify|verification|confirm|confirmation|activate|activation|resend|refresh|refresh-?token|csrf|xsrf|captcha|otp|2fa|mfa|magic-?link|` +
		`public|\.well-known|robots\.txt|sitemap(?:\.xml)?|favicon\.ico|assets|static|docs|swagger|openapi(?:\.json)?|redoc|graphi?ql|playground|contact|newsletter|subscribe|unsubscribe|feedback|` +
		`setup|install|installation|invitations?|invite|share|shared|embed|track|collect|telemetry|beacon|locale|i18n|jwks(?:\.json)?|search)(?:$|[/_.{}-])`)
)

// publicOperation matches the names of operations by which people come in who are not
// known yet.
var publicOperation = regex.New(`(?:^|-)(log-?in|sign-?in|sign-?up|register|log-?out|sign-?out|forgot|reset-password|password-reset|token-create|token-refresh|token-verify|refresh-token|confirm-account|verify-email|magic-link)(?:$|-)`)

// newcomers matches the collections into which people who have no account yet put
// themselves.
var newcomers = regex.New(`(?i)/(users?|accounts?|customers?)/?$`)

// openByDesign says why a route may answer everybody; empty where nothing says so.
func openByDesign(route Route) string {
	for _, guard := range route.Guards {
		if guard.Kind == KindPublic {
			return "it is marked as open: " + guard.Name
		}
	}
	if match := publicPath.FindStringSubmatch(route.Path); match != nil {
		return "its path says " + strings.ToLower(match[1])
	}
	if route.Kind == "graphql" || route.Kind == "trpc" {
		if match := publicOperation.FindStringSubmatch(strings.Join(wordsOf(route.Path), "-")); match != nil {
			return "its name says " + strings.ToLower(match[1])
		}
	}
	if match := newcomers.FindStringSubmatch(route.Path); match != nil && route.Method == "POST" {
		return "people register by it: it makes one of " + strings.ToLower(match[1])
	}
	if match := publicPath.FindStringSubmatch(strings.Join(wordsOf(lastWord(route.Handler.Name)), "-")); match != nil && route.Method != "GET" {
		return "its handler is called " + route.Handler.Name
	}
	return ""
}

// sensitive says why a route must not answer everybody; empty where nothing says so.
func sensitive(route Route) string {
	switch route.Kind {
	case "static", "page":
		return ""
	case "graphql", "trpc":
		if route.Method != "MUTATION" {
			return ""
		}
		return "it changes data (MUTATION)"
	}
	if match := sensitivePath.FindStringSubmatch(route.Path); match != nil {
		return "its path names " + strings.ToLower(match[1])
	}
	switch route.Method {
	case "GET", "HEAD", "OPTIONS", "ANY":
		return ""
	}
	return "it changes data (" + route.Method + ")"
}
