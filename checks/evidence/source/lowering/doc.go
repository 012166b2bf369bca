// Package lowering makes programs of syntax trees. Each language is a table from
// the kinds of nodes of its grammar to the statements and expressions of package
// program; the rows that languages share are made by the functions in rows.go. It
// runs in the child process that reads foreign code.
package lowering
