// Package schema is what code says of a database's tables: the tables that models
// declare, the changes that migrations make, and what queries filter by. Readers make
// Facts of one file each: package sql of SQL, package prisma of schema.prisma, package
// orm of programs. Link puts the facts of all files together into databases. Nothing
// here judges, and nothing here asks a database.
package schema
