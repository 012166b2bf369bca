package publish

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
)

// loadedPage is a page with a load test: ten minutes in which the service stopped
// serving more at three quarters of the rate.
func loadedPage(t *testing.T, change func(*checks.LoadTest, *load.Result)) page {
	t.Helper()
	result := load.Result{
		Schema: load.ResultSchema, OfferedRPS: 10002, AchievedRPSP5: 7420, DurationS: 600.2, Requests: 6_001_200,
		Errors:  load.ResultErrors{Total: 186_037, Status: 174_035, Timeout: 12_002},
		Latency: load.Percentiles{P50: 38, P95: 912, P99: 2310},
	}
	test := &checks.LoadTest{State: checks.LoadEnded, Environment: "staging", EndedAt: noon.Add(-time.Hour)}
	for second := range checks.MostLoadPoints {
		offered := min(10000, 10000*float64(second+1)/6)
		test.Curve = append(test.Curve, checks.LoadPoint{Offered: offered, Served: min(offered, 7600-float64(second%7)*90), Failed: 300})
	}
	if change != nil {
		change(test, &result)
	}
	encoded, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	test.Result = encoded
	s := newStory(t)
	s.run.Load = test
	return s.page()
}

func TestLoadCard(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, one := range []struct {
		name   string
		change func(*checks.LoadTest, *load.Result)
	}{
		{"missed", nil},
		{"reached", func(test *checks.LoadTest, result *load.Result) {
			result.AchievedRPSP5, result.Errors, result.Latency = 9984, load.ResultErrors{}, load.Percentiles{P50: 31, P95: 118, P99: 182}
			for index := range test.Curve {
				test.Curve[index].Served = test.Curve[index].Offered
			}
		}},
		{"stopped", func(test *checks.LoadTest, result *load.Result) {
			test.Why, test.Curve, result.DurationS = "@lee stopped it", test.Curve[:3], 18
		}},
		{"of a name that would be markup", func(test *checks.LoadTest, _ *load.Result) { test.Environment, test.Curve = "a`|<b> @all", nil }},
	} {
		all.WriteString("## " + one.name + "\n" + loadedPage(t, one.change).loadCard() + "\n")
	}
	golden(t, "load_card.md", all.String())
}

func TestTheCardStandsInItsSection(t *testing.T) {
	t.Parallel()
	comment := loadedPage(t, nil).comment()
	performance := strings.Index(comment, "IV. Performance")
	card, next := strings.Index(comment, "Offered 10,002 rps"), strings.Index(comment, "V. Monitoring")
	if performance < 0 || card < performance || next < card {
		t.Errorf("the section is at %d, the card at %d, the next section at %d", performance, card, next)
	}
}

func TestWithoutAResultThereIsNoCard(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*checks.LoadTest){
		"refused":         func(test *checks.LoadTest) { test.State = checks.LoadRefused },
		"under way":       func(test *checks.LoadTest) { test.State = checks.LoadRunning },
		"nothing kept":    func(test *checks.LoadTest) { test.Result = nil },
		"broken":          func(test *checks.LoadTest) { test.Result = json.RawMessage("{") },
		"another version": func(test *checks.LoadTest) { test.Result = json.RawMessage(`{"schema":"golive.load/9"}`) },
	} {
		shown := loadedPage(t, nil)
		change(shown.run.Load)
		if card := shown.loadCard(); card != "" {
			t.Errorf("%s: %s", name, card)
		}
	}
}
