package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

// loadJob is what a command line asks for.
type loadJob struct {
	service    *url.URL
	plan       load.Plan
	request    *load.Request
	method     string
	thresholds []load.Threshold
}

// step names the one kind of request that there is.
func (j loadJob) step() string { return j.method + " " + j.service.EscapedPath() }

// mostUsers is how many connections a service gets where nobody says how many.
const mostUsers = 1000

// job reads the command line, and refuses what can be refused before anything is
// sent.
func (f loadFlags) job(address string) (loadJob, error) {
	switch {
	case f.scenario != "":
		return loadJob{}, errors.New("--scenario: this version of golive sends one kind of request, and has no scenarios yet")
	case !slices.Contains([]string{"text", "json"}, f.format):
		return loadJob{}, fmt.Errorf("--format %s: it takes text or json%s", f.format, meant(f.format, []string{"text", "json"}))
	case !f.named["rps"]:
		return loadJob{}, errors.New("--rps N says how many requests a second are sent")
	case !(f.rps > 0 && f.rps <= load.MostRate):
		return loadJob{}, fmt.Errorf("--rps %g: it takes more than 0 and at most %d", f.rps, load.MostRate)
	case !f.named["duration"]:
		return loadJob{}, errors.New("--duration D says how long they are sent, such as 30s or 5m")
	case f.duration < time.Second || f.duration > load.MostDuration:
		return loadJob{}, fmt.Errorf("--duration %s: it takes from 1s to %s", f.duration, load.MostDuration)
	case f.timeout <= 0 || f.timeout > load.LongestTimeout:
		return loadJob{}, fmt.Errorf("--timeout %s: it takes more than nothing and at most %s", f.timeout, load.LongestTimeout)
	case f.named["users"] && (f.users < 1 || f.users > load.MostConnected):
		return loadJob{}, fmt.Errorf("--users %d: it takes from 1 to %d", f.users, load.MostConnected)
	case f.warmUp < 0:
		return loadJob{}, fmt.Errorf("--warm-up %s: it takes no less than nothing", f.warmUp)
	}
	service, err := load.ParseTarget(address)
	if err != nil {
		return loadJob{}, err
	}
	job := loadJob{service: service, method: strings.ToUpper(f.method), plan: load.Plan{
		Rate: f.rps, WarmUp: f.warmUp, Duration: f.duration, Timeout: f.timeout,
		LeastConnections: f.users, MostConnections: f.users,
	}}
	const share, most = 10, 10 * time.Second
	if !f.named["warm-up"] {
		job.plan.WarmUp = min(f.duration/share, most)
	}
	if !f.named["users"] {
		job.plan.MostConnections = mostUsers
	}
	if job.request, err = f.request(service, job.method); err != nil {
		return loadJob{}, err
	}
	job.thresholds = load.DefaultThresholds(f.rps)
	for _, text := range f.thresholds {
		threshold, err := load.ParseThreshold(text)
		if err != nil {
			return loadJob{}, fmt.Errorf("--threshold %w", err)
		}
		job.thresholds = append(job.thresholds, threshold)
	}
	return job, nil
}

// request makes the request that is sent.
func (f loadFlags) request(service *url.URL, method string) (*load.Request, error) {
	header := http.Header{"User-Agent": {"golive/" + buildVersion()}, "Accept": {"*/*"}}
	given := http.Header{}
	for _, line := range f.headers {
		name, value, found := strings.Cut(line, ":")
		if !found {
			return nil, errors.New("--header: write it as NAME: VALUE") // it may be a secret
		}
		given.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	for name, values := range given {
		header[name] = values
	}
	body := []byte(f.body)
	if path, isFile := strings.CutPrefix(f.body, "@"); isFile {
		var err error
		if body, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("--body @%s: %w", path, reasonOf(err))
		}
	}
	return load.NewRequest(method, service, header, body)
}

// allowedHosts are the hosts that the operator named.
func (f loadFlags) allowedHosts() []string {
	named := slices.Clone(f.allowed)
	for host := range strings.SplitSeq(os.Getenv("GOLIVE_ALLOW_HOSTS"), ",") {
		if host = strings.TrimSpace(host); host != "" {
			named = append(named, host)
		}
	}
	return named
}
