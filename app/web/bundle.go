package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/golive-app/golive/config/regex"
	"github.com/golive-app/golive/jobs"
)

// Bundles are where evidence bundles are kept.
type Bundles interface {
	// Bundle returns a release's latest bundle where this sum names it.
	Bundle(ctx context.Context, key jobs.Key, sum string) (data []byte, found bool, err error)
}

// BundlePage hands out evidence bundles. A bundle's SHA-256 stands in the comment on the
// release's pull request and nowhere else, and nobody can guess it, since the App's
// signature goes into it: whoever may read there may have the bundle, and nobody else.
// The address of an earlier bundle of a release leads nowhere.
type BundlePage struct {
	bundles Bundles
	logger  *slog.Logger
}

// NewBundlePage returns the page.
func NewBundlePage(bundles Bundles, logger *slog.Logger) (*BundlePage, error) {
	if bundles == nil || logger == nil {
		return nil, errors.New("web: bundles and logger are needed")
	}
	return &BundlePage{bundles, logger}, nil
}

// Register adds the route.
func (p *BundlePage) Register(router gin.IRoutes) {
	router.GET(jobs.BundlePath+"/:release/:file", p.serve)
	router.HEAD(jobs.BundlePath+"/:release/:file", p.serve)
}

// bundleFile is how a bundle is named in its address.
var bundleFile = regex.New(`^([0-9a-f]{64})\.json$`)

func (p *BundlePage) serve(c *gin.Context) {
	name := bundleFile.FindStringSubmatch(c.Param("file"))
	key, err := jobs.ParseKey(c.Param("release"))
	if err != nil || name == nil {
		noBundle(c)
		return
	}
	data, found, err := p.bundles.Bundle(c.Request.Context(), key, name[1])
	switch {
	case err != nil:
		p.logger.WarnContext(c.Request.Context(), "a bundle cannot be read", "release", key.String(), "error", err.Error())
		answer(c, http.StatusServiceUnavailable, problem{"what golive keeps cannot be read now", "Try again in a minute."})
	case !found:
		noBundle(c)
	default:
		c.Header("Content-Disposition", `attachment; filename="golive-bundle-`+name[1][:12]+`.json"`)
		c.Data(http.StatusOK, "application/json", data)
	}
}

func noBundle(c *gin.Context) {
	answer(c, http.StatusNotFound, problem{"there is no such evidence bundle", "golive's comment on the release has the address of its latest one."})
}
