package security

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/config"
)

// limitTrial is a limit that the policy declares, and what staging answered when it was
// tried.
type limitTrial struct {
	config.DeclaredLimit
	login   bool
	first   checks.Exchange   // at golive's own pace
	burst   []checks.Exchange // in the order in which they went out
	forged  []forgery
	waited  time.Duration    // before after
	after   *checks.Exchange // nil: not asked
	untried string           // why there was no burst; empty: there was one
	remedy  string
}

// forgery is what was answered to somebody who writes another address into a header.
type forgery struct {
	header string
	forged []checks.Exchange
	plain  []checks.Exchange // between them, without the header
}

// What a burst sends: enough to be sure where a window of the limit ends within it, at a
// pace that takes some seconds.
const (
	slowestBurst = 20.0 // requests a second
	usualBurst   = 100.0
	fastestBurst = 500.0 // where a window is so short
	usualSeconds = 10.0
	enough       = 5 // refusals
)

// sure is how many requests no limit lets through in a window, wherever its windows
// begin: two of them may meet in the burst.
func (t limitTrial) sure() int { return 2*t.Limit + t.Limit/10 + 1 }

// least is how many requests show a limit that is kept.
func (t limitTrial) least() int { return t.Limit + t.Limit/5 + 1 }

// pace is how fast the burst goes out.
func (t limitTrial) pace() float64 {
	const within = 0.8 // of the window
	usual := min(usualBurst, float64(t.sure())/usualSeconds)
	return min(fastestBurst, max(slowestBurst, usual, float64(t.sure())/(within*t.Time().Seconds())))
}

// nobody are a name and password that nobody has, in the ways in which they are sent.
var nobody = []struct{ kind, text string }{
	{"application/json", `{"username":"golive-probe","email":"golive-probe@golive-probe.invalid","password":"golive-probe-is-nobody"}`},
	{"application/x-www-form-urlencoded", "username=golive-probe&email=golive-probe%40golive-probe.invalid&password=golive-probe-is-nobody"},
}

// probes are what is sent to the limit's path.
func (t limitTrial) probes() []checks.Probe {
	if !t.login {
		return []checks.Probe{{Path: t.Path, Anew: true}}
	}
	var all []checks.Probe
	for _, one := range nobody {
		all = append(all, checks.Probe{Method: http.MethodPost, Path: t.Path, Anew: true, Credentials: true, Body: []byte(one.text), Header: http.Header{"Content-Type": {one.kind}}})
	}
	return all
}

// unread reports whether an answer says that what was sent was not even looked at.
func unread(exchange checks.Exchange) bool {
	switch exchange.Status {
	case http.StatusBadRequest, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return true
	default:
		return false
	}
}

// tryLimit tries one limit.
func tryLimit(ctx context.Context, look *probe.Look, declared config.DeclaredLimit, login bool) (limitTrial, error) {
	trial := limitTrial{DeclaredLimit: declared, login: login}
	var chosen checks.Probe
	for _, chosen = range trial.probes() {
		answers, err := look.Ask(ctx, chosen)
		if err != nil {
			return trial, err
		}
		if trial.first = answers[0]; !unread(trial.first) {
			break
		}
	}
	if trial.untried, trial.remedy = trial.notTried(look.Control, look.BurstLeft()); trial.untried != "" {
		return trial, nil
	}
	shot := limitShot{look: look, trial: &trial, probe: chosen}
	if kept := header.ReadCache(trial.first.Answer()); !login && (header.ReadDelivery(trial.first.Answer()).Hit || kept.Kept() && !kept.Private) {
		shot.vary = true
	}
	if err := shot.fire(ctx); err != nil || trial.refusals() == 0 {
		return trial, err
	}
	if err := shot.forge(ctx); err != nil {
		return trial, err
	}
	return trial, shot.recover(ctx)
}

// notTried says why a limit is not tried; empty: it is.
func (t limitTrial) notTried(control checks.Control, left int) (why, remedy string) {
	asked := where(&t.first)
	const path = "See that `items.security.rate-limit` in .golive.yml names a path that answers, then rerun."
	switch unclear := probe.Unclear(t.first); {
	case t.first.Status == t.Refusal():
		return fmt.Sprintf("%s answered %d before golive sent a burst", asked, t.first.Status), "Rerun when nobody else asks it from where golive runs."
	case unclear != "":
		return fmt.Sprintf("%s told nothing: %s", asked, unclear), "See that it answers, then rerun."
	case probe.Same(control, t.first), t.first.Status == http.StatusNotFound, t.first.Status == http.StatusMethodNotAllowed:
		return fmt.Sprintf("%s answered %d, as what is not there does", asked, t.first.Status), path
	case left < t.least():
		return fmt.Sprintf("a limit of %d in %s is tried with %d requests, and golive's operator lets %d more go out in bursts", t.Limit, spell(t.Time()), t.least(), left), "Declare a shorter window with as small a limit (`{limit: 100, window: 10s}` for 600 a minute), or raise GOLIVE_PROBE_BURST."
	default:
		return "", ""
	}
}

// limitShot sends what a trial needs.
type limitShot struct {
	look  *probe.Look
	trial *limitTrial
	probe checks.Probe
	vary  bool // each request asks for something of its own, so that no cache answers
	sent  int
}

// next is one more of the probes, with a header that says another address; empty: none.
func (s *limitShot) next(name string) checks.Probe {
	s.sent++
	one := s.probe
	if s.vary {
		one.Path += fmt.Sprintf("?golive-probe=%d", s.sent)
	}
	if name != "" {
		one.Header = s.probe.Header.Clone()
		if one.Header == nil {
			one.Header = http.Header{}
		}
		// Addresses that documentation alone uses: https://www.rfc-editor.org/rfc/rfc5737
		value := fmt.Sprintf("203.0.113.%d", s.sent%254+1)
		if name == "Forwarded" {
			value = "for=" + value
		}
		one.Header[name] = []string{value}
	}
	return one
}

// send lets probes go out.
func (s *limitShot) send(ctx context.Context, enough int, probes []checks.Probe) ([]checks.Exchange, error) {
	return s.look.Burst(ctx, checks.Burst{Probes: probes, Pace: s.trial.pace(), Refusal: s.trial.Refusal(), Enough: enough})
}

// fire sends more than the limit lets through, until it refuses.
func (s *limitShot) fire(ctx context.Context) error {
	var probes []checks.Probe
	for range s.trial.sure() {
		probes = append(probes, s.next(""))
	}
	var err error
	s.trial.burst, err = s.send(ctx, enough, probes)
	return err
}

// forgeable are the headers in which proxies say who asked.
func forgeable() []string {
	return []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "True-Client-Ip"}
}

// forge asks with the addresses of others while the limit refuses.
func (s *limitShot) forge(ctx context.Context) error {
	for _, name := range forgeable() {
		for try := 0; try < 2; try++ {
			one, err := s.mix(ctx, name)
			if err != nil {
				return err
			}
			if s.trial.keeps(one.plain) || try > 0 {
				s.trial.forged = append(s.trial.forged, one)
				break
			}
			// The limit let go meanwhile: once more up to it.
			var again []checks.Probe
			for range s.trial.sure() {
				again = append(again, s.next(""))
			}
			if _, err := s.send(ctx, 2, again); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgedAtOnce are the requests with another address that are tried of each header.
const forgedAtOnce = 6

// mix sends requests with the addresses of others among plain ones, so that the limit
// goes on refusing, also one that lets in again bit by bit.
func (s *limitShot) mix(ctx context.Context, name string) (forgery, error) {
	const each = 3 // of them one with another address
	var probes []checks.Probe
	for range forgedAtOnce {
		probes = append(probes, s.next(""), s.next(""), s.next(name))
	}
	answers, err := s.send(ctx, 0, probes)
	one := forgery{header: name}
	for index, answer := range answers {
		if index%each == each-1 {
			one.forged = append(one.forged, answer)
		} else {
			one.plain = append(one.plain, answer)
		}
	}
	return one, err
}

// longestWait is how long golive waits to be let in again.
const longestWait = 90 * time.Second

// recover waits as long as the limit says and asks again.
func (s *limitShot) recover(ctx context.Context) error {
	wait := s.trial.promised()
	for range 2 {
		if s.trial.waited+wait > longestWait {
			return nil
		}
		again := s.probe
		again.After, again.Impatient = wait, true
		answers, err := s.look.Ask(ctx, again)
		if err != nil {
			return err
		}
		s.trial.waited, s.trial.after = s.trial.waited+wait, &answers[0]
		if answers[0].Status != s.trial.Refusal() {
			return nil
		}
		wait = s.trial.Time()
		if promised, said := header.ReadRetryAfter(answers[0].Answer(), answers[0].At); said {
			wait = promised + time.Second
		}
	}
	return nil
}

// liveRateLimit adds what staging does beyond the limits that the policy declares to
// what limits them in the code.
func liveRateLimit(ctx context.Context, subject checks.Subject, found surface, limits rateLimits, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	declared := subject.Policy.Items.RateLimit
	var trials []limitTrial
	for index, one := range []config.DeclaredLimit{declared.Login, declared.Public} {
		if !one.Declared() {
			continue
		}
		trial, err := tryLimit(ctx, look, one, index == 0)
		if err != nil {
			return checks.Observation{}, err
		}
		trials = append(trials, trial)
	}
	judgeRateLimit(look, trials, found, limits)
	if missing, some := found.unread(); some && len(trials) == 2 {
		// Which routes there are was read to know what to try, and that is declared.
		static.Missing = slices.DeleteFunc(static.Missing, func(one checks.Missing) bool { return one.Reason == missing.Reason })
	}
	if len(look.Missing) > 0 && static.Headline != "no limit of rates found" {
		static.Why = "It stands in the code, and on staging it was not seen to hold: " + look.Missing[0].Reason + "."
	}
	return look.Join(static, func(one *checks.Finding) bool {
		return one == nil && len(look.Missing) == 0 || one != nil && look.Errors() == 0 && (one.Rule == "ratelimit.none" || one.Rule == "ratelimit.spoofable" || one.Rule == "ratelimit.trust" || one.Rule == "ratelimit.credentials" && triedAt(trials, one.Message))
	}), nil
}

// triedAt reports whether the login that a finding names was tried.
func triedAt(trials []limitTrial, message string) bool {
	for _, one := range trials {
		if one.login && one.refusals() > 0 && strings.Contains(message, one.Path+"`") {
			return true
		}
	}
	return false
}
