package server_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
)

// uploadStaging is a staging that takes files in from a test user.
type uploadStaging struct {
	mutex  sync.Mutex
	commit string
	token  string
	bucket bool // files go to an object store
	files  map[string]uploadedFile
	asked  []string
}

type uploadedFile struct {
	kind string
	body []byte
}

func (s *uploadStaging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	say := saying(writer)
	s.asked = append(s.asked, request.Method+" "+request.URL.Path)
	id := strings.TrimPrefix(request.URL.Path, "/files/")
	switch one, found := s.files[id]; {
	case request.URL.Path == "/":
		say(200, "text/html", "<h1>Welcome</h1>")
	case request.URL.Path == "/version":
		say(200, "application/json", `{"commit":"`+s.commit+`"}`)
	case request.Method == http.MethodGet && found:
		say(200, one.kind, string(one.body))
	case request.Method == http.MethodGet:
		say(404, "application/json", `{"error":"not found"}`)
	case request.Header.Get("Authorization") != "Bearer "+s.token:
		say(401, "application/json", `{"error":"not `+request.Header.Get("Authorization")+`"}`)
	case request.Method == http.MethodDelete && found:
		delete(s.files, id)
		say(204, "", "")
	case request.Method == http.MethodPost && request.URL.Path == "/files":
		file, header, err := request.FormFile("document")
		if err != nil {
			say(400, "application/json", `{"error":"no document"}`)
			return
		}
		body, _ := io.ReadAll(file)
		id = fmt.Sprintf("%d", len(s.asked))
		s.files[id] = uploadedFile{header.Header.Get("Content-Type"), body}
		address := "/files/" + id
		if s.bucket {
			address = "https://acme-media.s3.eu-central-1.amazonaws.com/" + header.Filename
		}
		say(201, "application/json", `{"document":{"key":"`+id+`","stored":"`+address+`"},"you":"`+s.token+`"}`)
	default:
		say(404, "application/json", `{"error":"not found"}`)
	}
}

func (s *uploadStaging) change(change func(*uploadStaging)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

const (
	uploadingShop = "const upload = require('multer')({ storage: require('multer-s3')({ s3: new S3Client({}) }) })\nconst { S3Client } = require('@aws-sdk/client-s3')\n"
	documents     = "probes:\n  allow_writes: true\n  upload: {path: /files, field: document, headers: ['Authorization: Bearer ${secret:UPLOADER}'], address: document.stored, delete: '/files/{document.key}'}\n"
)

// An upload of golive's own decides where files stand, and is gone afterwards.
func TestAnUploadOnStagingDecidesWhereFilesStand(t *testing.T) {
	t.Parallel()
	const token = "token-of-an-uploader-4711"
	const item = checks.ItemID("performance.media-storage")
	w := newWorldWithout(t, inMemory)
	service := &uploadStaging{token: token, files: map[string]uploadedFile{}}
	address := w.staging(service.ServeHTTP)
	w.laidDown(map[string]string{"UPLOADER": token})
	w.start()
	pull := w.smokeRelease(map[string]string{
		".golive.yml": enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\n" + documents,
	}, map[string]string{"src/files.js": uploadingShop})
	service.change(func(s *uploadStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Fail)
	w.says(pull.Number, "an uploaded file runs scripts as the service", "an uploaded file `.html` is answered as `text/html` at the service's own address")

	service.change(func(s *uploadStaging) { s.bucket = true })
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Pass)
	w.says(pull.Number, "what golive uploaded stands at AWS S3")
	w.leavesOut(pull)
	w.nowhere(pull, token)
	service.change(func(s *uploadStaging) {
		if len(s.files) > 0 {
			t.Errorf("%d files stay", len(s.files))
		}
	})
}

// What a release declares for itself is not sent: its pull request is told what it would
// do.
func TestAReleaseDeclaresNoUploadForItself(t *testing.T) {
	t.Parallel()
	const token = "token-of-an-uploader-4711"
	w := newWorldWithout(t, inMemory)
	service := &uploadStaging{token: token, files: map[string]uploadedFile{}}
	address := w.staging(service.ServeHTTP)
	w.laidDown(map[string]string{"UPLOADER": token})
	w.start()
	policy := enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\n"
	pull := w.smokeRelease(map[string]string{".golive.yml": policy}, map[string]string{".golive.yml": policy + documents, "src/files.js": uploadingShop})
	service.change(func(s *uploadStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun performance.media-storage", done)
	w.becomes(pull.HeadSHA, "performance.media-storage", checks.Warn)
	w.says(pull.Number, "golive could upload small files to `POST /files` of staging and delete them with `DELETE /files/{document.key}`")
	service.change(func(s *uploadStaging) {
		if slices.ContainsFunc(s.asked, func(one string) bool { return strings.HasPrefix(one, "POST ") || strings.HasPrefix(one, "DELETE ") }) {
			t.Errorf("asked %s", strings.Join(s.asked, ", "))
		}
	})
}
