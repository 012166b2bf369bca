package probe

import "github.com/golive-app/golive/config/regex"

// acting matches paths whose GET may do something although it should not, or whose
// answer does not end.
var acting = regex.New(`(?i)(?:^|[/_.-])(?:log-?out|sign-?out|delete|remove|destroy|unsubscribe|cancel|confirm|verify|activate|reset|send|trigger|run|start|stop|restart|sync|import|refresh|revoke|callback|webhooks?|download|export|stream|events|sse|ws|sockets?|subscribe|watch|poll|graphql)(?:$|[/_.-])`)

// Acts reports whether a path sounds as if asking for it did something, or never ended.
func Acts(path string) bool { return acting.MatchString(path) }

// handing matches words of paths that hand out files: asking for one does nothing, but may
// answer with much.
var handing = regex.New(`(?i)((?:^|[/_.-]))downloads?($|[/_.-])`)

// HandsOut reports whether a path sounds as if it handed out files, and as if nothing else
// happened.
func HandsOut(path string) bool {
	rest := handing.ReplaceAllString(path, "${1}file${2}")
	return rest != path && !Acts(rest)
}

// operational matches paths that operators and programs ask for: what they answer is no
// data of the product's.
var operational = regex.New(`(?i)^/?$|(?:^|/)(?:healthz?|health-?check|livez?|liveness|readyz?|readiness|ready|ping|status|version|metrics|info|up|robots\.txt|favicon\.ico|openapi(?:\.\w+)?|swagger\S*|\.well-known)(?:/|$)`)

// Operational reports whether a path is there for operators and programs, or is the
// first page.
func Operational(path string) bool { return operational.MatchString(path) }
