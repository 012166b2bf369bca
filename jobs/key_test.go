package jobs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

func TestKeysSurviveBeingWritten(t *testing.T) {
	t.Parallel()
	for want, key := range map[string]jobs.Key{
		"81:pr:12":                                               {Repository: 81, Number: 12},
		"81:tag:release%2Fv1.4.0":                                {Repository: 81, Tag: "release/v1.4.0"},
		"81:pr:12:billing":                                       {Repository: 81, Number: 12, Service: "billing"},
		"81:tag:%40acme%2Fshop%403.2.1":                          {Repository: 81, Tag: "@acme/shop@3.2.1"},
		"81:look:heads%2Fmain@" + lookedCommit:                   {Repository: 81, Look: "heads/main", Commit: lookedCommit},
		"81:look:tags%2F%40acme%2Fshop%403.2.1@" + lookedCommit:  {Repository: 81, Look: "tags/@acme/shop@3.2.1", Commit: lookedCommit},
		"81:look:heads%2Fa%3Ab%40c@" + lookedCommit + ":billing": {Repository: 81, Look: "heads/a:b@c", Commit: lookedCommit, Service: "billing"},
		"81:tag:v1%7Bx%7D:a%3Ab":                                 {Repository: 81, Tag: "v1{x}", Service: "a:b"},
		"81:tag:%F0%9F%9A%80-v1.0.0-%25":                         {Repository: 81, Tag: "🚀-v1.0.0-%"},
	} {
		if got := key.String(); got != want {
			t.Errorf("%+v is written %q, want %q", key, got, want)
		}
		if strings.ContainsAny(key.String(), "{} \n") {
			t.Errorf("%q is not safe inside a task id", key)
		}
		if got, err := jobs.ParseKey(key.String()); err != nil || got != key {
			t.Errorf("%q is read as %+v, error %v", key, got, err)
		}
	}
}

// lookedCommit is the commit of a first look.
const lookedCommit = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "81", "81:pr", "81:pr:", "81:pr:0", "81:pr:-1", "0:pr:1", "x:pr:1", "81:branch:main", "81:look:heads%2Fmain", "81:look:heads%2Fmain@", "81:look:heads%2Fmain@main", "81:look:main@" + lookedCommit, "81:look:heads%2F@" + lookedCommit, "81:look:pull%2F1@" + lookedCommit, "81:tag:", "81:tag:%zz", "81:pr:1:", "81:pr:1:a:b"} {
		if key, err := jobs.ParseKey(word); !errors.Is(err, jobs.ErrKey) {
			t.Errorf("%q was read as %+v, error %v", word, key, err)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("81:pr:12")
	f.Add("81:tag:release%2Fv1.4.0:billing")
	f.Add("81:look:heads%2Fmain@" + lookedCommit)
	f.Fuzz(func(t *testing.T, word string) {
		key, err := jobs.ParseKey(word)
		if err != nil {
			return
		}
		again, err := jobs.ParseKey(key.String())
		if err != nil || again != key {
			t.Fatalf("%q → %+v → %q → %+v, error %v", word, key, key.String(), again, err)
		}
	})
}
