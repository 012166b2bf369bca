package code

import (
	"context"
	"strconv"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// statedCoverage is what somebody else says of a commit's coverage.
type statedCoverage struct {
	who     string // "Codecov"
	check   bool   // a check run of its own App; a status can be set by whoever may write
	state   string
	share   float64 // -1: it names none
	project bool    // of the whole and not of the change
	link    string
	commit  checks.ContentCommit
}

// statingServices are the services that report coverage, by what they call themselves.
// A name that goes on is of a part: codecov/project/frontend is that of a flag.
// https://docs.codecov.com/docs/commit-status
var statingServices = []struct {
	name    string
	context *regex.Expression // of a status, or of a check run, about all of it
	apps    *regex.Expression // slugs of its App
}{
	{"Codecov", regex.New(`^codecov/project$`), regex.New(`^codecov$`)},
	{"Coveralls", regex.New(`^(?:coverage/coveralls|coveralls)(?: \((?:push|pull_request)\))?$`), regex.New(`^coveralls`)},
	{"SonarQube Cloud", regex.New(`(?i)^(?:sonarcloud|sonarqube)`), regex.New(`^sonar(?:cloud|qubecloud|qube)`)},
	{"Qlty", regex.New(`(?i)^qlty coverage$`), regex.New(`^qltysh`)},
	{"Codacy", regex.New(`(?i)^codacy.*coverage`), regex.New(`^codacy`)},
}

// statedShare is the first percentage of a description, "82.31% (+0.12%) compared to
// 1a2b3c4" or "Coverage increased (+0.1%) to 82.31%".
var statedShare = regex.New(`(?:^|\bto |[^+\-\d.(])(\d{1,3}(?:\.\d+)?)\s?%`)

// ofAPart are words of a share that is not one of the whole: Sonar's quality gate
// names what it says of new code.
var ofAPart = regex.New(`(?i)\b(?:new|changed|modified) (?:code|lines?)\b|\b(?:patch|diff)\b`)

// stated is what a text of a service says.
func stated(who string, check bool, state string, whole bool, text, link string, commit checks.ContentCommit) statedCoverage {
	return statedCoverage{who, check, state, shareIn(text), whole && !ofAPart.MatchString(text), link, commit}
}

func readStated(ctx context.Context, subject checks.Subject) ([]statedCoverage, error) {
	var found []statedCoverage
	for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
		runs, err := subject.Forge.CheckRuns(ctx, commit.SHA)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, run := range runs {
			for _, service := range statingServices {
				if err == nil && service.apps.MatchString(run.App) && run.State.Ended() {
					found = append(found, stated(service.name, true, string(run.State), service.context.MatchString(run.Name), run.Title, run.Link, commit))
				}
			}
		}
		statuses, err := subject.Forge.CommitStatuses(ctx, commit.SHA)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, status := range statuses {
			for _, service := range statingServices {
				if err == nil && service.context.MatchString(status.Context) && status.State != checks.StatusPending {
					found = append(found, stated(service.name, false, string(status.State), true, status.Description, status.Link, commit))
				}
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found, nil
}

func shareIn(text string) float64 {
	match := statedShare.FindStringSubmatch(text)
	if match == nil {
		return -1
	}
	share, err := strconv.ParseFloat(match[1], 64)
	if err != nil || share > 100 {
		return -1
	}
	return share
}

func (s statedCoverage) words() string {
	kind := "status"
	if s.check {
		kind = "check run"
	}
	text := s.who + "'s " + kind + " says "
	if s.share >= 0 {
		return text + percent(s.share) + " (" + s.state + ")"
	}
	return text + "\"" + s.state + "\" and names no share"
}
