// Package orm reads what programs say of a database: the tables that models of object
// mappers declare, and the changes that migrations written in a programming language
// make. Each mapper has a file with its tables of names; what is not written out as a
// constant is left out.
package orm
