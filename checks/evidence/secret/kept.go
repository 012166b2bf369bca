package secret

import (
	numbers "encoding/binary"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/kept"
)

// Kept keeps from one run of the program to the next which files were searched
// and hold no secret. It must be safe for concurrent use.
type Kept interface {
	Get(key kept.Key) ([]byte, bool)
	Add(content string, key kept.Key, value []byte)
	// Clear is told of every content that was searched, by this run or by an
	// earlier one, and holds no secret.
	Clear(content string)
}

// keptKey names everything that the search of a file depends on. The salt is
// not among it: nothing is hashed where nothing is found.
func (s *Scanner) keptKey(file checks.File) kept.Key {
	return kept.KeyOf("clean", s.edition, string(file.Class), file.Path, file.Blob)
}

// knownClean returns what an earlier run of the program saw of a file that holds
// no secret.
func (s *Scanner) knownClean(file checks.File) (looked, bool) {
	if s.kept == nil || file.Blob == "" {
		return looked{}, false
	}
	value, found := s.kept.Get(s.keptKey(file))
	if !found || len(value) == 0 {
		return looked{}, false
	}
	size, read := numbers.Uvarint(value[1:])
	if read <= 0 {
		return looked{}, false
	}
	known := looked{state: state(value[0]), bytes: int(size)}
	s.tell(file, known)
	return known, true
}

// keep keeps that a file holds no secret, or nothing that is searched.
func (s *Scanner) keep(file checks.File, one looked) {
	if s.kept == nil || file.Blob == "" || one.state == stateUnread {
		return
	}
	s.tell(file, one)
	if len(one.matches) == 0 {
		s.kept.Add(file.Blob, s.keptKey(file), numbers.AppendUvarint([]byte{byte(one.state)}, uint64(one.bytes)))
	}
}

// tell tells of a content that was searched and holds none, or words that stand
// for one. A picture or an archive was not searched.
func (s *Scanner) tell(file checks.File, one looked) {
	secret := slices.ContainsFunc(one.matches, func(match Match) bool { return !match.Placeholder })
	if one.state == stateSearched && !secret {
		s.kept.Clear(file.Blob)
	}
}
