package github

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Bounds of the answers that are kept. They are in the memory of a worker, and a lost one
// costs a request: what a sweep asks of a thousand repositories must have room, or each one
// pushes the next one's out and none is ever free. Packed they have: a list of pull requests
// is 20 KB each on GitHub, most of which says the same again.
const (
	maxCachedAnswers = 16384
	maxCachedAnswer  = 4 << 20  // unpacked
	maxCachedBytes   = 64 << 20 // packed
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
	header http.Header // what of it does not come with the 304
	packed []byte      // the body, gzip
	length int         // of the body
}

// asKept are the headers that are kept; the others tell of their own answer alone.
var asKept = []string{"Content-Type", "Link", "ETag"}

func newKeptAnswer(header http.Header, body []byte) *keptAnswer {
	kept := &keptAnswer{etag: header.Get("ETag"), header: http.Header{}, length: len(body)}
	for _, name := range asKept {
		if values := header.Values(name); len(values) > 0 {
			kept.header[http.CanonicalHeaderKey(name)] = values
		}
	}
	kept.packed = pack(body)
	return kept
}

// packers are used again: each holds more than a megabyte, and most answers are small.
var packers = sync.Pool{New: func() any {
	writer, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // fails for a level that is none
	return writer
}}

func pack(body []byte) []byte {
	writer := packers.Get().(*gzip.Writer)
	defer packers.Put(writer)
	var packed bytes.Buffer
	writer.Reset(&packed)
	_, _ = writer.Write(body) // a buffer takes everything
	_ = writer.Close()
	writer.Reset(io.Discard) // holds the answer no longer
	return bytes.Clone(packed.Bytes())
}

// size is about what an answer takes in memory, in bytes, with its headers and its key.
func (k *keptAnswer) size() int { return len(k.packed) + 1024 }

func newAnswers() *answers {
	return &answers{newByteCache[string](maxCachedAnswers, maxCachedBytes, (*keptAnswer).size)}
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
		return kept.answer(request, response.Header)
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
	v.answers.put(key, newKeptAnswer(response.Header, body))
	return response, nil
}

type joinedBody struct {
	io.Reader
	io.Closer
}

// answer renders a kept answer, with the present rate limit and date.
func (k *keptAnswer) answer(request *http.Request, present http.Header) (*http.Response, error) {
	body, err := gzip.NewReader(bytes.NewReader(k.packed))
	if err != nil {
		return nil, fmt.Errorf("unpack a kept answer: %w", err)
	}
	header := k.header.Clone()
	for name, values := range present {
		if name != "Content-Length" && name != "Content-Type" && name != "Link" {
			header[name] = values
		}
	}
	header.Set("X-From-Cache", "1")
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: body, ContentLength: int64(k.length), Request: request,
	}, nil
}
