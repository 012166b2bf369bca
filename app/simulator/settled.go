package simulator

import "sync"

// settled is what was read of a repository and cannot change: what an object's id says
// does not depend on refs, and no object is ever dropped (gc.auto is 0). A simulated
// GitHub is asked for the same few commits again and again, and each git process costs
// more than the answer. What was not found may still be pushed, and is looked for anew.
type settled struct {
	mutex   sync.Mutex
	objects map[string]gitObject // by revision
	commits map[string]revision  // by id, without their files
}

// byID reports whether a revision begins with an object's id: such a one, or what is
// reached from it ("ID^{tree}", "ID:path").
func byID(revision string) bool {
	return len(revision) >= 40 && isSHA(revision[:40]) && (len(revision) == 40 || revision[40] == '^' || revision[40] == ':')
}

// look returns what the revisions name, or nil where that is not settled of each.
func (s *settled) look(revisions []string) []gitObject {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	all := make([]gitObject, 0, len(revisions))
	for _, revision := range revisions {
		known, ok := s.objects[revision]
		if !ok {
			return nil
		}
		all = append(all, known)
	}
	return all
}

// found keeps what a revision names, where its id decides that alone.
func (s *settled) found(revision string, object gitObject) {
	if !byID(revision) {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.objects[revision] = object
}

func (s *settled) commit(sha string) (revision, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	known, ok := s.commits[sha]
	return known, ok
}

func (s *settled) read(sha string, commit revision) {
	if !isSHA(sha) {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.commits[sha] = commit
}
