package security

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/config/regex"
)

// standing says what stands before a route, as far as that was read.
type standing int

// The standings of a route.
const (
	standsOpen      standing = iota // nothing asks who asks
	standsGuarded                   // something asks
	standsPublic                    // it is for everybody, by its path or by a mark
	standsUnclear                   // what stands before it could not be read to its end
	standsUnmounted                 // nothing seen mounts it, so that nothing is known of what is before it
)

// standingOf tells how a route stands. What is not certain is unclear: a route is
// accused only where everything before it was read.
func standingOf(one route.Route) standing {
	if _, guarded := one.Guarded(route.KindAuthentication); guarded {
		return standsGuarded
	}
	if one.Public != "" {
		return standsPublic
	}
	if one.Unmounted {
		return standsUnmounted
	}
	if strings.Contains(one.Path, "{?}") && !strings.Contains(strings.TrimLeft(one.Path, "/{?}"), "/") {
		return standsUnclear // hardly anything of its path is known
	}
	if one.Handler.File == "" {
		return standsUnclear
	}
	for _, guard := range one.Guards {
		switch guard.Kind {
		case route.KindOptional:
			return standsUnclear
		case route.KindUnknown:
			if !harmless.MatchString(guard.Name) {
				return standsUnclear
			}
		}
	}
	return standsOpen
}

// harmless matches the names of what requests pass that asks nobody who they are:
// parsers, loggers, headers, compression, validation.
var harmless = regex.New(`(?i)^(?:\w+\.)*(?:json|urlencoded|text|raw|static|cors\w*|helmet\w*|secure(?:headers)?|morgan\w*|pino\w*|compress\w*|brotli|gzip\w*|body_?parser\w*|cookie_?parser\w*|multer\w*|upload\w*|single|array|fields|none|` +
	`\w*log(?:ger|ging|s)?(?:withconfig)?|recover\w*|request_?(?:id|logger|context)\w*|real_?ip|(?:x)?response_?time|timeout\w*|etag\w*|favicon|csrf\w*|xsrf\w*|valid\w*|\w*valid(?:ate|ator|ation)(?:body|query|params|request|schema)?|sanitiz\w*|cache\w*|no_?cache|nocontent|` +
	`\w*metrics\w*|prom\w*|otel\w*|sentry\w*|trac(?:e|ing)\w*|telemetry|i18n\w*|locale\w*|method_?override|strip_?slashes|redirect_?slashes|clean_?path|heartbeat|url_?format|content_?type\w*|set_?header\w*|headers?|no_?sniff|json_?errors?|error_?\w*|catch_?\w*|async_?handler|wrap_?async|wrap|csrf_exempt|transaction\w*|atomic|never_cache|cache_page|require_(?:get|post|http_methods|safe)|xframe\w*|gzip_page|vary_on\w*|\w*rate_?limit\w*)(?:\(\))?$`)
