package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// operations are the types of a GraphQL schema whose fields whoever asks may name.
var operations = words("Query Mutation Subscription")

// resolvers notes the functions of a map of resolvers that answer an operation:
// {Query: {orders: (_, args) => …}}. Whoever asks gives their second parameter.
// https://www.apollographql.com/docs/apollo-server/data/resolvers
func (e *engine) resolvers(x *program.Object) {
	if !e.tables.schemas {
		return
	}
	for _, entry := range x.Entries {
		of, ok := entry.Value.(*program.Object)
		if !ok || !operations[entry.Name] {
			continue
		}
		for _, one := range of.Entries {
			closure, ok := one.Value.(*program.Closure)
			if !ok || len(closure.Function.Params) < 2 {
				continue
			}
			known := e.handlers[closure.Function]
			known.resolves = 1
			e.handlers[closure.Function] = known
		}
	}
}

// pageProps is what a page of Next is given by the function of its file that asks for it:
// export async function getServerSideProps(context) { return { props: … } }.
// https://nextjs.org/docs/pages/api-reference/functions/get-server-side-props
func (e *engine) pageProps(page *program.Function) *value {
	if !e.tables.schemas || e.handlers[page].exported != "default" || len(page.Params) != 1 {
		return nil
	}
	binding := e.file.Top().Lookup("getServerSideProps")
	if binding == nil || binding.Function == nil || e.running(binding.Function) {
		return nil
	}
	given := e.inline(binding.Function, []*value{})
	if given == nil {
		return nil
	}
	return given.fields["props"]
}

// answeredByObject looks at what a function of AWS Lambda answers a request with, where its
// headers say that it is a page: {headers: {"Content-Type": "text/html"}, body: text}.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
func (e *engine) answeredByObject(function *program.Function, x program.Expression, v *value) {
	if !e.tables.schemas || v == nil || !v.fields["body"].tainted() || e.handlers[function].exported != "handler" {
		return
	}
	object, ok := e.once(x).(*program.Object)
	if !ok {
		return
	}
	var found said
	var body program.Expression
	for _, entry := range object.Entries {
		switch entry.Name {
		case "headers", "multiValueHeaders":
			found.headers(e, entry.Value)
		case "body":
			body = entry.Value
		}
	}
	if body == nil || !found.page || found.other {
		return
	}
	e.found.sinks++
	e.arrive(&arrival{class: markup, callee: "return", span: body.Range(), need: wantsText, sure: sure, advice: "send"}, v.fields["body"])
}
