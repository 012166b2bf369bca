package probe

import (
	"net/http"
	"strings"

	"github.com/golive-app/golive/config"
)

// FillHeader returns the headers of a policy with the secrets in their places. Its errors
// are the reader's, which hold no value.
func FillHeader(secrets SecretReader, lines []string) (http.Header, error) {
	header := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		var failed error
		filled := config.SecretReference.ReplaceAllStringFunc(value, func(reference string) string {
			secret, err := secrets(config.SecretReference.FindStringSubmatch(reference)[1])
			if err != nil {
				failed = err
			}
			return secret
		})
		if failed != nil {
			return nil, failed
		}
		header.Add(name, filled)
	}
	return header, nil
}
