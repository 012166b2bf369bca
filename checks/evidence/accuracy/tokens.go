package accuracy

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
)

var jsonWebToken = regexp.MustCompile(`eyJ[\w-]+\.(eyJ[\w-]+)(?:\.([\w-]*))?`)

// over reports whether a text holds a JSON web token that nobody accepts any more:
// it says of itself that it ended years ago, or it has no signature.
func over(text string) bool {
	found := jsonWebToken.FindStringSubmatch(text)
	if found == nil {
		return false
	}
	if found[2] == "" {
		return true
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(found[1], "="))
	if err != nil {
		return false
	}
	var claims struct {
		Expires float64 `json:"exp"`
	}
	// The year 2026 began at 1767225600.
	return json.Unmarshal(payload, &claims) == nil && claims.Expires > 0 && claims.Expires < 1767225600
}
