package render

// Kind is what is rendered.
type Kind string

// The kinds.
const (
	Helm      Kind = "helm"
	Kustomize Kind = "kustomize"
)

// Request is one thing to render.
type Request struct {
	Kind   Kind              `json:"kind"`
	Name   string            `json:"name"`   // of the release, for a chart
	Folder string            `json:"folder"` // of the overlay in Files; a chart's files are relative to the chart
	Files  map[string][]byte `json:"files"`
	Values [][]byte          `json:"values"` // files of values for a chart, later ones over earlier ones
}

// Answer is what came of it.
type Answer struct {
	Files []File   `json:"files"`
	Notes []string `json:"notes"` // what was left out, or taken as something else
	// Lacking are parts that may hold what runs and that are not in the repository.
	Lacking []string `json:"lacking,omitempty"`
	Error   string   `json:"error"` // why there are no files; empty: there are
}

// File is what one file was rendered to.
type File struct {
	Path string `json:"path"` // relative to the chart; for an overlay, to the repository
	Text string `json:"text"`
}

const (
	maxRequest = 64 << 20
	maxAnswer  = 32 << 20
)
