package webhook

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
)

// BenchmarkIntake sends signed deliveries through the handler, one at a time,
// into a queue in memory. The payload has the size of a real pull_request
// delivery, most of which golive never looks at. It reports deliveries a second
// on one core and the 99th percentile of their times.
func BenchmarkIntake(b *testing.B) {
	body := realistic()
	handler, err := NewHandler(Options{
		Secrets: [][]byte{previous, current}, App: us, Queue: &memory{}, Now: time.Now, // the worse case: signed with the second
		Logger: slog.New(slog.NewJSONHandler(io.Discard, nil)), Registerer: prometheus.NewRegistry(),
	})
	if err != nil {
		b.Fatal(err)
	}
	router := gin.New()
	handler.Register(router)
	signature := sign(current, body)
	times := make([]time.Duration, 0, b.N)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for number := 0; b.Loop(); number++ {
		request := delivery("pull_request", nil)
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		request.Header.Set("X-GitHub-Delivery", strconv.Itoa(number))
		request.Header.Set("X-Hub-Signature-256", signature)
		recorder := httptest.NewRecorder()
		started := time.Now()
		router.ServeHTTP(recorder, request)
		times = append(times, time.Since(started))
		if recorder.Code != http.StatusAccepted {
			b.Fatal(recorder.Code, recorder.Body)
		}
	}
	slices.Sort(times)
	b.ReportMetric(float64(len(times))/b.Elapsed().Seconds(), "deliveries/s")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkIntakeHTTP sends the same deliveries over connections of this machine,
// many at a time, as a busy organisation's do. Sender and receiver share its
// cores.
func BenchmarkIntakeHTTP(b *testing.B) {
	body := realistic()
	handler, err := NewHandler(Options{
		Secrets: [][]byte{current}, App: us, Queue: &memory{}, Now: time.Now,
		Logger: slog.New(slog.NewJSONHandler(io.Discard, nil)), Registerer: prometheus.NewRegistry(),
	})
	if err != nil {
		b.Fatal(err)
	}
	router := gin.New()
	handler.Register(router)
	server := httptest.NewServer(router)
	defer server.Close()
	signature := sign(current, body)
	const connections = 8 // for each core
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	var mutex sync.Mutex
	var times []time.Duration
	var number atomic.Int64
	b.SetParallelism(connections)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		var own []time.Duration
		for pb.Next() {
			request := delivery("pull_request", nil)
			request.RequestURI, request.Body, request.ContentLength = "", io.NopCloser(bytes.NewReader(body)), int64(len(body))
			request.URL, _ = url.Parse(server.URL + Path)
			request.Header.Set("X-GitHub-Delivery", strconv.FormatInt(number.Add(1), 10))
			request.Header.Set("X-Hub-Signature-256", signature)
			started := time.Now()
			answer, err := client.Do(request)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			own = append(own, time.Since(started))
			if answer.StatusCode != http.StatusAccepted {
				b.Error(answer.Status)
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		times = append(times, own...)
	})
	slices.Sort(times)
	b.ReportMetric(float64(len(times))/b.Elapsed().Seconds(), "deliveries/s")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}

// realistic returns a pull_request delivery of about 25 KB: addresses, nested
// repositories and a description.
func realistic() []byte {
	var links strings.Builder
	for number := range 120 {
		links.WriteString(`"link_` + strconv.Itoa(number) + `_url": "https://api.github.com/repos/Codertocat/Hello-World/git/commits{/sha}",`)
	}
	repository := `{` + links.String() + `"id": 186853002, "license": null, "topics": ["a", "b"], "size": 1024, "fork": false}`
	return []byte(event("synchronize", `"number": 2, "before": "`+object+`", "after": "`+commit+`", "pull_request": {"number": 2, "id": 279147437,
		"head": {"sha": "`+commit+`", "repo": `+repository+`}, "base": {"sha": "`+object+`", "repo": `+repository+`},
		"body": "`+strings.Repeat(`A line of the description\r\n`, 60)+`", "labels": [{"name": "release", "id": 1}], "draft": false}`))
}
