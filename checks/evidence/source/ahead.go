package source

import "context"

// ahead is a child that is started before there is work for it.
type ahead struct {
	started chan *child // nil where it could not be started
	cancel  context.CancelFunc
}

func startAhead(argv []string) *ahead {
	ctx, cancel := context.WithCancel(context.Background())
	made := &ahead{make(chan *child, 1), cancel}
	go func() {
		started, err := startChild(ctx, argv)
		if err != nil {
			started = nil // whoever asks for one starts it, and is told what is wrong
		}
		made.started <- started
	}()
	return made
}

// take waits for the child, which is then the caller's; nil where there is none. The
// error is the context's.
func (a *ahead) take(ctx context.Context) (*child, error) {
	select {
	case started := <-a.started:
		a.cancel()
		return started, nil
	case <-ctx.Done():
		a.end()
		return nil, ctx.Err()
	}
}

// end ends the child, started or not.
func (a *ahead) end() {
	a.cancel()
	if started := <-a.started; started != nil {
		started.end()
	}
}
