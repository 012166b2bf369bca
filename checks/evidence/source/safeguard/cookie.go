package safeguard

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// identity matches the names of cookies that say who somebody is.
var identity = regex.New(`(?i)(?:^|[^a-z])(?:session(?:_?id)?|sess|sid|auth|jwt|(?:access|refresh|auth|id|login|remember|api)[-_]?token|token|remember(?:[-_]?me)?|bearer|credentials?)(?:$|[^a-z])|(?:session|auth|access|refresh)(?:Token|Id|Key)?$`)

// harmlessCookie matches those that scripts of a page have to read.
var harmlessCookie = regex.New(`(?i)csrf|xsrf|theme|locale|lang|consent|state|nonce|redirect|flash|preference`)

// flags are what a cookie that says who somebody is should have. SameSite is not
// among them: browsers take Lax where it lacks.
var flags = []string{"Secure", "HttpOnly"}

// identifies reports whether a cookie says who somebody is, by its name. What has no
// constant name is told by what people call it.
func identifies(in *program.Function, x program.Expression) (string, bool) {
	name, known := constant(in, x)
	if !known {
		switch x := x.(type) {
		case *program.Name:
			name = x.Name
		case *program.Member:
			name = x.Name
		}
	}
	return name, name != "" && identity.MatchString(spaced(name)) && !harmlessCookie.MatchString(name)
}

// spaced puts a dash before capitals inside of a name: authToken is auth-Token.
var hump = regex.New(`([a-z0-9])([A-Z])`)

func spaced(name string) string { return hump.ReplaceAllString(name, "$1-$2") }

// lookScriptCookie is res.cookie(name, value, options); at is the place of the name.
func lookScriptCookie(at int) func(use, *Sign) bool {
	return func(u use, sign *Sign) bool {
		name, is := identifies(u.in, argument(u.call, at))
		if !is || len(u.call.Arguments) < at+2 {
			return false
		}
		if text, known := constant(u.in, argument(u.call, at+1)); known && text == "" {
			return false // it is deleted
		}
		sign.Name = name
		if len(u.call.Arguments) == at+2 {
			sign.Lacks = flags
			return true
		}
		object, ok := follow(u.in, argument(u.call, at+2)).(*program.Object)
		if !ok {
			return false
		}
		return cookieFlags(u.in, object.Entries, sign, nil)
	}
}

// lookKoaCookie is ctx.cookies.set(name, value, options), which sets HttpOnly, and
// Secure where the request came by https, unless it is told not to.
// https://github.com/pillarjs/cookies#cookiessetname--values--options
func lookKoaCookie(u use, sign *Sign) bool {
	name, is := identifies(u.in, argument(u.call, 0))
	if !is || len(u.call.Arguments) < 3 {
		return false
	}
	sign.Name = name
	object, ok := follow(u.in, argument(u.call, 2)).(*program.Object)
	return ok && cookieFlags(u.in, object.Entries, sign, map[string]bool{"Secure": true, "HttpOnly": true})
}

// cookieFlags notes the flags that a cookie lacks. Where some of it is not spelled
// out, only what is turned off in so many words counts. standard are those that a
// library sets without being told.
func cookieFlags(in *program.Function, entries []program.Argument, sign *Sign, standard map[string]bool) bool {
	whole := true
	for _, entry := range entries {
		whole = whole && entry.Spread == "" && entry.Name != ""
		if age, known := entry.Value.(*program.Literal); known && strings.EqualFold(entry.Name, "maxAge") && (age.Value == "0" || age.Value == "-1") {
			return false // it is deleted
		}
	}
	for _, flag := range flags {
		value, told := option(in, entries, flag)
		switch {
		case told && isFalse(value):
			sign.Lacks, sign.Denied = append(sign.Lacks, flag), append(sign.Denied, flag)
		case !told && whole && !standard[flag]:
			sign.Lacks = append(sign.Lacks, flag)
		}
	}
	return true
}

// lookSession is a session of express-session or cookie-session: its cookie's options
// stand below a key, or by themselves. Both set HttpOnly unless they are told not to.
func lookSession(key string, httpOnly bool) func(use, *Sign) bool {
	return func(u use, sign *Sign) bool {
		all, whole := options(u.in, u.call)
		if name, found := option(u.in, all, "name", "key"); found {
			if text, known := constant(u.in, name); known {
				sign.Name = text
			}
		}
		standard := map[string]bool{"HttpOnly": httpOnly}
		if key != "" {
			cookie, told := option(u.in, all, key)
			if !told {
				if whole && len(u.call.Arguments) > 0 {
					sign.Lacks = []string{"Secure"}
				}
				return true
			}
			object, ok := cookie.(*program.Object)
			if !ok {
				return true
			}
			return cookieFlags(u.in, object.Entries, sign, standard)
		}
		if !whole {
			all = append(all, program.Argument{Spread: "..."})
		}
		return cookieFlags(u.in, all, sign, standard)
	}
}

// lookFastifySession is @fastify/session, whose cookies are secure unless it is told
// otherwise.
func lookFastifySession(u use, sign *Sign) bool {
	all, _ := options(u.in, u.call)
	cookie, told := option(u.in, all, "cookie")
	if object, ok := cookie.(*program.Object); told && ok {
		return cookieFlags(u.in, object.Entries, sign, map[string]bool{"Secure": true, "HttpOnly": true})
	}
	return true
}

// lookPythonCookie is response.set_cookie(name, value, secure=…, httponly=…).
func lookPythonCookie(u use, sign *Sign) bool {
	named := argument(u.call, 0)
	if key, found := option(u.in, u.call.Arguments, "key"); found {
		named = key
	}
	name, is := identifies(u.in, named)
	if !is {
		return false
	}
	sign.Name = name
	var entries []program.Argument
	for _, one := range u.call.Arguments {
		if one.Name != "" || one.Spread != "" {
			entries = append(entries, one)
		}
	}
	return cookieFlags(u.in, entries, sign, nil)
}

// golangCookie is http.Cookie{Name: …, Secure: …}.
func golangCookie(r *reading, in *program.Function, x *program.Object, guarded bool) {
	var named program.Expression
	for _, entry := range x.Entries {
		switch entry.Name {
		case "Name":
			named = entry.Value
		case "MaxAge":
			if unary, ok := entry.Value.(*program.Unary); ok && unary.Operator == "-" {
				return // it is deleted
			}
		case "Value":
			if text, known := constant(in, entry.Value); known && text == "" {
				return
			}
		}
	}
	name, is := identifies(in, named)
	if !is {
		return
	}
	sign := Sign{Kind: Cookie, Library: "net/http", Name: name}
	if cookieFlags(in, x.Entries, &sign, nil) {
		r.add(in, x.Start, guarded, sign)
	}
}

// lookGinCookie is c.SetCookie(name, value, maxAge, path, domain, secure, httpOnly).
func lookGinCookie(u use, sign *Sign) bool {
	if len(u.call.Arguments) != 7 {
		return false
	}
	name, is := identifies(u.in, argument(u.call, 0))
	if !is {
		return false
	}
	if age, ok := argument(u.call, 2).(*program.Literal); ok {
		if seconds, err := strconv.Atoi(age.Value); err == nil && seconds <= 0 {
			return false
		}
	}
	if unary, ok := argument(u.call, 2).(*program.Unary); ok && unary.Operator == "-" {
		return false
	}
	sign.Name = name
	for at, flag := range map[int]string{5: "Secure", 6: "HttpOnly"} {
		if isFalse(follow(u.in, argument(u.call, at))) {
			sign.Lacks, sign.Denied = append(sign.Lacks, flag), append(sign.Denied, flag)
		}
	}
	if len(sign.Lacks) == 2 {
		sign.Lacks, sign.Denied = flags, flags
	}
	return true
}
