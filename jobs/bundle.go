package jobs

import (
	"net/url"
	"strings"
)

// BundlePath is where evidence bundles are handed out.
const BundlePath = "/bundles"

// BundleAddress is where the bundle of a release that a sum names is handed out; empty
// where golive has no public address.
func BundleAddress(publicURL string, key Key, sum string) string {
	if publicURL == "" {
		return ""
	}
	return strings.TrimRight(publicURL, "/") + BundlePath + "/" + url.PathEscape(key.String()) + "/" + sum + ".json"
}
