// Package route tells which requests a program answers: method, path, the function
// behind it, and what stands guard in front.
//
// Read looks at one file and notes the routers in it, the steps taken on each in
// the order in which they run, and what functions and classes say about themselves.
// It runs in the child that reads foreign code and depends on the content alone.
// Link joins the notes of all files: a router that one file makes, another fills
// and a third mounts under a prefix is followed through all of them.
//
// Frameworks are tables: frameworks.go says what makes a router, and one table a
// language (script.go, python.go, golang.go) what its methods do. A path that is
// put together at run time keeps "{?}" where it is not known.
//
// Describe compares the routes with what the product's own OpenAPI documents say.
package route
