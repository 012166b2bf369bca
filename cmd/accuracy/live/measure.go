package live

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Options say what is measured, and with what.
type Options struct {
	Directory string // of the servers' repositories
	Golive    string // the program
	Modules   string // what npm installed, for servers that need it
	Parallel  int    // servers at a time
	Progress  io.Writer
	Now       func() time.Time
}

// Measure starts servers, lets golive judge each, and compares. A server that does not
// start is an error: what was not measured must not look right.
func Measure(ctx context.Context, options Options, servers []Server) ([]Row, error) {
	base, err := os.MkdirTemp("", "golive-live-")
	if err != nil {
		return nil, fmt.Errorf("making a directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(base) }()
	if err := os.Chmod(base, 0o755); err != nil { // servers run as somebody else
		return nil, fmt.Errorf("opening a directory: %w", err)
	}
	authority, err := newAuthority(base, options.Now())
	if err != nil {
		return nil, err
	}
	rows := make([][]Row, len(servers))
	var mutex sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(options.Parallel)
	for index, server := range servers {
		group.Go(func() error {
			bench, err := prepare(ctx, options, authority, filepath.Join(base, fmt.Sprint(index)), server)
			if err != nil {
				return fmt.Errorf("%s: %w", server.Name, err)
			}
			judged, err := bench.measure(ctx, options.Golive)
			if err != nil {
				return fmt.Errorf("%s: %w", server.Name, err)
			}
			mutex.Lock()
			defer mutex.Unlock()
			rows[index] = Compare(server, judged)
			_, err = fmt.Fprintf(options.Progress, "measured %s\n", server.Name)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all []Row
	for _, some := range rows {
		all = append(all, some...)
	}
	return all, nil
}
