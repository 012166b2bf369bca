package performance_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
	"github.com/golive-app/golive/config"
)

// uploadCase is a depot that a policy declares an upload to, and what the item says.
type uploadCase struct {
	depot    *depot
	upload   config.Upload // nothing: declared
	under    string        // path of the service's address
	change   func(*probe.Options)
	verdict  checks.Verdict
	findings string // "severity rule" of the live half, one a line, without notices
	says     string
	not      string // says nothing of it
	posts    int
	deletes  int
	left     string // names' endings of what stays there
}

// declared is the upload that depots take.
var declared = config.Upload{Path: "/api/files", Delete: "/api/files/{id}"}

var storeFiles = map[string]string{"src/app.js": server, "src/s3.ts": "import { S3Client } from '@aws-sdk/client-s3'\n"}

func mediaStorage(t *testing.T) checks.Check {
	t.Helper()
	return performance.NewMediaStorage(manifest.NewReader(nil), projecttest.Reader(t))
}

// tryDepot has the item judge a depot.
func tryDepot(t *testing.T, ctx context.Context, check checks.Check, one uploadCase) (checks.Result, error) {
	t.Helper()
	if !one.upload.Declared() {
		one.upload = declared
	}
	server := httptest.NewServer(http.StripPrefix(one.under, one.depot))
	t.Cleanup(server.Close)
	visit := probetest.Visit(t, server.URL+one.under, nil, func(options *probe.Options) {
		options.Writes.May = true
		if one.change != nil {
			one.change(options)
		}
	})
	subject := checkstest.Subject(checkstest.Tree(storeFiles), func(subject *checks.Subject) {
		subject.Staging = visit
		subject.Policy.Probes = config.Probes{AllowWrites: true, Upload: one.upload}
	})
	decided := item("media-storage", true)
	observation, err := check.Observe(ctx, subject)
	if err != nil {
		return checks.Result{}, err
	}
	return checks.Judge(checks.Case{Item: decided, Release: subject.Release, Observation: observation, Now: subject.Now()}), nil
}

func judgeUploads(t *testing.T, cases map[string]uploadCase) {
	t.Helper()
	check := mediaStorage(t)
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := tryDepot(t, t.Context(), check, one)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			text := words(result)
			for _, finding := range result.Findings {
				if finding.Severity != checks.SeverityNotice && finding.Path == "" {
					lines = append(lines, string(finding.Severity)+" "+finding.Rule)
				}
			}
			for _, missing := range result.Missing {
				text += "\nmissing: " + missing.Reason
			}
			if got := strings.Join(lines, "\n"); result.Verdict() != one.verdict || got != one.findings || !strings.Contains(text, one.says) || one.not != "" && strings.Contains(text, one.not) {
				t.Errorf("%s, want %s; findings %q, want %q; says\n%s\nwant %q", result.Verdict(), one.verdict, got, one.findings, text, one.says)
			}
			if posts, deletes := len(one.depot.came("POST")), len(one.depot.came("DELETE")); posts != one.posts || deletes != one.deletes {
				t.Errorf("%d uploads and %d deletions, want %d and %d: %s", posts, deletes, one.posts, one.deletes, one.depot.asked)
			}
			if left := strings.Join(one.depot.left(t), " "); left != one.left {
				t.Errorf("there stays %q, want %q", left, one.left)
			}
		})
	}
}

// pictures takes pictures alone.
func pictures(name string) bool { return strings.HasSuffix(name, ".png") }

// with sets headers of files whose name ends so.
func with(ending string, headers ...string) func(http.Header, string) {
	return func(header http.Header, name string) {
		if !strings.HasSuffix(name, ending) {
			return
		}
		for index := 0; index+1 < len(headers); index += 2 {
			if headers[index+1] == "" {
				header[headers[index]] = nil // the server adds none either
				continue
			}
			header.Set(headers[index], headers[index+1])
		}
	}
}

func TestWhereAnUploadComesToStand(t *testing.T) {
	t.Parallel()
	const own = "warning media.live-own"
	leads := func(to string) *depot {
		return &depot{takes: pictures, reads: func(w http.ResponseWriter, _ int) bool {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
			return true
		}}
	}
	judgeUploads(t, map[string]uploadCase{
		"at an object store": {depot: &depot{says: `{"id":"ID","url":"https://acme.s3.eu-central-1.amazonaws.com/NAME?X-Amz-Signature=0a1b2c3d4e5f"}`}, verdict: checks.Pass, posts: 1, deletes: 1,
			says: "`POST /api/files` took a picture in, and by `url` it stands at AWS S3 (`acme.s3.eu-central-1.amazonaws.com`)", not: "0a1b2c3d4e5f"},
		"deleted, by what DELETE answers": {depot: &depot{says: `{"id":"ID","url":"https://a.r2.dev/NAME"}`}, verdict: checks.Pass, posts: 1, deletes: 1, says: "1 uploaded file was deleted again, by what `DELETE` answered"},
		"a redirect to it":                {depot: leads("https://acme.s3.amazonaws.com/accounts/1?X-Amz-Signature=0a1b2c3d4e5f"), verdict: checks.Pass, posts: 1, deletes: 1, says: "it stands at AWS S3", not: "0a1b2c3d4e5f"},
		"it through the service": {depot: &depot{takes: pictures, serve: with("", "Server", "AmazonS3")}, verdict: checks.Pass, posts: 3, deletes: 1,
			says: "it is answered by AWS S3 through the service"},
		"at the service itself": {depot: &depot{takes: pictures}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1,
			says: "a file `.html` is not taken in: it answered 415"},
		"deleted, and gone": {depot: &depot{}, verdict: checks.Fail, findings: "error media.upload-script\nerror media.upload-script\n" + own, posts: 3, deletes: 3,
			says: "3 uploaded files were deleted again, and gone by what its address answers"},
		"at a host that nobody knows": {depot: &depot{says: `{"id":"ID","url":"https://media.acme.dev/NAME"}`}, verdict: checks.Warn, posts: 1, deletes: 1, says: "it stands at `media.acme.dev`, which is not known to be an object store and was not asked"},
		"on one instance of two": {depot: &depot{takes: pictures, reads: func(w http.ResponseWriter, n int) bool {
			if n%2 == 0 {
				w.WriteHeader(http.StatusNotFound)
			}
			return n%2 == 0
		}}, verdict: checks.Fail, findings: "error media.upload-lost", posts: 3, deletes: 1, says: "some find it and some do not: 3 × 200, 3 × 404"},
		"there after a moment": {depot: &depot{takes: pictures, reads: func(w http.ResponseWriter, n int) bool {
			if n == 1 {
				w.WriteHeader(http.StatusNotFound)
			}
			return n == 1
		}}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1, says: "asked on 6 connections: 6 × 200"},
		"with the type of any file": {depot: &depot{takes: pictures, serve: with(".png", "Content-Type", "application/octet-stream")}, verdict: checks.Warn, findings: own + "\nwarning media.upload-type", posts: 3, deletes: 1,
			says: "is a picture and is answered as `application/octet-stream`"},
		"to be saved, with the type of any file": {depot: &depot{takes: pictures, serve: with(".png", "Content-Type", "application/octet-stream", "X-Content-Type-Options", "", "Content-Disposition", `attachment; filename="ü.png`)},
			verdict: checks.Warn, findings: own, posts: 3, deletes: 1},
		"with a type to be guessed": {depot: &depot{takes: pictures, serve: with(".png", "X-Content-Type-Options", "")}, verdict: checks.Warn, findings: own + "\nwarning media.upload-sniffed", posts: 3, deletes: 1},
		"made smaller":              {depot: &depot{takes: pictures, mark: func([]byte, string) []byte { return []byte("RIFF\x00\x00\x00\x00WEBPVP8 ") }, serve: with(".png", "Content-Type", "image/webp")}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1},
		"a resource that names it": {depot: &depot{takes: pictures, says: `{"id":"ID","links":{"self":"/api/files/ID"},"thumbnail":"/nowhere/thumb.png","file":"/files/ID/NAME"}`}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1,
			says: "by `file`"},
		"under a path of its own":  {depot: &depot{takes: pictures, says: `{"id":"ID","url":"/shop/files/ID/NAME"}`}, under: "/shop", verdict: checks.Warn, findings: own, posts: 3, deletes: 1, says: "asked on 6 connections: 6 × 200"},
		"relative to a path":       {depot: &depot{takes: pictures, says: `{"id":"ID","url":"files/ID/NAME"}`}, under: "/shop", upload: config.Upload{Path: "/api/files", Address: "url", Delete: "/api/files/{id}"}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1},
		"beside a path of its own": {depot: &depot{takes: pictures, says: `{"id":"ID","url":"/files/ID/NAME"}`}, under: "/shop", verdict: checks.Warn, posts: 1, deletes: 1, says: "`url` leads out of `environments.staging.url`, which alone is visited"},
		"by a signed address":      {depot: &depot{takes: pictures, says: `{"id":"ID","url":"/files/ID/NAME?by=dana\u0026signature=0a1b2c3d4e5f6071"}`}, verdict: checks.Warn, findings: own, posts: 3, deletes: 1, not: "0a1b2c3d4e5f6071"},
		"a field that the policy names": {depot: &depot{takes: pictures, says: `{"url":"/nowhere","data":[{"id":"ID","at":"files/ID/x"}]}`}, upload: config.Upload{Path: "/api/files", Address: "data[].at", Delete: "/api/files/{data[].id}"},
			verdict: checks.Warn, findings: own, posts: 3, deletes: 1, says: "by `data[].at`"},
	})
}
