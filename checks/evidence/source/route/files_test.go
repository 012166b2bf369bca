package route_test

import "testing"

func TestFilesAreRoutes(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"Next.js, app": {map[string]string{
			"src/app/api/orders/route.ts":             "import { getServerSession } from 'next-auth'\nexport async function GET(request) { return Response.json([]) }\nexport const POST = async (request) => { const session = await getServerSession(options); if (!session) return new Response('', { status: 401 }) }\n",
			"src/app/(shop)/carts/[id]/route.ts":      "export const DELETE = withAuth(async (request) => Response.json({}))\n",
			"src/app/files/[...path]/route.ts":        "const handler = (request) => new Response()\nexport { handler as GET, handler as PUT }\n",
			"src/app/api/auth/[...nextauth]/route.ts": "import { handlers } from '@/auth'\nexport const { GET, POST } = handlers\n",
			"src/app/page.tsx":                        "export default function Page(props) { return null }\n",
			"src/lib/route.ts":                        "export const GET = (request) => 1\n",
		}, `
DELETE /carts/{id} Response.json +withAuth():authentication
GET /api/auth/{*} handlers.GET
GET /api/orders GET
GET /files/{*} handler
POST /api/auth/{*} handlers.POST
POST /api/orders POST +getServerSession():authentication +answers 401:authentication
PUT /files/{*} handler`},
		"Next.js: what asks in the body, and handlers that are passed on": {map[string]string{
			"app/api/admin/teams/route.ts": "import { parseRequest } from '@/lib/request'\nimport { unauthorized } from '@/lib/response'\nexport async function GET(request: Request) {\n  const { auth, error } = await parseRequest(request)\n  if (!(await canViewAllTeams(auth))) return unauthorized()\n  return Response.json([])\n}\n",
			"app/api/users/route.ts":       "import { parseRequest } from '@/lib/request'\nimport { unauthorized } from '@/lib/response'\nexport async function POST(request: Request) {\n  const { auth, error } = await parseRequest(request)\n  if (!auth) return unauthorized()\n  return Response.json([])\n}\n",
			"lib/request.ts":               "export async function parseRequest(request) { const auth = await checkAuth(request); if (!auth) return { error: () => unauthorized() }; return { auth } }\n",
			"app/api/hooks/route.ts":       "export { DELETE } from '@/modules/hooks/route'\n",
			"modules/hooks/route.ts":       "import { authenticatedApiClient } from '@/lib/client'\nexport const DELETE = async (request: NextRequest) => authenticatedApiClient({ request, schemas, handler: async ({ parsedInput }) => Response.json({}) })\n",
			"app/api/plain/route.ts":       "export const POST = async (request: NextRequest) => canRetry(options) && render({ request })\n",
			"tsconfig.json":                `{"compilerOptions": {"paths": {"@/*": ["./*"]}}}`,
		}, `
DELETE /api/hooks @/modules/hooks/route +authenticatedApiClient():authentication
GET /api/admin/teams GET +canViewAllTeams():authorization +answers 401:authentication
POST /api/plain POST
POST /api/users POST +parseRequest():authentication +answers 401:authentication`},
		"Next.js, pages": {map[string]string{
			"pages/api/users/[id].ts": "export default async function handler(req, res) { res.json({}) }\n", "pages/api/index.js": "export default withSession((req, res) => res.end())\n", "pages/about.tsx": "export default function About() {}\n",
			"pages/api/config.ts": "export default { a: 1 }\n",
		}, `
ANY /api res.end +withSession():authentication
ANY /api/users/{id} handler`},
		"Next.js behind middleware": {map[string]string{
			"web/middleware.ts":             "export { default } from 'next-auth/middleware'\nexport const config = { matcher: ['/api/admin/:path*', '/reports'] }\n",
			"web/app/api/admin/x/route.ts":  "export const POST = (request) => Response.json({})\n",
			"web/app/api/orders/route.ts":   "export const POST = (request) => Response.json({})\n",
			"web/app/reports/route.ts":      "export const POST = (request) => Response.json({})\n",
			"docs/app/api/admin/x/route.ts": "export const POST = (request) => Response.json({})\n",
		}, `
POST /api/admin/x POST
POST /api/admin/x POST +default:authentication
POST /api/orders POST
POST /reports POST +default:authentication`},
		"a middleware that is not read makes it unclear": {map[string]string{
			"middleware.ts":           "export function middleware(request) { return check(request) }\nexport const config = { matcher: ['/((?!_next|public).*)'] }\n",
			"app/api/orders/route.ts": "export const POST = (request) => Response.json({})\n", "app/public/route.ts": "export const POST = (request) => Response.json({})\n",
		}, `
POST /api/orders POST +middleware:optional
POST /public POST`},
		"SvelteKit": {map[string]string{
			"src/routes/api/orders/[id=integer]/+server.ts": "export const GET = async ({ locals }) => json({})\nexport function DELETE({ locals }) { if (!locals.user) error(401) }\n",
			"src/routes/(app)/cart/+page.server.ts":         "export const load = () => ({})\nexport const actions = { default: async ({ request }) => {}, remove: async ({ request }) => {} }\n",
		}, `
DELETE /api/orders/{id} DELETE +answers 401:authentication
GET /api/orders/{id} GET
POST /cart default
POST /cart remove`},
		"Nuxt": {map[string]string{
			"server/api/orders/[id].delete.ts": "export default defineEventHandler(async (event) => { await requireUserSession(event) })\n", "server/routes/feed.xml.ts": "export default defineEventHandler((event) => '')\n",
			"server/api/index.get.ts": "export default eventHandler((event) => '')\n", "server/utils/x.ts": "export default (event) => 1\n",
		}, `
ANY /feed.xml default
DELETE /api/orders/{id} requireUserSession +requireUserSession():authentication
GET /api default`},
		"Remix": {map[string]string{
			"app/routes/api.orders.$id.ts": "export async function loader({ request }) { await requireUser(request) }\nexport async function action({ request }) {}\n", "app/routes/_app.orders_.new/route.tsx": "export const action = async ({ request }) => {}\nexport default function Page() {}\n",
		}, `
GET /api/orders/{id} loader +requireUser():authentication
POST /api/orders/{id} action
POST /orders/new action`},
		"Remix, folders that continue names": {map[string]string{
			"app/routes/api+/health.ts": "export const loader = async () => new Response('ok')\n", "app/routes/_share+/orders+/$id.tsx": "export const action = async ({ request }) => {}\n",
		}, `
GET /api/health loader
POST /orders/{id} action`},
	})
}
