package server_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/config"
)

// The goal of the intake, on two cores with the sender on them too.
const (
	goalRate    = 3000 // signed deliveries a second, each with a 99th percentile of at most 10 ms
	connections = 16   // that GitHub holds open
	longestLoad = 90 * time.Second
)

// BenchmarkIntake sends signed deliveries of pull requests, each with an id of its
// own, over connections of this machine to a golive of the role web, as one
// stands before its workers. "steady" sends at the goal's rate and measures from
// the moment at which a delivery was due, so that a stall counts for all that
// waited behind it; "flat-out" finds the most that goes through.
func BenchmarkIntake(b *testing.B) {
	for _, queue := range queues {
		for _, load := range []struct {
			name string
			rate int
		}{{"steady", goalRate}, {"flat-out", 0}} {
			b.Run(queue+"/"+load.name, func(b *testing.B) {
				github, receiver := newMeasured(b, queue, config.RoleWeb)
				bodies := pullRequestDeliveries(b, github)
				b.ResetTimer()
				times := deliver(b, github, receiver, bodies, b.N, load.rate)
				b.StopTimer()
				b.ReportMetric(float64(len(times))/b.Elapsed().Seconds(), "deliveries/s")
				milliseconds(b, quantile(times, 0.50), "p50-ms")
				milliseconds(b, quantile(times, 0.99), "p99-ms")
				milliseconds(b, quantile(times, 1), "max-ms")
			})
		}
	}
}

// deliver sends so many deliveries at a rate, 0 for as fast as answers come, and
// returns how long each took. The requests are made before: what is measured
// shall be the receiver, and the sender has to stay out of its way.
func deliver(b *testing.B, github *simulator.GitHub, receiver *server.Server, bodies [][]byte, count, rate int) []time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), longestLoad)
	defer cancel()
	var heads []string
	for _, body := range bodies {
		heads = append(heads, fmt.Sprintf("POST /webhook HTTP/1.1\r\nHost: %s\r\nUser-Agent: GitHub-Hookshot/5117be9\r\nAccept: */*\r\n"+
			"Content-Type: application/json\r\nContent-Length: %d\r\nX-GitHub-Event: pull_request\r\nX-Hub-Signature-256: %s\r\n"+
			"X-GitHub-Hook-ID: 1\r\nX-GitHub-Hook-Installation-Target-Type: integration\r\nX-GitHub-Delivery: ",
			receiver.Address(), len(body), simulator.Signature(github.WebhookSecret(), body)))
	}
	var next atomic.Int64
	var senders sync.WaitGroup
	times := make([][]time.Duration, connections)
	started := time.Now()
	for sender := range connections {
		senders.Go(func() {
			connection, err := net.Dial("tcp", receiver.Address())
			if err != nil {
				b.Error(err)
				return
			}
			defer connection.Close()
			answers := bufio.NewReader(connection)
			var request bytes.Buffer
			for ctx.Err() == nil {
				number := int(next.Add(1)) - 1
				if number >= count {
					return
				}
				request.Reset()
				request.WriteString(heads[number%len(heads)])
				request.WriteString(uuid.NewString() + "\r\n\r\n")
				request.Write(bodies[number%len(bodies)])
				due := time.Now()
				if rate > 0 {
					due = started.Add(time.Duration(number) * time.Second / time.Duration(rate))
					time.Sleep(time.Until(due))
				}
				if err := exchange(connection, answers, request.Bytes()); err != nil {
					b.Error(err)
					return
				}
				times[sender] = append(times[sender], time.Since(due))
			}
		})
	}
	senders.Wait()
	all := slices.Concat(times...)
	if len(all) != count {
		b.Fatalf("%d of %d deliveries were taken within %s", len(all), count, longestLoad)
	}
	return all
}

// exchange sends one delivery and reads the whole answer, which has to say that
// it was queued.
func exchange(connection net.Conn, answers *bufio.Reader, request []byte) error {
	if _, err := connection.Write(request); err != nil {
		return err
	}
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err == nil && (answer.StatusCode != http.StatusAccepted || !bytes.Contains(text, []byte(`"queued"`))) {
		err = fmt.Errorf("%s: %s", answer.Status, text)
	}
	return err
}

// pullRequestDeliveries returns the bodies of pull_request deliveries as GitHub
// renders them, of 20 to 30 KB by how much people wrote into the description.
func pullRequestDeliveries(b *testing.B, github *simulator.GitHub) [][]byte {
	b.Helper()
	github.HoldDeliveries()
	github.DeliverTo("http://127.0.0.1:9/webhook")
	push := func(branch string, files map[string]string) {
		if _, err := github.Push(shop, branch, "kim", simulator.Commit{Message: "feat: exports", Files: files}); err != nil {
			b.Fatal(err)
		}
	}
	push("main", map[string]string{"a.js": "1\n"})
	line := "- **orders**: exports hold the orders of the last 90 days, \"archived\" ones too (#1234) by @kim in https://github.com/acme/shop/pull/1234\n"
	for number, lines := range []int{1, 15, 40, 70} {
		branch := fmt.Sprintf("feat/exports-%d", number)
		push(branch, map[string]string{fmt.Sprintf("b%d.js", number): "2\n"})
		if _, err := github.OpenPullRequest(simulator.NewPullRequest{
			Repository: shop, Title: "feat: exports", Body: "## What's changed\n" + strings.Repeat(line, lines), Head: branch, User: "kim",
		}); err != nil {
			b.Fatal(err)
		}
	}
	var bodies [][]byte
	for _, waiting := range github.PendingDeliveries() {
		if waiting.Event == "pull_request" {
			bodies = append(bodies, waiting.Payload)
		}
	}
	github.ReleaseDeliveries(func([]simulator.Delivery) []simulator.Delivery { return nil })
	return bodies
}
