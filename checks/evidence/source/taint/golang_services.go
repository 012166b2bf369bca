package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// golangMessage is what a caller of a service sends: its fields, and the getters that are
// generated for them.
var golangMessage = &model{others: likelyText}

var likelyText = give{some: true, hints: text, unsure: true}

// asked is what a parameter of a method gives that answers callers by itself: a resolver of
// gqlgen, and a service of gRPC, Twirp or Connect.
func golangAsked(e *engine, function *program.Function, at int, kind string) give {
	if at == 0 || !function.Exported || function.Receiver == nil || len(function.Params) < 2 || e.typeName(function, function.Params[0].Type) != "context.Context" {
		return give{}
	}
	if rootResolver.MatchString(program.LastName(function.Receiver.Type)) {
		switch {
		case kind == "string":
			return plain
		case e.tables.clean[lastOf(kind)]:
			return give{}
		}
		return parsedX
	}
	if len(function.Params) != 2 || len(function.Results) != 2 || function.Results[1] != "error" || !strings.HasPrefix(function.Results[0], "*") {
		return give{}
	}
	if module := ownerOf(kind); generated.MatchString(module) && e.pointsTo(function.Params[1]) {
		return give{some: true, model: golangMessage, unsure: true}
	}
	return give{}
}

// rootResolver matches the resolvers that gqlgen writes for the root of a schema.
// https://gqlgen.com/getting-started/
var rootResolver = regex.New(`^(?:query|mutation|subscription)Resolver$`)

// generated matches packages that are generated from descriptions of services.
var generated = regex.New(`(?i)(?:^|/)(?:\w*pb|\w*protos?|protobuf|gen|rpc|\w*rpc)(?:$|/|v\d)|pb$`)

// getter is the field of a message that a method gives: req.GetName().
func (e *engine) getter(c *called) (*value, bool) {
	if c.receiver == nil || c.receiver.model != golangMessage || len(c.x.Arguments) > 0 {
		return nil, false
	}
	name, get := strings.CutPrefix(c.name, "Get")
	if !get || name == "" {
		return nil, false
	}
	return e.memberOf(c.receiver, name, c.x), true
}
