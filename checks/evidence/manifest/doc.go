// Package manifest gathers what a release's own files declare of how it runs: objects
// of Kubernetes, services of compose, Dockerfiles, and programs of PM2, systemd,
// Procfiles and Fly.io. What tests, examples and vendored code hold is not the
// release's own and is left out; so is what is for developers' machines. It reads and
// judges nothing.
package manifest
