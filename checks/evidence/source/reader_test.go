package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"golang.org/x/sync/errgroup"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func newReader(t testing.TB, mode string, change func(*ReaderOptions)) *Reader {
	t.Helper()
	options := ReaderOptions{Command: []string{os.Args[0], mode}, Children: 2}
	if change != nil {
		change(&options)
	}
	reader, err := NewReader(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	return reader
}

// files is a source in memory that counts its reads.
type files struct {
	content map[string]string
	reads   atomic.Int32
	failing error
	began   chan struct{} // where it is set, every read sends on it
}

func (f *files) Tree() string              { return "" }
func (f *files) Skipped() []checks.Skipped { return nil }

func (f *files) Files() []checks.File {
	var list []checks.File
	for path, content := range f.content {
		list = append(list, checks.File{Path: path, Size: int64(len(content)), Blob: formatSHA1.idOf("blob", []byte(content)), Language: Language(path, nil)})
	}
	return list
}

func (f *files) Read(_ context.Context, path string) ([]byte, error) {
	f.reads.Add(1)
	if f.began != nil {
		f.began <- struct{}{}
	}
	if f.failing != nil {
		return nil, f.failing
	}
	if len(f.content[path]) > 1<<20 {
		return nil, checks.ErrTooLarge
	}
	return []byte(f.content[path]), nil
}

func all(checks.File) bool { return true }

func TestFactsComeFromAChild(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, nil)
	content := &files{content: map[string]string{"style.css": "a{}", "b.swift": "print(1)"}}
	for i := range 50 {
		content.content[fmt.Sprintf("src/f%d.ts", i)] = strings.Repeat("\n", i) + "console.log(1)"
	}
	facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), func(file checks.File) bool { return file.Path != "src/f7.ts" })
	if err != nil || len(skipped) != 0 || len(facts) != 49 {
		t.Fatalf("%d facts, skipped %v, %v", len(facts), skipped, err)
	}
	for path, got := range facts {
		var number int
		_, _ = fmt.Sscanf(path, "src/f%d.ts", &number)
		if len(got.DebugCalls) != 1 || got.DebugCalls[0].Line != number+1 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	before := content.reads.Load()
	if _, _, err := reader.FactsOf(t.Context(), content, content.Files(), all); err != nil || content.reads.Load() != before+1 {
		t.Errorf("%d reads although the facts are known, %v", content.reads.Load()-before, err)
	}
}

func TestAChildThatFailsCostsOneFile(t *testing.T) {
	t.Parallel()
	reader := newReader(t, "moody-reader", func(options *ReaderOptions) { options.FileTimeout = 100 * time.Millisecond })
	content := &files{content: map[string]string{
		"die.js": "console.log('DIE')", "hang.js": "console.log('HANG')", "lie.js": "console.log('LIE')",
		"nul.js": "console.log(1)\x00", "big.js": strings.Repeat("x", 1<<20+1), "min.js": strings.Repeat("x;", 3000) + "console.log(1)",
	}}
	for i := range 20 {
		content.content[fmt.Sprintf("f%d.js", i)] = fmt.Sprintf("console.log(%d)", i)
	}
	facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
	if err != nil || len(facts) != 20 || len(skipped) != 6 {
		t.Fatalf("%d facts, skipped %v, %v", len(facts), skipped, err)
	}
	for _, lost := range skipped {
		want := map[string]string{
			"die.js": "crashed", "hang.js": "did not answer within", "lie.js": "crashed",
			"nul.js": "NUL", "big.js": "larger than the limit", "min.js": "minified: line 1 is 6014 bytes long",
		}[lost.Path]
		if !strings.Contains(lost.Reason, want) {
			t.Errorf("%s: %s", lost.Path, lost.Reason)
		}
	}
}

func TestAFileThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.FileTimeout = time.Millisecond })
	content := &files{content: map[string]string{"slow.ts": "console.log(1)\n" + strings.Repeat("a<\n", 100_000)}}
	_, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
	if err != nil || len(skipped) != 1 || !strings.Contains(skipped[0].Reason, "in time") {
		t.Errorf("%v, %v", skipped, err)
	}
}

func TestHostileSyntaxEndsInTime(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, nil)
	content := &files{content: map[string]string{
		"brackets.js": "console\n" + strings.Repeat("[\n", 250_000),
		"objects.js":  "console\n" + strings.Repeat("{ a: b ( [ \n", 60_000),
		"words.js":    strings.Repeat("console\n", 120_000),
		"calls.ts":    strings.Repeat("console.log(\n", 60_000),
		"shadows.js":  strings.Repeat("function f(console) { console.log(1)\n", 20_000),
		"generic.ts":  "console\n" + strings.Repeat("a<\n", 50_000),
	}}
	facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
	if err != nil || len(facts)+len(skipped) != len(content.content) {
		t.Errorf("%d facts, skipped %v, %v", len(facts), skipped, err)
	}
	calm := &files{content: map[string]string{"a.js": "console.log(1)"}}
	if facts, _, err := reader.FactsOf(t.Context(), calm, calm.Files(), all); err != nil || len(facts) != 1 {
		t.Errorf("afterwards: %v, %v", facts, err)
	}
}

func TestGolivesOwnFailureIsNoSkippedFile(t *testing.T) {
	t.Parallel()
	content := &files{content: map[string]string{"a.js": "console.log(1)"}}
	if _, err := NewReader(ReaderOptions{}); err == nil {
		t.Error("a reader without a command")
	}
	missing := newReader(t, "", func(options *ReaderOptions) { options.Command = []string{"/nonexistent/golive"} })
	if _, _, err := missing.FactsOf(t.Context(), content, content.Files(), all); err == nil {
		t.Error("a command that does not exist was taken for a file that cannot be read")
	}
	reader := newReader(t, ReaderCommand, nil)
	broken := &files{content: content.content, failing: errors.New("disk on fire")}
	if _, _, err := reader.FactsOf(t.Context(), broken, content.Files(), all); err == nil || !strings.Contains(err.Error(), "disk on fire") {
		t.Errorf("a source that fails: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := reader.FactsOf(cancelled, content, content.Files(), all); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that is over: %v", err)
	}
	_ = reader.Close()
	if _, err := reader.Facts(t.Context(), content, content.Files()[0]); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestACancelledReadDoesNotSpoilTheNext(t *testing.T) {
	t.Parallel()
	reader := newReader(t, "moody-reader", func(options *ReaderOptions) { options.Children = 1; options.FileTimeout = time.Minute })
	content := &files{content: map[string]string{"hang.js": "console.log('HANG')", "a.js": "console.log(1)"}, began: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		_, err := reader.Facts(ctx, content, checks.File{Path: "hang.js", Language: "JavaScript"})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled one: %v", err)
		}
	})
	<-content.began
	cancel()
	group.Wait()
	if facts, err := reader.Facts(t.Context(), content, checks.File{Path: "a.js", Language: "JavaScript"}); err != nil || len(facts.DebugCalls) != 1 {
		t.Errorf("%+v, %v", facts, err)
	}
}

func TestIdleChildrenAreEnded(t *testing.T) {
	t.Parallel()
	now := time.Now()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) {
		options.Idle = time.Hour
		options.Now = func() time.Time { return now }
	})
	content := &files{content: map[string]string{"a.js": "console.log(1)"}}
	if _, _, err := reader.FactsOf(t.Context(), content, content.Files(), all); err != nil {
		t.Fatal(err)
	}
	reader.endIdle(time.Hour)
	if len(reader.workers) != 1 {
		t.Error("a child was ended too early")
	}
	now = now.Add(2 * time.Hour)
	reader.endIdle(time.Hour)
	if len(reader.workers) != 0 {
		t.Error("an idle child was kept")
	}
}

func FuzzFrame(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02{}\x00\x00\x00\x01x"))
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add([]byte("\x00\x00\x00\x19{\"language\":\"JavaScript\"}\x00\x00\x00\x0econsole.log(1)"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		var out bytes.Buffer
		_ = serve(bytes.NewReader(stream), &out)
		if first, err := readFrame(&out); err != nil || string(first) != hello {
			t.Fatalf("%q, %v", first, err)
		}
		for {
			payload, err := readFrame(&out)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := parseAnswer(payload); err != nil {
				t.Fatalf("%q, %v", payload, err)
			}
		}
	})
}

// BenchmarkFacts reads a tree of 10 MB of TypeScript in which every file has a
// call, so that no file is spared the parser.
func BenchmarkFacts(b *testing.B) {
	content := &files{content: map[string]string{}}
	body := strings.Repeat("export async function load(id: string): Promise<Order | null> {\n  const order = await orders.find({ id, state: [1, 2, 3] });\n  return order ? { ...order, total: order.lines.reduce((sum, line) => sum + line.price, 0) } : null;\n}\n", 40)
	size := 0
	for i := 0; size < 10<<20; i++ {
		text := fmt.Sprintf("// file %d\n%sconsole.log(%d)\n", i, body, i)
		content.content[fmt.Sprintf("src/f%d.ts", i)] = text
		size += len(text)
	}
	list := content.Files()
	b.SetBytes(int64(size))
	for b.Loop() {
		reader := newReader(b, ReaderCommand, nil)
		if facts, _, err := reader.FactsOf(b.Context(), content, list, all); err != nil || len(facts) != len(list) {
			b.Fatal(len(facts), err)
		}
	}
}

// counting is a cache that keeps everything and counts what it is given.
type counting struct {
	kept  sync.Map
	added atomic.Int32
}

func (c *counting) Get(key string) (Facts, bool) {
	if facts, found := c.kept.Load(key); found {
		return facts.(Facts), true
	}
	return Facts{}, false
}

func (c *counting) Add(key string, facts Facts) {
	c.added.Add(1)
	c.kept.Store(key, facts)
}

func TestEqualContentIsParsedOnce(t *testing.T) {
	t.Parallel()
	cache := &counting{}
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Cache, options.Children = cache, 4 })
	content := &files{content: map[string]string{}}
	for i := range 50 {
		content.content[fmt.Sprintf("f%d.js", i)] = "console.log(1)"
	}
	var asking sync.WaitGroup
	for range 3 {
		asking.Go(func() {
			facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
			if err != nil || len(facts) != 50 || len(skipped) != 0 {
				t.Errorf("%d facts, skipped %v, %v", len(facts), skipped, err)
			}
		})
	}
	asking.Wait()
	if cache.added.Load() != 1 {
		t.Errorf("read %d times", cache.added.Load())
	}
}

func TestOneChildReadsALittle(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Children = 3 })
	ask := func(files, bytes int) {
		var group errgroup.Group
		for i := range files {
			content := fmt.Sprintf("console.log(%d)\n", i) + strings.Repeat("// a remark\n", bytes/12)
			group.Go(func() error {
				_, err := reader.ask(t.Context(), request{Language: "JavaScript", Depth: whole}, []byte(content))
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	ask(8, 1000)
	if idle := len(reader.workers); idle != 1 {
		t.Errorf("%d children read eight small files, want 1", idle)
	}
	ask(4, littleWork/2)
	if held := len(reader.slots); held != 0 {
		t.Errorf("%d children are still held back, with much to read", held)
	}
}
