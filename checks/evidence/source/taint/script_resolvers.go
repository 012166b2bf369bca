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
