// Package link joins the files of a repository. Read makes an outline of one
// file: what it imports, what it offers, which functions and classes it has. It
// runs in the child that reads foreign code, and what it says depends on the
// content alone. New puts the outlines of all files and the manifests together,
// and the Index that it makes follows a module to a file and a name to the
// function behind it.
//
// A name is followed as the languages do it: relative and absolute imports,
// TypeScript's paths, workspaces, the maps of package.json, Python's packages and
// the folders that its programs run in, Go's modules. Where that leaves more than
// one answer there is none: a wrong edge would tell of a flow that does not exist.
package link
