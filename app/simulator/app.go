package simulator

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

const (
	appSlug = "golive"
	// BotLogin is the login under which the App acts that is there from the start.
	BotLogin = "golive[bot]"
	// The page that describes the App's own authentication.
	jwtPage = "https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app"
)

// epoch dates what was there before the simulation began.
var epoch = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// application is a GitHub App: ours, or another one which reports checks.
type application struct {
	id    int64
	slug  string
	name  string
	owner string
}

// appKey is made once for a process: a 2048-bit key costs up to half a second
// and tests make hundreds of simulations. It is a constant of the process, not
// state; nothing outside of this machine trusts it.
var appKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// DefaultPermissions are those that golive's manifest asks for.
func DefaultPermissions() map[string]string {
	return map[string]string{
		"actions": "read", "actions_variables": "read", "checks": "write", "contents": "read", "deployments": "read",
		"environments": "read", "issues": "write", "secret_scanning_alerts": "read", "security_events": "read", "vulnerability_alerts": "read", "members": "read", "merge_queues": "read", "metadata": "read",
		"pull_requests": "write", "secrets": "read", "statuses": "read",
	}
}

// DefaultEvents are those that golive's manifest subscribes to. The
// installation events need no subscription.
func DefaultEvents() []string {
	return []string{
		"check_run", "check_suite", "deployment", "deployment_status", "issue_comment", "merge_group",
		"pull_request", "pull_request_review", "push", "release", "repository", "status",
	}
}

// PrivateKeyPEM is the App's private key in the form that GitHub hands out (PKCS#1).
func (g *GitHub) PrivateKeyPEM() []byte {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.privateKeyPEM()
}

func (g *GitHub) privateKeyPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(g.key)})
}

// AppID is the App's id.
func (g *GitHub) AppID() int64 {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.options.AppID
}

// AppSlug is the App's slug; empty before one is registered.
func (g *GitHub) AppSlug() string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.slug
}

// botLogin is the login under which the App acts.
func (g *GitHub) botLogin() string { return g.slug + "[bot]" }

// WebhookSecret is the secret that signs deliveries.
func (g *GitHub) WebhookSecret() string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.options.WebhookSecret
}

// Ping sends the event by which GitHub tries a webhook out.
// https://docs.github.com/webhooks/webhook-events-and-payloads#ping
func (g *GitHub) Ping() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.ping()
}

func (g *GitHub) ping() {
	g.queue.add(g, "ping", "", 0, 0, object{
		"zen": "Keep it logically awesome.", "hook_id": hookID(g.options.AppID),
		"hook": object{
			"type": "App", "id": hookID(g.options.AppID), "name": "web", "active": true, "events": g.options.Events, "app_id": g.options.AppID,
			"config":     object{"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": g.queue.address()},
			"created_at": stamp(g.now()), "updated_at": stamp(g.now()), "deliveries_url": g.apiURL() + "/app/hook/deliveries",
		},
	})
}

// hookID is the id of an App's webhook.
func hookID(app int64) int64 { return app + 1_000_000 }

// SetWebhookSecret changes the secret of later deliveries, as a rotation does.
func (g *GitHub) SetWebhookSecret(secret string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.options.WebhookSecret = secret
}

// verifyAppToken accepts the JSON web token of our App, as documented:
// RS256, iss the App's id, exp at most ten minutes ahead, iat not in the future.
// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
func (g *GitHub) verifyAppToken(text string) *answer {
	if g.slug == "" {
		return fail(http.StatusNotFound, "Integration not found", jwtPage)
	}
	claims := jwt.MapClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation(), jwt.WithJSONNumber())
	_, err := parser.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return &g.key.PublicKey, nil })
	if err != nil {
		return fail(http.StatusUnauthorized, "A JSON web token could not be decoded", jwtPage)
	}
	if issuer := strings.Trim(fmt.Sprint(claims["iss"]), `"`); issuer != strconv.FormatInt(g.options.AppID, 10) {
		return fail(http.StatusNotFound, "Integration not found", jwtPage)
	}
	now := g.options.ClientNow()
	expires, err := numericDate(claims["exp"])
	switch {
	case err != nil || !expires.After(now):
		return fail(http.StatusUnauthorized, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires", jwtPage)
	case expires.After(now.Add(10 * time.Minute)):
		return fail(http.StatusUnauthorized, "'Expiration time' claim ('exp') is too far in the future", jwtPage)
	}
	issued, err := numericDate(claims["iat"])
	if err != nil || issued.After(now) {
		return fail(http.StatusUnauthorized, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued", jwtPage)
	}
	return nil
}

func numericDate(claim any) (time.Time, error) {
	number, ok := claim.(interface{ Float64() (float64, error) })
	if !ok {
		return time.Time{}, errors.New("not a number")
	}
	seconds, err := number.Float64()
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(int64(seconds), 0), nil
}

func (g *GitHub) appRoutes() []route {
	return []route{
		{"GET", "/app", asApp, func(c *call) *answer { return ok(c.g.renderFullApp()) }},
		{"GET", "/apps/{slug}", asAnyone, func(c *call) *answer {
			if c.vars["slug"] != c.g.slug {
				return notFound()
			}
			return ok(c.g.renderFullApp())
		}},
		{"GET", "/rate_limit", asAnyone, func(c *call) *answer {
			rate := object{"limit": c.g.options.RateLimit, "remaining": c.g.options.RateLimit, "used": 0, "reset": c.g.options.ClientNow().Add(time.Hour).Unix(), "resource": "core"}
			if c.installation != nil {
				rate = c.installation.rate.render()
			}
			return ok(object{"resources": object{"core": rate, "search": rate}, "rate": rate})
		}},
	}
}

func (g *GitHub) renderFullApp() object {
	app := g.renderApp(g.apps[g.slug])
	app["permissions"] = g.options.Permissions
	app["events"] = g.options.Events
	app["installations_count"] = len(g.installations)
	return app
}

func (g *GitHub) renderApp(app *application) object {
	created := stamp(epoch)
	return object{
		"id": app.id, "slug": app.slug, "node_id": nodeID("App", app.id), "name": app.name,
		"client_id": fmt.Sprintf("Iv1.%016x", app.id), "owner": g.renderAccount(g.organization(app.owner)),
		"description": "", "external_url": "https://example.com/" + app.slug,
		"html_url":   g.options.PublicURL + "/apps/" + app.slug,
		"created_at": created, "updated_at": created,
		"permissions": object{"checks": "write", "metadata": "read"}, "events": []string{},
	}
}

// application finds another App by its slug and registers it when it is new.
func (g *GitHub) application(slug string) *application {
	if app := g.apps[slug]; app != nil {
		return app
	}
	app := &application{id: g.id(), slug: slug, name: slug, owner: slug}
	g.apps[slug] = app
	return app
}
