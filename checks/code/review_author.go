package code

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// webFlow is the committer of what is merged or edited on GitHub's own pages:
// the service, nobody's account.
const webFlow = "web-flow"

var (
	coAuthor = regex.New(`(?mi)^[ \t]*co-authored-by:[ \t]*(.*?)[ \t]*<([^<>\s]+)>[ \t]*$`)
	// GitHub's private addresses carry the login:
	// https://docs.github.com/account-and-profile/reference/email-addresses-reference
	privateAddress = regex.New(`(?i)^(?:\d+\+)?([a-z0-9-]+(?:\[bot\])?)@users\.noreply\.github\.com$`)
)

// authors are the accounts that wrote something in a pull request, and the
// identities that no account is known for.
type authors struct {
	logins   map[string]bool // lower case
	nameless map[string]bool // names and addresses, lower case
}

func authorsOf(pull checks.PullRequest, commits []checks.PullCommit) authors {
	who := authors{map[string]bool{}, map[string]bool{}}
	if pull.Author != "" && !pull.AuthorBot {
		who.logins[strings.ToLower(pull.Author)] = true
	}
	accounts := map[string]string{} // address → login
	for _, commit := range commits {
		if commit.Author != "" && commit.Person.Email != "" {
			accounts[strings.ToLower(commit.Person.Email)] = commit.Author
		}
	}
	for _, commit := range commits {
		if commit.Author != "" {
			who.logins[strings.ToLower(commit.Author)] = true
		} else {
			who.add(commit.Person, accounts)
		}
		if commit.Committer != "" && commit.Committer != webFlow {
			who.logins[strings.ToLower(commit.Committer)] = true
		}
		for _, login := range commit.CoAuthors {
			who.logins[strings.ToLower(login)] = true
		}
		for _, found := range coAuthor.FindAllStringSubmatch(commit.Message, -1) {
			who.add(checks.Person{Name: found[1], Email: found[2]}, accounts)
		}
	}
	return who
}

// add records a person that git names: as an account where one is known for
// the address.
func (a authors) add(person checks.Person, accounts map[string]string) {
	address := strings.ToLower(person.Email)
	if login, known := accounts[address]; known {
		a.logins[strings.ToLower(login)] = true
		return
	}
	if match := privateAddress.FindStringSubmatch(address); match != nil {
		a.logins[strings.ToLower(match[1])] = true
		return
	}
	for _, word := range []string{strings.ToLower(person.Name), address} {
		if word != "" {
			a.nameless[word] = true
		}
	}
}

// wrote reports whether the account is one of the authors: by its login, or by
// a name or the first part of an address that is its login.
func (a authors) wrote(login string) bool {
	login = strings.ToLower(login)
	if a.logins[login] || a.nameless[login] {
		return true
	}
	for word := range a.nameless {
		if mailbox, _, found := strings.Cut(word, "@"); found && mailbox == login {
			return true
		}
	}
	return false
}
