package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/app/web"
	"github.com/golive-app/golive/config"
)

// Setup is golive while it has no App: it serves the pages that register one and
// then goes on, in the same process and on the same address, as a Server.
type Setup struct {
	options Options
	ctx     context.Context // of the whole process: requests end before what they start
	started time.Time
	flow    *setup.Flow
	pages   *web.SetupPages
	handler *exchangeable
	web     *web.Server
	serving sync.WaitGroup
	failed  chan error
	stopped chan struct{}

	mutex   sync.Mutex
	server  *Server // nil before there is an App
	ending  bool
	checked time.Time
	checks  []doctor.Diagnosis
	asked   map[string]bool // pings that were asked for again, by GUID
}

// exchangeable is a handler that becomes another one.
type exchangeable struct{ current atomic.Pointer[http.Handler] }

func (e *exchangeable) become(handler http.Handler) { e.current.Store(&handler) }

// ServeHTTP answers with the handler of the moment.
func (e *exchangeable) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	(*e.current.Load()).ServeHTTP(writer, request)
}

// takenOver is the listener that a Server takes over from its set-up.
type takenOver struct {
	handler *exchangeable
	web     *web.Server
	pages   web.Route
}

// StartSetup serves the pages of set-up. Without a public address it does so only
// on the loopback interface, for a try-out.
func StartSetup(ctx context.Context, options Options) (*Setup, error) {
	s := &Setup{
		options: options, ctx: ctx, started: options.Now(), handler: &exchangeable{}, failed: make(chan error, 2),
		stopped: make(chan struct{}), asked: map[string]bool{},
	}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// CheckSetup returns why set-up cannot be started with the settings; nil: it can.
func CheckSetup(settings config.Settings) error {
	public := settings.PublicURL
	if public == "" {
		local, only := setup.Local(settings.Listen)
		if !only {
			return setup.ErrNoPublicURL
		}
		public = local
	}
	_, err := setup.NewPlace(public, settings.GitHubURL, settings.GitHubWeb)
	return err
}

func (s *Setup) start(ctx context.Context) error {
	if err := CheckSetup(s.options.Settings); err != nil {
		return err
	}
	settings := s.options.Settings
	s.web = web.NewServer(s.handler, settings.Listen, s.options.Logger)
	if err := s.web.Listen(ctx); err != nil {
		return err
	}
	public := settings.PublicURL
	if public == "" {
		public, _ = setup.Local(s.web.Address())
	}
	place, err := setup.NewPlace(public, settings.GitHubURL, settings.GitHubWeb)
	if err != nil {
		return err
	}
	exchanger, err := setup.NewExchanger(settings.GitHubURL, "golive/"+s.options.Version, nil)
	if err != nil {
		return err
	}
	if s.flow, err = setup.NewFlow(setup.Options{
		Place: place, Directory: setup.Directory(settings.Credentials), Exchanger: exchanger, Finish: s.goOn,
		Now: s.options.Now, Random: rand.Reader, Logger: s.options.Logger,
	}); err != nil {
		return err
	}
	if s.pages, err = web.NewSetupPages(web.SetupOptions{Flow: s.flow, Diagnose: s.diagnose, Logger: s.options.Logger}); err != nil {
		return err
	}
	handler, err := web.NewSetup(web.Options{
		Build:     web.Build{Version: s.options.Version, Commit: s.options.Commit, Date: s.options.Date, Go: runtime.Version()},
		PublicURL: public, Started: s.started, Now: s.options.Now, Logger: s.options.Logger,
	}, s.pages)
	if err != nil {
		return err
	}
	s.handler.become(handler)
	s.serving.Go(func() {
		if err := s.web.Serve(context.WithoutCancel(ctx)); err != nil {
			s.failed <- fmt.Errorf("%s: %w", settings.Listen, err)
		}
	})
	return nil
}

// Notice is what the terminal shows: it holds the token.
func (s *Setup) Notice() string { return s.flow.Notice() }

// Address returns where the pages are served, and later the webhook too.
func (s *Setup) Address() string { return s.web.Address() }

// Failed tells when a part has ended by itself.
func (s *Setup) Failed() <-chan error { return s.failed }

// Server returns golive at work; nil before there is an App.
func (s *Setup) Server() *Server {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.server
}

// Stop ends the pages, and golive where it is at work.
func (s *Setup) Stop(ctx context.Context) error {
	s.mutex.Lock()
	server, ending := s.server, s.ending
	s.ending = true
	s.mutex.Unlock()
	if ending {
		return nil
	}
	close(s.stopped)
	var problems []error
	switch {
	case server != nil:
		problems = append(problems, server.Stop(ctx)) // it has taken the listener over
	case s.web != nil:
		problems = append(problems, s.web.Shutdown(ctx))
	}
	s.serving.Wait()
	return errors.Join(problems...)
}

// goOn starts golive with the App that was registered, on the address that the
// pages are served on; they stay.
func (s *Setup) goOn(credentials setup.Credentials) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ending {
		return errors.New("this process is shutting down")
	}
	options := s.options
	options.Settings.AppID, options.Settings.PrivateKey = credentials.AppID, credentials.PrivateKey
	options.Settings.WebhookSecrets = [][]byte{[]byte(credentials.WebhookSecret)}
	options.Settings.PublicURL = s.flow.Place().Public.String()
	options.takeOver = &takenOver{handler: s.handler, web: s.web, pages: s.pages}
	server, err := Start(s.ctx, options)
	if err != nil {
		return err
	}
	s.server = server
	s.serving.Go(func() {
		select {
		case err := <-server.Failed():
			s.failed <- err
		case <-s.stopped:
		}
	})
	return nil
}

const (
	// diagnoseTime bounds one self-check, and checkedFor is how long it is shown
	// again: a page that is reloaded must not become requests to GitHub.
	diagnoseTime = 15 * time.Second
	checkedFor   = 3 * time.Second
)

// diagnose says how golive is with its new App; false: it does not work.
func (s *Setup) diagnose(ctx context.Context) ([]doctor.Diagnosis, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.server == nil {
		return nil, false
	}
	if now := s.options.Now(); s.checks != nil && now.Sub(s.checked) < checkedFor && !now.Before(s.checked) {
		return s.checks, true
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), diagnoseTime)
	defer cancel()
	sources := s.server.DoctorSources()
	sources.NoWebhook = !s.flow.Place().Reachable
	facts := doctor.Gather(ctx, sources)
	s.askForPing(ctx, facts)
	s.checks, s.checked = doctor.Judge(facts), s.options.Now()
	return s.checks, true
}

// askForPing has GitHub repeat the ping that it sent when the App was registered:
// golive did not have the secret yet and answered 503. Taking it now proves that
// GitHub reaches golive and that both have the same secret.
func (s *Setup) askForPing(ctx context.Context, facts doctor.Facts) {
	for _, delivery := range doctor.Newest(facts.Deliveries) {
		if delivery.Event != "ping" || delivery.StatusCode != http.StatusServiceUnavailable || s.asked[delivery.GUID] {
			continue
		}
		s.asked[delivery.GUID] = true
		if err := s.server.hub.Redeliver(ctx, delivery.ID); err != nil {
			s.options.Logger.WarnContext(ctx, "set-up: GitHub does not repeat its ping", "error", err.Error())
		}
	}
}
