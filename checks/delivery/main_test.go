package delivery_test

import (
	"os"
	"testing"

	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

// TestMain lets the test's binary be the child that renders, and the one that reads
// syntax.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == render.Command {
		if render.Serve(os.Stdin, os.Stdout) != nil {
			os.Exit(3)
		}
		os.Exit(0)
	}
	projecttest.Main(m)
}

// manifests reads what is declared, and builds charts and overlays.
func manifests() *manifest.Reader {
	return manifest.NewReader(render.NewRenderer([]string{os.Args[0], render.Command}))
}
