package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// summary is what a function does with a request.
type summary struct {
	rejects []string
	passes  bool
	calls   []string
	guards  []Ref
}

// refusals are names that stand for a status by which a request is refused, as
// wordsOf joins them.
var refusals = map[string]string{
	"unauthorized": "401", "statusunauthorized": "401", "http401unauthorized": "401", "unauthorizedexception": "401", "unauthorizederror": "401", "errunauthorized": "401",
	"unauthenticated": "401", "unauthenticatederror": "401", "notauthenticated": "401", "notauthenticatederror": "401", "authenticationfailed": "401", "authenticationerror": "401",
	"httpunauthorized": "401", "errunauthenticated": "401", "authenticationrequired": "401", "invalidcredentials": "401", "credentialsexception": "401", "credentialsmissing": "401",
	"forbidden": "403", "statusforbidden": "403", "http403forbidden": "403", "forbiddenexception": "403", "forbiddenerror": "403", "errforbidden": "403", "httpforbidden": "403",
	"permissiondenied": "403", "permissiondeniederror": "403", "httpresponseforbidden": "403", "accessdenied": "403", "accessdeniederror": "403", "authorizationerror": "403", "notauthorized": "403",
	"toomanyrequests": "429", "statustoomanyrequests": "429", "http429toomanyrequests": "429", "toomanyrequestsexception": "429", "ratelimiterror": "429", "ratelimitexceeded": "429",
	"unauthorizedresponse": "401", "forbiddenresponse": "403", "notauthenticatedresponse": "401", "redirecttologin": "401", "redirecttosignin": "401",
}

// goesOn are the names of what hands a request on.
var goesOn = words("next Next call_next ServeHTTP get_response handler handle canActivate resolve")

// summaries completes the functions that matter with what their bodies do. The
// closures in a function count as a part of it.
func (r *reading) summaries() {
	all := make(map[*program.Function]*summary, len(r.file.Functions))
	for _, function := range r.file.Functions {
		all[function] = r.summarise(function)
	}
	for i := len(r.file.Functions) - 1; i > 0; i-- { // inner ones come behind outer ones
		function := r.file.Functions[i]
		if parent := all[function.Parent]; parent != nil && function.Parent != nil && !function.Parent.Top && classOf(function) == "" {
			parent.add(all[function])
		}
	}
	for _, function := range r.file.Functions {
		one := all[function]
		_, known := r.functions[function]
		if function.Top || !known && !one.matters() && !r.answers(function) && !r.makesForOthers(function) {
			continue
		}
		number := r.functionOf(function)
		if number == 0 {
			break
		}
		facts := &r.facts.Functions[number-1]
		facts.Guards, facts.Rejects, facts.Passes = append(facts.Guards, one.guards...), one.rejects, one.passes
		if known || r.answers(function) {
			facts.Calls = one.calls
		}
		facts.Guards = append(facts.Guards, r.dependencies(function)...)
		facts.Guards = facts.Guards[:min(len(facts.Guards), maxRefs)]
	}
	r.passings()
}

// matters reports whether a function may guard requests though nothing in its file
// uses it for that.
func (s *summary) matters() bool { return len(s.rejects) > 0 || len(s.guards) > 0 }

func (s *summary) add(inner *summary) {
	for _, one := range inner.rejects {
		s.rejects = with(s.rejects, one, 6)
	}
	for _, one := range inner.calls {
		s.calls = with(s.calls, one, maxCalls)
	}
	s.passes = s.passes || inner.passes
	if len(s.guards) < maxRefs {
		s.guards = append(s.guards, inner.guards...)
	}
}

func with(list []string, one string, most int) []string {
	if one == "" || len(list) >= most || slices.Contains(list, one) {
		return list
	}
	return append(list, one)
}

func (r *reading) summarise(function *program.Function) *summary {
	one := &summary{}
	if function.Top {
		return one
	}
	var see func(program.Expression) bool
	statement := func(s program.Statement) bool {
		attempt, tries := s.(*program.Try)
		if !tries || !r.handsOnFirst(function, attempt.Body) {
			return true
		}
		// What it catches is others' to refuse: it makes answers of their errors.
		for _, body := range [][]program.Statement{attempt.Body, attempt.Else, attempt.Finally} {
			program.VisitStatements(body, nil, see)
		}
		return false
	}
	see = func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Literal:
			if x.Kind == program.LiteralNumber && (x.Value == "401" || x.Value == "403" || x.Value == "429" || x.Value == "419") {
				one.rejects = with(one.rejects, x.Value, 6)
			}
		case *program.Name:
			one.rejects = with(one.rejects, refusal(x.Name), 6)
		case *program.Member:
			one.rejects = with(one.rejects, refusal(x.Name), 6)
		case *program.Text:
			if x.Value == "Unauthorized" || x.Value == "UNAUTHORIZED" || x.Value == "UNAUTHENTICATED" {
				one.rejects = with(one.rejects, "401", 6)
			}
			if x.Value == "Forbidden" || x.Value == "FORBIDDEN" {
				one.rejects = with(one.rejects, "403", 6)
			}
		case *program.Call:
			r.summariseCall(function, x, one)
		}
		return true
	}
	program.VisitStatements(function.Body, statement, see)
	return one
}

// handsOnFirst reports whether the first thing that statements do is to hand the request
// on: nothing before it can refuse.
func (r *reading) handsOnFirst(in *program.Function, body []program.Statement) bool {
	if len(body) == 0 {
		return false
	}
	calls, handsOn := 0, false
	program.VisitStatements(body[:1], nil, func(x program.Expression) bool {
		if call, is := x.(*program.Call); is {
			calls++
			handsOn = handsOn || goesOn[program.LastName(call.Callee)] || goesOn[lastWord(clip(in.Origin(call.Callee)))]
		}
		return true
	})
	return handsOn && calls == 1
}

func (r *reading) summariseCall(in *program.Function, call *program.Call, one *summary) {
	origin := clip(in.Origin(call.Callee))
	name := lastWord(origin)
	if name == "" {
		name = program.LastName(call.Callee)
	}
	one.calls = with(one.calls, origin, maxCalls)
	if goesOn[name] || goesOn[program.LastName(call.Callee)] {
		one.passes = true
	}
	if strings.Contains(strings.ToLower(name), "redirect") {
		for _, argument := range call.Arguments {
			if text, ok := in.Constant(argument.Value); ok && loginPage(text) {
				one.rejects = with(one.rejects, "401", 6)
			}
		}
	}
	if len(one.guards) < maxRefs && (checksWho(origin, name) && asksRequest(name, call) || guardsRequest(name, call) || asksPermission(name, call)) {
		one.guards = append(one.guards, Ref{Name: r.calleeName(call.Callee) + "()", Origin: origin, Line: r.line(call), Words: r.constants(in, call)})
	}
}

// identityChecks are functions that tell who asks, called in a handler.
var identityChecks = words(`getServerSession unstable_getServerSession getSession getServerAuthSession auth currentUser getCurrentUser getAuth getAuthUser getUser getSessionUser
	requireUser requireAuth requireSession requireLogin requireAdmin requireRole requirePermission requireUserId ensureAuthenticated ensureAuth ensureLoggedIn
	isAuthenticated is_authenticated isLoggedIn isSignedIn checkAuth checkSession checkPermission checkPermissions checkRole verifySession verifyToken verifyIdToken verifyJwt verifyAuth verifyApiKey validateSession
	validateToken validateRequest validateApiKey authenticate authenticateRequest authenticateUser authorize authorizeRequest getUserFromRequest getUserFromSession getUserId
	getUserIdFromRequest assertAuthenticated assertPermission can has_perm has_permission check_permission check_object_permissions requirePagePermission
	require_permission require_access require_admin_or_owner require_user GetCurrentUser CurrentUser RequireAuth RequireUser CheckPermission Authenticate Authorize jwtVerify
	getLoggedInUser getSignedInUser withAuth protectRoute requireUserSession getUserSession serverSupabaseUser safeGetSession getClaims getRequestEvent getIronSession unsealData getApiUser authedUser getViewer getMe`)

// checksWho reports whether a call looks who asks.
func checksWho(origin, name string) bool {
	switch kindOfOrigin(origin) {
	case KindAuthentication, KindAuthorization:
		return true
	}
	if identityChecks[name] {
		return true
	}
	switch module(origin) {
	case "jsonwebtoken.verify", "jose.jwtVerify", "jwt.decode", "github.com/golang-jwt/jwt.Parse", "github.com/golang-jwt/jwt.ParseWithClaims", "next-auth/jwt.getToken":
		return true
	}
	return false
}

// guardsRequest reports whether a call is a check of the product's own by its name,
// that is given the request: AdminAuth.handleAdminAuth(req, res).
func guardsRequest(name string, call *program.Call) bool {
	switch kindOfName(name) {
	case KindAuthentication, KindAuthorization:
	default:
		return false
	}
	for _, word := range wordsOf(name) {
		if makes[word] {
			return false
		}
	}
	for _, argument := range call.Arguments {
		if isRequest(argument.Value) {
			return true
		}
		if object, ok := argument.Value.(*program.Object); ok { // authenticatedClient({ request, handler: async () => … })
			for _, entry := range object.Entries {
				if isRequest(entry.Value) || isRequest(&program.Name{Name: entry.Name}) {
					return true
				}
			}
		}
	}
	return false
}

// isRequest reports whether a value has the name of a request.
func isRequest(x program.Expression) bool {
	one, ok := x.(*program.Name)
	if !ok || one == nil {
		return false
	}
	switch one.Name {
	case "req", "request", "r", "ctx", "c", "event":
		return true
	}
	return false
}

// asksPermission reports whether a call asks whether somebody may do something:
// canViewAllTeams(auth), canDelete(ctx.user, order).
func asksPermission(name string, call *program.Call) bool {
	all := wordsOf(name)
	if len(all) < 2 || all[0] != "can" || len(call.Arguments) == 0 {
		return false
	}
	for _, word := range wordsOf(program.LastName(call.Arguments[0].Value)) {
		switch word {
		case "auth", "user", "session", "member", "actor", "viewer", "identity", "principal", "ctx", "context":
			return true
		}
	}
	return false
}

// makes are the words in names of what gives credentials or takes them away, and asks
// nobody for them.
var makes = words("create set issue generate new make login signin sign refresh revoke register delete clear remove send save store update get with log error redirect render url cookie header")

// asksRequest reports whether a call looks at the request, and not up somebody:
// getCurrentUser() and getUser(req), but not getUser(id).
func asksRequest(name string, call *program.Call) bool {
	if !strings.HasPrefix(strings.ToLower(name), "get") && !strings.HasPrefix(strings.ToLower(name), "current") || len(call.Arguments) == 0 {
		return true
	}
	for _, argument := range call.Arguments {
		x := argument.Value
		for {
			member, ok := x.(*program.Member)
			if !ok {
				break
			}
			if member.Name == "headers" || member.Name == "cookies" || member.Name == "locals" || member.Name == "Context" || member.Name == "session" {
				return true
			}
			x = member.X
		}
		switch x := argument.Value.(type) {
		case *program.Name:
			if handlerParams[x.Name] || strings.Contains(strings.ToLower(x.Name), "options") {
				return true
			}
		case *program.Call:
			return true
		}
	}
	return false
}

func refusal(name string) string {
	if len(name) < 8 || len(name) > 40 {
		return ""
	}
	return refusals[strings.ToLower(strings.ReplaceAll(name, "_", ""))]
}

// loginPage reports whether a path is that of a page to sign in at.
func loginPage(path string) bool {
	path = strings.ToLower(path)
	for _, word := range []string{"login", "signin", "sign-in", "sign_in", "/auth"} {
		if strings.Contains(path, word) {
			return true
		}
	}
	return false
}

// handlerParams are the names that handlers give to the request and to what they
// answer with, and Go's types for the same.
var handlerParams = words(`req res request response ctx context c reply event _req _res _request _ w r _ctx
	github.com/gin-gonic/gin.Context() github.com/labstack/echo.Context() github.com/labstack/echo/v4.Context() github.com/labstack/echo/v5.Context()
	github.com/gofiber/fiber/v2.Ctx() github.com/gofiber/fiber/v3.Ctx() net/http.ResponseWriter() net/http.Request()`)

// answers reports whether a function has the parameters of a handler.
func (r *reading) answers(function *program.Function) bool {
	if len(function.Params) == 0 || function.Parent == nil || len(function.Params) > 6 {
		return false
	}
	first := function.Params[0]
	if first.Name == "" {
		return false
	}
	if r.file.Language == "Go" {
		return !nothing(first.Type) && handlerParams[function.Origin(&program.Name{Name: first.Name})]
	}
	return handlerParams[first.Name] && (function.Parent.Top || function.Class != nil || function.Exported)
}

// dependencies are the guards that a function asks for in its parameters: FastAPI's
// Depends and Security.
func (r *reading) dependencies(function *program.Function) []Ref {
	if r.file.Language != "Python" {
		return nil
	}
	var found []Ref
	for _, param := range function.Params {
		for _, x := range []program.Expression{param.Default, param.Type} {
			found = append(found, r.depends(function.Parent, x, 0)...)
		}
	}
	return found
}

// depends returns what Depends(…) or Annotated[…, Depends(…)] asks for; a type by
// another name is kept for Link to look up.
func (r *reading) depends(in *program.Function, x program.Expression, depth int) []Ref {
	if nothing(x) || depth > 4 || in == nil {
		return nil
	}
	switch x := x.(type) {
	case *program.Call:
		switch lastWord(in.Origin(x.Callee)) {
		case "Depends", "Security":
			if len(x.Arguments) > 0 {
				return r.all(in, x.Arguments[0].Value)
			}
		}
	case *program.Index:
		if program.LastName(x.X) != "Annotated" {
			return nil
		}
		var found []Ref
		if list, ok := x.Index.(*program.List); ok {
			for _, element := range list.Elements {
				if call, ok := element.(*program.Call); ok {
					found = append(found, r.depends(in, call, depth+1)...)
				}
			}
		}
		return found
	case *program.Name:
		if value, owner := r.value(in, x); value != nil {
			return r.depends(owner, value, depth+1)
		}
		if binding := in.Lookup(x.Name); binding != nil && binding.Import != nil {
			return []Ref{{Name: x.Name, Origin: in.Origin(x), Line: r.line(x), Type: true}}
		}
	}
	return nil
}
