package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
)

// ServeStaging serves the shop's staging environment on a free port of this
// machine only, with the released version deployed. stop ends it and waits for
// the requests under way.
func (s *Scene) ServeStaging() (url string, stop func(context.Context) error, err error) {
	if s.staging == nil {
		return "", nil, ErrOtherRepository
	}
	commit, err := s.tip(s.BaseBranch)
	if err != nil {
		return "", nil, err
	}
	if err := s.staging.Deploy(shop.Files(shop.Released), commit); err != nil {
		return "", nil, fmt.Errorf("serve staging: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("serve staging: %w", err)
	}
	server := &http.Server{Handler: s.staging, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.options.Logger.Error("staging stopped", "error", err)
		}
	}()
	url = "http://" + listener.Addr().String()
	s.setStagingURL(url)
	return url, func(ctx context.Context) error {
		s.setStagingURL("")
		return server.Shutdown(ctx)
	}, nil
}

// StagingURL returns where staging is served, empty while it is not.
func (s *Scene) StagingURL() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.stagingURL
}

func (s *Scene) setStagingURL(url string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.stagingURL = url
}

// Deploy deploys a state of the shop, which must be pushed, on staging and
// records the deployment on the simulated GitHub, as a deploy workflow does.
func (s *Scene) Deploy(ctx context.Context, state shop.State) error {
	url := s.StagingURL()
	if s.staging == nil || url == "" {
		return fmt.Errorf("deploy on staging: it is not served")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	branch := s.HeadBranch
	if state == shop.Released {
		branch = s.BaseBranch
	}
	commit, err := s.tip(branch)
	if err != nil {
		return err
	}
	name := s.Repository.FullName
	id, err := s.github.CreateDeployment(name, commit, "staging", shop.SecondAuthor)
	if err != nil {
		return fmt.Errorf("deploy on staging: %w", err)
	}
	if err := s.staging.Deploy(shop.Files(state), commit); err != nil {
		return errors.Join(err, s.github.SetDeploymentStatus(name, id, "failure", url, shop.SecondAuthor))
	}
	if err := s.github.SetDeploymentStatus(name, id, "success", url, shop.SecondAuthor); err != nil {
		return fmt.Errorf("deploy on staging: %w", err)
	}
	return nil
}

// tip returns a branch's commit.
func (s *Scene) tip(branch string) (string, error) {
	return runGit(context.Background(), s.Repository.Directory, "rev-parse", "--verify", "--quiet", "refs/heads/"+branch+"^{commit}")
}
