// Package taint follows untrusted data: from what a request carries (a source) to
// what it must not reach as it is (a sink: a query, a shell, a path, a page). Read
// follows it within one file and sums functions up; it runs in the child that reads
// foreign code, and what it says depends on the content alone. Link joins the files:
// a handler that hands untrusted data to a function elsewhere, and a function
// elsewhere that returns it.
//
// What is a source, a sink or a cleaner is data: tables by language, keyed on
// origins as program.Function.Origin writes them, and on names where no type is
// known. The engine runs each function once, over abstract values: which untrusted
// data a value holds, what stands before it in a text, and for which classes of
// attack it has been made harmless. It knows branches (what a condition proves,
// and what leaves the function), objects by their fields, closures, and the
// functions of the file by their summaries.
//
// Of Go it takes the way that a program takes whatever is asked: conditions and switches
// over constants (fixed.go), the rounds of a loop while their number is known (rounds.go),
// and elements while all that is put into a list or a map is seen (golang_lists.go). A
// variable has a constant, or a list its elements, only while nobody but the function itself
// can change it (variables.go); where that is not known, anything may be.
//
// It is made to be believed: a call that is not known gives clean data, so that a
// flow is told only where each step of it is known. What is likely but not certain
// is marked so.
package taint
