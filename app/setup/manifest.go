package setup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/config/regex"
)

// Manifest is what GitHub registers an App from.
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#github-app-manifest-parameters
type Manifest struct {
	Name        string            `json:"name"`
	URL         string            `json:"url"`
	Description string            `json:"description"`
	Hook        *ManifestHook     `json:"hook_attributes,omitempty"`
	RedirectURL string            `json:"redirect_url"`
	Public      bool              `json:"public"`
	Permissions map[string]string `json:"default_permissions"`
	Events      []string          `json:"default_events,omitempty"`
}

// ManifestHook is the App's webhook.
type ManifestHook struct {
	URL    string `json:"url"`
	Active bool   `json:"active"`
}

// NewManifest returns golive's manifest. Where GitHub cannot reach golive it has
// no webhook, and then no events either: GitHub takes an App without a webhook
// address only if it subscribes to nothing.
func NewManifest(place Place, name string) Manifest {
	manifest := Manifest{
		Name: name, URL: place.Address(""), RedirectURL: place.Address(Path + "/created"),
		Description: "Is this release ready to go live? Verifies the go-live checklist on release pull requests and tags.",
		Permissions: map[string]string{},
	}
	permissions, events := github.Wanted()
	for _, permission := range permissions {
		manifest.Permissions[permission.Name] = permission.Level
	}
	if place.Reachable {
		manifest.Hook = &ManifestHook{URL: place.Address("/webhook"), Active: true}
		for _, event := range events {
			manifest.Events = append(manifest.Events, event.Name)
		}
	}
	return manifest
}

// JSON returns the manifest for people and for GitHub.
func (m Manifest) JSON() string {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		panic("setup: a manifest of strings cannot be encoded: " + err.Error()) // only a programming error can do this
	}
	return buffer.String()
}

// Choice is what somebody decides about the App.
type Choice struct {
	Organisation bool   // the App belongs to one, not to the person
	Login        string // of the organisation
	Name         string // of the App
}

// Why a choice cannot be used, as it is shown beside the field.
const (
	noLogin  = "Write the organisation's name as it stands in its address on GitHub."
	badLogin = "That is no name of an organisation: they have letters, digits and single dashes, 39 at most."
	noName   = "Give the App a name."
	longName = "GitHub takes names of 34 characters at most."
	badName  = "Use letters, digits, dashes, dots and spaces, and begin with a letter or digit."
)

// longestName is GitHub's limit for the name of an App.
// https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/registering-a-github-app
const longestName = 34

var (
	// A single dash between letters and digits; 39 in all. Enterprise-managed
	// users have "_" as well.
	validLogin = regex.New(`^[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}$`)
	validName  = regex.New(`^[A-Za-z0-9][A-Za-z0-9 ._-]*$`)
)

// Normal returns the choice as it is used: trimmed, and named where nobody gave
// a name. Names are unique on all of GitHub, so an organisation's is part of it.
func (c Choice) Normal() Choice {
	c.Login, c.Name = strings.TrimSpace(c.Login), strings.TrimSpace(c.Name)
	if !c.Organisation {
		c.Login = ""
	}
	if c.Name == "" && c.Login != "" {
		name := "golive-" + c.Login
		c.Name = strings.TrimRight(name[:min(len(name), longestName)], "-_")
	}
	return c
}

// Check returns what is wrong with the login and with the name, as a sentence for
// people; empty: nothing.
func (c Choice) Check() (login, name string) {
	switch {
	case c.Organisation && c.Login == "":
		login = noLogin
	case c.Organisation && (len(c.Login) > 39 || !validLogin.MatchString(c.Login)):
		login = badLogin
	}
	switch {
	case c.Name == "":
		name = noName
	case len([]rune(c.Name)) > longestName:
		name = longName
	case !validName.MatchString(c.Name):
		name = badName
	}
	return login, name
}

// Registration returns the page of GitHub's that the manifest is posted to.
func (p Place) Registration(choice Choice, state string) string {
	path := "/settings/apps/new"
	if choice.Organisation {
		path = "/organizations/" + url.PathEscape(choice.Login) + path
	}
	return p.Web.String() + path + "?" + url.Values{"state": {state}}.Encode()
}

// Apps returns the page of GitHub's that lists the owner's Apps.
func (p Place) Apps(choice Choice) string {
	if choice.Organisation {
		return fmt.Sprintf("%s/organizations/%s/settings/apps", p.Web, url.PathEscape(choice.Login))
	}
	return p.Web.String() + "/settings/apps"
}
