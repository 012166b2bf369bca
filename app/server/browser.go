package server

import (
	"github.com/golive-app/golive/app/browser"
	"github.com/golive-app/golive/checks"
)

// browser finds the operator's browser. One that cannot be used stops nothing: the items
// that would open pages say why they do not.
func (s *Server) browser() (checks.Browser, string) {
	program := s.options.Settings.Browser
	if program == "" {
		return nil, ""
	}
	found, err := browser.Find(program)
	if err != nil {
		s.options.Logger.Warn("no page of staging is opened", "browser", program, "error", err.Error())
		return nil, err.Error()
	}
	return found, ""
}
