package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/setup"
)

// choiceView is the first step.
type choiceView struct {
	Choice                    setup.Choice
	LoginProblem, NameProblem string
	Directory                 string
	WriteProblem              string
}

// serveChoice asks whose App it shall be, and its name.
func (p *SetupPages) serveChoice(c *gin.Context) {
	if p.options.Flow.Result() != nil {
		c.Redirect(http.StatusSeeOther, p.path("/check"))
		return
	}
	p.showChoice(c, http.StatusOK, choiceView{Choice: setup.Choice{Organisation: true}})
}

func (p *SetupPages) showChoice(c *gin.Context, status int, view choiceView) {
	directory := p.options.Flow.Directory()
	view.Directory = string(directory)
	if err := directory.Prepare(); err != nil {
		view.WriteProblem = err.Error()
	}
	p.show(c, status, "choice.html", view)
}

// reviewView is the second step.
type reviewView struct {
	Choice              setup.Choice
	Manifest, Action    string
	Permissions, Events []github.Need
	Directory           string
	Back                string // to the first step, with what was chosen
}

// serveReview shows what will be registered, with the button that does.
func (p *SetupPages) serveReview(c *gin.Context) {
	choice := setup.Choice{Organisation: c.Query("owner") == "organisation", Login: c.Query("login"), Name: c.Query("name")}.Normal()
	if login, name := choice.Check(); login != "" || name != "" {
		p.showChoice(c, http.StatusUnprocessableEntity, choiceView{Choice: choice, LoginProblem: login, NameProblem: name})
		return
	}
	manifest, action, err := p.options.Flow.Begin(choice)
	switch {
	case errors.Is(err, setup.ErrDone):
		c.Redirect(http.StatusSeeOther, p.path("/check"))
		return
	case err != nil:
		panic(err) // this machine has no randomness
	}
	permissions, events := github.Wanted()
	if !p.options.Flow.Place().Reachable {
		events = nil
	}
	// GitHub is told the origin that a form comes from, as other sites do; the
	// address, which has the choice in it, stays here.
	c.Header("Referrer-Policy", "strict-origin")
	p.show(c, http.StatusOK, "review.html", reviewView{
		Choice: choice, Manifest: manifest.JSON(), Action: action, Permissions: permissions, Events: events,
		Directory: string(p.options.Flow.Directory()),
	}, p.options.Flow.Place().Origin())
}

// failureView says why a registration came to nothing.
type failureView struct {
	Title, What, WhatNow string
	Apps                 string // GitHub's page with the Apps of the owner
	Retry, Wait          bool
}

// serveCreated is where GitHub sends people back to.
func (p *SetupPages) serveCreated(c *gin.Context) {
	p.finish(c, p.options.Flow.Complete(c.Request.Context(), c.Query("state"), c.Query("code")))
}

// serveRetry exchanges the code again.
func (p *SetupPages) serveRetry(c *gin.Context) {
	p.finish(c, p.options.Flow.Retry(c.Request.Context()))
}

func (p *SetupPages) finish(c *gin.Context, err error) {
	if err == nil || errors.Is(err, setup.ErrDone) {
		c.Redirect(http.StatusSeeOther, p.path("/credentials"))
		return
	}
	p.options.Logger.WarnContext(c.Request.Context(), "set-up: the registration did not end well", "reason", err.Error())
	status, view := failure(err)
	view.Apps = p.options.Flow.Place().Apps(p.options.Flow.Choice())
	p.show(c, status, "failure.html", view)
}

// leftover is what to do where GitHub has an App whose credentials nobody has.
const leftover = "GitHub may have registered the App all the same. Delete it on the page below, under Advanced, and start again; or keep it, generate a private key there, and give golive its credentials by the settings."

// failure says what an error means for the person.
func failure(err error) (int, failureView) {
	switch {
	case errors.Is(err, setup.ErrWrongState):
		return http.StatusBadRequest, failureView{
			Title:   "This answer does not belong to a registration of yours",
			What:    "The state that came back from GitHub is none that this browser was given, or it was used already.",
			WhatNow: "If you pressed the button on GitHub's page just now, start again. If you did not, somebody may have sent you a link: nothing was done.",
		}
	case errors.Is(err, setup.ErrOldState):
		return http.StatusBadRequest, failureView{
			Title: "That took more than ten minutes", What: "A registration has to be finished within ten minutes, so that a link that lies around is worth nothing.", WhatNow: leftover,
		}
	case errors.Is(err, setup.ErrBusy):
		return http.StatusConflict, failureView{Title: "One moment", What: "The code is being exchanged at this moment.", WhatNow: "This page looks again by itself.", Wait: true}
	case errors.Is(err, setup.ErrNothing):
		return http.StatusConflict, failureView{Title: "There is nothing to try again", What: "No code waits to be exchanged.", WhatNow: "Start again."}
	case errors.Is(err, setup.ErrNoAnswer):
		return http.StatusBadGateway, failureView{
			Title: "GitHub's API did not answer", What: err.Error() + ".",
			WhatNow: "The App is registered, and its credentials can be fetched for an hour: try again once this machine reaches GitHub's API.", Retry: true,
		}
	case errors.Is(err, setup.ErrCodeRefused):
		return http.StatusUnprocessableEntity, failureView{Title: "GitHub did not hand out the credentials", What: err.Error() + ".", WhatNow: leftover}
	}
	return http.StatusBadGateway, failureView{Title: "The registration did not end well", What: err.Error() + ".", WhatNow: leftover}
}

// credentialsView is the third step.
type credentialsView struct {
	Result      *setup.Result
	First       bool
	Credentials setup.Credentials
	PrivateKey  string
	Environment string
	Directory   string
	Files       []string
}

// serveCredentials shows the secrets, once.
func (p *SetupPages) serveCredentials(c *gin.Context) {
	result := p.options.Flow.Result()
	if result == nil {
		c.Redirect(http.StatusSeeOther, p.path(""))
		return
	}
	view := credentialsView{Result: result, Directory: string(p.options.Flow.Directory()), Files: setup.Files(), Credentials: result.Credentials}
	if credentials, first := p.options.Flow.Reveal(); first {
		view.First, view.Credentials = true, credentials
		view.PrivateKey, view.Environment = string(credentials.PrivateKey), credentials.Environment()
	}
	p.show(c, http.StatusOK, "credentials.html", view)
}

// refresh is how often the self-check looks again, in seconds.
const refresh = 5

// checkView is the last step.
type checkView struct {
	Result    *setup.Result
	Running   bool
	Diagnoses []doctor.Diagnosis
	Worst     doctor.State
	Green     bool
	Refresh   int // seconds; 0: it stands still
	Install   string
}

// serveCheck shows how golive is with its new App.
func (p *SetupPages) serveCheck(c *gin.Context) {
	result := p.options.Flow.Result()
	if result == nil {
		c.Redirect(http.StatusSeeOther, p.path(""))
		return
	}
	view := checkView{Result: result, Install: result.Credentials.Install()}
	view.Diagnoses, view.Running = p.options.Diagnose(c.Request.Context())
	view.Worst = doctor.Worst(view.Diagnoses)
	view.Green = view.Running && (view.Worst == doctor.Good || view.Worst == doctor.Advice)
	if !view.Green && view.Running && c.Query("still") == "" {
		view.Refresh = refresh
	}
	p.show(c, http.StatusOK, "check.html", view)
}
