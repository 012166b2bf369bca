package route_test

import "testing"

func TestOperationsOfGraphQL(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"a schema in a text, directives, wrappers and resolvers of other files": {map[string]string{
			"src/schema.ts": "import gql from 'graphql-tag'\nexport const typeDefs = gql`\n  type Query {\n    me: User @authenticated\n    users: [User] @hasRole(role: ADMIN)\n    news: [News] @public\n  }\n  type Mutation { createUser(name: String): User remove(id: ID): User @deprecated ban(id: ID): User login(name: String): Token }\n`",
			"src/resolvers.ts": `
import { mutations as Mutation } from './mutations'
export const resolvers = { Query: { me: (_, args, ctx) => ctx.user, users }, Mutation }`,
			"src/mutations.ts": `
export const Mutation = {
  createUser: authenticated(async (parent, args, ctx) => create(args)),
  remove: combineResolvers(isAdmin, async (parent, args, ctx) => remove(args)),
  ban: async (parent, args, ctx) => ban(args),
  login: async (parent, args, ctx) => token(args),
}`,
		}, `
MUTATION ban ban +what answers it:optional
MUTATION createUser create +authenticated():authentication
MUTATION login login +what answers it:optional
MUTATION remove remove +isAdmin:authorization
QUERY me me +@authenticated:authentication
QUERY news  +public:public
QUERY users users +@hasRole:authorization`},
		"rules of graphql-shield": {map[string]string{
			"src/schema.ts": "export const typeDefs = `type Query { me: User posts: [Post] } type Mutation { addPost: Post dropPost: Post }`",
			"src/permissions.ts": `
import { rule, shield, and, allow } from 'graphql-shield'
const isAuthenticated = rule()(async (parent, args, ctx) => ctx.user !== null)
export const permissions = shield({
  Query: { '*': isAuthenticated, posts: allow },
  Mutation: and(isAuthenticated, isEditor),
})`,
		}, `
MUTATION addPost  +isAuthenticated:authentication
MUTATION dropPost  +isAuthenticated:authentication
QUERY me  +isAuthenticated:authentication
QUERY posts  +allow:public`},
		"what a front end asks is no schema": {map[string]string{
			"src/page.ts": "export const ME = gql`query Me { me { id type } }`\nconst help = 'the type of it { x }'",
		}, ``},
		"graphene: parts of roots, decorators and permissions": {map[string]string{"shop/schema.py": `
import graphene
from graphql_jwt.decorators import login_required
class OrderQueries(graphene.ObjectType):
    my_orders = graphene.List(OrderType)
    all_orders = PermissionsField(OrderType, permissions=[OrderPermissions.MANAGE_ORDERS])
    @login_required
    def resolve_my_orders(self, info): ...
class OrderMutations(graphene.ObjectType):
    order_cancel = OrderCancel.Field()
class OrderType(graphene.ObjectType):
    name = graphene.String()
`}, `
MUTATION orderCancel OrderCancel +what answers it:optional
QUERY allOrders  +permissions:authorization
QUERY myOrders OrderQueries.resolve_my_orders +login_required:authentication`},
		"strawberry": {map[string]string{"shop/schema.py": `
import strawberry
from shop.permissions import IsAuthenticated
@strawberry.type
class Query:
    users: list[User] = strawberry.field(resolver=get_users, permission_classes=[IsAuthenticated])
    @strawberry.field
    def open_news(self) -> str: ...
@strawberry.type
class Mutation:
    @strawberry.mutation(permission_classes=[IsAuthenticated])
    def add_order(self, name: str) -> Order: ...
    def helper(self): ...
`}, `
MUTATION addOrder Mutation.add_order +IsAuthenticated:authentication
QUERY openNews Query.open_news +what answers it:optional
QUERY users get_users +IsAuthenticated:authentication`},
		"ariadne": {map[string]string{"shop/app.py": `
from ariadne import QueryType, gql, make_executable_schema
type_defs = gql("""
    type Query { me: User }
""")
query = QueryType()
@query.field("me")
@login_required
def resolve_me(_, info): ...
schema = make_executable_schema(type_defs, query)
`}, `
QUERY me resolve_me +login_required:authentication`},
		"type-graphql": {map[string]string{"src/recipes.ts": `
@Resolver(of => Recipe)
export class RecipeResolver {
  @Query(returns => [Recipe])
  recipes() {}
  @Authorized("ADMIN")
  @Mutation(returns => Recipe)
  addRecipe() {}
  @UseMiddleware(isAuth)
  @Mutation()
  dropRecipe() {}
}`}, `
MUTATION addRecipe RecipeResolver.addRecipe +Authorized():authorization
MUTATION dropRecipe RecipeResolver.dropRecipe +isAuth:authentication
QUERY recipes RecipeResolver.recipes`},
		"gqlgen": {map[string]string{"graph/schema.go": "package graph\n\nconst source = `\ntype Query { todos: [Todo!]! @auth }\ntype Mutation { createTodo(text: String!): Todo! }\n`\n", "graph/schema.resolvers.go": `
package graph
func (r *mutationResolver) CreateTodo(ctx context.Context, text string) (*Todo, error) { return nil, nil }
func (r *queryResolver) Todos(ctx context.Context) ([]*Todo, error) { return nil, nil }
func (r *Resolver) helper() {}`}, `
MUTATION createTodo CreateTodo +what answers it:optional
QUERY todos Todos +@auth:authentication`},
	})
}

func TestProceduresOfTRPC(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"routers in routers, of other files and of none": {map[string]string{
			"server/trpc.ts": `
const t = initTRPC.create()
export const router = t.router
export const publicProcedure = t.procedure
export const protectedProcedure = t.procedure.use(enforceUser)
export const workspaceProcedure = protectedProcedure.use(withWorkspace)`,
			"server/root.ts": `
import { router, publicProcedure, workspaceProcedure } from './trpc'
import { orderRouter } from './orders'
import { getUserRoute } from './users'
export const appRouter = router({
  health: publicProcedure.query(() => 'ok'),
  order: orderRouter,
  user: { get: getUserRoute, inner: router({ rename: workspaceProcedure.input(z.string()).mutation(async ({ ctx }) => rename(ctx)) }) },
})`,
			"server/orders.ts": `
import { createTRPCRouter, protectedProcedure } from './trpc'
export const orderRouter = createTRPCRouter({
  list: protectedProcedure.input(z.object({ page: z.number() })).query(({ ctx }) => list(ctx)),
  add: protectedProcedure.use(requireAdmin).mutation(({ ctx }) => add(ctx)),
})`,
			"server/users.ts": `
import { authenticatedProcedure } from './trpc'
export const getUserRoute = authenticatedProcedure.input(schema).query(async ({ input }) => find(input))`,
		}, `
MUTATION order.add add +protectedProcedure:authentication +requireAdmin:authorization
MUTATION user.inner.rename rename +protectedProcedure:authentication
QUERY health function +publicProcedure:public
QUERY order.list list +protectedProcedure:authentication
QUERY user.get find +authenticatedProcedure:authentication`},
		"what is no router": {map[string]string{"web/page.ts": `
const data = router({ a: api.order.list.query(), b: client.query({}) })
const other = createRouter({ routes: [{ path: '/', component: Home }] })`}, ``},
	})
}
