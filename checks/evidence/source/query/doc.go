// Package query finds where a program asks its database, and where it does so once
// for each element of something: in loops, in callbacks of lists, in resolvers and
// serializers that run once an object. Tables name the calls of each library. What
// runs in batches, pages through results or tries again is told apart from that.
//
// Read works on one program, in the child process that reads foreign code; Link
// joins what crosses files: through up to four calls, and from the routes on whose
// requests wait.
package query
