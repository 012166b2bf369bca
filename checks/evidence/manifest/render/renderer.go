package render

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Renderer has a child of this program render. It is safe for concurrent use.
type Renderer struct {
	command []string
	running chan struct{}
}

const (
	// patience is how long a child may take, whatever the machine does beside it.
	patience = 60 * time.Second
	// together is how many children run at once.
	together = 2
)

// NewRenderer returns a renderer. command starts a child that serves (Serve).
func NewRenderer(command []string) *Renderer {
	return &Renderer{command: command, running: make(chan struct{}, together)}
}

// errAnswer is what a child that did not answer leaves.
var errAnswer = errors.New("it takes more time or memory than a chart may, or breaks what renders it")

// Render renders. Its error is that of the context, or golive's own; what cannot be
// rendered is an answer that says why.
func (r *Renderer) Render(ctx context.Context, request Request) (Answer, error) {
	select {
	case r.running <- struct{}{}:
		defer func() { <-r.running }()
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	asked, err := json.Marshal(request)
	if err != nil {
		return Answer{}, fmt.Errorf("asking for rendering: %w", err)
	}
	if len(asked) > maxRequest {
		return Answer{Error: fmt.Sprintf("it is larger than %d MB", maxRequest>>20)}, nil
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	child := exec.CommandContext(waiting, r.command[0], r.command[1:]...)
	child.Env, child.Dir, child.Stdin = []string{}, os.TempDir(), bytes.NewReader(asked)
	said := &bounded{most: maxAnswer}
	child.Stdout = said
	err = child.Run()
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case err != nil && !errors.As(err, &ended) && !said.over && waiting.Err() == nil:
		return Answer{}, fmt.Errorf("starting what renders: %w", err)
	case err != nil || said.over:
		return Answer{Error: errAnswer.Error()}, nil
	}
	var answer Answer
	if err := json.Unmarshal(said.Bytes(), &answer); err != nil {
		return Answer{Error: errAnswer.Error()}, nil
	}
	return answer, nil
}

// bounded keeps what is written, up to a limit.
type bounded struct {
	bytes.Buffer
	most int
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.most {
		b.over = true
		return 0, io.ErrShortWrite
	}
	return b.Buffer.Write(p)
}
