package taint

import (
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// value is what is known of a value: nil for one that is clean or unknown. It is
// not changed once it is made.
type value struct {
	strands []strand
	fields  map[string]*value // of an object whose fields are known; a nil one is clean
	model   *model            // what its members give, for a request and its like
	self    *root             // the model's own name
	listed  bool              // a list of size elements, each a field or clean
	keyed   bool              // a map of Go, each of whose entries is a field
	exact   bool              // a list or a map of Go that holds no other elements than those that are known
	fixed   *fixed            // the constant that a variable of Go has, in a slot of its own
	size    int
}

// strand is data from one root in a value.
type strand struct {
	root  *root
	safe  classes // that it is harmless for
	lead  string  // the text before it, where it was put together; unknown where that is not constant
	hints hints
}

// unknown stands in a lead for a clean part that is not constant.
const unknown = "\x00"

// maxLead bounds the text that is kept before a value.
const maxLead = 120

// hints are what is known of a value's text.
type hints uint16

const (
	text      hints = 1 << iota // it is a string and nothing else
	object                      // it may be an object: a parsed body
	built                       // it was put together with other text
	query                       // the text around it reads as SQL
	page                        // the text around it reads as HTML
	compare                     // the text around it compares: "name = "
	direct                      // it is the source itself, not a name for it
	json                        // it came as JSON, which no page of another site can have a browser send
	normal                      // a path that is normalised: what it begins with is where it leads
	beneath                     // a path as seen from a folder: without ".." it stays below that
	absolute                    // and one from the root on: behind a folder it stays below it
	slashless                   // a list of the parts of a path between its slashes
	begins                      // a path of a request as it came: it begins with a slash
	entry                       // it was put into an object under a key that is not its own
)

// rootKind is where untrusted data comes from.
type rootKind uint8

const (
	fromSource rootKind = iota
	fromParam           // of the function that is summed up: untrusted if its callers say so
	fromCall            // the result of a function elsewhere
)

// root is a place from which data comes, or a part of another root.
type root struct {
	kind   rootKind
	parent *root
	key    string // the part of the parent
	depth  int
	what   string
	span   program.Span
	owner  *program.Function // of a parameter
	index  int
	call   *outside
	unsure bool
	result bool    // one of several that a call gives
	dto    bool    // of a class or a schema elsewhere, which may say what its fields have to be
	safe   classes // by what it is: a part of a path has no slash
	steps  []Place
}

// path names the part of the top root, with dots.
func (r *root) path() string {
	if r.parent == nil {
		return ""
	}
	if above := r.parent.path(); above != "" {
		return above + "." + r.key
	}
	return r.key
}

// maxRoots bounds the roots of one value. Sources come first.
const maxRoots = 6

func (v *value) tainted() bool { return v != nil && len(v.strands) > 0 }

// fromSource reports whether a value holds data that is known to be untrusted.
func (v *value) fromSource() bool {
	return v != nil && slices.ContainsFunc(v.strands, func(s strand) bool { return s.root.kind == fromSource })
}

// known reports whether anything is known of a value.
func (v *value) known() bool {
	return v != nil && (len(v.strands) > 0 || v.fields != nil || v.model != nil || v.listed || v.exact)
}

// hint reports whether any data in a value has all of some hints.
func (v *value) hint(some hints) bool {
	return v != nil && slices.ContainsFunc(v.strands, func(s strand) bool { return s.hints&some == some })
}

// held is a value of one root.
func held(one strand) *value { return &value{strands: []strand{one}} }

// withStrand adds data to that of a value. What comes from the same root is as
// harmful as the worse of the two.
func withStrand(strands []strand, one strand) []strand {
	calls := 0
	for i, have := range strands {
		if have.root == one.root {
			merged := strand{root: have.root, safe: have.safe & one.safe, lead: have.lead, hints: have.hints | one.hints}
			if len(one.lead) < len(have.lead) {
				merged.lead = one.lead
			}
			merged.hints &^= (have.hints ^ one.hints) & (text | direct | normal | absolute | beneath | begins | slashless | entry)
			if merged == have {
				return strands
			}
			changed := slices.Clone(strands)
			changed[i] = merged
			return changed
		}
		if have.root.kind == fromCall {
			calls++
		}
	}
	switch {
	case one.root.kind == fromCall && calls >= maxRoots/2: // enough of what is least known
		return strands
	case len(strands) < maxRoots:
		return append(strands[:len(strands):len(strands)], one)
	case one.root.kind == fromSource:
		for i := len(strands) - 1; i >= 0; i-- {
			if strands[i].root.kind != fromSource {
				changed := slices.Clone(strands)
				changed[i] = one
				return changed
			}
		}
	}
	return strands
}

// join is a value that may be either.
func join(a, b *value) *value {
	switch {
	case a == b:
		return a
	case !b.known():
		return a.inexact()
	case !a.known():
		return b.inexact()
	}
	listed := a.listed && b.listed && a.size == b.size
	if !listed {
		if a, b = a.loose(), b.loose(); a == nil || b == nil {
			return join(a, b)
		}
	}
	joined := &value{strands: a.strands, model: a.model, self: a.self, fields: a.fields, listed: listed, size: a.size, keyed: a.keyed && b.keyed}
	joined.exact = a.exact && b.exact && (listed || sameKeys(a.fields, b.fields))
	for _, one := range b.strands {
		joined.strands = withStrand(joined.strands, one)
	}
	if joined.model == nil {
		joined.model, joined.self = b.model, b.self
	}
	switch {
	case a.fields == nil && !a.tainted():
		joined.fields = b.fields
	case b.fields == nil && !b.tainted():
	case a.fields == nil || b.fields == nil:
		joined.fields = nil // one is untrusted as a whole
		for _, name := range keys(a.fields) {
			joined = joined.mixed(a.fields[name])
		}
		for _, name := range keys(b.fields) {
			joined = joined.mixed(b.fields[name])
		}
	default:
		fields := map[string]*value{}
		for name, field := range a.fields {
			fields[name] = join(field, b.fields[name])
		}
		for name, field := range b.fields {
			if _, seen := a.fields[name]; !seen {
				fields[name] = field
			}
		}
		joined.fields = fields
	}
	return joined
}

// sameKeys reports whether two maps have the same entries.
func sameKeys(a, b map[string]*value) bool {
	for name := range a {
		if _, found := b[name]; !found {
			return false
		}
	}
	return len(a) == len(b)
}

func keys(fields map[string]*value) []string { return slices.Sorted(maps.Keys(fields)) }

// mixed is a value with the data of another one as well.
func (v *value) mixed(other *value) *value {
	if !other.tainted() {
		return v
	}
	mixed := value{}
	if v != nil {
		mixed = *v
		mixed.listed, mixed.exact = false, false
	}
	for _, one := range other.strands {
		mixed.strands = withStrand(mixed.strands, one)
	}
	return &mixed
}

// whole is a value as one thing: with the data of what is in its fields.
func (v *value) whole() *value { return v.wholeTo(4) }

func (v *value) wholeTo(depth int) *value {
	if v == nil || v.fields == nil || depth == 0 {
		return v
	}
	inner := *v
	inner.fields, inner.listed, inner.exact = nil, false, false
	whole := &inner
	for _, name := range keys(v.fields) {
		whole = whole.mixed(v.fields[name].wholeTo(depth - 1))
	}
	if !whole.tainted() {
		return nil
	}
	return whole
}

// data is all data of a value, also that in its fields.
func (v *value) data() []strand {
	if v = v.whole(); v == nil {
		return nil
	}
	return v.strands
}

// each is a value with all of its data changed.
func (v *value) each(change func(*strand)) *value {
	changed := *v
	changed.strands = slices.Clone(v.strands)
	for i := range changed.strands {
		change(&changed.strands[i])
	}
	return &changed
}

// with is a value made harmless for more.
func (v *value) with(safe classes) *value {
	v = v.whole()
	if !v.tainted() || safe&everything == everything {
		return nil
	}
	return v.each(func(s *strand) { s.safe |= safe })
}

// marked is a value with more hints and without others.
func (v *value) marked(set, clear hints) *value {
	if !v.tainted() {
		return v
	}
	return v.each(func(s *strand) { s.hints = s.hints&^clear | set })
}

// part is one piece of a text that is put together.
type part struct {
	constant string
	value    *value
	known    bool // constant is what it is
}

var (
	readsAsQuery = regex.New(`(?is)\b(?:select\b.*\bfrom|insert\s+(?:or\s+\w+\s+|ignore\s+)?into|replace\s+into|update\b.*\bset|delete\s+from|drop\s+(?:table|database|index|schema|view)|alter\s+table|create\s+(?:table|database|index|view|user|role|schema|extension)|truncate\s+table|grant\s|exec(?:ute)?\s+\w|call\s+\w+\s*\(|union\s+(?:all\s+)?select|(?:order|group)\s+by\s|where\s+\S|match\s*\(|merge\s*\(|values\s*\(|pragma\s|show\s+(?:tables|databases|columns)|set\s+(?:local|session|role|search_path)|with\s+\w+\s+as\s*\(|select\s)`)
	readsAsPage  = regex.New(`<(?:[a-zA-Z!/]|\x00)`)
	compares     = regex.New(`(?i)[=<>]|\b(?:like|ilike|in|between)\b|\b(?:asc|desc)\b`)
)

// together puts a text together of its parts.
func together(parts []part) *value {
	made := &value{}
	var lead, constant strings.Builder
	for _, one := range parts {
		one.value = one.value.whole()
		written := unknown
		if one.value.tainted() {
			before := lead.String()
			made = made.mixed(one.value.each(func(s *strand) { s.lead = before + s.lead }))
		} else if one.known {
			written = one.constant
		}
		if lead.Len() < maxLead {
			lead.WriteString(written[:min(len(written), maxLead-lead.Len())])
		}
		if constant.Len() < 4*maxLead {
			constant.WriteString(written[:min(len(written), 4*maxLead)])
		}
	}
	if !made.tainted() {
		return nil
	}
	whole := constant.String()
	switch whole {
	case unknown:
		return made.marked(text, direct|object|slashless)
	case "/" + unknown:
		return made.marked(built|text|begins, direct|object|normal|beneath|slashless)
	}
	return made.marked(built|text|textHints(whole), direct|object|normal|beneath|begins|slashless)
}

// textHints are what constant text tells of the whole.
func textHints(constant string) hints {
	var found hints
	if readsAsQuery.MatchString(constant) {
		found |= query
	}
	if readsAsPage.MatchString(constant) {
		found |= page
	}
	if compares.MatchString(constant) {
		found |= compare
	}
	return found
}
