package taint

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// value is what is known of a value: nil for one that is clean or unknown. It is
// not changed once it is made.
type value struct {
	roots  []*root
	safe   classes // that it is harmless for
	lead   string  // the text before it, where it was put together; unknown where that is not constant
	hints  hints
	fields map[string]*value // of an object whose fields are known; a nil one is clean
	model  *model            // what its members give, for a request and its like
	self   *root             // the model's own name
}

// unknown stands in a lead for a clean part that is not constant.
const unknown = "\x00"

// maxLead bounds the text that is kept before a value.
const maxLead = 120

// hints are what is known of a value's text.
type hints uint16

const (
	text    hints = 1 << iota // it is a string and nothing else
	object                    // it may be an object: a parsed body
	built                     // it was put together with other text
	query                     // the text around it reads as SQL
	page                      // the text around it reads as HTML
	compare                   // the text around it compares: "name = "
	direct                    // it is the source itself, not a name for it
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
	safe   classes // by what it is: a part of a path has no slash
	steps  []Place
}

// top returns the root that this one is a part of, in the end.
func (r *root) top() *root {
	for r.parent != nil {
		r = r.parent
	}
	return r
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

func (v *value) tainted() bool { return v != nil && len(v.roots) > 0 }

// known reports whether anything is known of a value.
func (v *value) known() bool {
	return v != nil && (len(v.roots) > 0 || v.fields != nil || v.model != nil)
}

func withRoot(roots []*root, one *root) []*root {
	for i, have := range roots {
		if have == one {
			return roots
		}
		if have.kind == one.kind && one.kind == fromCall && i == 2 {
			return roots // enough of what is least known
		}
	}
	if len(roots) < maxRoots {
		return append(roots[:len(roots):len(roots)], one)
	}
	if one.kind == fromSource {
		for i := len(roots) - 1; i >= 0; i-- {
			if roots[i].kind != fromSource {
				changed := append([]*root(nil), roots...)
				changed[i] = one
				return changed
			}
		}
	}
	return roots
}

// join is a value that may be either.
func join(a, b *value) *value {
	switch {
	case a == b || !b.known():
		return a
	case !a.known():
		return b
	}
	joined := &value{roots: a.roots, safe: a.safe, hints: a.hints | b.hints, lead: a.lead, model: a.model, self: a.self, fields: a.fields}
	for _, one := range b.roots {
		joined.roots = withRoot(joined.roots, one)
	}
	switch {
	case len(a.roots) == 0:
		joined.safe, joined.lead = b.safe, b.lead
	case len(b.roots) > 0:
		joined.safe &= b.safe
		if len(b.lead) < len(a.lead) {
			joined.lead = b.lead
		}
		if a.hints&text == 0 || b.hints&text == 0 {
			joined.hints &^= text
		}
	}
	if joined.model == nil {
		joined.model, joined.self = b.model, b.self
	}
	switch {
	case a.fields == nil && len(a.roots) == 0:
		joined.fields = b.fields
	case b.fields == nil && len(b.roots) == 0:
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

func keys(fields map[string]*value) []string { return slices.Sorted(maps.Keys(fields)) }

// mixed is a value with the roots of another one.
func (v *value) mixed(other *value) *value {
	if !other.tainted() {
		return v
	}
	if !v.tainted() {
		mixed := *other
		if v != nil {
			mixed.fields, mixed.model, mixed.self = v.fields, v.model, v.self
		}
		return &mixed
	}
	mixed := *v
	for _, one := range other.roots {
		mixed.roots = withRoot(mixed.roots, one)
	}
	mixed.safe &= other.safe
	mixed.hints |= other.hints &^ text
	return &mixed
}

// whole is a value as one thing: with the roots of what is in its fields.
func (v *value) whole() *value { return v.wholeTo(4) }

func (v *value) wholeTo(depth int) *value {
	if v == nil || v.fields == nil || depth == 0 {
		return v
	}
	inner := *v
	inner.fields = nil
	whole := &inner
	for _, name := range keys(v.fields) {
		whole = whole.mixed(v.fields[name].wholeTo(depth - 1))
	}
	if !whole.tainted() {
		return nil
	}
	return whole
}

// with is a value made harmless for more.
func (v *value) with(safe classes) *value {
	v = v.whole()
	if !v.tainted() || safe&everything == everything {
		return nil
	}
	changed := *v
	changed.safe |= safe
	return &changed
}

// marked is a value with more hints and without others.
func (v *value) marked(set, clear hints) *value {
	if v == nil || v.hints&set == set && v.hints&clear == 0 {
		return v
	}
	changed := *v
	changed.hints = changed.hints&^clear | set
	return &changed
}

// part is one piece of a text that is put together.
type part struct {
	constant string
	value    *value
	known    bool // constant is what it is
}

var (
	readsAsQuery = regexp.MustCompile(`(?is)\b(?:select\b.*\bfrom|insert\s+(?:or\s+\w+\s+|ignore\s+)?into|replace\s+into|update\b.*\bset|delete\s+from|drop\s+(?:table|database|index|schema|view)|alter\s+table|create\s+(?:table|database|index|view|user|role|schema|extension)|truncate\s+table|grant\s|exec(?:ute)?\s+\w|call\s+\w+\s*\(|union\s+(?:all\s+)?select|(?:order|group)\s+by\s|where\s+\S|match\s*\(|merge\s*\(|values\s*\(|pragma\s|show\s+(?:tables|databases|columns)|set\s+(?:local|session|role|search_path)|with\s+\w+\s+as\s*\(|select\s)`)
	readsAsPage  = regexp.MustCompile(`<(?:[a-zA-Z!/]|\x00)`)
	compares     = regexp.MustCompile(`(?i)[=<>]|\b(?:like|ilike|in|between)\b|\b(?:asc|desc)\b`)
)

// together puts a text together of its parts.
func together(parts []part) *value {
	var made *value
	var lead, constant strings.Builder
	for _, one := range parts {
		one.value = one.value.whole()
		switch {
		case one.value.tainted():
			if made == nil {
				first := *one.value
				first.lead = lead.String() + one.value.lead
				made = &first
			} else {
				made = made.mixed(one.value)
			}
			constant.WriteString(unknown)
		case one.known:
			if made == nil && lead.Len() < maxLead {
				lead.WriteString(one.constant[:min(len(one.constant), maxLead-lead.Len())])
			}
			if constant.Len() < 4*maxLead {
				constant.WriteString(one.constant[:min(len(one.constant), 4*maxLead)])
			}
		default:
			if made == nil && lead.Len() < maxLead {
				lead.WriteString(unknown)
			}
			constant.WriteString(unknown)
		}
	}
	if made == nil {
		return nil
	}
	whole := constant.String()
	if strings.Trim(whole, unknown) == "" && strings.Count(whole, unknown) == 1 {
		return made.marked(text, direct|object)
	}
	return made.marked(built|text|textHints(whole), direct|object)
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
