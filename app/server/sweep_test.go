package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
)

// mostSwept is what the first two sweeps of a repository may cost, with the answer that its
// open pull request gets: an installation of a thousand repositories has 12,500 requests an
// hour at most, and a sweep comes every ten minutes. Those that follow are answered with 304.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
const mostSwept = 12

func TestASweepOfManyRepositoriesIsPaidOnce(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.main()
	const many = 8
	for number := range many {
		name := fmt.Sprintf("service%d", number)
		must(w.github.CreateRepository("acme", name, ""))(t)
		full := "acme/" + name
		w.do(w.github.SetPermission(full, "kim", "write"))
		must(w.github.Push(full, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{"src/index.js": "export default 1;\n"}}))(t)
		must(w.github.Push(full, "change", "kim", simulator.Commit{Parent: "main", Message: "change", Files: map[string]string{"src/index.js": "export default 2;\n"}}))(t)
		must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: full, Title: "Change", Head: "change", User: "kim"}))(t)
	}
	w.start()
	// swept is how often the open pull requests of each repository were asked for.
	swept := func() (fewest int) {
		asked := map[string]int{}
		for _, request := range w.github.Requests() {
			if request.Method == http.MethodGet && strings.HasSuffix(request.Path, "/pulls") {
				asked[request.Path]++
			}
		}
		for number := range many {
			count := asked[fmt.Sprintf("/repos/acme/service%d/pulls", number)]
			if number == 0 || count < fewest {
				fewest = count
			}
		}
		return fewest
	}
	waitFor(t, "each repository was swept twice", func() bool { return swept() >= 2 })
	w.settled()
	paid := 0
	for _, request := range w.github.Requests() {
		if strings.HasPrefix(request.Path, "/repos/acme/service") && !request.Git && request.Status != http.StatusNotModified {
			paid++
		}
	}
	t.Logf("%d repositories cost %d calls: %s", many, paid, w.called())
	if paid > mostSwept*many {
		t.Errorf("the first sweeps cost %d calls for %d repositories", paid, many)
	}
	w.github.ForgetRequests()
	waitFor(t, "each repository was swept twice more", func() bool { return swept() >= 2 })
	t.Log(w.called())
	for _, request := range w.github.Requests() {
		answered := request.Status != 0 // the next sweep may be under way
		if answered && strings.HasPrefix(request.Path, "/repos/acme/service") && request.Method == http.MethodGet && request.Status != http.StatusNotModified {
			t.Errorf("a later sweep pays for %s", request.Path)
		}
	}
}
