// Package source gathers what the content of a release tells: its files and
// what each is for, its commits and changed lines, and the facts that can be
// read from its syntax. It judges nothing; the folders of the sections
// (checks/code, checks/security, …) do.
//
// Content is data and is never run. Git is read through the git program in a
// sealed environment, in which neither the repository's nor the user's
// configuration can start a program; files of a working tree are read through
// os.Root, which no symbolic link leads out of; and foreign code is parsed by a
// child process of the same binary (ServeReader), which holds the syntax trees
// in its own memory, under limits, and answers with plain facts.
package source
