// Package program is the form in which the code of every language is read: files
// with imports, functions and classes, made of statements and expressions. What
// differs between languages in spelling alone is the same here, so that a rule
// (queries in loops, flows of untrusted data, routes) is written once and its
// tables name the language's own libraries.
//
// A program is made by package lowering from a syntax tree, lives in the child
// process that reads foreign code, and is read by the packages beside it (route,
// taint, query, …), which answer with plain facts. It says what is written, not
// what happens: there are no types but those that are spelled out, and a name that
// cannot be followed stays a name.
package program
