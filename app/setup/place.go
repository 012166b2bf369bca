package setup

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/golive-app/golive/app/github"
)

// Path is where the pages of set-up begin, under the public address.
const Path = "/setup"

// Place is where golive and its GitHub are reached.
type Place struct {
	Public *url.URL // golive's, without a slash at its end
	Web    *url.URL // GitHub's pages, without a slash at its end
	API    string   // GitHub's REST API
	// Reachable tells whether GitHub can deliver to golive: not where golive is
	// on the loopback interface and GitHub is not.
	Reachable bool
}

// Why a public address cannot be used for set-up.
var (
	ErrNoPublicURL  = errors.New("GOLIVE_PUBLIC_URL is not set: GitHub has to reach this server, and only you know under which address")
	ErrInsecureURL  = errors.New("GOLIVE_PUBLIC_URL is no https address: GitHub hands the App's private key over in exchange for a code in that address, which nobody else may read")
	ErrUnusedInURLs = errors.New("GOLIVE_PUBLIC_URL must hold no user, query or fragment")
)

// NewPlace checks the public address and derives the rest. web may be empty.
func NewPlace(public, api, web string) (Place, error) {
	if public == "" {
		return Place{}, ErrNoPublicURL
	}
	parsed, err := url.Parse(strings.TrimRight(public, "/"))
	if err != nil || parsed.Host == "" {
		return Place{}, errors.New("GOLIVE_PUBLIC_URL is no address: write https://HOST")
	}
	if parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
		return Place{}, ErrUnusedInURLs
	}
	if parsed.Scheme != "https" && !(parsed.Scheme == "http" && loopback(parsed.Hostname())) {
		return Place{}, ErrInsecureURL
	}
	pages, err := github.WebURL(api, web)
	if err != nil {
		return Place{}, err
	}
	place := Place{Public: parsed, API: api}
	if place.Web, err = url.Parse(pages); err != nil {
		return Place{}, fmt.Errorf("GitHub's web address: %w", err)
	}
	place.Reachable = !loopback(parsed.Hostname()) || loopback(place.Web.Hostname())
	return place, nil
}

// Address returns the address of a path of golive's.
func (p Place) Address(path string) string { return p.Public.String() + path }

// Root returns the path under which golive is reached: empty, unless the public
// address has one.
func (p Place) Root() string { return strings.TrimRight(p.Public.EscapedPath(), "/") }

// Secure tells whether browsers reach golive by https.
func (p Place) Secure() bool { return p.Public.Scheme == "https" }

// Origin returns scheme and host of GitHub's pages, for a content policy.
func (p Place) Origin() string { return p.Web.Scheme + "://" + p.Web.Host }

func loopback(host string) bool {
	address := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || address != nil && address.IsLoopback()
}

// Local returns the address of a listener on the loopback interface, for a
// try-out on this machine; false: others can reach it too, so that nobody can
// tell the address that GitHub has to use.
func Local(listen string) (string, bool) {
	host, _, err := net.SplitHostPort(listen)
	if err != nil || !loopback(host) {
		return "", false
	}
	return "http://" + listen, true
}
