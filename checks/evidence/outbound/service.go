package outbound

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/golive-app/golive/config"
)

// ParseService reads the address of a service: http or https, one host in its one
// spelling, no user name or password. What follows # is dropped.
func ParseService(text string) (*url.URL, error) {
	parsed, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("%w: it is no address", ErrRefused) // the reason would repeat a password
	}
	return normal(parsed)
}

// normal returns an address with the one spelling of its host.
func normal(address *url.URL) (*url.URL, error) {
	scheme := strings.ToLower(address.Scheme)
	switch {
	case scheme != "http" && scheme != "https":
		return nil, fmt.Errorf("%w: only http:// and https:// addresses are visited", ErrRefused)
	case address.User != nil:
		return nil, fmt.Errorf("%w: the address holds a user name or password", ErrRefused)
	case address.Opaque != "" || address.Host == "":
		return nil, fmt.Errorf("%w: the address names no host", ErrRefused)
	}
	host, err := config.NormalHost(address.Hostname())
	if err != nil {
		return nil, fmt.Errorf("%w: its host is none: %w", ErrRefused, err)
	}
	port := address.Port()
	if port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil || number == 0 {
			return nil, fmt.Errorf("%w: its port is none", ErrRefused)
		}
		if port = strconv.FormatUint(number, 10); port == defaultPort(scheme) {
			port = ""
		}
	}
	clean := *address
	clean.Scheme, clean.Fragment, clean.RawFragment = scheme, "", ""
	clean.Host = host
	switch {
	case port != "":
		clean.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		clean.Host = "[" + host + "]"
	}
	return &clean, nil
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// portOf returns the port of an address that normal has read.
func portOf(address *url.URL) string {
	if port := address.Port(); port != "" {
		return port
	}
	return defaultPort(address.Scheme)
}

// Base returns the address of a service without path and query, for people.
func Base(service *url.URL) string { return service.Scheme + "://" + service.Host }
