// Package lookup reads by which columns the queries of a program pick rows. Which
// calls are queries, and of what library, package query tells; each library has a
// file here that says how it writes conditions. A query of which a part is not written
// out, so that it may be narrowed by more than can be seen, is counted and left out.
package lookup
