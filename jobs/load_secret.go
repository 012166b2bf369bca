package jobs

import (
	"errors"
	"net/http"
)

// laySecret is what helps where a secret cannot be had.
const laySecret = "golive's operator writes it into OWNER/REPO/NAME in GOLIVE_SECRETS_DIR, and the policy names the address: `environments: {staging: {url: https://…}}`."

var (
	errNoLoadSecrets = errors.New("golive's operator lays down no secrets")
	errLoadNotNamed  = errors.New("the policy does not name the address (`environments.staging.url`), and secrets go nowhere else")
)

// loadSecrets are a repository's, as far as they may be sent where a load test goes.
type loadSecrets struct {
	secrets    LoadSecrets
	repository string
	named      bool // the policy names the address
}

// read returns a secret.
func (s loadSecrets) read(name string) (string, error) {
	switch {
	case !s.named:
		return "", errLoadNotNamed
	case s.secrets == nil:
		return "", errNoLoadSecrets
	}
	return s.secrets.Secret(s.repository, name)
}

// header returns the headers that open what stands before staging. To an address that
// the policy does not name none goes.
func (s loadSecrets) header(lines []string) (http.Header, error) {
	switch {
	case !s.named || len(lines) == 0:
		return nil, nil
	case s.secrets == nil:
		return nil, errNoLoadSecrets
	}
	return s.secrets.Header(s.repository, lines)
}
