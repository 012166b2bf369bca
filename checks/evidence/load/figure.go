package load

import "strconv"

// Figure writes a measured number for people, with no more digits than say
// something.
func Figure(value float64) string {
	digits := 0
	switch {
	case value < 10:
		digits = -1
	case value < 100:
		digits = 1
	}
	return strconv.FormatFloat(value, 'f', digits, 64)
}
