package header

import (
	"strconv"
	"strings"
)

// Transport is what Strict-Transport-Security asks for.
type Transport struct {
	Seconds    int64
	SubDomains bool
}

// ReadTransport reads the first line of the header; false: it means nothing.
// https://www.rfc-editor.org/rfc/rfc6797#section-6.1
func ReadTransport(lines []string) (Transport, bool) {
	if len(lines) == 0 {
		return Transport{}, false
	}
	var transport Transport
	aged := false
	for part := range strings.SplitSeq(lines[0], ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "max-age":
			seconds, err := strconv.ParseInt(strings.Trim(strings.TrimSpace(value), `"`), 10, 64)
			if err != nil || seconds < 0 || aged {
				return Transport{}, false
			}
			transport.Seconds, aged = seconds, true
		case "includesubdomains":
			transport.SubDomains = true
		}
	}
	return transport, aged
}
