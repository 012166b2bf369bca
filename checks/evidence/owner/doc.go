// Package owner reads CODEOWNERS files as GitHub does: the last line that matches
// a file decides alone, and a line that GitHub would skip is skipped and told.
//
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
package owner
