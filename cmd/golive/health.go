package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/config"
)

// healthTime bounds how long a golive may take to say that it is alive.
const healthTime = 5 * time.Second

func newHealth() *cobra.Command {
	var file string
	var ready bool
	command := &cobra.Command{
		Use:   "health [URL]",
		Short: "Ask a running golive whether it is alive",
		Long: `health asks a running golive whether it is alive: the one at the URL or, without
one, the one on this machine that has the same settings (GOLIVE_LISTEN; for a
worker, which has no pages, GOLIVE_METRICS_LISTEN). It is for containers and for
scripts, so that no other program is needed.

--ready asks whether it also takes work: its Redis answers, and it is not about
to stop.

Exit codes: 0 it is, 1 it is not or does not answer, 2 bad usage.`,
		Example: `  golive health
  golive health --ready https://golive.example.com`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, arguments []string) error {
			var address string
			var err error
			if len(arguments) == 1 {
				address, err = healthAt(arguments[0], ready)
			} else {
				address, err = healthHere(file, ready)
			}
			if err != nil {
				return usage(err)
			}
			if err := askHealth(command.Context(), address); err != nil {
				return &exitError{exitNotReady, err}
			}
			fmt.Fprintf(command.OutOrStdout(), "%s: ok\n", address)
			return nil
		},
	}
	command.Flags().StringVar(&file, "config", "", "YAML file with settings, as for serve")
	command.Flags().BoolVar(&ready, "ready", false, "ask whether it takes work, not only whether it is alive")
	return command
}

func healthPath(ready bool) string {
	if ready {
		return "/ready"
	}
	return "/health"
}

// healthAt returns what to ask of the golive at a web address. A path of its own
// is kept, since a proxy may have put golive below one.
func healthAt(text string, ready bool) (string, error) {
	parsed, err := url.Parse(text)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" {
		return "", fmt.Errorf("%q is no address: write https://HOST", text)
	}
	parsed.Path = strings.TrimRight(parsed.Path, "/") + healthPath(ready)
	parsed.User, parsed.RawQuery, parsed.Fragment = nil, "", ""
	return parsed.String(), nil
}

// healthHere returns what to ask of the golive that these settings start. Only
// the settings that say where it listens are read: whatever else is wrong, the
// process itself has said.
func healthHere(file string, ready bool) (string, error) {
	relevant := map[string]bool{"GOLIVE_LISTEN": true, "GOLIVE_METRICS_LISTEN": true, "GOLIVE_ROLE": true}
	values := map[string]string{}
	if file != "" {
		data, err := os.ReadFile(file)
		if err == nil {
			values, err = config.DecodeSettings(data)
		}
		if err != nil {
			return "", fmt.Errorf("--config %s: %w", file, err)
		}
	}
	for _, setting := range config.AllSettings() {
		if !relevant[setting.Environment()] {
			delete(values, setting.Key())
			delete(values, setting.Key()+"_file")
		}
	}
	settings, err := config.Sources{
		File: values, ReadFile: os.ReadFile,
		Environment: func(name string) (string, bool) {
			if !relevant[name] {
				return "", false
			}
			return os.LookupEnv(name)
		},
	}.Read()
	switch {
	case err != nil:
		return "", err
	case settings.Role.Serves():
		return "http://" + reachable(settings.Listen) + healthPath(ready), nil
	case ready:
		return "", errors.New("--ready: a worker takes tasks from Redis and has no pages; ask without --ready whether it is alive")
	default:
		return "http://" + reachable(settings.MetricsListen) + "/metrics", nil
	}
}

// reachable returns an address of this machine at which a listener on address
// answers: "every address" is none to connect to.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
		if ip != nil && ip.To4() == nil {
			host = "::1"
		}
	}
	return net.JoinHostPort(host, port)
}

// askHealth returns nil where the address answers 200. It goes there directly,
// whatever proxy the environment names, and follows nobody elsewhere.
func askHealth(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10)) // the status says enough without it
	return fmt.Errorf("%s answers %s %s", address, response.Status, strings.TrimSpace(string(body)))
}
