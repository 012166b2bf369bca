package command

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// What a command may ask of a load test. What policy and operator allow is less.
const (
	mostLoadRPS     = 1_000_000
	longestLoad     = 24 * time.Hour
	longestNameOfIt = 255 // characters of an environment's name, as GitHub allows
)

// loadTest reads what a load test shall be: `--rps 500 --duration 5m --env staging`.
func loadTest(words []string) (Command, error) {
	command := Command{Verb: VerbLoad}
	for len(words) > 0 {
		name, value, joined := strings.Cut(words[0], "=")
		words = words[1:]
		if !joined {
			if len(words) == 0 {
				return Command{}, misunderstood("%s stands without a value: %s", code(name), code(form(VerbLoad)))
			}
			value, words = words[0], words[1:]
		}
		value = unquoted(value)
		switch strings.ToLower(name) {
		case "--rps":
			rps, err := strconv.Atoi(strings.ReplaceAll(value, ",", ""))
			if err != nil || rps < 1 || rps > mostLoadRPS {
				return Command{}, misunderstood("%s is no number of requests a second: write %s", code(value), code("--rps 500"))
			}
			command.RPS = rps
		case "--duration":
			duration, err := time.ParseDuration(value)
			if err != nil || duration < time.Second || duration > longestLoad || duration%time.Second != 0 {
				return Command{}, misunderstood("%s is no time of whole seconds: write %s", code(value), code("--duration 5m"))
			}
			command.Duration = duration
		case "--env":
			if value == "" || strings.HasPrefix(value, "-") || utf8.RuneCountInString(value) > longestNameOfIt {
				return Command{}, misunderstood("%s is no name of an environment: write %s", code(value), code("--env staging"))
			}
			command.Environment = value
		default:
			return Command{}, misunderstood("a load test has no %s: %s", code(name), code(form(VerbLoad)))
		}
	}
	return command, nil
}

// cancel reads a command that takes nothing.
func cancel(words []string) (Command, error) {
	if len(words) > 0 {
		return Command{}, misunderstood("it stops the load test of this release, and takes nothing: %s", code(form(VerbCancel)))
	}
	return Command{Verb: VerbCancel}, nil
}

// loadTest asks for a load test, for whoever may put load on an environment.
func (r *request) loadTest(ctx context.Context, command Command) error {
	release, err := r.loadable()
	if err != nil {
		return err
	}
	may, unread := r.mayLoad(ctx)
	if !may {
		refusal := "a load test is started by people with the role maintain or admin, and by the role " + code(config.RoleLoadTesters)
		if named := release.run.Rules.Roles[config.RoleLoadTesters]; len(named) > 0 {
			refusal += ", here: " + people(named)
		}
		if unread != "" {
			refusal += ". " + unread
		}
		return refuse("%s", refusal)
	}
	_, err = r.options.Loads.Ask(ctx, r.repository, release.run, jobs.LoadRequest{
		RPS: command.RPS, Duration: command.Duration, Environment: command.Environment, By: r.login, Comment: r.comment.ID, Delivery: r.pressed(),
	})
	return loadRefusal(err)
}

// cancelLoad stops the load test of a release, for whoever may write: who sees that it
// hurts need not look for somebody with a role.
func (r *request) cancelLoad(ctx context.Context) error {
	if _, err := r.loadable(); err != nil {
		return err
	}
	if !r.can(checks.PermissionWrite) {
		return refuse("a load test is stopped by people with write permission")
	}
	stopped := false
	for _, release := range r.releases {
		if !release.found {
			continue
		}
		_, found, err := r.options.Loads.Cancel(ctx, release.run, r.login)
		if err != nil {
			return fmt.Errorf("cancel the load test of %s: %w", release.key, err)
		}
		stopped = stopped || found
	}
	if !stopped {
		return refuse("no load test of this release waits or runs")
	}
	return nil
}

// loadable returns the page's release that has a run.
func (r *request) loadable() (release, error) {
	if r.options.Loads == nil {
		return release{}, refuse("this golive runs no load tests")
	}
	for _, one := range r.releases {
		if one.found {
			return one, nil
		}
	}
	return release{}, refuse("golive has not read this release yet; try again in a minute")
}

// mayLoad reports whether the person may start load tests here. What could not be read
// of the teams is told with what would let it be.
func (r *request) mayLoad(ctx context.Context) (may bool, unread string) {
	if r.can(checks.PermissionMaintain) {
		return true, ""
	}
	for _, release := range r.releases {
		named := release.run.Rules.Roles[config.RoleLoadTesters]
		if len(named) == 0 {
			continue
		}
		if may, unread = r.holds(ctx, named); may {
			return true, ""
		}
	}
	return false, unread
}

// loadRefusal turns why a load test is not run into an answer of one line.
func loadRefusal(err error) error {
	var refused *jobs.LoadRefusal
	if !errors.As(err, &refused) {
		return err
	}
	line := refused.Why
	if remedy := strings.TrimSuffix(refused.Remedy, "."); remedy != "" {
		line += ". " + wording.Capital(remedy)
	}
	return refuse("%s", line)
}
