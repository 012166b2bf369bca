package query

import "github.com/golive-app/golive/config/regex"

// scriptRows are the libraries of JavaScript and TypeScript.
var scriptRows = []row{
	// https://www.prisma.io/docs/orm/reference/prisma-client-reference
	{
		library: "Prisma", roots: regex.New(`prisma`), through: "",
		ends:   "findUnique findUniqueOrThrow findFirst findFirstOrThrow findMany count aggregate groupBy create update upsert delete updateMany deleteMany $queryRaw $queryRawUnsafe $executeRaw",
		writes: "create update upsert delete updateMany deleteMany $executeRaw",
	},
	{
		library: "Prisma", roots: regex.New(`^(?:tx|trx|db|client)$`), module: "prisma",
		ends:   "findUnique findUniqueOrThrow findFirst findFirstOrThrow findMany groupBy upsert",
		writes: "upsert",
	},
	{
		library: "Prisma", roots: regex.New(`^(?:tx|trx|db|client)$`), module: "prisma", model: true,
		ends: "create createMany update updateMany delete deleteMany count aggregate", writes: "create createMany update updateMany delete deleteMany",
	},
	// A client that is called something else, by methods that nothing else has.
	{
		library: "Prisma", roots: regex.New(`(?:^|\.|/)(?:tx|trx|db|database)(?:\(\))?$`), model: true,
		ends: "findUnique findUniqueOrThrow findFirst findFirstOrThrow findMany upsert", writes: "upsert",
	},
	// https://sequelize.org/api/v6/class/src/model.js~model
	{library: "Sequelize", class: true, ends: "findByPk findAll findAndCountAll findOrCreate findOrBuild findCreateFind", writes: "findOrCreate findCreateFind"},
	{library: "Sequelize", class: true, module: "sequelize", never: noModels, ends: "findOne count sum max min aggregate create update destroy upsert increment", writes: "create update destroy upsert increment"},
	{library: "Sequelize", class: true, module: "models", ends: "findOne count destroy", writes: "destroy"},
	{library: "Sequelize", mixed: true, module: "sequelize"},
	{library: "Sequelize", mixed: true, module: "models"},
	// https://mongoosejs.com/docs/api/model.html
	{library: "Mongoose", class: true, module: "mongoose", ends: "find findOne findById countDocuments aggregate exists distinct create updateOne deleteOne findByIdAndUpdate findOneAndUpdate findByIdAndDelete lean exec", writes: "create updateOne deleteOne findByIdAndUpdate findOneAndUpdate findByIdAndDelete"},
	{library: "Mongoose", class: true, module: "model", ends: "findById countDocuments findByIdAndUpdate findOneAndUpdate", writes: "findByIdAndUpdate findOneAndUpdate"},
	// https://mongoosejs.com/docs/api/document.html#Document.prototype.populate()
	{library: "Mongoose", module: "mongoose", element: true, ends: "populate execPopulate"},
	{library: "Mongoose", module: "model", element: true, ends: "populate execPopulate"},
	// What is imported from anywhere, by methods that nothing else has.
	{library: "Mongoose", class: true, ends: "findById findOne countDocuments findByIdAndUpdate findByIdAndDelete findOneAndUpdate", writes: "findByIdAndUpdate findByIdAndDelete findOneAndUpdate"},
	{library: "Mongoose", class: true, conditions: true, ends: "find"},
	// https://typeorm.io/docs/working-with-entity-manager/repository-api
	{
		library: "TypeORM", roots: regex.New(`(?:repository|repo|entitymanager|typeorm\.)`), module: "typeorm",
		ends:   "find findOne findOneBy findBy findOneOrFail findOneByOrFail findAndCount count countBy exists query save insert update delete remove softDelete getOne getMany getRawOne getRawMany getCount getManyAndCount execute",
		writes: "save insert update delete remove softDelete execute",
	},
	{library: "TypeORM", through: "getRepository getTreeRepository getMongoRepository createQueryBuilder", ends: "find findOne findOneBy findBy findOneOrFail findOneByOrFail findAndCount count countBy exists save insert update delete getOne getOneOrFail getMany getRawOne getRawMany getCount getManyAndCount", writes: "save insert update delete"},
	// https://typeorm.io/docs/guides/active-record-data-mapper
	{library: "TypeORM", module: "typeorm", class: true, ends: "find findOne findOneBy findBy findOneOrFail findOneByOrFail findAndCount count countBy save insert update delete", writes: "save insert update delete"},
	{library: "TypeORM", class: true, ends: "findOneBy findOneByOrFail findAndCountBy"},
	// https://knexjs.org/guide/query-builder.html
	{library: "Knex", table: true, direct: true, roots: regex.New(`^(?:db|tx|trx|database|conn|connection|pg|mysql)$`), ends: "first select where whereIn whereNull whereNot andWhere orderBy limit join leftJoin pluck count insert update del delete returning onConflict ignore merge increment decrement", writes: "insert update del delete returning onConflict ignore merge increment decrement"},
	{library: "Knex", direct: true, roots: regex.New(`^(?:knex|.*knex.*)$`), ends: "first select where whereIn pluck count insert update del delete raw returning from orderBy limit", writes: "insert update del delete returning"},
	// https://orm.drizzle.team/docs/select#count
	{library: "Drizzle", roots: regex.New(`(?:^|\.|/)(?:db|tx|trx|database|drizzle)(?:\(\))?$`), ends: "$count"},
	// https://orm.drizzle.team/docs/select https://orm.drizzle.team/docs/rqb
	{library: "Drizzle", module: "drizzle-orm", roots: regex.New(`(?:^|\.|/)(?:db|tx|database|drizzle)(?:\(\))?$`), through: "select selectDistinct", ends: "from where limit orderBy leftJoin innerJoin groupBy execute"},
	{library: "Drizzle", module: "drizzle-orm", through: "query", ends: "findFirst findMany"},
	// What is imported from a file of the repository, by the shape of the chain alone.
	{library: "Drizzle", roots: regex.New(`(?:^|\.|/)(?:db|tx|trx|database|drizzle)(?:\(\))?$`), through: "query", ends: "findFirst findMany"},
	{library: "Drizzle", roots: regex.New(`(?:^|\.|/)(?:db|tx|trx|database|drizzle)(?:\(\))?$`), through: "from", ends: "where limit orderBy leftJoin innerJoin groupBy execute"},
	{library: "Drizzle", roots: regex.New(`(?:^|\.|/)(?:db|tx|trx|database|drizzle)(?:\(\))?$`), through: "values set", ends: "where returning onConflictDoUpdate onConflictDoNothing", writes: "where returning onConflictDoUpdate onConflictDoNothing"},
	{library: "Drizzle", roots: regex.New(`(?:^|\.|/)(?:db|tx|trx|transaction|database|drizzle)(?:\(\))?$`), through: "insert", ends: "values", writes: "values"},
	{library: "Drizzle", roots: regex.New(`(?:^|\.|/)(?:db|tx|trx|transaction|database|drizzle)(?:\(\))?$`), through: "update", ends: "set", writes: "set"},
	{library: "Drizzle", module: "drizzle-orm", roots: regex.New(`(?:^|\.|/)(?:db|tx|database|drizzle)(?:\(\))?$`), through: "insert update delete", ends: "values set where returning", writes: "values set where returning"},
	// https://mikro-orm.io/docs/entity-manager
	{library: "MikroORM", module: "mikro-orm", roots: regex.New(`(?:^|\W)(?:em|manager|entitymanager|.*repository)(?:\(\))?$`), ends: "find findOne findOneOrFail findAndCount count flush persistAndFlush", writes: "flush persistAndFlush"},
	// pg, mysql2, better-sqlite3, postgres: whatever the connection is called, the
	// statement tells.
	{library: "SQL", sql: true, ends: "query execute run get all each raw one oneOrNone many manyOrNone any none prepare"},
}

// noModels matches where classes come from, or what they are called, that count and keep
// things elsewhere than in a database.
var noModels = regex.New(`stat(?:s|istic|istics)?(?:d|controller|client|service)|metric|telemetry|prometheus|counter|gauge|cache|redis`)
