package code_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

func TestCodeOwnersAreSeniorsForWhatTheyOwn(t *testing.T) {
	t.Parallel()
	const owners = "*  @eve\n/api/ @bob @acme/api\n/web/ @lee\n/api/docs/\n"
	bob, lee := approval("bob", "c1", 1), approval("lee", "c1", 2)
	forbidden := fmt.Errorf("github: %w: the App lacks a permission (members: read)", checks.ErrForbidden)
	for name, test := range map[string]struct {
		owners  string
		paths   []string
		reviews []checks.Review
		teams   map[string][]string
		failing map[string]error
		partial string
		roles   []string
		verdict checks.Verdict
		words   string
	}{
		"they own all of it":                 {owners, []string{"api/a.go", "api/b.go"}, []checks.Review{bob}, nil, nil, "", nil, checks.Pass, ""},
		"they own a part":                    {owners, []string{"api/a.go", "web/b.js"}, []checks.Review{bob}, nil, nil, "", nil, checks.Fail, "not senior here (write)"},
		"two own it together":                {owners, []string{"api/a.go", "web/b.js"}, []checks.Review{bob, lee}, nil, nil, "", nil, checks.Pass, ""},
		"the other one's approval is old":    {owners, []string{"api/a.go", "web/b.js"}, []checks.Review{bob, approval("lee", "c0", 2)}, nil, nil, "", nil, checks.Fail, ""},
		"nobody owns it any more":            {owners, []string{"api/docs/a.md"}, []checks.Review{bob}, nil, nil, "", nil, checks.Fail, ""},
		"somebody else owns it":              {owners, []string{"main.go"}, []checks.Review{bob}, nil, nil, "", nil, checks.Fail, ""},
		"by their team":                      {"* @acme/core\n", []string{"main.go"}, []checks.Review{bob}, map[string][]string{"acme/core": {"kim", "Bob"}}, nil, "", nil, checks.Pass, ""},
		"by a team that they are not in":     {"* @acme/core\n", []string{"main.go"}, []checks.Review{bob}, map[string][]string{"acme/core": {"kim"}}, nil, "", nil, checks.Fail, ""},
		"by a team that cannot be read":      {"* @acme/core\n", []string{"main.go"}, []checks.Review{bob}, nil, map[string]error{"TeamMembers": forbidden}, "", nil, checks.Unknown, "Grant the App `members: read`, or name the logins"},
		"by a team that is not there":        {"* @acme/core\n", []string{"main.go"}, []checks.Review{bob}, nil, map[string]error{"TeamMembers": checkstest.ErrForge}, "", nil, checks.Unknown, "See that @acme/core exists"},
		"an unread team that would not help": {"* @acme/core\n/web/ @lee\n", []string{"main.go", "web/a.js"}, []checks.Review{bob}, nil, map[string]error{"TeamMembers": forbidden}, "", nil, checks.Fail, ""},
		"the policy names seniors":           {owners, []string{"api/a.go"}, []checks.Review{bob}, nil, nil, "", []string{"dana"}, checks.Fail, "not senior here"},
		"not all paths are known":            {owners, []string{"api/a.go"}, []checks.Review{bob}, nil, nil, "more files than GitHub lists", nil, checks.Unknown, "owns what #12 changes"},
		"the file cannot be read":            {owners, []string{"api/a.go"}, []checks.Review{bob}, nil, map[string]error{"CodeOwners": checkstest.ErrForge}, "", nil, checks.Unknown, "owns what #12 changes"},
		"they may only read":                 {"* @mallory\n", []string{"a.go"}, []checks.Review{approval("mallory", "c1", 1)}, nil, nil, "", nil, checks.Fail, "(read)"},
		"they wrote it":                      {"* @ada\n", []string{"a.go"}, []checks.Review{approval("ada", "c1", 1)}, nil, nil, "", nil, checks.Fail, "also wrote"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := forge(test.reviews, written("c1", "t1", "ada", "x"))
			made.Permissions["lee"] = checks.PermissionWrite
			made.Owners = map[string]checks.CodeOwners{"main": {Path: ".github/CODEOWNERS", Data: []byte(test.owners)}}
			made.Teams, made.Failing = test.teams, test.failing
			made.Past = map[int]checks.PullHistory{12: {PullRequest: made.PullRequests[12], Paths: test.paths, Partial: test.partial}}
			subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made))
			if len(test.roles) > 0 {
				subject.Policy.Roles = map[string][]string{"senior": test.roles}
			}
			result := checkstest.Judge(t, reviewItem, code.NewReview(), subject)
			text := result.Why + result.Remedy
			for _, missing := range result.Missing {
				text += missing.Reason + missing.Remedy
			}
			if result.Verdict() != test.verdict || !strings.Contains(text, test.words) {
				t.Errorf("%s: %s\n%s", result.Verdict(), result.Headline, text)
			}
		})
	}
}

func TestCodeOwnersCountInTheRange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		owners  string
		failing map[string]error
		verdict checks.Verdict
	}{
		"an owner":                   {"*.go @bob\n", nil, checks.Pass},
		"no owner":                   {"*.go @eve\n", nil, checks.Fail},
		"a team that cannot be read": {"*.go @acme/core\n", map[string]error{"TeamMembers": fmt.Errorf("%w", checks.ErrForbidden)}, checks.Unknown},
	} {
		made, commits := ranged(nil, past(nil, approval("bob", "f1", 5)))
		made.Owners = map[string]checks.CodeOwners{"main": {Path: "CODEOWNERS", Data: []byte(test.owners)}}
		made.Failing = test.failing
		result := judgeRange(t, made, commits)
		if result.Verdict() != test.verdict {
			t.Errorf("%s: %s %s", name, result.Verdict(), result.Why)
		}
		if result.Verdict() == checks.Unknown && !strings.Contains(result.Missing[0].Remedy, "`members: read`") {
			t.Errorf("%s: %+v", name, result.Missing)
		}
	}
}
