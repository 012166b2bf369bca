// Package shop is the sample web shop of golive's demo: a small repository in
// the states of one release, from the version that is live over a release
// candidate with planted defects to the mended one, and a staging environment
// whose behaviour comes from a file of the commit that is deployed on it.
//
// The files are data: nothing of them is built or run. They stand under
// testdata, so that tools which read golive's own repository take the planted
// defects for what they are; a path's element that begins with "dot-" stands
// for one that begins with ".", so that the shop's .gitignore and its like do
// not act on golive's own repository.
//
// Neighbours: app/demo tells the story over it, app/simulator holds the
// repository.
package shop
