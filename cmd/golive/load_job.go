package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/app/loadreport"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/config"
)

// loadJob is what a command line asks for.
type loadJob struct {
	service    *url.URL
	load       load.Job
	processes  int
	thresholds []load.Threshold
	kept       *loadreport.Directory // nil: the result is kept nowhere
	baseline   *load.Baseline        // nil: there is none
}

// step names the one kind of request that there is.
func (j loadJob) step() string { return j.load.Method + " " + j.service.EscapedPath() }

const (
	mostUsers     = 1000   // connections that a service gets where nobody says how many
	mostProcesses = 64     // that send
	manyRequests  = 40_000 // a second: what one processor sends with room to spare
)

// job reads the command line, and refuses what can be refused before anything is
// sent.
func (f loadFlags) job(address string) (loadJob, error) {
	switch {
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
	case f.named["processes"] && (f.processes < 1 || f.processes > mostProcesses):
		return loadJob{}, fmt.Errorf("--processes %d: it takes from 1 to %d", f.processes, mostProcesses)
	case f.warmUp < 0:
		return loadJob{}, fmt.Errorf("--warm-up %s: it takes no less than nothing", f.warmUp)
	}
	if err := f.limit.check(f.rps, f.named); err != nil {
		return loadJob{}, err
	}
	service, err := load.ParseTarget(address)
	if err != nil {
		return loadJob{}, err
	}
	plan := load.Plan{Rate: f.rps, WarmUp: f.warmUp, Duration: f.duration, Timeout: f.timeout, LeastConnections: f.users, MostConnections: f.users}
	const share, most = 10, 10 * time.Second
	if !f.named["warm-up"] {
		plan.WarmUp = min(f.duration/share, most)
	}
	if !f.named["users"] {
		plan.MostConnections = mostUsers
	}
	job := loadJob{service: service, processes: f.processes, load: load.Job{
		URL: service.String(), Method: strings.ToUpper(f.method), HTTP2: f.http2, Follow: f.follow, Insecure: f.insecure, Plan: plan,
	}}
	if !f.named["processes"] {
		job.processes = processesFor(f.rps, plan)
	}
	if job.processes > plan.MostConnections {
		return loadJob{}, fmt.Errorf("--processes %d: there is no connection for each of them, with --users %d", job.processes, f.users)
	}
	if job.load.Header, err = f.header(); err != nil {
		return loadJob{}, err
	}
	if job.load.Body, err = f.content(); err != nil {
		return loadJob{}, err
	}
	if _, err := job.load.Request(); err != nil {
		return loadJob{}, err
	}
	if err := f.readAnswers(&job.load); err != nil {
		return loadJob{}, err
	}
	job.thresholds = load.DefaultThresholds(f.rps)
	for _, text := range f.thresholds {
		threshold, err := load.ParseThreshold(text)
		if err != nil {
			return loadJob{}, fmt.Errorf("--threshold %w", err)
		}
		if err := job.knows(threshold.Step()); err != nil {
			return loadJob{}, fmt.Errorf("--threshold %q: %w", text, err)
		}
		job.thresholds = append(job.thresholds, threshold)
	}
	return job, job.compare(f.baseline)
}

// header returns the header that is sent.
func (f loadFlags) header() (http.Header, error) {
	header := http.Header{"User-Agent": {"golive/" + buildVersion()}, "Accept": {"*/*"}}
	given := http.Header{}
	for _, line := range f.headers {
		name, value, found := strings.Cut(line, ":")
		if !found {
			return nil, errors.New("--header: write it as NAME: VALUE") // it may be a secret
		}
		given.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	maps.Copy(header, given)
	return header, nil
}

// content returns the body that is sent.
func (f loadFlags) content() ([]byte, error) {
	path, isFile := strings.CutPrefix(f.body, "@")
	if !isFile {
		return []byte(f.body), nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--body @%s: %w", path, reasonOf(err))
	}
	return content, nil
}

// allowVariable names hosts that may be loaded, separated by commas. It is a setting of
// the server too.
const allowVariable = "GOLIVE_ALLOW_HOSTS"

// allowedHosts are the hosts that the operator named.
func (f loadFlags) allowedHosts() ([]config.Host, error) {
	named, err := config.ParseHosts(os.Getenv(allowVariable))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", allowVariable, err)
	}
	for _, text := range f.allowed {
		host, err := config.ParseHost(text)
		if err != nil {
			return nil, fmt.Errorf("--allow-host: %w", err)
		}
		named = append(named, host)
	}
	return named, nil
}
