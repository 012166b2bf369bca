package deploy_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

var update = flag.Bool("update", false, "write env.example anew")

const envHead = `# The settings of golive serve, each with its default. Copy this file, take the
# "#" from what you change, and keep the copy out of git. To begin, only
# GOLIVE_PUBLIC_URL is needed: without credentials golive starts with set-up in the
# browser.
#
# A secret stands best in a file of its own: the variables that end with _FILE
# name it. deploy/compose.yaml mounts deploy/secrets at /run/secrets.
#
# Written by: go test ./deploy -update
`

// envExample is every setting with its help and its default.
func envExample(image map[string]string) string {
	var text strings.Builder
	text.WriteString(envHead)
	for _, setting := range config.AllSettings() {
		name, value := setting.Environment(), setting.Default
		fmt.Fprintf(&text, "\n# %s\n", setting.Help)
		if setting.Name == "data-dir" {
			value = "" // the user's, on whichever machine this is written
			fmt.Fprintln(&text, "# Default: the user's cache directory")
		}
		if own := image[name]; own != "" {
			fmt.Fprintf(&text, "# The image has %s: leave it so there.\n", own)
		}
		if setting.Secret {
			name, value = name+"_FILE", "/run/secrets/golive-"+setting.Name
		}
		fmt.Fprintf(&text, "#%s=%s\n", name, value)
	}
	return text.String()
}

func TestTheExampleHasEverySetting(t *testing.T) {
	t.Parallel()
	want := envExample(image(t).environment)
	if *update {
		if err := os.WriteFile("env.example", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, "env.example"); got != want {
		t.Errorf("env.example is out of date: go test ./deploy -update\n%s", want)
	}
}
