package terminal

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/load"
)

func TestTheResultOfAScenario(t *testing.T) {
	t.Parallel()
	result := loadResult()
	result.Steps = []load.ResultStep{
		{Name: "login", Requests: 1000, Start: true, Latency: load.Percentiles{P50: 12, P95: 40.25, P99: 61, Max: 80}, Service: load.Percentiles{P50: 11.5, P99: 60}},
		{Name: "pay\x1b[31m", Requests: 299_500, Errors: 7, Latency: load.Percentiles{P50: 0.4, P95: 1.5, P99: 865, Max: 1002}, Service: load.Percentiles{P50: 0.3, P99: 8.7}},
	}
	result.Sessions = &load.ResultSessions{
		Asked: 1000, Users: 1000, Peak: 998, Flows: 1, Completed: 1, Identity: true, Verified: 999, Mixed: 1,
		Mixups: []load.Mixup{{Step: "me", User: "user-12", Seen: "user-\x1b[31m13", Known: true}},
	}
	var written strings.Builder
	if err := WriteLoad(&written, result, Options{}); err != nil {
		t.Fatal(err)
	}
	const want = `
step         requests  errors   p50   p95   p99   max  service p50   p99  ms
login            1000       0  12.0  40.2  61.0  80.0         11.5  60.0  once for every user
pay\x1b[31m    299500       7   0.4   1.5   865  1002          0.3   8.7
`
	const users = `users      1000 of 1000, up to 998 with a session at once; 1 of 1 flow came to their end
identity   999 of them saw their own data; 1 answer was about another user
           user-12 was given the data of user-\x1b[31m13 at me
`
	if !strings.Contains(written.String(), want) || !strings.Contains(written.String(), users) {
		t.Errorf("got\n%s", written.String())
	}
}
