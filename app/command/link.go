package command

import (
	"context"
	"net/url"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Links tells whether what people link to can be reached.
type Links interface {
	// Unreachable says why nothing can be read at an address; nothing where something
	// answers, or where golive does not look.
	Unreachable(ctx context.Context, link string) string
}

// reach says why the link of a sign-off cannot be reached. It is said beside the
// sign-off and keeps nobody from giving it, except where the item is signed with a link:
// one that nobody can follow shows nothing.
func (r *request) reach(ctx context.Context, item checks.Item, link string) (unreachable string, err error) {
	if link == "" || r.options.Links == nil || r.onForge(link) {
		return "", nil
	}
	unreachable = r.options.Links.Unreachable(ctx, link)
	if unreachable != "" && (item.LinkedSignature || item.NeverWaive) {
		return "", refuse("%s is signed with a link that others can follow, and from where golive runs nothing answers there (%s)", code(string(item.ID)), escape(unreachable, 200))
	}
	return unreachable, nil
}

// onForge reports whether a link leads to the forge's own pages. They are taken as such:
// what golive may read there is not what people may, and asked without a name the forge
// answers 404 for all that is private.
func (r *request) onForge(link string) bool {
	own, err := url.Parse(r.repository.Describe().WebURL)
	if err != nil || own.Host == "" {
		return false
	}
	address, err := url.Parse(link)
	return err == nil && strings.EqualFold(address.Hostname(), own.Hostname())
}
