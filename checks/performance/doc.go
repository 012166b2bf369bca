// Package performance holds the checks of section IV: what a release asks of its
// database, its caches and its storage.
package performance
