// Package config holds what operators and repositories may set: the settings of
// a server (environment, flags, file) and the policy of a repository
// (.golive.yml). It imports no other package of golive; every room may import
// it.
package config
