// Package syntax holds the syntax tree of one file as plain Go data. tree-sitter's
// own trees are C memory whose every step costs a call into C, and a step upwards
// a walk down from the root; a Tree here is made by one walk and then read freely,
// by any number of readers. Trees are made and used inside the child process that
// reads foreign code (package source above it) and never leave it; package lowering
// turns them into programs.
package syntax
