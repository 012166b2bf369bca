package load

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/evidence/probe"
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
	program, err := j.compile(options, address)
	if err == nil {
		program.Give(j.Secrets, probe.NewRedactor(j.confidential()).Text)
	}
	return program, err
}

func (j Job) compile(options scenario.Options, address *url.URL) (*scenario.Program, error) {
	if j.Scenario == nil {
		return scenario.Single(options, j.Method, address.RequestURI(), j.Body, j.Checks)
	}
	options.Prefix, options.Users = strings.TrimSuffix(address.EscapedPath(), "/"), j.Scenario.Users
	return scenario.Parse(j.Scenario.Name, j.Scenario.Text).Compile(options)
}

// confidential is what the job sends and a result must not show, however a service gives
// it back: secrets, and what stands in headers that open something.
func (j Job) confidential() []string {
	all := slices.Collect(maps.Values(j.Secrets))
	for name, values := range j.Header {
		if !slices.Contains([]string{"User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Host"}, name) {
			all = append(all, values...)
		}
	}
	return all
}

// FillSecrets reads the secrets that the job's users need. An error names one that cannot
// be had.
func (j *Job) FillSecrets(read func(name string) (string, error)) error {
	program, err := j.Program()
	if err != nil || program == nil {
		return err
	}
	j.Secrets = map[string]string{}
	for _, name := range program.Secrets() {
		value, err := read(name)
		if err != nil {
			return fmt.Errorf("${secret:%s}: %w", name, err)
		}
		j.Secrets[name] = value
	}
	return nil
}

// Query returns what the job's address asks for beside its path.
func (j Job) Query() string {
	if address, err := url.Parse(j.URL); err == nil {
		return address.RawQuery
	}
	return ""
}
