package remote

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Target names what is judged: a repository, and in it a pull request, a tag, or
// with neither the head of its default branch.
type Target struct {
	Owner, Name string
	Number      int
	Tag         string
}

// Names of accounts and repositories.
// https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication#about-username-normalization
// https://docs.github.com/en/repositories/creating-and-managing-repositories/creating-a-new-repository
var (
	ownerName      = regex.New(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$`)
	repositoryName = regex.New(`^[A-Za-z0-9._-]{1,100}$`)
)

// ParseTarget reads "OWNER/REPO", "OWNER/REPO#12" and "OWNER/REPO@v1.4.0". The
// address of a page, as a browser shows it, names the same.
func ParseTarget(text string) (Target, error) {
	refused := func(why string) (Target, error) {
		return Target{}, fmt.Errorf("%q: %s; it takes OWNER/REPO, OWNER/REPO#PULL-REQUEST or OWNER/REPO@TAG", text, why)
	}
	var target Target
	rest := fromPage(text)
	rest, tag, tagged := strings.Cut(rest, "@")
	rest, number, numbered := strings.Cut(rest, "#") // which a tag may hold
	owner, name, slashed := strings.Cut(rest, "/")
	switch {
	case !slashed:
		return refused("it names no repository")
	case !ownerName.MatchString(owner):
		return refused("no account has such a name")
	case !repositoryName.MatchString(name) || name == "." || name == "..":
		return refused("no repository has such a name")
	case tagged && numbered:
		return refused("it names a pull request and a tag")
	case tagged && (tag == "" || len(tag) > 250 || strings.ContainsFunc(tag, unfit)):
		return refused("no tag has such a name")
	}
	target.Owner, target.Name, target.Tag = owner, strings.TrimSuffix(name, ".git"), tag
	if numbered {
		parsed, err := strconv.Atoi(number)
		if err != nil || parsed <= 0 || strings.HasPrefix(number, "+") {
			return refused("behind # stands no number of a pull request")
		}
		target.Number = parsed
	}
	return target, nil
}

// fromPage turns the address of a repository, a pull request or a release into
// the short form, and leaves everything else as it is.
func fromPage(text string) string {
	rest, isPage := strings.CutPrefix(text, "https://")
	if !isPage {
		return text
	}
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, "#")
	parts := strings.SplitN(strings.TrimSuffix(rest, "/"), "/", 6) // host, owner, name, …
	switch {
	case len(parts) < 3:
		return text
	case len(parts) >= 5 && parts[3] == "pull":
		return parts[1] + "/" + parts[2] + "#" + parts[4]
	case len(parts) == 6 && parts[3] == "releases" && parts[4] == "tag":
		return parts[1] + "/" + parts[2] + "@" + strings.ReplaceAll(parts[5], "%2F", "/")
	default:
		return parts[1] + "/" + parts[2]
	}
}

// unfit reports whether a rune stands in no ref.
// https://git-scm.com/docs/git-check-ref-format
func unfit(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`~^:?*[\`, r) }

// String returns the short form.
func (t Target) String() string {
	text := t.Owner + "/" + t.Name
	switch {
	case t.Number > 0:
		return text + "#" + strconv.Itoa(t.Number)
	case t.Tag != "":
		return text + "@" + t.Tag
	}
	return text
}
