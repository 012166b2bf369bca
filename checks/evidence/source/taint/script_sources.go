package taint

import "strings"

// The things that requests come as, by framework. Names that several frameworks use
// alike share a model.
var (
	scriptUpload = &model{members: gives(map[string]give{
		"originalname name filename originalFilename": {some: true, hints: text, safe: path}, "data buffer": parsedX,
	}), itself: plain}

	// Files by the names of their fields, or in a list.
	scriptUploads = &model{others: is(scriptUpload)}

	// ownAddress is where a request was sent: it leads back to this site.
	ownAddress = give{some: true, hints: text, safe: redirect | request}

	// inBrowser is what a browser has: it asks other hosts for itself alone.
	inBrowser = give{some: true, hints: text, safe: request | prototype}

	// ownPage is the address of the page itself, or "?…" and "#…" of it: as a whole it
	// leads back to it, a part that is cut out of it may lead anywhere.
	ownPage = give{some: true, hints: text, safe: request | prototype | redirect}

	browserAddress = &model{
		members: gives(map[string]give{"searchParams": inBrowser, "href hash search": ownPage, "pathname": ownAddress}),
		methods: gives(map[string]give{"toString": ownPage}),
		itself:  ownPage,
	}

	webAddress = &model{
		members: gives(map[string]give{"searchParams": plain, "pathname search hash href": ownAddress}),
		methods: gives(map[string]give{"toString": ownAddress}),
	}

	// The route of the page, as routers of the browser have it.
	browserRoute = &model{members: gives(map[string]give{"query params hash search searchParams slug": {some: true, hints: object, safe: request | prototype}, "fullPath asPath path pathname": ownAddress})}

	angularRoute = &model{members: gives(map[string]give{"params queryParams fragment paramMap queryParamMap url": {some: true, hints: text | object, safe: request}})}

	// What a listener for messages gets. Other windows may have sent it.
	scriptMessage = &model{members: gives(map[string]give{"data": {some: true, hints: object, safe: request, unsure: true}, "origin": {some: true, hints: text, safe: request}})}

	// What somebody pastes, or drops: another page may have put markup there.
	// https://developer.mozilla.org/docs/Web/API/ClipboardEvent/clipboardData
	scriptPasted = &model{methods: gives(map[string]give{"getData": {some: true, hints: text, safe: request | redirect, unsure: true}})}

	// What a socket is opened with. https://socket.io/docs/v4/server-socket-instance/#sockethandshake
	scriptHandshake = &model{members: gives(map[string]give{"query auth headers": parsedX, "url": ownAddress})}

	// The event that a worker answers with respondWith.
	fetchEvent = &model{members: map[string]give{}}

	// An event of jQuery around a message.
	scriptWrapped = &model{members: map[string]give{"originalEvent": is(scriptMessage)}}

	// What comes through a socket. Who is at its other end may have had to sign in; what
	// is sent is untrusted all the same.
	likelySent = give{some: true, hints: object}

	// Express, Fastify, Restify, Next's pages, Nest's @Req(), and the Request of the
	// Fetch standard.
	scriptRequest = &model{
		members: gives(map[string]give{
			"query body rawBody rawPayload fields": parsedX, "params": plain, "cookies signedCookies state": {some: true, hints: object, safe: redirect | markup},
			"headers header hostname host rawHeaders": ownText, "url originalUrl baseUrl path href": ownAddress,
			"file": is(scriptUpload), "files": is(scriptUploads), "nextUrl": is(webAddress), "raw": {},
			"payload": parsedX, setOnRequests: {},
		}),
		others: give{some: true, hints: object, safe: nosql | prototype, unsure: true}, // what no framework gives: a program has put it there, mostly of what was sent
		methods: gives(map[string]give{
			"get header": ownText, "param": plain, "json": asJSON, "formData": parsedX, "text": plain, "query": plain, "queries": plain, "parseBody": parsedX, "valid": likely,
			"input all only": parsedX, "qs": parsedX,
			"getQuery": plain, "href getPath": ownAddress, "trailer userAgent getContentType": ownText, // restify
		}),
	}

	// setOnRequests are members of requests that frameworks, middleware and programs give,
	// and that hold who asks, what answers, or how it came.
	setOnRequests = "app res next route method ip ips protocol secure xhr fresh stale subdomains httpVersion socket connection signal mode credentials cache destination duplex integrity redirect referrer " +
		"log logger id reqId requestId correlationId traceId span transaction user users auth authInfo account session sessionID sessionStore token tokens jwt claims identity principal currentUser me uid userId loggedIn " +
		"admin role roles permissions permission scope scopes tenant tenantId organization organisation org team workspace company customer client member membership profile config settings options env context ctx " +
		"db database knex prisma models orm em redis store storage services service container di i18n t locale lang language geo timezone isAuthenticated isUnauthenticated csrfToken flash rateLimit " +
		"server raw req request response routeOptions routerPath is404 aborted complete readable event webhookEvent accepted timedout startTime start time date now trace metrics stats cookiesStore destroyed isApi"

	scriptCookies = &model{methods: gives(map[string]give{"get": ownText})}

	// Koa and Hono, and what else calls its one argument a context.
	scriptContext = &model{
		members: gives(map[string]give{
			"query params headers header": parsedX, "cookies": is(scriptCookies), "querystring search": ownAddress, "url originalUrl path href": ownAddress, "request req": {},
			"input": likely, "searchParams": parsedX, "event": {},
		}),
		methods: gives(map[string]give{"get": plain, "param query header": plain}),
	}

	// Next's route handlers and pages, SvelteKit, Remix, React Router, AWS Lambda.
	scriptEvent = &model{
		members: gives(map[string]give{
			"params searchParams query body queryStringParameters pathParameters headers multiValueQueryStringParameters multiValueHeaders cookies rawQueryString": parsedX,
			"url": is(webAddress), "nextUrl": is(webAddress), "rawPath path": ownAddress,
		}),
		methods: gives(map[string]give{"json": asJSON, "formData": parsedX, "text": plain}),
		others:  give{some: true, hints: object, unsure: true},
	}
)

// lambdaEvent is what calls a function of AWS Lambda: a request, or what another program
// says.
var lambdaEvent = &model{
	members: gives(map[string]give{
		"params query body queryStringParameters pathParameters headers multiValueQueryStringParameters multiValueHeaders cookies rawQueryString": parsedX,
		"rawPath path": ownAddress, "requestContext": {},
	}),
	others: give{some: true, hints: object, unsure: true},
}

func init_() {
	fetchEvent.members["request"] = is(scriptEvent)
	scriptContext.members["request"] = is(scriptRequest)
	scriptContext.members["req"] = is(scriptRequest)
	scriptEvent.members["request"] = is(scriptEvent)
}

// scriptNames are parameters that are requests by their names.
var scriptNames = gives(map[string]give{
	"req request _req": is(scriptRequest),
	"ctx context":      is(scriptContext),
})

// scriptOrigins are sources by where they come from: types of parameters with "()",
// functions with "()", members of the browser.
func scriptOrigins() map[string]give {
	all := scriptOriginsByName()
	for _, window := range strings.Fields("self globalThis top parent window.top window.parent window.self opener window.opener") {
		for _, name := range strings.Fields("location location.hash location.search location.href document.URL document.referrer document.documentURI") {
			if give := all[name]; !give.zero() {
				all[window+"."+name] = give
			}
		}
	}
	for _, name := range strings.Fields("document.URL document.documentURI document.baseURI document.referrer") {
		all["window."+name] = all[name]
	}
	return all
}

func scriptOriginsByName() map[string]give {
	init_()
	return gives(map[string]give{
		"express.Request() Request() next/server.NextRequest() NextRequest() next.NextApiRequest() NextApiRequest() fastify.FastifyRequest() FastifyRequest() " +
			"http.IncomingMessage() IncomingMessage() express-serve-static-core.Request() @types/express.Request()": is(scriptRequest),
		"koa.Context() koa.ParameterizedContext() hono.Context() @hono/hono.Context() Koa.Context() @koa/router.RouterContext()": is(scriptContext),
		"aws-lambda.APIGatewayProxyEvent() aws-lambda.APIGatewayProxyEventV2() aws-lambda.APIGatewayEvent() aws-lambda.ALBEvent() " +
			"@sveltejs/kit.RequestEvent() @remix-run/node.LoaderFunctionArgs() @remix-run/node.ActionFunctionArgs() react-router.LoaderFunctionArgs() react-router.ActionFunctionArgs()": is(scriptEvent),
		"h3.getQuery() getQuery() h3.readBody() readBody() h3.getRouterParams() getRouterParams()":                                                                                 parsedX,
		"h3.getRouterParam() getRouterParam() h3.getHeader() getHeader() h3.getCookie() getCookie()":                                                                               plain,
		"next/navigation.useSearchParams() useSearchParams() react-router-dom.useSearchParams() react-router-dom.useParams() next/navigation.useParams() react-router.useParams()": inBrowser,
		"micro.json() co-body.json() co-body() body-parser-async()":                                                                                                                asJSON,
		"micro.text() micro.buffer() co-body.text() co-body.form() raw-body()":                                                                                                     plain,
		"document.referrer window.name self.name top.name parent.name":                                                                                                             inBrowser,
		"vue-router.useRoute() useRoute() next/router.useRouter() this.$route @remix-run/react.useLocation() wouter.useRoute() this.$router.currentRoute router.currentRoute":      is(browserRoute),
		"react-router-dom.useLocation() react-router.useLocation() useLocation() this.props.location props.location":                                                               is(browserAddress),
		"props.match.params this.props.match.params props.router.query this.props.router.query props.params.id":                                                                    inBrowser,
		"react-router.useSearchParams() @remix-run/react.useParams() @remix-run/react.useSearchParams() useParams()":                                                               inBrowser,
		"$location.search() $location.hash() $location.url() $location.path() $routeParams $stateParams $state.params":                                                             inBrowser,
		"req request _req":                is(scriptRequest), // of a handler that stands elsewhere
		"@actions/github.context.payload": {some: true, hints: object, unsure: true},
		"window.location.hash window.location.search location.hash location.search document.location.hash document.location.search " +
			"window.location.href location.href document.location.href document.URL document.documentURI document.baseURI": ownPage,
		"window.location location document.location": is(browserAddress),
		"@angular/router.ActivatedRoute().snapshot @angular/router.ActivatedRouteSnapshot() this.route.snapshot this.activatedRoute.snapshot": is(angularRoute),
		"@angular/router.Router().url this.router.url": inBrowser,
		"this.route.paramMap this.route.queryParamMap this.route.params this.route.queryParams this.route.fragment this.activatedRoute.paramMap this.activatedRoute.queryParamMap " +
			"this.activatedRoute.params this.activatedRoute.queryParams this.activatedRoute.fragment @angular/router.ActivatedRoute().paramMap @angular/router.ActivatedRoute().queryParamMap " +
			"@angular/router.ActivatedRoute().params @angular/router.ActivatedRoute().queryParams @angular/router.ActivatedRoute().fragment": inBrowser,
		"navigator.clipboard.readText() window.navigator.clipboard.readText()": {some: true, hints: text, safe: request | redirect, unsure: true},
		"parse-torrent()":                 likely, // whoever made the file chose its name
		"express-validator.matchedData()": {some: true, hints: object, safe: nosql, unsure: true},
	})
}
