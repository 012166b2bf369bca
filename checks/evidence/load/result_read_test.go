package load

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestAResultIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	result := NewResult("http://shop.test/?a=1&b=2", "GET /", measured(1000, 2, 3*time.Millisecond), DefaultThresholds(1000))
	var written, again bytes.Buffer
	if err := result.WriteJSON(&written); err != nil {
		t.Fatal(err)
	}
	read, err := ReadResult(bytes.NewReader(written.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := read.WriteJSON(&again); err != nil || again.String() != written.String() {
		t.Errorf("%v: %s became %s", err, &written, &again)
	}
}

func TestWhatIsNoResultIsRefused(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"nothing":                   "",
		"another document":          `{"schema":"golive.report/1"}`,
		"a later format":            `{"schema":"golive.load/2"}`,
		"a rate below nothing":      `{"schema":"golive.load/1","target_rps":-1}`,
		"a time below nothing":      `{"schema":"golive.load/1","latency_ms":{"p99":-1}}`,
		"more errors than requests": `{"schema":"golive.load/1","requests":1,"errors":{"total":2}}`,
		"a document without end":    `{"schema":"` + strings.Repeat("a", 17<<20) + `"}`,
	} {
		if _, err := ReadResult(strings.NewReader(document)); !errors.Is(err, ErrResult) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadResult(f *testing.F) {
	var written bytes.Buffer
	if err := NewResult("http://shop.test/", "GET /", measured(100, 1, time.Millisecond), nil).WriteJSON(&written); err != nil {
		f.Fatal(err)
	}
	f.Add(written.Bytes())
	f.Add([]byte(`{"schema":"golive.load/1"}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		result, err := ReadResult(bytes.NewReader(document))
		if err == nil && (result.Requests < result.Errors.Total || !(result.Latency.P99 >= 0)) {
			t.Errorf("%+v", result)
		}
	})
}
