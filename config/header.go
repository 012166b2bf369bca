package config

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// headerShape is a header as a policy writes it: NAME: VALUE.
var headerShape = regex.New(`^[A-Za-z0-9-]{1,64}: [^\x00-\x1F\x7F]{1,1000}$`)

// SecretReference matches what stands for a secret in a header: ${secret:NAME}.
var SecretReference = regex.New(`\$\{secret:([A-Za-z_][A-Za-z0-9_]{0,63})\}`)

// heldHeaders are the headers that golive or the protocol sets.
var heldHeaders = []string{"host", "user-agent", "content-length", "transfer-encoding", "connection", "origin"}

func headerKinds() map[string]kind {
	return map[string]kind{
		"header": {noun: "a header", example: "X-Staging-Key: ${secret:STAGING_KEY}", pattern: headerShape.String(), faults: headerFaults},
	}
}

func headerFaults(text string) (problem, advice string) {
	name, value, _ := strings.Cut(text, ": ")
	switch {
	case !headerShape.MatchString(text):
		return "is no header", "write it as NAME: VALUE, such as \"X-Staging-Key: ${secret:STAGING_KEY}\""
	case strings.Contains(SecretReference.ReplaceAllString(value, ""), "${"):
		return "holds a reference that is none", "write ${secret:NAME}; a name is made of letters, digits and _"
	}
	for _, held := range heldHeaders {
		if strings.EqualFold(name, held) {
			return "sets " + name + ", which golive sets itself", "name another header"
		}
	}
	return "", ""
}
