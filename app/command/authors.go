package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// webFlow commits what people do on the forge's own pages; it is nobody.
const webFlow = "web-flow"

// authors are the people who made a release's content.
type authors struct {
	logins  map[string]bool // in lower case
	unknown int             // commits of which an author has no account that is known
}

func (a authors) include(login string) bool {
	return a.logins[strings.ToLower(strings.TrimPrefix(login, "@"))]
}

// all reports whether every one of the people made part of the content. Of
// nobody that is not true.
func (a authors) all(people []string) bool {
	for _, login := range people {
		if !a.include(login) {
			return false
		}
	}
	return len(people) > 0
}

// authorsOf returns who wrote, committed or co-wrote any commit of the release,
// and who opened its pull request.
func (r *request) authorsOf(ctx context.Context, release release) (authors, error) {
	number := release.key.Number
	if number == 0 {
		number = release.run.Release.Number
	}
	if number == 0 {
		if r.options.Authors == nil {
			return authors{}, refuse("no pull request carries this content, so golive cannot tell who wrote it and who may sign it")
		}
		commits, err := r.options.Authors(ctx, r.repository, release.run)
		if errors.Is(err, ErrNoRange) {
			return authors{}, refuse("nothing was released before this, so golive cannot tell who wrote it and who may sign it; a release pull request would say")
		}
		if err != nil {
			return authors{}, fmt.Errorf("read authors of %s: %w", release.key, err)
		}
		return authorsIn(commits), nil
	}
	pull, err := r.repository.PullRequest(ctx, number)
	if err != nil {
		return authors{}, fmt.Errorf("read #%d: %w", number, err)
	}
	commits, err := r.repository.PullCommits(ctx, number)
	if err != nil {
		return authors{}, fmt.Errorf("read commits of #%d: %w", number, err)
	}
	found := authorsIn(commits)
	if pull.Author != "" && !pull.AuthorBot {
		found.logins[strings.ToLower(pull.Author)] = true
	}
	return found, nil
}

func authorsIn(commits []checks.PullCommit) authors {
	found := authors{logins: map[string]bool{}}
	byAddress := map[string]string{}
	for _, commit := range commits {
		if commit.Author != "" && commit.Person.Email != "" {
			byAddress[strings.ToLower(commit.Person.Email)] = commit.Author
		}
	}
	for _, commit := range commits {
		people := []string{commit.Author}
		if commit.Author == "" {
			people[0] = accountOf(commit.Person.Email, byAddress)
		}
		for _, address := range coAuthors(commit.Message) {
			people = append(people, accountOf(address, byAddress))
		}
		unknown := false
		for _, login := range people {
			unknown = unknown || login == ""
			found.logins[strings.ToLower(login)] = true
		}
		if commit.Committer != "" && !strings.EqualFold(commit.Committer, webFlow) {
			found.logins[strings.ToLower(commit.Committer)] = true
		}
		if unknown {
			found.unknown++
		}
	}
	delete(found.logins, "")
	return found
}

// noReply matches the addresses that GitHub gives to people who keep theirs
// private: "login@" or "id+login@".
// https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
var noReply = regex.New(`^(?:\d+\+)?([A-Za-z0-9][A-Za-z0-9_-]*(?:\[bot\])?)@users\.noreply\.`)

// accountOf returns the login behind an e-mail address, or nothing.
func accountOf(address string, byAddress map[string]string) string {
	if login := byAddress[strings.ToLower(address)]; login != "" {
		return login
	}
	if match := noReply.FindStringSubmatch(address); match != nil {
		return match[1]
	}
	return ""
}

// coAuthor matches the trailer that names a second author of a commit.
// https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
var coAuthor = regex.New(`(?mi)^co-authored-by:[^<\r\n]*<([^>\r\n]+)>[ \t\r]*$`)

func coAuthors(message string) []string {
	var addresses []string
	for _, match := range coAuthor.FindAllStringSubmatch(message, -1) {
		addresses = append(addresses, strings.TrimSpace(match[1]))
	}
	return addresses
}
