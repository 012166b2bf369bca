package probe

import "regexp"

// acting matches paths whose GET may do something although it should not, or whose
// answer does not end.
var acting = regexp.MustCompile(`(?i)(?:^|[/_.-])(?:log-?out|sign-?out|delete|remove|destroy|unsubscribe|cancel|confirm|verify|activate|reset|send|trigger|run|start|stop|restart|sync|import|refresh|revoke|callback|webhooks?|download|export|stream|events|sse|ws|sockets?|subscribe|watch|poll|graphql)(?:$|[/_.-])`)

// Acts reports whether a path sounds as if asking for it did something, or never ended.
func Acts(path string) bool { return acting.MatchString(path) }
