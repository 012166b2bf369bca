package setup

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"sync"
	"time"
)

// Why somebody is not let in, or a step is not taken.
var (
	ErrWrongToken = errors.New("the token is wrong")
	ErrSpentToken = errors.New("the token was used already")
	ErrWrongState = errors.New("the answer does not belong to a registration that was begun here")
	ErrOldState   = errors.New("the registration was begun too long ago")
	ErrBusy       = errors.New("the code is being exchanged at this moment")
	ErrDone       = errors.New("golive is set up already")
	ErrNothing    = errors.New("there is no code to try again")
)

const (
	// stateTime is how long somebody may take between golive's page and pressing
	// the button on GitHub's.
	stateTime = 10 * time.Minute
	// mostStates is how many registrations may be begun at once: tabs, reloads.
	mostStates = 16
	// secretBytes is the length of tokens, sessions and states: 256 bits.
	secretBytes = 32
	// finishTime bounds the exchange and what follows, whoever hangs up.
	finishTime = time.Minute
)

// Options are what a Flow needs.
type Options struct {
	Place     Place
	Directory Directory // where the credentials go
	Exchanger Exchanger
	// Finish is called once with the credentials: golive starts with them.
	Finish func(Credentials) error
	Now    func() time.Time
	Random io.Reader
	Logger *slog.Logger
}

// Flow is one set-up, from the token on the terminal to the App's credentials. It
// is safe for concurrent use.
type Flow struct {
	options Options
	token   string

	mutex   sync.Mutex
	spent   bool
	session string // empty before the token was used
	states  []state
	code    string // of an exchange that GitHub did not answer
	choice  Choice // of the registration at work
	busy    bool
	result  *Result
}

// state is one registration that was begun.
type state struct {
	value  string
	choice Choice
	begun  time.Time
}

// Result is how set-up ended.
type Result struct {
	Credentials Credentials // without secrets, once they were shown
	Written     error       // nil: the directory has them
	Started     error       // nil: golive works with them
	Shown       bool
}

// NewFlow returns a flow with a token of its own.
func NewFlow(options Options) (*Flow, error) {
	if options.Exchanger == nil || options.Finish == nil || options.Now == nil || options.Random == nil || options.Logger == nil || options.Directory == "" || options.Place.Public == nil {
		return nil, errors.New("setup: place, directory, exchanger, finish, clock, randomness and logger are needed")
	}
	flow := &Flow{options: options}
	var err error
	flow.token, err = flow.secret()
	return flow, err
}

// secret returns what nobody can guess.
func (f *Flow) secret() (string, error) {
	random := make([]byte, secretBytes)
	if _, err := io.ReadFull(f.options.Random, random); err != nil {
		return "", fmt.Errorf("setup: randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(random), nil
}

// same compares in a time that says nothing of where two texts differ, nor of
// their lengths.
func same(one, other string) bool {
	first, second := sha256.Sum256([]byte(one)), sha256.Sum256([]byte(other))
	return one != "" && subtle.ConstantTimeCompare(first[:], second[:]) == 1
}

// Place returns where golive and its GitHub are.
func (f *Flow) Place() Place { return f.options.Place }

// Directory returns where the credentials go.
func (f *Flow) Directory() Directory { return f.options.Directory }

// Link returns the address that lets one person in. It is for the terminal alone.
func (f *Flow) Link() string {
	return f.options.Place.Address(Path) + "?" + url.Values{"token": {f.token}}.Encode()
}

// Enter spends the token and returns the session it was exchanged for.
func (f *Flow) Enter(token string) (session string, err error) {
	if !same(token, f.token) {
		return "", ErrWrongToken
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.spent {
		return "", ErrSpentToken
	}
	if session, err = f.secret(); err != nil {
		return "", err
	}
	f.spent, f.session = true, session
	f.options.Logger.Info("set-up: somebody came with the token")
	return session, nil
}

// Knows reports whether a session is that of the person who had the token.
func (f *Flow) Knows(session string) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return same(session, f.session)
}

// Begin begins a registration: it returns the manifest and the page of GitHub's
// to post it to. The choice must have passed Check.
func (f *Flow) Begin(choice Choice) (manifest Manifest, action string, err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.result != nil {
		return Manifest{}, "", ErrDone
	}
	value, err := f.secret()
	if err != nil {
		return Manifest{}, "", err
	}
	f.states = append(f.states, state{value, choice, f.options.Now()})
	f.states = f.states[max(0, len(f.states)-mostStates):]
	return NewManifest(f.options.Place, choice.Name), f.options.Place.Registration(choice, value), nil
}

// Complete takes GitHub's answer to a registration: it exchanges the code, keeps
// the credentials and starts golive. A state counts once. After ErrNoAnswer the
// same code can be tried again with Retry.
func (f *Flow) Complete(ctx context.Context, value, code string) error {
	if err := f.claim(value, code); err != nil {
		return err
	}
	return f.finish(ctx)
}

// Retry exchanges a code again that GitHub gave no answer to.
func (f *Flow) Retry(ctx context.Context) error {
	f.mutex.Lock()
	switch {
	case f.result != nil:
		f.mutex.Unlock()
		return ErrDone
	case f.busy:
		f.mutex.Unlock()
		return ErrBusy
	case f.code == "":
		f.mutex.Unlock()
		return ErrNothing
	}
	f.busy = true
	f.mutex.Unlock()
	return f.finish(ctx)
}

// claim uses a state up and makes the caller the one who exchanges the code.
func (f *Flow) claim(value, code string) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.result != nil {
		return ErrDone
	}
	found := -1
	for i, known := range f.states { // all are compared: none is told apart by time
		if same(value, known.value) {
			found = i
		}
	}
	if found < 0 {
		return ErrWrongState
	}
	begun := f.states[found]
	f.states = append(f.states[:found:found], f.states[found+1:]...)
	switch {
	case f.options.Now().Sub(begun.begun) > stateTime:
		f.choice = begun.choice
		return ErrOldState
	case f.busy:
		return ErrBusy
	}
	f.busy, f.code, f.choice = true, code, begun.choice
	return nil
}

// finish exchanges the code that was claimed. Who asked may hang up meanwhile: a
// code is good for one answer, and that must not be lost.
func (f *Flow) finish(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	var result *Result
	defer func() {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		f.busy, f.result = false, result
		if !errors.Is(err, ErrNoAnswer) {
			f.code = ""
		}
	}()
	credentials, err := f.options.Exchanger.Exchange(ctx, f.code)
	if err != nil {
		f.options.Logger.Error("set-up: the App's credentials were not handed out", "error", err.Error())
		return err
	}
	if credentials.WebhookSecret == "" {
		credentials.SecretIsOurs = true
		if credentials.WebhookSecret, err = f.secret(); err != nil {
			return err
		}
	}
	if err := credentials.check(); err != nil {
		f.options.Logger.Error("set-up: GitHub's answer cannot be used", "error", err.Error())
		return fmt.Errorf("%w: %w", ErrBadAnswer, err)
	}
	result = &Result{Credentials: credentials}
	if result.Written = f.options.Directory.Write(credentials); result.Written != nil {
		f.options.Logger.Error("set-up: the credentials cannot be written; the page shows them once", "error", result.Written.Error())
	} else {
		f.options.Logger.Info("set-up: the App is registered and its credentials are written", "app", credentials, "directory", string(f.options.Directory))
	}
	if result.Started = f.options.Finish(credentials); result.Started != nil {
		f.options.Logger.Error("set-up: golive does not start with the new App", "error", result.Started.Error())
	}
	return nil
}

// Choice returns what the last registration was for.
func (f *Flow) Choice() Choice {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.choice
}

// Result returns how set-up ended, without secrets; nil: it has not.
func (f *Flow) Result() *Result {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.result == nil {
		return nil
	}
	public := *f.result
	public.Credentials = public.Credentials.public()
	return &public
}

// Reveal returns the credentials the first time, and forgets the secrets.
func (f *Flow) Reveal() (Credentials, bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.result == nil || f.result.Shown {
		return Credentials{}, false
	}
	revealed := f.result.Credentials
	f.result.Shown, f.result.Credentials = true, revealed.public()
	return revealed, true
}

// public returns the credentials without what is secret of them.
func (c Credentials) public() Credentials {
	c.PrivateKey, c.WebhookSecret, c.ClientSecret = nil, "", ""
	return c
}
