package kept

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func opened(t *testing.T, options Options) *Store {
	t.Helper()
	store, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// keeps opens a store, adds the numbers from first to last, and closes it.
func keeps(t *testing.T, directory string, first, last int) {
	t.Helper()
	store := opened(t, Options{Directory: directory})
	for number := first; number <= last; number++ {
		store.Add(KeyOf("number", fmt.Sprint(number)), value(number))
	}
	_ = store.Close()
}

func value(number int) []byte { return bytes.Repeat([]byte(fmt.Sprintf("value %d,", number)), 10) }

// found returns how many of the numbers from 1 to last a store opened anew has;
// a wrong value fails the test.
func found(t *testing.T, directory string, last int) int {
	t.Helper()
	store := opened(t, Options{Directory: directory})
	count := 0
	for number := 1; number <= last; number++ {
		got, known := store.Get(KeyOf("number", fmt.Sprint(number)))
		if known && !bytes.Equal(got, value(number)) {
			t.Errorf("number %d has the value %q", number, got)
		}
		if known {
			count++
		}
	}
	return count
}

func files(t *testing.T, directory, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(directory, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestWhatIsAddedIsFoundByTheNextProcess(t *testing.T) {
	t.Parallel()
	directory := filepath.Join(t.TempDir(), "made", "for", "it")
	keeps(t, directory, 1, 100)
	if got := found(t, directory, 101); got != 100 {
		t.Errorf("%d of 100 were kept", got)
	}
	if info, err := os.Stat(directory); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory is %v (%v), want it closed to others", info.Mode(), err)
	}
	for _, path := range files(t, directory, "*") {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v (%v), want it closed to others", path, info.Mode(), err)
		}
	}
}

func TestAKeyIsItsPartsApart(t *testing.T) {
	t.Parallel()
	if KeyOf("ab", "c") == KeyOf("a", "bc") || KeyOf("a") == KeyOf("a", "") {
		t.Error("parts run into each other")
	}
}

func TestWithoutAnythingNewNothingIsWritten(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	keeps(t, directory, 1, 10)
	keeps(t, directory, 1, 10)
	if got := files(t, directory, "*"); len(got) != 1 {
		t.Errorf("there are %q, want one segment", got)
	}
}

func TestWhatADiskDamagedIsNotFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		damage func(content []byte) []byte
		left   int // of 100
	}{
		"a byte of a value":       {func(c []byte) []byte { c[len(mark)+5] ^= 1; return c }, 99},
		"a byte of the table":     {func(c []byte) []byte { c[len(c)-tailSize-3] ^= 1; return c }, 0},
		"the end is missing":      {func(c []byte) []byte { return c[:len(c)-1] }, 0},
		"half of it":              {func(c []byte) []byte { return c[:len(c)/2] }, 0},
		"all of it":               {func([]byte) []byte { return nil }, 0},
		"another program's file":  {func([]byte) []byte { return bytes.Repeat([]byte("not a segment "), 50) }, 0},
		"the number of its rows":  {func(c []byte) []byte { c[len(c)-tailSize+3] = 0xff; return c }, 0},
		"the mark":                {func(c []byte) []byte { c[0] ^= 1; return c }, 0},
		"nothing of it":           {func(c []byte) []byte { return c }, 100},
		"zeros in place of it":    {func(c []byte) []byte { clear(c); return c }, 0},
		"more bytes behind it":    {func(c []byte) []byte { return append(c, 0) }, 0},
		"zeros in a part of them": {func(c []byte) []byte { clear(c[len(mark) : len(mark)+len(value(1))]); return c }, 99},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			keeps(t, directory, 1, 100)
			path := files(t, directory, "*")[0]
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, test.damage(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := found(t, directory, 100); got != test.left {
				t.Errorf("%d are found, want %d", got, test.left)
			}
			keeps(t, directory, 1, 100) // and it mends itself
			if got := found(t, directory, 100); test.left == 0 && got != 100 {
				t.Errorf("%d are found after they were added again", got)
			}
		})
	}
}

func TestAProcessThatIsEndedCostsItsOwnRecordsAlone(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	keeps(t, directory, 1, 10)
	ended := opened(t, Options{Directory: directory})
	ended.Add(KeyOf("number", "11"), value(11)) // and never closed
	if got := found(t, directory, 11); got != 10 {
		t.Errorf("%d are found, want 10", got)
	}
	if got := files(t, directory, "*"+unsealed); len(got) != 1 {
		t.Fatalf("there are %q, want the one that is being written", got)
	}
	later := func() time.Time { return time.Now().Add(2 * abandonedAfter) }
	opened(t, Options{Directory: directory, Now: later})
	if got := files(t, directory, "*"+unsealed); len(got) != 0 {
		t.Errorf("%q is still there two days after", got)
	}
	_ = ended.Close() // its file is gone, and nobody minds
	if got := found(t, directory, 11); got != 10 {
		t.Errorf("%d are found, want 10", got)
	}
}

func TestManyProcessesAtOnce(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	var group sync.WaitGroup
	for process := range 40 {
		group.Go(func() {
			store, err := Open(Options{Directory: directory})
			if err != nil {
				t.Error(err)
				return
			}
			for number := process + 1; number <= process+20; number++ {
				if got, known := store.Get(KeyOf("number", fmt.Sprint(number))); known && !bytes.Equal(got, value(number)) {
					t.Errorf("number %d has the value %q", number, got)
				}
				store.Add(KeyOf("number", fmt.Sprint(number)), value(number))
			}
			_ = store.Close()
		})
	}
	group.Wait()
	if got := found(t, directory, 59); got != 59 {
		t.Errorf("%d of 59 are found", got)
	}
}

func TestSmallSegmentsBecomeOne(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	for number := 1; number <= 3*manySegments; number++ {
		keeps(t, directory, number, number)
	}
	if got := len(files(t, directory, "*")); got > manySegments {
		t.Errorf("%d runs left %d segments", 3*manySegments, got)
	}
	if got := found(t, directory, 3*manySegments); got != 3*manySegments {
		t.Errorf("%d of %d are found", got, 3*manySegments)
	}
}

func TestBeyondTheLimitGoesWhatWasNotUsedForLongest(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	old := time.Now().Add(-72 * time.Hour)
	for number := 1; number <= 4; number++ {
		known := map[string]bool{}
		for _, path := range files(t, directory, "*") {
			known[path] = true
		}
		keeps(t, directory, number, number)
		for _, path := range files(t, directory, "*") {
			if !known[path] {
				if err := os.Chtimes(path, old, old.Add(time.Duration(number)*time.Hour)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	using := opened(t, Options{Directory: directory})
	if _, known := using.Get(KeyOf("number", "1")); !known { // the oldest, and now used
		t.Fatal("number 1 is not found")
	}
	_ = using.Close()
	info, err := os.Stat(files(t, directory, "*")[0])
	if err != nil {
		t.Fatal(err)
	}
	limited := opened(t, Options{Directory: directory, Limit: 2*info.Size() + 10})
	for number, want := range map[int]bool{1: true, 2: false, 3: false, 4: true} {
		if _, known := limited.Get(KeyOf("number", fmt.Sprint(number))); known != want {
			t.Errorf("number %d is found: %v, want %v", number, known, want)
		}
	}
}

func TestWhereNothingCanBeWritten(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	file := filepath.Join(directory, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Directory: filepath.Join(file, "below")}); err == nil {
		t.Error("a store below a file was opened")
	}
	store := opened(t, Options{Directory: filepath.Join(directory, "gone")})
	if err := os.RemoveAll(filepath.Join(directory, "gone")); err != nil {
		t.Fatal(err)
	}
	store.Add(KeyOf("a"), []byte("b"))
	if _, known := store.Get(KeyOf("a")); known {
		t.Error("a value is found that cannot have been kept")
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}

func TestAClosedStoreIsEmpty(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	keeps(t, directory, 1, 1)
	store := opened(t, Options{Directory: directory})
	_ = store.Close()
	store.Add(KeyOf("a"), []byte("b"))
	if _, known := store.Get(KeyOf("number", "1")); known || store.Close() != nil {
		t.Error("a closed store answers")
	}
}

func TestFullSegmentsAreFoundWhileTheStoreIsOpen(t *testing.T) {
	t.Parallel()
	store := opened(t, Options{Directory: t.TempDir()})
	large := bytes.Repeat([]byte("0123456789abcdef"), segmentSize/16/3)
	for number := range 5 {
		store.Add(KeyOf("large", fmt.Sprint(number)), large)
	}
	if got, known := store.Get(KeyOf("large", "0")); !known || !bytes.Equal(got, large) {
		t.Error("what is in a full segment is not found")
	}
}

func FuzzSegment(f *testing.F) {
	directory := f.TempDir()
	made, err := newWriter(directory)
	if err != nil {
		f.Fatal(err)
	}
	for number := range 3 {
		if err := made.add(KeyOf(fmt.Sprint(number)), value(number)); err != nil {
			f.Fatal(err)
		}
	}
	path, err := made.seal()
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(mark))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "a"+sealed)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		opened, rows, err := openSegment(path)
		if err != nil {
			return
		}
		defer opened.file.Close()
		for _, row := range rows {
			_, _ = opened.value(row)
		}
	})
}
