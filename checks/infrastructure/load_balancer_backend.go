package infrastructure

import (
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// instanceHeaders name who answered, where a balancer or a service is told to say so.
var instanceHeaders = []string{
	"X-Served-By", "X-Backend", "X-Backend-Server", "X-Backend-Host", "X-Upstream", "X-Upstream-Addr", "X-Pod", "X-Pod-Name", "X-Hostname", "X-Host", "X-Instance", "X-Instance-Id",
	"X-Server", "X-Server-Name", "X-Server-Id", "X-Node", "X-Node-Name", "X-Container-Id", "X-Replica", "Fly-Machine-Id",
}

// instanceCookies are those by which balancers keep a client at one backend, whose value
// is the same for everybody whom they send there (HAProxy, Apache, Azure, F5).
var instanceCookies = regex.New(`(?i)^(?:SERVERID|SRV|BACKEND|ROUTEID|ARRAffinity|BIGipServer.*)$`)

// affinityCookies are those, and others whose value tells nothing.
var affinityCookies = regex.New(`(?i)^(?:SERVERID|SRV|BACKEND|ROUTEID|ARRAffinity(?:SameSite)?|BIGipServer.*|AWSALB(?:TG)?(?:CORS)?|AWSELB(?:CORS)?|INGRESSCOOKIE|GCLB|GAESA|lb|route|_?traefik_?(?:backend|sticky))$`)

// instanceFields are the names under which services tell who they are in a document,
// without case and marks.
var instanceFields = []string{"hostname", "host", "pod", "podname", "instance", "instanceid", "instancename", "node", "nodename", "machine", "machineid", "container", "containerid", "replica", "server", "servername", "allocid", "dyno"}

// instanceParts are parts of such documents that speak of the service itself: the host in
// another one may be that of its database.
var instanceParts = []string{"app", "application", "service", "server", "instance", "info", "system", "process", "runtime", "build", "pod", "node", "machine"}

// instance is who answered, as an answer says it.
type instance struct {
	name string
	by   string // for people: "the header `X-Served-By`"
}

// instanceOf reads who answered; the zero instance: nothing says so.
func instanceOf(exchange checks.Exchange) instance {
	for _, header := range instanceHeaders {
		// A delivery network names its own machines in the same header.
		if value := strings.TrimSpace(exchange.Answer().Get(header)); value != "" && !strings.HasPrefix(value, "cache-") {
			return instance{value, "the header " + wording.Quoted(header)}
		}
	}
	for _, cookie := range cookiesOf(exchange) {
		if instanceCookies.MatchString(cookie.Name) && cookie.Value != "" {
			return instance{cookie.Value, "the cookie " + wording.Quoted(cookie.Name)}
		}
	}
	document, err := answer.ReadJSON(exchange.Body())
	if err != nil || document.Root != answer.Object {
		return instance{}
	}
	for _, field := range document.Fields {
		plain := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(field.Name()))
		own := len(field.Path) == 1 || len(field.Path) == 2 && slices.Contains(instanceParts, strings.ToLower(field.Path[0]))
		if own && field.Kind == answer.Text && field.Value != "" && slices.Contains(instanceFields, plain) {
			return instance{field.Value, "the field " + wording.Quoted(field.Written())}
		}
	}
	return instance{}
}

func cookiesOf(exchange checks.Exchange) []*http.Cookie {
	response := http.Response{Header: http.Header{"Set-Cookie": exchange.Answer().Values("Set-Cookie")}}
	return response.Cookies()
}

// affinityOf names the cookie by which a balancer keeps a client at one backend; empty:
// there is none.
func affinityOf(exchange checks.Exchange) string {
	for _, cookie := range cookiesOf(exchange) {
		if affinityCookies.MatchString(cookie.Name) {
			return cookie.Name
		}
	}
	return ""
}

// fromCache reports whether a cache on the way answered, so that nothing is seen of
// what is behind it.
func fromCache(exchange checks.Exchange) bool {
	for _, name := range []string{"Cf-Cache-Status", "X-Cache", "X-Cache-Status", "X-Proxy-Cache", "Cdn-Cache", "X-Vercel-Cache"} {
		if strings.HasPrefix(strings.ToUpper(exchange.Answer().Get(name)), "HIT") {
			return true
		}
	}
	age := exchange.Answer().Get("Age")
	return age != "" && age != "0"
}

// wayOf names what requests pass on their way, as an answer says it.
func wayOf(exchange checks.Exchange) []string {
	var way []string
	for _, name := range []string{"Server", "Via"} {
		if value := strings.TrimSpace(exchange.Answer().Get(name)); value != "" {
			way = append(way, wording.Quoted(name+": "+value))
		}
	}
	return way
}
