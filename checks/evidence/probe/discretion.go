package probe

import (
	"errors"

	"github.com/golive-app/golive/checks"
)

// errNoSecrets says that nobody laid down secrets for this visit.
var errNoSecrets = errors.New("no secrets are laid down for it")

// Secret returns a secret, and leaves it out of what is shown from then on.
func (v *Visit) Secret(name string) (string, error) {
	if v.options.Secrets == nil {
		return "", errNoSecrets
	}
	value, err := v.options.Secrets(name)
	if err != nil {
		return "", err
	}
	v.Conceal(value)
	return value, nil
}

// MayWrite reports whether the service may be sent what changes data, and why not.
func (v *Visit) MayWrite() (may bool, why string) {
	return v.options.Writes.May, v.options.Writes.Why
}

// Conceal leaves texts out of what is shown from now on.
func (v *Visit) Conceal(texts ...string) {
	v.concealing.Lock()
	defer v.concealing.Unlock()
	v.redactor = v.redactor.with(texts)
}

func (v *Visit) redacting() Redactor {
	v.concealing.RLock()
	defer v.concealing.RUnlock()
	return v.redactor
}

// Hide returns a text without what is left out by now.
func (v *Visit) Hide(text string) string { return v.redacting().Text(text) }

// Shown returns an exchange without what is left out by now.
func (v *Visit) Shown(exchange checks.Exchange) checks.Exchange {
	redactor := v.redacting()
	exchange.URL, exchange.Excerpt = redactor.Text(exchange.URL), redactor.Text(exchange.Excerpt)
	exchange.Sent, exchange.Header = redactor.Header(exchange.Sent), redactor.Header(exchange.Header)
	return exchange
}
