package load

import (
	"fmt"
	"math"
	"strings"

	"github.com/golive-app/golive/checks/wording"
)

// RateWords writes requests a second: "7,420".
func RateWords(rps float64) string {
	const few = 100
	if rps < few {
		return Figure(rps)
	}
	return wording.Number(int64(math.Round(rps)))
}

// TimeWords writes a time in milliseconds as it is compared: "2,310 ms", "0.82 ms".
func TimeWords(milliseconds float64) string {
	const many = 100
	if milliseconds < many {
		return Figure(milliseconds) + " ms"
	}
	return wording.Number(int64(math.Round(milliseconds))) + " ms"
}

// ShareWords writes a share of requests with as many digits as say something.
func ShareWords(part, whole int64) string {
	if part == 0 || whole == 0 {
		return "0 %"
	}
	share := 100 * float64(part) / float64(whole)
	switch {
	case share < 0.01:
		return "under 0.01 %"
	case share < 1:
		return fmt.Sprintf("%.2f %%", share)
	default:
		return fmt.Sprintf("%.1f %%", share)
	}
}

// Words tells the kinds of error by their share of the requests: "2.9 % status, 0.20 %
// timeout"; "none" where there is none.
func (e ResultErrors) Words(requests int64) string {
	var parts []string
	for _, class := range []struct {
		count int64
		name  string
	}{{e.Status, "status"}, {e.Timeout, "timeout"}, {e.Connect, "connection"}, {e.Check, "wrong answer"}, {e.Extraction, "lacking value"}} {
		if class.count > 0 {
			parts = append(parts, ShareWords(class.count, requests)+" "+class.name)
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
