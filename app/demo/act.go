package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/regex"
)

// ActName is something that people can do in a live demo.
type ActName string

// What people can do.
const (
	ActFix       ActName = "fix"
	ActApprove   ActName = "approve"
	ActSecrets   ActName = "secrets" // close those that were rotated
	ActLoad      ActName = "load"    // ask for a load test
	ActDecide    ActName = "decide"  // what no machine can
	ActComment   ActName = "comment"
	ActRerun     ActName = "rerun"
	ActButton    ActName = "button" // of a check run
	ActTag       ActName = "tag"
	ActEnforce   ActName = "enforce"
	ActObserve   ActName = "observe"
	ActMerge     ActName = "merge"
	ActClose     ActName = "close"
	ActReopen    ActName = "reopen"
	ActStartOver ActName = "start-over"
)

// Act is one of them, with what it takes.
type Act struct {
	Name   ActName
	User   string // ActComment: who writes
	Text   string // ActComment: Markdown
	Tag    string // ActTag: its name
	Run    int64  // ActRerun, ActButton: the check run's id
	Button string // ActButton: the button's identifier
}

// Errors of an act.
var (
	ErrNotNow  = errors.New("not possible now") // the message says why
	ErrBadForm = errors.New("not understood")   // what was given with it is not right
)

// MaxComment is how many characters a comment of the demo may have.
const MaxComment = 8000

// Offer says whether an act is possible now, and why it is not.
type Offer struct {
	Name   ActName
	Reason string // empty: it is
	Next   string // ActFix: what the next one mends; ActTag: a name that is free
}

// Offer returns what a snapshot says of an act.
func (s Snapshot) Offer(name ActName) Offer {
	for _, offer := range s.Offers {
		if offer.Name == name {
			return offer
		}
	}
	return Offer{Name: name, Reason: "the demo is still starting"}
}

// People are who may write comments, and what they are to the repository.
func People() []Person {
	return []Person{
		{shop.Author, "author, may write"}, {shop.SecondAuthor, "developer, may write"}, {shop.ReleaseManager, "maintainer"},
	}
}

// Person is one of the people of the demo.
type Person struct{ Login, Role string }

// answerTime bounds an act that waits for golive.
const answerTime = 2 * time.Minute

var tagName = regex.New(`^[A-Za-z0-9][A-Za-z0-9._+@-]*(/[A-Za-z0-9][A-Za-z0-9._+@-]*)*$`)

// perform does what an act says, as people do it on GitHub. It returns what was
// done, for people.
func (s *Stage) perform(ctx context.Context, act Act, seen Snapshot) (string, error) {
	scene, name, number := s.Scene, s.Scene.Repository.FullName, seen.Pull.Number
	if reason := seen.Offer(act.Name).Reason; reason != "" {
		return "", fmt.Errorf("%w: %s", ErrNotNow, reason)
	}
	switch act.Name {
	case ActSecrets, ActLoad, ActEnforce, ActObserve: // which wait for golive
		limited, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		ctx = limited
	}
	switch act.Name {
	case ActFix:
		state, _ := scene.nextFix()
		pushed, err := scene.PushFix(ctx, state)
		return fmt.Sprintf("%s pushed %.7s", shop.Author, pushed), err
	case ActApprove:
		return shop.ReleaseManager + " approved", scene.Approve(ctx)
	case ActSecrets:
		return shop.SecondAuthor + " closed the rotated secrets in the policy, " + shop.ReleaseManager + " approved that", scene.CloseSecrets(ctx)
	case ActLoad:
		return shop.SecondAuthor + " wrote into the policy what staging has to stand, " + shop.ReleaseManager + " approved that", scene.SetLoadTarget(ctx)
	case ActDecide:
		written, err := scene.Decide(ctx, seen.Pull.Number, seen.Verdicts)
		return fmt.Sprintf("%s wrote %d commands", shop.ReleaseManager, len(written)), err
	case ActComment:
		return s.comment(act, name, number)
	case ActRerun, ActButton:
		return s.press(act, name, seen)
	case ActTag:
		return s.tag(act, name, seen)
	case ActEnforce:
		return shop.SecondAuthor + " set mode: enforce, " + shop.ReleaseManager + " approved that", scene.SetMode(ctx, config.ModeEnforce)
	case ActObserve:
		return shop.SecondAuthor + " set mode: observe, " + shop.ReleaseManager + " approved that", scene.SetMode(ctx, config.ModeObserve)
	case ActMerge:
		return shop.ReleaseManager + " merged the release and removed its branch", scene.merge(seen.Pull)
	case ActClose:
		return shop.Author + " closed the pull request", s.GitHub.ClosePullRequest(name, number, shop.Author)
	case ActReopen:
		return shop.Author + " reopened the pull request", s.GitHub.ReopenPullRequest(name, number, shop.Author)
	default:
		return "", fmt.Errorf("%w: there is no act %q", ErrBadForm, act.Name)
	}
}

func (s *Stage) comment(act Act, name string, number int) (string, error) {
	if !slices.ContainsFunc(People(), func(p Person) bool { return p.Login == act.User }) {
		return "", fmt.Errorf("%w: nobody here is called %q", ErrBadForm, act.User)
	}
	text := strings.TrimSpace(strings.ReplaceAll(act.Text, "\r\n", "\n"))
	switch {
	case text == "":
		return "", fmt.Errorf("%w: a comment needs words", ErrBadForm)
	case !utf8.ValidString(text):
		return "", fmt.Errorf("%w: the comment is no UTF-8", ErrBadForm)
	case utf8.RuneCountInString(text) > MaxComment:
		return "", fmt.Errorf("%w: the comment is longer than %d characters", ErrBadForm, MaxComment)
	}
	_, err := s.GitHub.Comment(name, number, act.User, text)
	first, _, _ := strings.Cut(text, "\n")
	return act.User + " commented: " + first, err
}

// press is "Re-run" of a check run, or one of the buttons it has.
func (s *Stage) press(act Act, name string, seen Snapshot) (string, error) {
	for _, run := range seen.CheckRuns {
		switch {
		case run.ID != act.Run:
			continue
		case run.Status != "completed":
			return "", fmt.Errorf("%w: %s still runs", ErrNotNow, run.Name)
		case act.Name == ActRerun:
			return shop.Author + " pressed Re-run on " + run.Name, s.GitHub.RerequestCheckRun(name, run.ID, shop.Author)
		}
		for _, button := range run.Actions {
			if button.Identifier == act.Button {
				return shop.Author + " pressed " + button.Label + " on " + run.Name, s.GitHub.RequestedAction(name, run.ID, button.Identifier, shop.Author)
			}
		}
	}
	return "", fmt.Errorf("%w: there is no such check run or button on this commit", ErrBadForm)
}

func (s *Stage) tag(act Act, name string, seen Snapshot) (string, error) {
	if len(act.Tag) > 100 || !tagName.MatchString(act.Tag) || strings.Contains(act.Tag, "..") || strings.HasSuffix(act.Tag, ".lock") || strings.HasSuffix(act.Tag, ".") {
		return "", fmt.Errorf("%w: %q is no name for a tag", ErrBadForm, act.Tag)
	}
	if slices.ContainsFunc(seen.Tags, func(tag Tag) bool { return tag.Name == act.Tag }) {
		return "", fmt.Errorf("%w: the tag %s is there already", ErrNotNow, act.Tag)
	}
	target := s.Scene.HeadBranch
	if seen.Pull.Merged {
		target = s.Scene.BaseBranch
	}
	_, commit, err := s.GitHub.CreateTag(name, act.Tag, target, "Release "+act.Tag, shop.ReleaseManager)
	return fmt.Sprintf("%s pushed the tag %s on %.7s", shop.ReleaseManager, act.Tag, commit), err
}
