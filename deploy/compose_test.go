package deploy_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// composeFile is what compose.yaml may hold: the part of the Compose
// Specification (https://github.com/compose-spec/compose-spec) that it uses.
type composeFile struct {
	Name     string                    `yaml:"name"`
	Services map[string]composeService `yaml:"services"`
	Volumes  map[string]*struct{}      `yaml:"volumes"`
}

type composeService struct {
	Image    string            `yaml:"image"`
	Build    map[string]string `yaml:"build"`
	Profiles []string          `yaml:"profiles"`
	EnvFile  []struct {
		Path     string `yaml:"path"`
		Required bool   `yaml:"required"`
	} `yaml:"env_file"`
	Environment map[string]string `yaml:"environment"`
	Command     []string          `yaml:"command"`
	Ports       []string          `yaml:"ports"`
	Volumes     []string          `yaml:"volumes"`
	DependsOn   map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
	Healthcheck struct {
		Test     []string      `yaml:"test"`
		Interval time.Duration `yaml:"interval"`
		Timeout  time.Duration `yaml:"timeout"`
		Retries  int           `yaml:"retries"`
	} `yaml:"healthcheck"`
	Restart         string        `yaml:"restart"`
	StopGracePeriod time.Duration `yaml:"stop_grace_period"`
	User            string        `yaml:"user"`
	ReadOnly        bool          `yaml:"read_only"`
	Tmpfs           []string      `yaml:"tmpfs"`
	CapDrop         []string      `yaml:"cap_drop"`
	SecurityOpt     []string      `yaml:"security_opt"`
	PidsLimit       int           `yaml:"pids_limit"`
	Logging         struct {
		Driver  string            `yaml:"driver"`
		Options map[string]string `yaml:"options"`
	} `yaml:"logging"`
}

func compose(t *testing.T) composeFile {
	t.Helper()
	var file composeFile
	decode(t, "compose.yaml", &file)
	return file
}

func TestComposeRunsTheImageAsItIs(t *testing.T) {
	t.Parallel()
	golive, image := compose(t).Services["golive"], image(t)
	listen, metrics := port(image.environment["GOLIVE_LISTEN"]), port(image.environment["GOLIVE_METRICS_LISTEN"])
	if len(golive.Ports) != 1 || port(golive.Ports[0]) != listen {
		t.Errorf("it publishes %v, and the webhook stands at %s", golive.Ports, listen)
	}
	if slices.ContainsFunc(golive.Ports, func(mapping string) bool { return port(mapping) == metrics }) {
		t.Error("it publishes the metrics")
	}
	if !slices.ContainsFunc(golive.Volumes, func(mapping string) bool { return port(mapping) == image.volume }) {
		t.Errorf("%s is no volume of %v", image.volume, golive.Volumes)
	}
	if golive.StopGracePeriod <= stopTime {
		t.Errorf("it is killed after %s and may take %s", golive.StopGracePeriod, stopTime)
	}
	if golive.Healthcheck.Test != nil {
		t.Error("the image says how its health is asked")
	}
	if !slices.ContainsFunc(golive.Tmpfs, func(mount string) bool { return strings.HasPrefix(mount, "/tmp") }) {
		t.Error("golive needs a /tmp")
	}
	if len(golive.EnvFile) != 1 || golive.EnvFile[0].Path != ".env" || golive.EnvFile[0].Required {
		t.Errorf("its settings come from %+v", golive.EnvFile)
	}
}

func TestComposeGivesNobodyMoreThanNeeded(t *testing.T) {
	t.Parallel()
	file := compose(t)
	for name, service := range file.Services {
		if !service.ReadOnly || !slices.Equal(service.CapDrop, []string{"ALL"}) || !slices.Contains(service.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may more than it needs", name)
		}
		if service.Logging.Options["max-size"] == "" {
			t.Errorf("the log of %s grows for ever", name)
		}
		for _, mapping := range service.Volumes {
			volume, _, _ := strings.Cut(mapping, ":")
			if _, declared := file.Volumes[volume]; !declared && !strings.HasPrefix(volume, "./") {
				t.Errorf("%s: no such volume: %s", name, volume)
			}
		}
	}
	if got := file.Services["prometheus"]; !slices.Equal(got.Profiles, []string{"metrics"}) || !strings.HasPrefix(got.Ports[0], "127.0.0.1:") {
		t.Errorf("Prometheus starts unasked, or for everybody: %+v", got)
	}
}

func TestTheQueueLosesNothing(t *testing.T) {
	t.Parallel()
	file := compose(t)
	redis := strings.Join(file.Services["redis"].Command, " ")
	for _, wanted := range []string{"--appendonly yes", "--maxmemory-policy noeviction"} {
		if !strings.Contains(redis, wanted) {
			t.Errorf("%s is not said: %s", wanted, redis)
		}
	}
	golive := file.Services["golive"]
	if golive.Environment["GOLIVE_REDIS_URL"] != "redis://redis:6379/0" || golive.DependsOn["redis"].Condition != "service_healthy" {
		t.Errorf("golive does not wait for its Redis: %+v", golive)
	}
	if len(file.Services["redis"].Ports) != 0 {
		t.Error("Redis asks nobody for a password and is published")
	}
}
