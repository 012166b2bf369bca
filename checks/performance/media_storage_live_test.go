package performance_test

import (
	"net/http"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
)

func TestMediaOfStaging(t *testing.T) {
	t.Parallel()
	s3 := map[string]string{"src/app.js": server, "src/s3.ts": "import { S3Client } from '@aws-sdk/client-s3'\n"}
	disk := map[string]string{"src/app.js": server + "const upload = require('multer')({ dest: 'uploads/' })\n"}
	page := func(body string, more ...any) map[string]http.HandlerFunc {
		all := map[string]http.HandlerFunc{"/": answer(200, "text/html", body)}
		for index := 0; index+1 < len(more); index += 2 {
			all[more[index].(string)] = more[index+1].(http.HandlerFunc)
		}
		return all
	}
	picture := func(headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for index := 0; index+1 < len(headers); index += 2 {
				w.Header().Set(headers[index], headers[index+1])
			}
			answer(200, "image/jpeg", "\xff\xd8\xff")(w, r)
		}
	}
	leads := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	const uploaded = `<img src="/uploads/a.jpg">`
	judgeLive(t, item("media-storage", false), performance.NewMediaStorage(manifest.NewReader(nil), projecttest.Reader(t)), map[string]liveCase{
		"pictures of a bucket":                    {files: s3, serve: page(`<img src="https://acme-media.s3.eu-central-1.amazonaws.com/a.jpg?X-Amz-Signature=1">`), verdict: checks.Pass, says: "1 address of uploaded files in 1 page and answer: all at AWS S3 (`acme-media.s3.eu-central-1.amazonaws.com`)"},
		"addresses in an answer":                  {files: s3, serve: map[string]http.HandlerFunc{"/orders": said(`[{"id":1,"image":"https://storage.googleapis.com/acme/1"}]`)}, verdict: checks.Pass, says: "Google Cloud Storage"},
		"the disk in the code, a bucket in truth": {files: disk, serve: page(`<img src="https://x.blob.core.windows.net/a/b.png">`), verdict: checks.Pass, says: "Azure Blob Storage"},
		"the service itself":                      {files: s3, serve: page(uploaded, "/uploads/a.jpg", picture("Cache-Control", "public, max-age=60")), verdict: checks.Warn, findings: "warning media.live-own", says: "1 of 1 uploaded files seem to be answered by the service itself"},
		"without a way to keep it":                {files: s3, serve: page(uploaded, "/uploads/a.jpg", picture()), verdict: checks.Warn, findings: "warning media.live-cache\nwarning media.live-own"},
		"a way to the bucket":                     {files: s3, serve: page(uploaded, "/uploads/a.jpg", leads("https://acme.s3.amazonaws.com/a.jpg")), verdict: checks.Pass, says: "AWS S3 (`acme.s3.amazonaws.com`)"},
		"the bucket behind it":                    {files: s3, serve: page(uploaded, "/uploads/a.jpg", picture("Server", "AmazonS3", "Cache-Control", "max-age=60")), verdict: checks.Pass, says: "all at AWS S3"},
		"refused":                                 {files: s3, serve: page(uploaded, "/uploads/a.jpg", answer(403, "text/plain", "")), verdict: checks.Warn, says: "no address of an uploaded file was seen in 1 page"},
		"led to a login":                          {files: s3, serve: page(uploaded, "/uploads/a.jpg", leads("/login")), verdict: checks.Warn, says: "no address of an uploaded file was seen"},
		"a page for every path":                   {files: s3, serve: page(uploaded, "/uploads/a.jpg", answer(200, "text/html", "<div id=root>")), verdict: checks.Warn, says: "no address of an uploaded file was seen"},
		"what a build makes":                      {files: s3, serve: page(`<img src="/static/hero.jpg"><img src="/assets/uploads/x.png"><img src="/logo.png"><img src="/images/team.jpg">`, "/images/team.jpg", picture()), verdict: checks.Warn, says: "no address of an uploaded file was seen"},
		"pictures of other services":              {files: s3, serve: page(`<img src="https://www.gravatar.com/avatar/1.jpg"><img src="https://images.unsplash.com/x.jpg">`), verdict: checks.Warn, says: "no address of an uploaded file was seen"},
		"a host that is not known":                {files: s3, serve: page(`<img src="https://media.acme.dev/uploads/a.jpg">`), verdict: checks.Warn, says: "files stand at `media.acme.dev` too, which is not known to be an object store and was not asked"},
		"an address that is none":                 {files: s3, serve: page(`<img src="http://[::1/uploads/a.jpg"><img src="javascript:alert(1)"><img src="//">`), verdict: checks.Warn, says: "no address of an uploaded file was seen"},
		"one each":                                {files: s3, serve: page(uploaded+`<img src="https://a.r2.dev/b.jpg">`, "/uploads/a.jpg", picture("Etag", `"1"`)), verdict: checks.Warn, findings: "warning media.live-own", says: "1 of 2 uploaded files"},
		"of a version nobody knows":               {files: s3, serve: page(`<img src="https://a.r2.dev/b.jpg">`), deployed: &checks.Deployed{}, verdict: checks.Warn, says: "E1 supports"},
		"nothing is uploaded":                     {files: map[string]string{"src/app.js": server}, serve: page(uploaded), verdict: checks.NotApplicable},
	})
}
