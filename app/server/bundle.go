package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/jobs"
)

// bundler makes the evidence bundles of runs and keeps them for whoever asks.
type bundler struct {
	store     *jobs.Store
	checklist publish.Catalogue
	version   string
	signer    *bundle.Signer
	publicURL string
}

// Bundle implements publish.Bundler.
func (b bundler) Bundle(ctx context.Context, run jobs.Run) (publish.Bundle, error) {
	data, err := bundle.OfRun(run, b.checklist.Items, b.checklist.Rows, b.version, b.signer)
	if err != nil {
		return publish.Bundle{}, err
	}
	sum := sha256.Sum256(data)
	named := publish.Bundle{Sum: hex.EncodeToString(sum[:])}
	if err := b.store.PutBundle(ctx, run.Key, named.Sum, data); err != nil {
		return publish.Bundle{}, err
	}
	named.Address = jobs.BundleAddress(b.publicURL, run.Key, named.Sum)
	return named, nil
}
