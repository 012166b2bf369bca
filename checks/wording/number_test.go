package wording_test

import (
	"testing"
	"time"

	"github.com/golive-app/golive/checks/wording"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	for number, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 10000: "10,000", 1234567: "1,234,567", -1234: "-1,234", -12: "-12"} {
		if got := wording.Number(number); got != want {
			t.Errorf("%d is written %s, want %s", number, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for span, want := range map[time.Duration]string{
		10 * time.Minute: "10m", 90 * time.Second: "1m30s", time.Hour: "1h", 90 * time.Minute: "1h30m", 45 * time.Second: "45s", 300 * time.Millisecond: "300ms", time.Hour + 5*time.Second: "1h0m5s", 0: "0s",
	} {
		if got := wording.Span(span); got != want {
			t.Errorf("%s is written %s, want %s", span, got, want)
		}
	}
}
