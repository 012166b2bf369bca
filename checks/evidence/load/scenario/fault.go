package scenario

// Fault is why an answer is not what its step asks for.
type Fault struct {
	Kind   FaultKind
	Reason string
	// Other is the number of the user whose data came, of a Mixed one; 0: of nobody
	// who is known.
	Other int
	// Seen is the identity that came in place of the user's own, of a Mixed one.
	Seen string
}

// FaultKind tells faults apart.
type FaultKind int

// The kinds of faults.
const (
	WrongStatus  FaultKind = iota
	FailedCheck            // something that was to hold does not
	NotExtracted           // what a later step needs is not in the answer
	Mixed                  // the answer is about another user
)

// Error says what is wrong.
func (f *Fault) Error() string { return f.Reason }
