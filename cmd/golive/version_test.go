package main

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"
)

func TestTheVersionForMachines(t *testing.T) {
	t.Parallel()
	code, out, messages := golive(t, nil, "version", "--format", "json")
	var said build
	if err := json.Unmarshal([]byte(out), &said); code != exitOK || err != nil {
		t.Fatalf("exit %d, %v: %s%s", code, err, out, messages)
	}
	if said.Platform != runtime.GOOS+"/"+runtime.GOARCH || said.Go != runtime.Version() || said.Version == "" || said.Tags == nil {
		t.Errorf("%+v", said)
	}
	if said.Release {
		t.Error("what was built without a tag calls itself a release")
	}
}

func TestTheVersionForPeople(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		build build
		want  string
	}{
		"a release": {
			build{Version: "v1.4.0", Release: true, Commit: "abc", Date: "2026-11-23T08:00:00Z", Go: "go1.26.8", Platform: "linux/arm64", Tags: []string{"gore2regex", "netgo"}},
			"golive v1.4.0\ncommit abc of 2026-11-23T08:00:00Z\ngo1.26.8 linux/arm64, tags gore2regex,netgo\n",
		},
		"between two releases, with changes": {
			build{Version: "v1.4.0-3-gabc-dirty", Commit: "abc", Modified: true, Go: "go1.26.8", Platform: "linux/amd64"},
			"golive v1.4.0-3-gabc-dirty\nnot a release: built from no tag, or with changes\ncommit abc, with changes that it does not hold\ngo1.26.8 linux/amd64\n",
		},
		"nothing known": {
			build{Version: "development", Go: "go1.26.8", Platform: "linux/amd64"},
			"golive development\nnot a release: built from no tag, or with changes\ngo1.26.8 linux/amd64\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if test.build.print(&out); out.String() != test.want {
				t.Errorf("said\n%s\nwant\n%s", out.String(), test.want)
			}
		})
	}
}

func TestOnlyATagIsARelease(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"v1.4.0": true, "v0.1.0": true, "v1.4.0-rc.1": true, "v2.0.0-beta2": true,
		"v1.4.0-3-gabc1234": false, "v1.4.0-rc.1-3-gabc1234": false, "v1.4.0-dirty": false, "v1.4.0-rc.1-dirty": false,
		"abc1234": false, "development": false, "": false, "1.4.0": false,
	} {
		if released.MatchString(version) != want {
			t.Errorf("%q: %t, want %t", version, !want, want)
		}
	}
}
