package setup

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/golang-jwt/jwt/v4"
)

// Credentials are what GitHub hands out for an App, once.
type Credentials struct {
	AppID         int64
	Slug          string // the App's name in addresses
	Name          string
	Owner         string // login
	URL           string // the App's page
	PrivateKey    []byte // PEM
	WebhookSecret string
	ClientID      string
	ClientSecret  string
	// SecretIsOurs says that GitHub made no webhook secret, since the App has no
	// webhook, and golive made one for later.
	SecretIsOurs bool
}

// LogValue keeps the secrets out of logs, whoever logs them.
func (c Credentials) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("app_id", c.AppID), slog.String("slug", c.Slug))
}

// String keeps the secrets out of everything that is formatted.
func (c Credentials) String() string {
	return fmt.Sprintf("credentials of App %d (%s)", c.AppID, c.Slug)
}

// GoString keeps them out of %#v.
func (c Credentials) GoString() string { return c.String() }

// check reports what GitHub's answer lacks.
func (c Credentials) check() error {
	if c.AppID <= 0 {
		return errors.New("no App id")
	}
	if _, err := jwt.ParseRSAPrivateKeyFromPEM(c.PrivateKey); err != nil {
		return errors.New("no private key that can be read")
	}
	if c.WebhookSecret == "" || strings.ContainsAny(c.WebhookSecret, ",\r\n") {
		return errors.New("no webhook secret")
	}
	return nil
}

// Environment returns the lines of an environment file that say the same as the
// directory. The key is one line, as GOLIVE_PRIVATE_KEY takes it.
func (c Credentials) Environment() string {
	key := strings.ReplaceAll(strings.TrimSpace(string(c.PrivateKey)), "\n", `\n`)
	return "GOLIVE_APP_ID=" + strconv.FormatInt(c.AppID, 10) + "\nGOLIVE_WEBHOOK_SECRETS=" + c.WebhookSecret + "\nGOLIVE_PRIVATE_KEY=\"" + key + "\"\n"
}

// Install returns the page on which the App is installed.
func (c Credentials) Install() string { return c.URL + "/installations/new" }
