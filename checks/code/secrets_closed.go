package code

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
)

const (
	// valueSalt is that of the hashes by which values are told apart while a
	// release is judged. They go nowhere else: what is shown is a fingerprint.
	valueSalt = "golive"
	// fingerprintRounds make each guess at a value cost milliseconds. The
	// salt of a fingerprint can be read, since a server and a working copy have
	// no key in common; a fast hash of a short password would tell the password.
	fingerprintRounds = 10_000
)

// fingerprints gives secrets the fingerprints that a report shows and a policy
// closes: a salt, and a slow hash of rule, path and value under it.
type fingerprints struct {
	salt string // of those that are shown
	slow map[[2]string]string
}

// newFingerprints returns those of a repository: its salt differs from that of
// others, so that nobody sees that two of them share a secret.
func newFingerprints(repository string) fingerprints {
	sum := sha256.Sum256([]byte(repository))
	return fingerprints{hex.EncodeToString(sum[:4]), map[[2]string]string{}}
}

// of returns the fingerprint of a match under a salt.
func (f fingerprints) of(salt, name string, match secret.Match) string {
	key := [2]string{salt, match.Hash}
	slow, known := f.slow[key]
	if !known {
		sum, err := pbkdf2.Key(sha256.New, match.Hash, []byte("golive secret "+salt), fingerprintRounds, 16)
		if err != nil { // the length and the rounds are constants
			panic(fmt.Sprintf("stretch a hash: %v", err))
		}
		slow = hex.EncodeToString(sum)
		f.slow[key] = slow
	}
	return salt + "-" + checks.Fingerprint(match.Rule, name, slow)
}

// closures are the entries of a policy that close secrets.
type closures struct {
	entries      []config.ClosedSecret
	fingerprints fingerprints
	matched      map[string]bool // fingerprints of entries that something was found for
	closed       []string        // what was closed, for people
}

func newClosures(entries []config.ClosedSecret, fingerprints fingerprints) *closures {
	return &closures{entries: entries, fingerprints: fingerprints, matched: map[string]bool{}}
}

// entry returns the entry for a match. Its own salt counts, so that a
// fingerprint which another copy of the repository showed closes it here, too.
func (c *closures) entry(name string, match secret.Match) (config.ClosedSecret, bool) {
	for _, entry := range c.entries {
		salt, _, _ := strings.Cut(entry.Fingerprint, "-")
		if c.fingerprints.of(salt, name, match) == entry.Fingerprint {
			return entry, true
		}
	}
	return config.ClosedSecret{}, false
}

// holds reports whether an entry that has not ended closes a match.
func (c *closures) holds(name string, match secret.Match, now time.Time) bool {
	entry, found := c.entry(name, match)
	return found && entry.Holds(now)
}

// close applies the policy to a finding. What is closed stays among the
// findings, and says why.
func (c *closures) close(finding *checks.Finding, match secret.Match, now time.Time) {
	entry, found := c.entry(finding.Path, match)
	if !found {
		if finding.Severity != checks.SeverityNotice {
			finding.Remedy += " Dealt with, or none? The policy closes it under `secrets.closed` by its fingerprint `" + finding.Fingerprint + "`."
		}
		return
	}
	c.matched[entry.Fingerprint] = true
	reason := fmt.Sprintf("as %s: %s", entry.As, wording.Quoted(entry.Because))
	if entry.Until != "" {
		reason = fmt.Sprintf("as %s until %s: %s", entry.As, entry.Until, wording.Quoted(entry.Because))
	}
	if !entry.Holds(now) {
		finding.Message += "; the policy closed it " + reason + ", which is over"
		return
	}
	if entry.As == config.ClosedBaseline {
		// Not dealt with yet: it no longer blocks, and stays worth a look.
		if finding.Severity == checks.SeverityError {
			finding.Severity = checks.SeverityWarning
		}
	} else {
		finding.Severity = checks.SeverityNotice
		finding.Remedy = "Nothing to do: the policy closed it."
	}
	finding.Message += "; closed by the policy " + reason
	c.closed = append(c.closed, wording.QuotedPath(finding.Path)+" "+reason)
}

// unmatched lists the entries that nothing was found for.
func (c *closures) unmatched() []string {
	var left []string
	for _, entry := range c.entries {
		if !c.matched[entry.Fingerprint] {
			left = append(left, "`"+entry.Fingerprint+"` as "+string(entry.As)+" ("+wording.Quoted(entry.Because)+")")
		}
	}
	return left
}

// notes say what was closed, and which entries of the policy closed nothing.
func (c *closures) notes() []string {
	var notes []string
	if len(c.closed) > 0 {
		notes = append(notes, wording.Counted(len(c.closed), "finding is", "findings are")+" closed by the policy: "+wording.Listed(c.closed, 20))
	}
	if left := c.unmatched(); len(left) > 0 {
		notes = append(notes, wording.Counted(len(left), "entry", "entries")+" of the policy's secrets.closed matched nothing here: "+
			wording.Listed(left, 20)+"; remove what is found neither in the content nor in the history of a release")
	}
	return notes
}
