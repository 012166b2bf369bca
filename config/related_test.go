package config_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestRelatedRepositoriesAreValidated(t *testing.T) {
	t.Parallel()
	for entry, problem := range map[string]string{
		"{repo: acme/infrastructure, path: services/shop, ref: release/v1}": "",
		"{repo: acme/infrastructure}":                                       "",
		"{path: shop}":                                                      "repo",
		"{repo: infrastructure}":                                            "is no repository",
		"{repo: acme/..}":                                                   "is no repository",
		"{repo: https://github.com/acme/infrastructure}":                    "is no repository",
		"{repo: acme/infrastructure, path: /shop}":                          "begins with /",
		"{repo: acme/infrastructure, path: ../shop}":                        "is no folder",
		"{repo: acme/infrastructure, path: a/../../b}":                      "is no folder",
		"{repo: acme/infrastructure, ref: refs/heads/main}":                 "names no branch",
		"{repo: acme/infrastructure, ref: -x}":                              "names no branch",
		"{repo: acme/infrastructure, branch: main}":                         "unknown key",
	} {
		policy, err := config.DecodePolicy([]byte("version: 1\nrelated:\n  - "+entry+"\n"), config.DefaultPolicy())
		switch {
		case problem == "" && (err != nil || len(policy.Related) != 1 || policy.Related[0].Repo != "acme/infrastructure"):
			t.Errorf("%s: %v", entry, err)
		case problem != "" && (err == nil || !strings.Contains(err.Error(), problem)):
			t.Errorf("%s: %v", entry, err)
		}
	}
}
