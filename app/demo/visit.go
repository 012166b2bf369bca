package demo

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"
)

// StagingState is what the sample shop's staging answers to the demo's own page,
// which shows it beside what golive makes of its visits.
type StagingState struct {
	URL     string
	Commit  string // that is deployed
	Version string // that it says it is
	Answers []Answer
}

// Answer is what staging answered to one request without a token.
type Answer struct {
	Path   string
	What   string // that the path is for
	Status int    // 0: no answer
	Wrong  string // what is wrong with that, for people; empty: nothing
}

// visits remembers what the deployed commit answered.
type visits struct {
	mutex sync.Mutex
	known *StagingState
}

// visitTime bounds one request to staging, which runs in this process.
const visitTime = time.Second

// asked are the paths of a visit; private ones answer 401 to strangers.
func asked() []struct {
	path, what string
	private    bool
} {
	return []struct {
		path, what string
		private    bool
	}{
		{"/", "the shop's page", false},
		{"/version", "which version is deployed", false},
		{"/api/v1/products", "what is for sale", false},
		{"/api/v1/orders", "a customer's orders", true},
		{"/api/v1/exports/2026-10", "a month of everybody's orders", true},
	}
}

// state asks staging what it answers, once for each deployed commit. It returns
// nil where none is served.
func (v *visits) state(ctx context.Context, scene *Scene) *StagingState {
	url := scene.StagingURL()
	if url == "" {
		return nil
	}
	v.mutex.Lock()
	defer v.mutex.Unlock()
	commit := scene.staging.Commit()
	if v.known != nil && v.known.Commit == commit {
		return v.known
	}
	state := &StagingState{URL: url, Commit: commit}
	for _, question := range asked() {
		status, body := visit(ctx, url+question.path)
		answer := Answer{Path: question.path, What: question.what, Status: status}
		if question.private && status == http.StatusOK {
			answer.Wrong = "anyone may read it"
		}
		if question.path == "/version" {
			var said struct{ Version string }
			if json.Unmarshal(body, &said) == nil {
				state.Version = said.Version
			}
		}
		state.Answers = append(state.Answers, answer)
	}
	if ctx.Err() == nil {
		v.known = state
	}
	return state
}

// visit returns status and body of an answer, and 0 where there is none.
func visit(ctx context.Context, url string) (int, []byte) {
	ctx, cancel := context.WithTimeout(ctx, visitTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, nil
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	if err != nil {
		return 0, nil
	}
	return answer.StatusCode, body
}
