package load

import (
	"math"
	"strconv"
)

// Figure writes a measured number for people, with no more digits than say
// something.
func Figure(value float64) string {
	const thousandth = 1000 // what is less was not measured
	value = math.Round(value*thousandth) / thousandth
	digits := 0
	switch {
	case value < 10:
		return strconv.FormatFloat(rounded(value), 'f', -1, 64)
	case value < 100:
		digits = 1
	}
	return strconv.FormatFloat(value, 'f', digits, 64)
}
