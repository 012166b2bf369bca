// Package secret finds secrets in text: it gathers, and never judges. It wraps
// gitleaks' detector and its rules (https://github.com/gitleaks/gitleaks),
// knows the files that are a secret by themselves (a committed .env, a private
// key, a Terraform state), reads environment files with their lines, and tells
// values from placeholders and from references to a secret manager.
//
// No value leaves the package: what is found is described by its rule, its
// place, a salted hash and at most its last four characters.
//
// Neighbours: checks/code judges what is found for code.secrets, and
// checks/infrastructure uses the reader of environment files.
package secret
