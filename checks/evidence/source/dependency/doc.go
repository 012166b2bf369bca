// Package dependency reads which libraries a repository's manifests ask for, and
// which versions its lock files hold: npm's, Python's and Go's. Only what a manifest
// names itself counts; what those bring along does not. It works on contents alone
// and runs nothing: a setup.py is read as text.
package dependency
