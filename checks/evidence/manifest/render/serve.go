package render

import (
	"encoding/json"
	"fmt"
	"io"
	"log"

	"github.com/golive-app/golive/checks/evidence/source"
)

// Command is the hidden command by which the golive binary starts itself as a child
// that renders. It takes no arguments.
const Command = "render-manifests"

const (
	childSeconds = 20 // of processor time
	childMemory  = 1 << 30
)

// Serve is the child's whole life: it takes limits upon itself, renders once and ends.
func Serve(in io.Reader, out io.Writer) error {
	log.SetOutput(io.Discard) // the engine writes what charts say
	asked, err := io.ReadAll(io.LimitReader(in, maxRequest+1))
	if err != nil {
		return fmt.Errorf("reading what to render: %w", err)
	}
	var request Request
	if err := json.Unmarshal(asked, &request); err != nil {
		return fmt.Errorf("reading what to render: %w", err)
	}
	if err := source.ConfineToItself(childSeconds, childMemory); err != nil {
		return fmt.Errorf("taking limits upon the renderer: %w", err)
	}
	if err := json.NewEncoder(out).Encode(answer(request)); err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	return nil
}

// answer renders, whatever a template does.
func answer(request Request) (said Answer) {
	defer func() {
		if problem := recover(); problem != nil {
			said = Answer{Error: "it breaks what renders it"}
		}
	}()
	switch request.Kind {
	case Helm:
		return chart(request)
	case Kustomize:
		return overlay(request)
	default:
		return Answer{Error: "golive cannot render it"}
	}
}
