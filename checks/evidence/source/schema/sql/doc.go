// Package sql reads SQL: the changes that it makes to tables, and the columns by which
// its queries pick rows. Statements are cut apart by a small lexer of our own that knows
// the quotes and comments of PostgreSQL, MySQL and SQLite. PostgreSQL's own parser reads
// each (libpg_query, which is C code: it runs in the child process that reads foreign
// code); what it does not know, since it is another database's or half a template, is
// read by the words of the statement.
package sql
