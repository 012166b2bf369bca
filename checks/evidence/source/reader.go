package source

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/kept"
	"github.com/golive-app/golive/checks/evidence/source/flight"
)

// FactsCache keeps facts by a key that names content, language and version. It
// must be safe for concurrent use.
type FactsCache interface {
	Get(key string) (Facts, bool)
	Add(key string, facts Facts)
}

// Kept keeps the encoded facts of contents from one run of the program to the
// next. It must be safe for concurrent use.
type Kept interface {
	Get(key kept.Key) ([]byte, bool)
	// Add is told the content's id as well: what was read from a file that holds a
	// secret may hold a part of it.
	Add(content string, key kept.Key, value []byte)
}

// ReaderOptions say how a Reader works. Zero fields take the defaults.
type ReaderOptions struct {
	Command     []string         // argv of the child; required: the binary's path and ReaderCommand
	Children    int              // processes at once; as many as there are processors
	FileTimeout time.Duration    // of the processor, for one file; 2 s
	Idle        time.Duration    // an unused child is ended after this long; 30 s
	Cache       FactsCache       // 20,000 files in memory
	Kept        Kept             // nil: facts are forgotten with the program
	Edition     string           // of the program: another one may read other facts
	Now         func() time.Time // time.Now
	// Once is for a reader that is about to be asked of one source, by FactsOf: a child
	// is started at once, which takes a tenth of a second, and the children end with the
	// last file, for what comes after the reading needs the memory.
	Once bool
}

// childFileCount is after how many files a child is replaced, so that what its
// C code may have lost is given back.
const childFileCount = 5000

// littleWork is how many bytes one child reads alone: to start another one takes as
// long as to read so much, and a commit that changes few files has less.
const littleWork = 192 << 10

// Reader reads facts from the syntax of files, in child processes. It is safe
// for concurrent use.
type Reader struct {
	options ReaderOptions
	slots   chan struct{}
	reading flight.Group[string, Facts]
	asked   atomic.Int64 // bytes of what was asked of children
	widen   sync.Once

	mutex   sync.Mutex
	workers []*worker // that may be given files
	allowed int       // how many of them there may be by now
	sweep   *time.Timer
	closed  bool
}

// Unread is the error for a file whose facts cannot be known. It is about that
// file alone.
type Unread struct {
	Path   string
	Reason string
}

func (e *Unread) Error() string { return printable(e.Path) + " was not read: " + e.Reason }

// NewReader returns a reader that starts its children as they are needed. Close
// it when it is no longer needed. It fails where no command is given.
func NewReader(options ReaderOptions) (*Reader, error) {
	if len(options.Command) == 0 {
		return nil, errors.New("no command is set to start the syntax reader with")
	}
	if options.Children <= 0 {
		options.Children = runtime.GOMAXPROCS(0)
	}
	if options.FileTimeout <= 0 {
		options.FileTimeout = 2 * time.Second
	}
	if options.Idle <= 0 {
		options.Idle = 30 * time.Second
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Cache == nil {
		cache, err := lru.New[string, Facts](20_000)
		if err != nil {
			return nil, fmt.Errorf("making room for facts: %w", err)
		}
		options.Cache = memory{cache}
	}
	reader := &Reader{options: options, slots: make(chan struct{}, filesAhead*options.Children), allowed: 1}
	for range filesAhead * (options.Children - 1) {
		reader.slots <- struct{}{} // until there is enough to do
	}
	if options.Once {
		reader.start()
	}
	return reader, nil
}

// Facts returns the facts of one file. A file that cannot be read costs an
// *Unread error that says why; any other error is golive's own.
func (r *Reader) Facts(ctx context.Context, src checks.Source, file checks.File) (Facts, error) {
	g, found := grammarOf(file.Language)
	if !found {
		return Facts{}, &Unread{file.Path, "the syntax of " + file.Language + " cannot be read"}
	}
	key := strings.Join(factsKey(file), ":")
	if facts, found := r.options.Cache.Get(key); found && file.Blob != "" {
		return facts, nil
	}
	if facts, found := r.known(file); found {
		r.options.Cache.Add(key, facts)
		return facts, nil
	}
	content, err := src.Read(ctx, file.Path)
	switch {
	case ctx.Err() != nil:
		return Facts{}, ctx.Err()
	case errors.Is(err, checks.ErrTooLarge):
		return Facts{}, &Unread{file.Path, fmt.Sprintf("larger than the limit: %d bytes", file.Size)}
	case errors.Is(err, ErrChanged):
		return Facts{}, &Unread{file.Path, ErrChanged.Error()}
	case errors.Is(err, fs.ErrNotExist):
		return Facts{}, &Unread{file.Path, "it is not there any more"}
	case err != nil:
		return Facts{}, err
	}
	if file.Blob == "" {
		return r.read(ctx, g, file, content)
	}
	facts, err := r.reading.Do(ctx, key, func(ctx context.Context) (Facts, error) {
		if facts, found := r.options.Cache.Get(key); found {
			return facts, nil
		}
		facts, err := r.read(ctx, g, file, content)
		if err == nil {
			r.options.Cache.Add(key, facts)
		}
		return facts, err
	})
	if lost := (*Unread)(nil); errors.As(err, &lost) { // by another name, it may be
		return Facts{}, &Unread{file.Path, lost.Reason}
	}
	return facts, err
}

// read reads the facts of a content, in a child where that takes its syntax.
func (r *Reader) read(ctx context.Context, g grammar, file checks.File, content []byte) (Facts, error) {
	if !g.worthParsing(content, depthOf(file.Class)) {
		return g.outline(content), nil
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return Facts{}, &Unread{file.Path, "it holds NUL bytes"}
	}
	if line, length := g.overlong(content); line > 0 {
		return Facts{}, &Unread{file.Path, fmt.Sprintf("minified: line %d is %d bytes long", line, length)}
	}
	got, err := r.ask(ctx, request{Language: file.Language, Depth: depthOf(file.Class)}, content)
	switch {
	case errors.Is(err, errChild):
		return Facts{}, &Unread{file.Path, err.Error()}
	case err != nil:
		return Facts{}, err
	case got.Unread != "":
		return Facts{}, &Unread{file.Path, printable(got.Unread)}
	}
	if r.keeps(file) {
		r.options.Kept.Add(file.Blob, r.keptKey(file), got.Encoded)
	}
	return got.Facts, nil
}

// keeps reports whether a file's facts outlive the program.
func (r *Reader) keeps(file checks.File) bool { return r.options.Kept != nil && file.Blob != "" }

// factsKey names everything that a file's facts depend on.
func factsKey(file checks.File) []string {
	return []string{strconv.Itoa(FactsVersion), file.Language, string(depthOf(file.Class)), file.Blob}
}

// keptKey names the facts of a file among those that earlier runs kept.
func (r *Reader) keptKey(file checks.File) kept.Key {
	return kept.KeyOf(append([]string{"facts", r.options.Edition}, factsKey(file)...)...)
}

// known returns the facts that an earlier run of the program read from the same
// content.
func (r *Reader) known(file checks.File) (Facts, bool) {
	if !r.keeps(file) {
		return Facts{}, false
	}
	encoded, found := r.options.Kept.Get(r.keptKey(file))
	if !found {
		return Facts{}, false
	}
	facts, err := decodeFacts(encoded)
	return facts, err == nil
}

// FactsOf returns the facts of those files that are wanted and whose language
// can be read, by path, and what of them could not be read.
func (r *Reader) FactsOf(ctx context.Context, src checks.Source, files []checks.File, want func(checks.File) bool) (map[string]Facts, []checks.Skipped, error) {
	facts := make([]*Facts, len(files))
	unread := make([]string, len(files))
	group, running := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range filesAhead * r.options.Children { // each for many files: a stack that has grown is worth keeping
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) || running.Err() != nil {
					return running.Err()
				}
				if !reads(files[i].Language) || !want(files[i]) {
					continue
				}
				got, err := r.Facts(running, src, files[i])
				switch lost := (*Unread)(nil); {
				case errors.As(err, &lost):
					unread[i] = lost.Reason
				case err != nil:
					return err
				default:
					facts[i] = &got
				}
			}
		})
	}
	if err := cmp.Or(group.Wait(), ctx.Err()); err != nil {
		return nil, nil, fmt.Errorf("reading syntax: %w", err)
	}
	if r.options.Once {
		r.endIdle(0)
	}
	found := map[string]Facts{}
	var skipped []checks.Skipped
	for i, file := range files {
		switch {
		case unread[i] != "":
			skipped = append(skipped, checks.Skipped{Path: file.Path, Reason: unread[i]})
		case facts[i] != nil:
			found[file.Path] = *facts[i]
		}
	}
	return found, skipped, nil
}

// ask has a child read one file, and replaces the child where that was too much
// for it.
func (r *Reader) ask(ctx context.Context, asked request, content []byte) (answer, error) {
	if r.asked.Add(int64(len(content))) > littleWork {
		r.widen.Do(func() {
			r.mutex.Lock()
			r.allowed = r.options.Children
			r.mutex.Unlock()
			for range filesAhead * (r.options.Children - 1) {
				<-r.slots
			}
		})
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return answer{}, ctx.Err()
	}
	for {
		if err := ctx.Err(); err != nil {
			return answer{}, err
		}
		used, reading, err := r.take(ctx)
		if used == nil {
			return answer{}, err
		}
		var got answer
		if err == nil {
			got, err = reading.ask(ctx, asked, content, r.options.FileTimeout)
		}
		r.giveBack(used, err != nil)
		if !errors.Is(err, errBehind) {
			return got, err
		}
		// Each loss is one other file's, which is not asked for again: this comes to an end.
	}
}

// memory is a FactsCache of bounded size.
type memory struct{ *lru.Cache[string, Facts] }

func (m memory) Add(key string, facts Facts) { m.Cache.Add(key, facts) }
