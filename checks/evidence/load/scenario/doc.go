// Package scenario reads what users of a service do, a YAML file, and compiles it:
// every text of the file is read once, and what is left for each request is to copy
// bytes and fill in a user's values.
//
// The file is the operator's own. All the same nothing is sent before the whole file
// is in order: a variable that nothing sets, a column that a CSV file does not have,
// an expression or a path that is none are said with their line and with what to do
// (FileError).
//
// What golive tries on a staging by itself (ParseSmoke, ParseMatrix) is written the same way; such a file
// comes from a repository, so that more of it is bounded.
//
// A Program is what all users share and does not change. A User is one of them with
// values and cookies of its own, and belongs to one goroutine. What a service answers
// is hostile: of each Answer no more is kept than MostBody and MostHeader, JSON is
// looked at without recursion and regular expressions take time in proportion to it.
//
// Neighbours: checks/evidence/load sends the requests, keeps the time and counts;
// cmd/golive reads the files.
package scenario
