package config_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/config"
)

const pemKey = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"

func read(flags, environment, file, disk map[string]string) (config.Settings, error) {
	return config.Sources{
		Flags: flags, File: file,
		Environment: func(name string) (string, bool) { value, found := environment[name]; return value, found },
		ReadFile: func(path string) ([]byte, error) {
			if content, found := disk[path]; found {
				return []byte(content), nil
			}
			return nil, fs.ErrNotExist
		},
	}.Read()
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	settings, err := read(nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if settings.Listen != "127.0.0.1:8080" || settings.MetricsListen != "127.0.0.1:9090" || settings.Role != config.RoleAll ||
		settings.GitHubURL != "https://api.github.com" || settings.Retention != 90*24*time.Hour || settings.LogLevel != slog.LevelInfo {
		t.Errorf("%+v", settings)
	}
	if lacking := settings.Lacking(); len(lacking) != 3 {
		t.Errorf("lacking %q", lacking)
	}
}

func TestAFlagWinsOverTheEnvironmentOverTheFile(t *testing.T) {
	t.Parallel()
	file := map[string]string{"listen": "127.0.0.1:1", "role": "web", "concurrency": "3"}
	environment := map[string]string{"GOLIVE_LISTEN": "127.0.0.1:2", "GOLIVE_ROLE": "worker"}
	settings, err := read(map[string]string{"listen": "127.0.0.1:3"}, environment, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if settings.Listen != "127.0.0.1:3" || settings.Role != config.RoleWorker || settings.Concurrency != 3 {
		t.Errorf("%+v", settings)
	}
}

func TestSecretsFromFiles(t *testing.T) {
	t.Parallel()
	disk := map[string]string{"/run/secrets/key": pemKey + "\n", "/run/secrets/hook": " current , previous \n"}
	settings, err := read(nil, map[string]string{"GOLIVE_PRIVATE_KEY_FILE": "/run/secrets/key"},
		map[string]string{"webhook_secrets_file": "/run/secrets/hook", "app_id": "7"}, disk)
	if err != nil {
		t.Fatal(err)
	}
	if string(settings.PrivateKey) != pemKey || len(settings.WebhookSecrets) != 2 || string(settings.WebhookSecrets[1]) != "previous" {
		t.Errorf("key %q, secrets %q", settings.PrivateKey, settings.WebhookSecrets)
	}
	if lacking := settings.Lacking(); lacking != nil {
		t.Errorf("lacking %q", lacking)
	}
}

func TestEverySettingThatCannotBeUsedIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ variable, value, says string }{
		"an address without a port":          {"GOLIVE_LISTEN", "localhost", "HOST:PORT"},
		"a role that is none":                {"GOLIVE_ROLE", "boss", "all, web, worker and load"},
		"no load at all":                     {"GOLIVE_LOAD_MAX_RPS", "0", "from 1 to 1000000"},
		"a load test without an end":         {"GOLIVE_LOAD_MAX_DURATION", "48h", "from 1s to 2h"},
		"no load test at once":               {"GOLIVE_LOAD_CONCURRENCY", "0", "from 1 to 16"},
		"an App id that is a name":           {"GOLIVE_APP_ID", "golive", "App's settings page"},
		"a key that is a path":               {"GOLIVE_PRIVATE_KEY", "/run/secrets/key", "PEM"},
		"an empty webhook secret":            {"GOLIVE_WEBHOOK_SECRETS", "a,,b", "empty secret"},
		"a key file that is not there":       {"GOLIVE_PRIVATE_KEY_FILE", "/nowhere", "not exist"},
		"an API address without a scheme":    {"GOLIVE_GITHUB_URL", "ghe.example/api/v3", "https://"},
		"an address with a password":         {"GOLIVE_PUBLIC_URL", "https://user:hunter2@example.com", "user or password"},
		"no tasks at once":                   {"GOLIVE_CONCURRENCY", "0", "1 to 256"},
		"a level that is none":               {"GOLIVE_LOG_LEVEL", "loud", "debug, info"},
		"a retention of a minute":            {"GOLIVE_RETENTION", "1m", "90d"},
		"a retention that is no time at all": {"GOLIVE_RETENTION", "-3d", "90d"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := read(nil, map[string]string{test.variable: test.value, "GOLIVE_METRICS_LISTEN": "x"}, nil, nil)
			var problem *config.SettingError
			if !errors.As(err, &problem) || !strings.Contains(err.Error(), test.variable) || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(err.Error(), "GOLIVE_METRICS_LISTEN") {
				t.Error("all problems are named at once")
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("an error must not hold a password")
			}
		})
	}
}

func TestUnused(t *testing.T) {
	t.Parallel()
	got := config.Unused([]string{"PATH=/bin", "GOLIVE_LISTEN=x", "GOLIVE_PRIVATE_KEY_FILE=x", "GOLIVE_WEBHOOK_SECRET=typo", "GOLIVE_LISTEN_FILE=x", "GOLIVE_CACHE=x"}, "GOLIVE_CACHE")
	if !slices.Equal(got, []string{"GOLIVE_WEBHOOK_SECRET", "GOLIVE_LISTEN_FILE"}) {
		t.Errorf("%q", got)
	}
}

func TestDecodeSettings(t *testing.T) {
	t.Parallel()
	values, err := config.DecodeSettings([]byte("listen: 127.0.0.1:7000\napp_id: 7\nprivate_key_file: /run/key\n"))
	if err != nil || values["app_id"] != "7" || values["private_key_file"] != "/run/key" {
		t.Errorf("%v, error %v", values, err)
	}
	for name, test := range map[string]struct{ file, says string }{
		"an unknown key": {"lisen: x\n", `line 1: no such setting: "lisen"`},
		"a list":         {"- listen\n", "a mapping"},
		"a nested value": {"listen: {host: x}\n", "takes one value"},
		"a key twice":    {"listen: a\nlisten: b\n", "listen"},
		"no YAML":        {"listen: [\n", "line"},
	} {
		if _, err := config.DecodeSettings([]byte(test.file)); !errors.Is(err, config.ErrSettingsFile) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if values, err := config.DecodeSettings(nil); err != nil || len(values) != 0 {
		t.Errorf("an empty file: %v, error %v", values, err)
	}
}
