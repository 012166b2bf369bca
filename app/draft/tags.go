package draft

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// scheme is a way to name tags: what stands before the version, and what kind of
// version it is.
type scheme struct {
	prefix string // "release/", "api-", "@acme/cart@", "go"
	letter string // "v", "V" or empty
	kind   versionKind
	tags   int
	newest checks.Tag
	prerel checks.Tag // the newest tag that is a pre-release
}

type versionKind int

const (
	dotted   versionKind = iota // 1.2.3
	calendar                    // 2026.05.1
	dashed                      // 2026-05-01
	compact                     // 20260501
)

var (
	dottedTag  = regex.New(`^((?:.*?[-/@_]|[A-Za-z]{2,})?)([vV]?)(\d+)\.(\d+)((?:\.\d+)*)((?:[-+_.]?[A-Za-z]|-\d|\+\d)[0-9A-Za-z.+_-]*)?$`)
	dashedTag  = regex.New(`^((?:.*?[-/@_]|[A-Za-z]{2,})?)([vV]?)20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[-.]\d{1,3})?$`)
	compactTag = regex.New(`^((?:.*?[-/@_]|[A-Za-z]{2,})?)([vV]?)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[-.]\d{1,3})?$`)
)

// schemeOf tells how a tag is named, and whether it is a pre-release; false for a
// name without a version ("latest", "v1", "1.5.x").
func schemeOf(tag string) (found scheme, prerelease, ok bool) {
	if match := dashedTag.FindStringSubmatch(tag); match != nil {
		return scheme{prefix: match[1], letter: match[2], kind: dashed}, false, true
	}
	if match := compactTag.FindStringSubmatch(tag); match != nil {
		return scheme{prefix: match[1], letter: match[2], kind: compact}, false, true
	}
	match := dottedTag.FindStringSubmatch(tag)
	if match == nil || strings.HasSuffix(match[6], ".x") {
		return scheme{}, false, false
	}
	found = scheme{prefix: match[1], letter: match[2]}
	year, _ := strconv.Atoi(match[3])
	month, _ := strconv.Atoi(match[4])
	if year >= 2000 && year < 2100 && month >= 1 && month <= 12 {
		found.kind = calendar
	}
	suffix := match[6]
	return found, suffix != "" && !strings.HasPrefix(suffix, "+"), true
}

// escape makes a text literal in a glob.
var escape = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `{`, `\{`, `}`, `\}`)

// pattern is the glob of a scheme's tags.
func (s scheme) pattern() string {
	start := escape.Replace(s.prefix) + s.letter
	switch {
	case s.kind == calendar:
		return start + "20[0-9][0-9].*"
	case s.kind == dashed:
		return start + "20[0-9][0-9]-*"
	case s.kind == compact:
		return start + "20[0-9][0-9]*"
	case s.letter != "" || strings.HasSuffix(s.prefix, "@"):
		return start + "*"
	case s.prefix == "":
		return "[0-9]*.[0-9]*"
	default:
		return start + "[0-9]*"
	}
}

// narrow is pattern with a digit behind the start, for where pattern takes in
// tags of other schemes.
func (s scheme) narrow() string {
	if start, found := strings.CutSuffix(s.pattern(), "*"); found && s.kind == dotted && s.prefix+s.letter != "" && !strings.HasSuffix(start, "[0-9]") {
		return start + "[0-9]*"
	}
	return s.pattern()
}

// whole reports whether the scheme names versions of the repository rather than
// of one package in it.
func (s scheme) whole() bool {
	switch strings.ToLower(strings.Trim(s.prefix, "-/@_")) {
	case "", "release", "releases", "rel", "version", "ver", "tag", "tags":
		return true
	}
	return false
}

// schemes are the ways in which a repository names tags.
type schemes struct {
	all    []scheme // the newest first
	total  int      // tags
	other  int      // tags without a version
	others string   // the newest of them
}

// mostSchemes bounds the ways of naming that are told apart.
const mostSchemes = 500

// schemesOf sorts tags by how they are named.
func schemesOf(tags []checks.Tag) schemes {
	found := schemes{total: len(tags)}
	ordered := slices.Clone(tags)
	slices.SortStableFunc(ordered, newestFirst)
	index := map[scheme]int{}
	for _, tag := range ordered {
		named, prerelease, ok := schemeOf(tag.Name)
		at, known := index[named]
		if !ok || !usable(tag.Name) || !known && (len(index) == mostSchemes || !accepted(named.pattern(), "release", "tags")) {
			if found.other++; found.others == "" {
				found.others = tag.Name
			}
			continue
		}
		if !known {
			at = len(found.all)
			index[named] = at
			started := named
			started.newest = tag
			found.all = append(found.all, started)
		}
		found.all[at].tags++
		if prerelease && found.all[at].prerel.Name == "" {
			found.all[at].prerel = tag
		}
	}
	return found
}

// newestFirst orders tags by date, and tags of one moment by version.
func newestFirst(a, b checks.Tag) int {
	return cmp.Or(b.Date.Compare(a.Date), checks.CompareVersions(checks.VersionIn(b.Name), checks.VersionIn(a.Name)), cmp.Compare(b.Name, a.Name))
}

// alive is how long ago, before the newest tag, a scheme's own newest tag may be
// for the scheme to be in use.
const alive = 180 * 24 * time.Hour

// chosen returns the schemes that releases follow today and those that they do
// not: the newest scheme, but where a scheme of the whole repository is in use
// too, that one goes before those of single packages; and with a package's
// scheme those of its sisters.
func (s schemes) chosen() (follow, rest []scheme) {
	if len(s.all) == 0 {
		return nil, nil
	}
	newest := s.all[0]
	lead := newest
	for _, one := range s.all {
		if one.whole() && newest.newest.Date.Sub(one.newest.Date) <= alive {
			lead = one
			break
		}
	}
	for _, one := range s.all {
		sister := !lead.whole() && !one.whole() && one.kind == lead.kind && one.letter == lead.letter &&
			separator(one.prefix) == separator(lead.prefix) && newest.newest.Date.Sub(one.newest.Date) <= alive
		if one == lead || sister {
			follow = append(follow, one)
		} else {
			rest = append(rest, one)
		}
	}
	return follow, rest
}

func separator(prefix string) string {
	if prefix == "" {
		return ""
	}
	return prefix[len(prefix)-1:]
}

// mostPatterns is how many patterns are listed one by one.
const mostPatterns = 4

// patterns returns the globs of schemes: one each, or where packages are many,
// one for all names between the same scope and separator.
func patterns(follow, rest []scheme) []string {
	if len(follow) == 0 {
		return nil
	}
	var globs []string
	for _, one := range follow {
		glob := one.pattern()
		if slices.ContainsFunc(rest, func(other scheme) bool { return matches(glob, other.newest.Name) }) {
			glob = one.narrow()
		}
		globs = append(globs, glob)
	}
	slices.Sort(globs)
	if len(globs) <= mostPatterns {
		return globs
	}
	var general []string
	for _, one := range follow {
		folder := ""
		if slash := strings.LastIndex(strings.TrimRight(one.prefix, "/"), "/"); slash >= 0 {
			folder = one.prefix[:slash+1]
		}
		glob := escape.Replace(folder) + "*" + separator(one.prefix) + one.letter + "[0-9]*"
		if !slices.Contains(general, glob) {
			general = append(general, glob)
		}
	}
	return general
}

func matches(pattern, tag string) bool {
	matched, err := doublestar.Match(pattern, tag)
	return err == nil && matched
}
