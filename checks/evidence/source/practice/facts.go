package practice

// Facts are the signs of one file, in the order of their lines.
type Facts struct {
	Signs []Sign `json:"signs,omitempty"`
	// Server says that the file's code runs on a server, by what it imports; Browser,
	// that it runs in a browser. Neither where nothing tells.
	Server  bool `json:"server,omitempty"`
	Browser bool `json:"browser,omitempty"`
}

// Sign is one thing at its place. Which of the fields are set is told with each kind.
type Sign struct {
	Kind     Kind   `json:"kind"`
	What     string `json:"what,omitempty"`     // the call or the library, as people know it
	Line     int    `json:"line"`               // from 1
	Function string `json:"function,omitempty"` // that it stands in; "" for the top level
	Handler  bool   `json:"handler,omitempty"`  // the function answers requests
	Writes   string `json:"writes,omitempty"`   // a call that changes data, whose failure is meant
	Note     string `json:"note,omitempty"`     // what else is known, in one word or as written
}

// Kind tells signs apart. It is "topic.sign".
type Kind string

// maxSigns bounds the signs of one file, maxOfKind those of one kind.
const (
	maxSigns  = 400
	maxOfKind = 60
)

// Join returns the facts of two programs of one file: a component has a script for
// the server and one for the browser.
func (f Facts) Join(other Facts) Facts {
	f.Signs = append(f.Signs, other.Signs...)
	f.Server, f.Browser = f.Server || other.Server, f.Browser || other.Browser
	return f
}

// Of returns the signs of these kinds, in their order.
func (f Facts) Of(kinds ...Kind) []Sign {
	var found []Sign
	for _, sign := range f.Signs {
		for _, kind := range kinds {
			if sign.Kind == kind {
				found = append(found, sign)
			}
		}
	}
	return found
}
