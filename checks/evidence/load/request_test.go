package load

import (
	"bufio"
	"bytes"
	"net/http"
	"net/url"
	"testing"
)

func TestARequestIsWrittenAsNetHTTPReadsIt(t *testing.T) {
	t.Parallel()
	address, err := url.Parse("http://shop.test:8080/a%20b?q=1&r=%2F#part")
	if err != nil {
		t.Fatal(err)
	}
	made, err := NewRequest("POST", address, http.Header{"Accept": {"a", "b"}, "Host": {"other.test"}}, []byte("body"))
	if err != nil {
		t.Fatal(err)
	}
	read, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(made.bytes)))
	if err != nil {
		t.Fatal(err)
	}
	if read.Method != "POST" || read.RequestURI != "/a%20b?q=1&r=%2F" || read.Host != "other.test" || read.ContentLength != 4 || len(read.Header["Accept"]) != 2 {
		t.Errorf("%+v", read)
	}
}

func TestNothingIsSmuggledIntoARequest(t *testing.T) {
	t.Parallel()
	address := &url.URL{Scheme: "http", Host: "shop.test", Path: "/"}
	for name, test := range map[string]struct {
		method string
		header http.Header
	}{
		"a method of two words":   {"GET /x", nil},
		"no method":               {"", nil},
		"a value of two lines":    {"GET", http.Header{"X": {"a\r\nHost: b"}}},
		"a name of two lines":     {"GET", http.Header{"X\r\nY": {"a"}}},
		"a length of its own":     {"GET", http.Header{"Content-Length": {"5"}}},
		"a length in lower case":  {"GET", http.Header{"content-length": {"5"}}},
		"a transfer of its own":   {"GET", http.Header{"Transfer-Encoding": {"chunked"}}},
		"a connection of its own": {"GET", http.Header{"Connection": {"close"}}},
		"a host that is none":     {"GET", http.Header{"Host": {"a b"}}},
	} {
		if _, err := NewRequest(test.method, address, test.header, nil); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := NewRequest("GET", &url.URL{Path: "/"}, nil, nil); err == nil {
		t.Error("no host: taken")
	}
}
