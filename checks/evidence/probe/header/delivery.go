package header

import (
	"net/http"
	"strings"
)

// Delivery is what an answer says of a cache between the service and whoever asks.
type Delivery struct {
	Said bool   // that a cache is there, or what it did
	Hit  bool   // the cache answered
	By   string // the header that says so
}

// deliveryHeaders are where caches say whether they answered themselves. Age, and
// Cache-Status of RFC 9211, are read beside them.
// https://developers.cloudflare.com/cache/concepts/cache-responses/
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-statistics.html
// https://vercel.com/docs/headers/response-headers#x-vercel-cache
// https://www.fastly.com/documentation/reference/http/http-headers/X-Cache/
var deliveryHeaders = []string{
	"Cf-Cache-Status", "X-Cache", "X-Cache-Status", "X-Vercel-Cache", "X-Proxy-Cache", "X-Nginx-Cache", "X-Nginx-Cache-Status", "X-Fastcgi-Cache",
	"X-Varnish-Cache", "X-Drupal-Cache", "X-Netlify-Cache", "X-Azure-Cache", "X-Cdn-Cache", "Cdn-Cache", "X-Cache-Lookup",
}

// ReadDelivery reads who answered. Age alone says that a cache did where it is more
// than nothing: https://www.rfc-editor.org/rfc/rfc9111#section-5.1
func ReadDelivery(header http.Header) Delivery {
	for _, line := range header.Values("Cache-Status") {
		for member := range strings.SplitSeq(line, ",") {
			for parameter := range strings.SplitSeq(member, ";") {
				if name := strings.ToLower(strings.TrimSpace(parameter)); name == "hit" || name == "hit=?1" {
					return Delivery{Said: true, Hit: true, By: "Cache-Status"}
				}
			}
		}
	}
	found := Delivery{Said: len(header.Values("Cache-Status")) > 0, By: "Cache-Status"}
	for _, name := range deliveryHeaders {
		value := strings.ToLower(strings.Join(header.Values(name), ", "))
		switch {
		case value == "":
		case strings.Contains(value, "hit"), strings.Contains(value, "stale"), strings.Contains(value, "updating"), strings.Contains(value, "revalidated"), strings.Contains(value, "prerender"):
			return Delivery{Said: true, Hit: true, By: name}
		case !found.Said:
			found = Delivery{Said: true, By: name}
		}
	}
	if age, ok := digits(strings.TrimSpace(header.Get("Age"))); ok {
		if age > 0 {
			return Delivery{Said: true, Hit: true, By: "Age"}
		}
		if !found.Said {
			found = Delivery{Said: true, By: "Age"}
		}
	}
	if !found.Said {
		return Delivery{}
	}
	return found
}
