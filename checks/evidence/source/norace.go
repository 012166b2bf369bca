//go:build !race

package source

// raceDetector reports that this binary was built with the race detector.
const raceDetector = false
