// Package render makes manifests of what only tools can read: charts of Helm and
// overlays of kustomize. Templates are programs, and foreign ones, so they run in a
// child process that holds nothing, can open no file and no connection, and is ended
// when it takes too much time or memory. Nothing asks a cluster.
package render
