package archive_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/archive"
)

type member struct {
	name, content string
	change        func(*zip.FileHeader)
}

func packed(t testing.TB, members ...member) []byte {
	t.Helper()
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for _, one := range members {
		header := &zip.FileHeader{Name: one.name, Method: zip.Deflate}
		if one.change != nil {
			one.change(header)
		}
		into, err := writer.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(into, one.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// read returns "path=content" of what was visited and "path: reason" of what was not.
func read(t testing.TB, content []byte, limits archive.Limits) (visited, skipped string, err error) {
	t.Helper()
	var seen, left []string
	passed, err := archive.Read(t.Context(), bytes.NewReader(content), int64(len(content)), limits, checks.ArtifactVisitor{
		Wants: func(entry checks.ArtifactEntry) bool { return !strings.HasSuffix(entry.Path, ".png") },
		Visit: func(entry checks.ArtifactEntry, from io.Reader) error {
			text, err := io.ReadAll(from)
			if err == nil {
				seen = append(seen, entry.Path+"="+string(text))
			}
			return err
		},
	})
	for _, one := range passed {
		left = append(left, one.Path+": "+one.Reason)
	}
	return strings.Join(seen, " "), strings.Join(left, "; "), err
}

func TestRead(t *testing.T) {
	t.Parallel()
	small := archive.Limits{Entries: 4, Entry: 3 << 20, Total: 5 << 20, Ratio: 100}
	random := noise(2 << 20)
	for name, test := range map[string]struct {
		members          []member
		visited, skipped string // skipped: a part of it
	}{
		"plain files": {members: []member{{name: "a.txt", content: "a"}, {name: "dir/"}, {name: "dir/b.txt", content: "b"}, {name: "x.png", content: "p"}}, visited: "a.txt=a dir/b.txt=b"},
		"names that lead outside": {
			members: []member{{name: "../up.txt", content: "u"}, {name: "/etc/passwd", content: "e"}, {name: `C:\x.txt`, content: "c"}, {name: "a/../../b", content: "b"}},
			skipped: `"../up.txt": its name leads out of the archive; "/etc/passwd": its name leads out of the archive; "C:\\x.txt": its name leads out of the archive; "a/../../b": its name`,
		},
		"names of Windows":         {members: []member{{name: `dir\b.txt`, content: "b"}, {name: "./c.txt", content: "c"}}, visited: "dir/b.txt=b c.txt=c"},
		"an archive within":        {members: []member{{name: "inner.zip", content: "PK"}, {name: "lcov.info.gz", content: "x"}}, skipped: "inner.zip: an archive within the archive is not opened; lcov.info.gz: an archive"},
		"an encrypted entry":       {members: []member{{name: "a.txt", content: "a", change: func(h *zip.FileHeader) { h.Flags |= 1 }}}, skipped: "a.txt: it is encrypted"},
		"a link":                   {members: []member{{name: "a.txt", content: "/etc/passwd", change: func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }}}, skipped: "a.txt: a link or device is not followed"},
		"the same twice":           {members: []member{{name: "a.txt", content: "1"}, {name: "a.txt", content: "2"}}, visited: "a.txt=1", skipped: "a.txt: the archive holds it twice"},
		"too much of one":          {members: []member{{name: "a.txt", content: noise(4 << 20)}, {name: "b.txt", content: "b"}}, visited: "b.txt=b", skipped: "a.txt: larger than 3 MiB unpacked"},
		"too much of all":          {members: []member{{name: "a", content: random}, {name: "b", content: random}, {name: "c", content: random}}, visited: "a=" + random + " b=" + random, skipped: "c: the files of the archive are larger than 5 MiB together"},
		"a bomb":                   {members: []member{{name: "a", content: strings.Repeat("0", 2<<20)}}, skipped: "a: it unpacks to more than 100 times its size"},
		"a short file of one line": {members: []member{{name: "a", content: strings.Repeat("0", 2000)}}, visited: "a=" + strings.Repeat("0", 2000)},
	} {
		visited, skipped, err := read(t, packed(t, test.members...), small)
		if err != nil || visited != test.visited || !strings.Contains(skipped, test.skipped) || test.skipped == "" && skipped != "" {
			t.Errorf("%s: visited %.200q, skipped %q, %v", name, visited, skipped, err)
		}
	}
}

func TestWhatIsNoArchive(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "PK", "<html>", strings.Repeat("x", 100_000)} {
		if _, _, err := read(t, []byte(content), archive.DefaultLimits()); !errors.Is(err, archive.ErrNoArchive) {
			t.Errorf("%.20q: %v", content, err)
		}
	}
	var members []member
	for i := range 20 {
		members = append(members, member{name: fmt.Sprint(i)})
	}
	if _, _, err := read(t, packed(t, members...), archive.Limits{Entries: 19, Entry: 1, Total: 1, Ratio: 1}); !errors.Is(err, checks.ErrTooLarge) {
		t.Errorf("too many entries: %v", err)
	}
}

func TestAHeaderThatLiesAboutTheSize(t *testing.T) {
	t.Parallel()
	content := packed(t, member{name: "a", content: noise(2 << 20)})
	// The directory says ten bytes; the entry has two million.
	at := bytes.LastIndex(content, []byte("PK\x01\x02"))
	copy(content[at+24:], []byte{10, 0, 0, 0})
	visited, skipped, err := read(t, content, archive.DefaultLimits())
	if err != nil || visited != "" || !strings.Contains(skipped, "a: it cannot be unpacked") {
		t.Errorf("visited %.40q, skipped %q, %v", visited, skipped, err)
	}
}

func TestAVisitorThatFails(t *testing.T) {
	t.Parallel()
	content := packed(t, member{name: "a", content: "a"}, member{name: "b", content: "b"})
	stop := errors.New("stop")
	_, err := archive.Read(t.Context(), bytes.NewReader(content), int64(len(content)), archive.DefaultLimits(), checks.ArtifactVisitor{
		Wants: func(checks.ArtifactEntry) bool { return true },
		Visit: func(checks.ArtifactEntry, io.Reader) error { return stop },
	})
	if !errors.Is(err, stop) {
		t.Error(err)
	}
}

// noise is text that does not pack.
func noise(length int) string {
	text, state := make([]byte, length), uint32(1)
	for i := range text {
		state = state*1664525 + 1013904223
		text[i] = 'a' + byte(state>>24)%26
	}
	return string(text)
}

func FuzzRead(f *testing.F) {
	f.Add(packed(f, member{name: "a.txt", content: "a"}, member{name: "../b", content: "b"}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := archive.Limits{Entries: 100, Entry: 1 << 20, Total: 2 << 20, Ratio: 50}
		var total int
		_, _ = archive.Read(t.Context(), bytes.NewReader(content), int64(len(content)), limits, checks.ArtifactVisitor{
			Wants: func(checks.ArtifactEntry) bool { return true },
			Visit: func(entry checks.ArtifactEntry, from io.Reader) error {
				if !fs.ValidPath(entry.Path) {
					t.Errorf("%q", entry.Path)
				}
				text, _ := io.ReadAll(from)
				total += len(text)
				return nil
			},
		})
		if int64(total) > limits.Total {
			t.Errorf("unpacked %d bytes", total)
		}
	})
}
