package simulator

import (
	"cmp"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The pages that describe how an App is registered from a manifest.
const (
	manifestPage   = "https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest"
	conversionPage = "https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest"
)

// conversionTime is how long a code may be exchanged.
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#3-you-exchange-the-temporary-code-to-retrieve-the-app-configuration
const conversionTime = time.Hour

// conversion is what a code stands for until it is exchanged, once.
type conversion struct {
	made         time.Time
	slug         string
	clientSecret string
}

// registeredKey is the key of Apps that are registered on the pages: another one
// than that of the App which is there from the start, so that mistaking one for
// the other is noticed. It is made once, as appKey is.
var registeredKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// registerApp makes the App of a manifest the App of this simulation, as pressing
// "Create GitHub App" does: the webhook is connected and gets its ping before
// anybody has the credentials. It returns the code that they are exchanged for.
func (g *GitHub) registerApp(wanted manifest, owner *account) (code string, err error) {
	key, err := registeredKey()
	if err != nil {
		return "", fmt.Errorf("simulator: generate the App's key: %w", err)
	}
	g.key, g.slug = key, slugOf(wanted.Name)
	g.options.AppID, g.options.WebhookSecret = g.id(), ""
	g.options.Permissions, g.options.Events = map[string]string{"metadata": "read"}, wanted.Events
	for name, level := range wanted.Permissions {
		g.options.Permissions[name] = level
	}
	g.apps[g.slug] = &application{id: g.options.AppID, slug: g.slug, name: wanted.Name, owner: owner.login}
	g.account(g.botLogin())
	address := ""
	if wanted.Hook != nil {
		g.options.WebhookSecret = strings.ToLower(rand.Text())
		if wanted.Hook.Active == nil || *wanted.Hook.Active {
			address = wanted.Hook.URL
		}
	}
	g.queue.update(func(q *queue) { q.url = address })
	g.ping()
	code = strings.ToLower(rand.Text())
	g.conversions[code] = conversion{made: g.options.ClientNow(), slug: g.slug, clientSecret: strings.ToLower(rand.Text())}
	return code, nil
}

// slugOf is the name in lower case with dashes.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

func (g *GitHub) manifestRoutes() []route {
	return []route{{"POST", "/app-manifests/{code}/conversions", asAnyone, convertManifest}}
}

// convertManifest hands out the credentials, once and within an hour.
// https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
func convertManifest(c *call) *answer {
	found, known := c.g.conversions[c.vars["code"]]
	delete(c.g.conversions, c.vars["code"])
	if !known || found.slug != c.g.slug || c.g.options.ClientNow().Sub(found.made) >= conversionTime {
		return fail(http.StatusNotFound, "Not Found", conversionPage)
	}
	rendered := c.g.renderFullApp()
	delete(rendered, "installations_count")
	rendered["client_secret"], rendered["webhook_secret"] = found.clientSecret, orNull(c.g.options.WebhookSecret)
	rendered["pem"] = string(c.g.privateKeyPEM())
	rendered["events"] = append([]string{}, c.g.options.Events...)
	return created(rendered)
}

// manifest is what GitHub reads of one.
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#github-app-manifest-parameters
type manifest struct {
	Name        string            `json:"name"`
	URL         string            `json:"url"`
	Hook        *manifestHook     `json:"hook_attributes"`
	RedirectURL string            `json:"redirect_url"`
	Callbacks   []string          `json:"callback_urls"`
	SetupURL    string            `json:"setup_url"`
	Description string            `json:"description"`
	Public      bool              `json:"public"`
	Events      []string          `json:"default_events"`
	Permissions map[string]string `json:"default_permissions"`
}

type manifestHook struct {
	URL    string `json:"url"`
	Active *bool  `json:"active"`
}

// signedIn is who uses the pages.
func (g *GitHub) signedIn() *account { return g.account(cmp.Or(g.options.User, "octocat")) }
