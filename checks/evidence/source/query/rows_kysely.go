package query

import "github.com/golive-app/golive/config/regex"

// kyselyRows are the ways in which Kysely runs what it has put together: by the table that
// a chain begins with, whatever the connection is called.
// https://kysely.dev/docs/getting-started#querying
// https://kysely-org.github.io/kysely-apidoc/classes/Kysely.html
var kyselyRows = []row{
	{library: "Kysely", through: "insertInto replaceInto updateTable deleteFrom mergeInto", ends: kyselyEnds, writes: kyselyEnds},
	{library: "Kysely", through: "selectFrom selectNoFrom", ends: kyselyEnds},
	// https://kysely-org.github.io/kysely-apidoc/interfaces/Sql.html
	{library: "Kysely", module: "kysely", direct: true, roots: regex.New(`^sql$`), ends: "execute"},
}

const kyselyEnds = "execute executeTakeFirst executeTakeFirstOrThrow stream explain"
