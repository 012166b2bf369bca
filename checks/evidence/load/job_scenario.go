package load

import (
	"net/url"
	"strings"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// JobScenario is a job's scenario, as its files are.
type JobScenario struct {
	Name  string `json:"name"` // of the file, for people
	Text  []byte `json:"text"`
	Users []byte `json:"users,omitempty"` // of the file that it names, if it names one
}

// Program compiles what the job's users do; nil: they send the one request, and
// nobody looks at answers.
func (j Job) Program() (*scenario.Program, error) {
	if j.Scenario == nil && len(j.Checks) == 0 {
		return nil, nil
	}
	address, err := url.Parse(j.URL)
	if err != nil {
		return nil, err
	}
	options := scenario.Options{Host: address.Host, Header: j.Header, Count: j.Plan.MostConnections}
	if j.Scenario == nil {
		return scenario.Single(options, j.Method, address.RequestURI(), j.Body, j.Checks)
	}
	options.Prefix, options.Users = strings.TrimSuffix(address.EscapedPath(), "/"), j.Scenario.Users
	return scenario.Parse(j.Scenario.Name, j.Scenario.Text).Compile(options)
}

// Query returns what the job's address asks for beside its path.
func (j Job) Query() string {
	if address, err := url.Parse(j.URL); err == nil {
		return address.RawQuery
	}
	return ""
}
