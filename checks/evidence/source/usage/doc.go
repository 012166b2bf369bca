// Package usage says which facilities a program uses, and how: caches, stores of
// files, loggers and what they put into a line, error pages, and what leaves the
// program in its answers.
//
// Read looks at one file in the child process that reads foreign code. It works
// from tables: a library by the name of its module, and what using one of its names
// says. Code that no table explains is told by the names that people give to such
// things (redis, cache, logger), and is marked so. What Read answers depends on the
// content alone. Link puts the answers of all files together, beside what each file
// is for; it is a pure function. Neither judges.
package usage
