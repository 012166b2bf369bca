package github

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Bounds of the answers that are kept. They are in the memory of a worker, and
// a lost one costs a request.
const (
	maxCachedAnswers = 8192
	maxCachedAnswer  = 512 << 10
	maxCachedBytes   = 64 << 20
)

// answers keeps GET answers with their entity tags, for all installations
// together. An answer is never used unasked: each one is asked for again with
// If-None-Match, and a 304 counts against no rate limit.
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
type answers struct {
	*byteCache[string, *keptAnswer]
}

type keptAnswer struct {
	etag   string
	header http.Header
	body   []byte
}

func newAnswers() *answers {
	return &answers{newByteCache[string](maxCachedAnswers, maxCachedBytes, func(kept *keptAnswer) int { return len(kept.body) })}
}

// forget drops what an installation was told.
func (a *answers) forget(installation int64) {
	prefix := strconv.FormatInt(installation, 10) + " "
	a.byteCache.forget(func(key string) bool { return strings.HasPrefix(key, prefix) })
}

// revalidator makes GET requests conditional. Answers are kept by installation:
// what one may see, another may not.
type revalidator struct {
	next         http.RoundTripper
	answers      *answers
	installation int64
}

func (v *revalidator) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet || request.Header.Get("If-None-Match") != "" {
		return v.next.RoundTrip(request)
	}
	key := strconv.FormatInt(v.installation, 10) + " " + request.Header.Get("Accept") + " " + request.URL.String()
	kept, _ := v.answers.get(key)
	if kept != nil {
		request = request.Clone(request.Context())
		request.Header.Set("If-None-Match", kept.etag)
	}
	response, err := v.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if kept != nil && response.StatusCode == http.StatusNotModified {
		response.Body.Close()
		return kept.answer(request, response.Header), nil
	}
	if response.StatusCode == http.StatusOK && response.Header.Get("ETag") != "" {
		return v.keep(key, response)
	}
	return response, nil
}

// keep stores a body that is small enough, and gives it on in any case.
func (v *revalidator) keep(key string, response *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxCachedAnswer+1))
	if err != nil {
		response.Body.Close()
		return nil, err
	}
	if len(body) > maxCachedAnswer {
		response.Body = &joinedBody{Reader: io.MultiReader(bytes.NewReader(body), response.Body), Closer: response.Body}
		return response, nil
	}
	response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))
	v.answers.put(key, &keptAnswer{etag: response.Header.Get("ETag"), header: response.Header.Clone(), body: body})
	return response, nil
}

type joinedBody struct {
	io.Reader
	io.Closer
}

// answer renders a kept answer, with the present rate limit and date.
func (k *keptAnswer) answer(request *http.Request, present http.Header) *http.Response {
	header := k.header.Clone()
	for name, values := range present {
		if name != "Content-Length" && name != "Content-Type" && name != "Link" {
			header[name] = values
		}
	}
	header.Set("X-From-Cache", "1")
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(k.body)), ContentLength: int64(len(k.body)), Request: request,
	}
}
