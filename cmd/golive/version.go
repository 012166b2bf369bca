package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config/regex"
)

// What `make build` tells the linker: -X main.version=… and so on. All are empty
// in a program that was built without it.
var (
	version string // as git describes the commit: "v1.4.0", "v1.4.0-3-gabc1234-dirty"
	commit  string // its id
	date    string // of the commit, RFC 3339 in UTC; not of the build, which two builds of one commit would not share
)

// released is a version that is a tag. What git describes otherwise ends with the
// number of commits since the tag and the commit's id, or is that id alone.
var released = regex.New(`^v\d+\.\d+\.\d+(-(alpha|beta|rc)(\.?\d+)*)?$`)

// dirty is how git describes a tree with changes.
const dirty = "-dirty"

// buildVersion returns what this program calls itself.
func buildVersion() string {
	if version != "" {
		return version
	}
	if information, ok := debug.ReadBuildInfo(); ok && information.Main.Version != "" && information.Main.Version != "(devel)" {
		return information.Main.Version
	}
	return "development"
}

// build says what this program is and how it was built.
type build struct {
	Version  string   `json:"version"`
	Release  bool     `json:"release"`  // built from a tag, with nothing changed
	Commit   string   `json:"commit"`   // empty: not known
	Modified bool     `json:"modified"` // files differed from the commit
	Date     string   `json:"date"`     // of the commit
	Go       string   `json:"go"`
	Platform string   `json:"platform"` // "linux/amd64"
	Tags     []string `json:"tags"`     // of the build
}

// thisBuild reads what the linker was told and, where it was told nothing, what
// the go command noted by itself.
func thisBuild() build {
	this := build{
		Version: buildVersion(), Commit: commit, Date: date,
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Tags: []string{},
	}
	this.Release, this.Modified = released.MatchString(this.Version), strings.HasSuffix(this.Version, dirty)
	information, ok := debug.ReadBuildInfo()
	if !ok {
		return this
	}
	for _, setting := range information.Settings {
		switch {
		case setting.Key == "-tags":
			this.Tags = strings.FieldsFunc(setting.Value, func(r rune) bool { return r == ',' || r == ' ' })
		case commit != "": // the linker was told: git's state while the go command ran says less
		case setting.Key == "vcs.revision":
			this.Commit = setting.Value
		case setting.Key == "vcs.time":
			this.Date = setting.Value
		case setting.Key == "vcs.modified":
			this.Modified = setting.Value == "true"
		}
	}
	return this
}

// print writes the build for people.
func (b build) print(out io.Writer) {
	fmt.Fprintf(out, "golive %s\n", b.Version)
	if !b.Release {
		fmt.Fprintln(out, "not a release: built from no tag, or with changes")
	}
	if b.Commit != "" {
		words := "commit " + b.Commit
		if b.Date != "" {
			words += " of " + b.Date
		}
		if b.Modified {
			words += ", with changes that it does not hold"
		}
		fmt.Fprintln(out, words)
	}
	fmt.Fprintf(out, "%s %s", b.Go, b.Platform)
	if len(b.Tags) > 0 {
		fmt.Fprintf(out, ", tags %s", strings.Join(b.Tags, ","))
	}
	fmt.Fprintln(out)
}

func newVersion() *cobra.Command {
	var format string
	command := &cobra.Command{
		Use: "version", Short: "Say which golive this is", Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			out, this := command.OutOrStdout(), thisBuild()
			switch format {
			case "json":
				encoder := json.NewEncoder(out)
				encoder.SetIndent("", "  ")
				return encoder.Encode(this)
			case "text":
				this.print(out)
				if !secret.Fast() {
					fmt.Fprintln(out, slowSecrets)
				}
				return nil
			default:
				return usage(fmt.Errorf("--format %s: it takes text or json", format))
			}
		},
	}
	command.Flags().StringVar(&format, "format", "text", "text or json")
	return command
}

// slowSecrets is said wherever secrets are scanned by the slower engine.
const slowSecrets = "secret scanning is about ten times slower in this build: build with -tags gore2regex"
