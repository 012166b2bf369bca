// Package deploy_test holds what golive is deployed with against the facts: the
// settings that there are, and what the image says of itself.
package deploy_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/config"
)

// stopTime is what `golive serve` may take after SIGTERM.
const stopTime = server.DefaultStopTime + 10*time.Second

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// decode reads YAML and lets no key pass that the type does not have.
func decode(t *testing.T, path string, into any) {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(read(t, path))))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// dockerfile is what the last stage of the Dockerfile says of the image.
type dockerfile struct {
	environment map[string]string
	ports       []string
	volume      string
	user        string
	health      string
}

func image(t *testing.T) dockerfile {
	t.Helper()
	found := dockerfile{environment: map[string]string{}}
	text := strings.ReplaceAll(read(t, "../Dockerfile"), "\\\n", " ")
	for line := range strings.Lines(text) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch instruction {
		case "FROM":
			found = dockerfile{environment: map[string]string{}}
		case "ENV":
			for _, pair := range strings.Fields(rest) {
				name, value, _ := strings.Cut(pair, "=")
				found.environment[name] = value
			}
		case "EXPOSE":
			found.ports = strings.Fields(rest)
		case "VOLUME":
			found.volume = rest
		case "USER":
			found.user = rest
		case "HEALTHCHECK":
			found.health = rest
		}
	}
	return found
}

// port returns the port of an address.
func port(address string) string { return address[strings.LastIndex(address, ":")+1:] }

func TestTheImageSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	image := image(t)
	listen, metrics := port(image.environment["GOLIVE_LISTEN"]), port(image.environment["GOLIVE_METRICS_LISTEN"])
	if !slices.Equal(image.ports, []string{listen, metrics}) {
		t.Errorf("it exposes %v and listens on %s and %s", image.ports, listen, metrics)
	}
	if image.volume == "" || image.volume != image.environment["GOLIVE_DATA_DIR"] {
		t.Errorf("its volume is %q, its data lie in %q", image.volume, image.environment["GOLIVE_DATA_DIR"])
	}
	if !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(image.user) {
		t.Errorf("its user is %q, which Kubernetes cannot tell from root", image.user)
	}
	if !strings.Contains(image.health, `["golive", "health"]`) {
		t.Errorf("its health is asked by %q", image.health)
	}
}

// Every variable that a file names is a setting that there is.
func TestEveryVariableIsASetting(t *testing.T) {
	t.Parallel()
	// GOLIVE_IMAGE and GOLIVE_PORT are compose's own.
	known := []string{"GOLIVE_IMAGE", "GOLIVE_PORT"}
	for _, setting := range config.AllSettings() {
		known = append(known, setting.Environment())
		if setting.Secret {
			known = append(known, setting.Environment()+"_FILE")
		}
	}
	variable := regexp.MustCompile(`\bGOLIVE_[A-Z_]+`)
	for _, path := range []string{"compose.yaml", "env.example", "golive.service", "prometheus.yml", "../Dockerfile"} {
		for _, name := range variable.FindAllString(read(t, path), -1) {
			if !slices.Contains(known, name) {
				t.Errorf("%s: no such setting: %s", path, name)
			}
		}
	}
}

func TestPrometheusAsksTheMetricsListener(t *testing.T) {
	t.Parallel()
	var file struct {
		Global struct {
			ScrapeInterval string `yaml:"scrape_interval"`
		} `yaml:"global"`
		Scrapes []struct {
			Job    string `yaml:"job_name"`
			Static []struct {
				Targets []string `yaml:"targets"`
			} `yaml:"static_configs"`
		} `yaml:"scrape_configs"`
	}
	decode(t, "prometheus.yml", &file)
	want := "golive:" + port(image(t).environment["GOLIVE_METRICS_LISTEN"])
	if len(file.Scrapes) != 1 || !slices.Equal(file.Scrapes[0].Static[0].Targets, []string{want}) {
		t.Errorf("it scrapes %+v, and golive's metrics stand at %s", file.Scrapes, want)
	}
}

func TestTheUnitGivesTasksTimeToEnd(t *testing.T) {
	t.Parallel()
	seconds := regexp.MustCompile(`(?m)^TimeoutStopSec=(\d+)$`).FindStringSubmatch(read(t, "golive.service"))
	if seconds == nil {
		t.Fatal("no TimeoutStopSec")
	}
	if given, err := time.ParseDuration(seconds[1] + "s"); err != nil || given <= stopTime {
		t.Errorf("%s s, and golive may take %s", seconds[1], stopTime)
	}
}
