// Package linguist tells what GitHub Linguist knows of a file: its language, whether others
// wrote it, whether a program wrote it, whether it is documentation
// (https://github.com/github-linguist/linguist). What golive makes of that is decided by package
// source, which asks it.
//
// Linguist's lists (LICENSE.linguist) are those of go-enry, which a test writes into tables.go.
// To use go-enry itself costs each process of golive, the children that parse among them, the
// time to compile 600 expressions at its start, of which a run needs a few: here they are
// compiled when they are first asked. Tests hold the tables and the answers against go-enry's.
package linguist

//go:generate go test -run TestTheTablesAreThoseOfGoEnry . -update
