//go:build !race

package server_test

// underRace is whether the race detector watches the tests.
const underRace = false
