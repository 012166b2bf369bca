package live

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Server is one that is started and asked.
type Server struct {
	Name      string            `yaml:"name"`
	Held      bool              `yaml:"held"`      // nothing was tuned by it before it was first asked
	Directory string            `yaml:"directory"` // of the repository, from the list's
	Prepare   []string          `yaml:"prepare"`   // a command before it; empty: none
	Run       []string          `yaml:"run"`
	Beside    [][]string        `yaml:"beside"`  // programs that run beside it: the first listens at ${PORT1}
	Config    string            `yaml:"config"`  // a file of the repository in which ${…} is filled in; empty: none
	Node      bool              `yaml:"node"`    // it needs what npm installed
	Browser   bool              `yaml:"browser"` // golive opens its first page in Chromium
	Days      int               `yaml:"days"`    // that its certificate goes on; 0: 60
	Files     map[string]string `yaml:"files"`   // that are served beside public/
	Secrets   map[string]string `yaml:"secrets"` // that golive is given, by name
	Expect    map[string]Expect `yaml:"expect"`  // by item
}

// Expect is what is true of a server for one item.
type Expect struct {
	Verdict string   `yaml:"verdict"`
	Planted []string `yaml:"planted"` // "RULE: WORDS OF THE MESSAGE", errors and warnings
	Says    string   `yaml:"says"`    // words of the reason that has to be told; empty: none has to
	Also    []string `yaml:"also"`    // what is as true, and need not be told: the same defect in the code
}

// defaultDays that a certificate goes on.
const defaultDays = 60

// ReadServers reads the list of servers.
func ReadServers(path string) ([]Server, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the servers: %w", err)
	}
	return decodeServers(content)
}

func decodeServers(content []byte) ([]Server, error) {
	var list struct {
		Hidden   map[string]string `yaml:"hidden"`   // that several servers share
		Programs [][]string        `yaml:"programs"` // that several servers share
		Servers  []Server          `yaml:"servers"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&list); err != nil {
		return nil, fmt.Errorf("reading the servers: %w", err)
	}
	for index := range list.Servers {
		one := &list.Servers[index]
		if one.Days == 0 {
			one.Days = defaultDays
		}
		if one.Name == "" || one.Directory == "" || len(one.Run) == 0 || len(one.Expect) == 0 {
			return nil, fmt.Errorf("server %d (%s) lacks a name, a directory, a command or what to expect", index+1, one.Name)
		}
		for item, expect := range one.Expect {
			for _, planted := range slices.Concat(expect.Planted, expect.Also) {
				if rule, words, found := strings.Cut(planted, ": "); !found || rule == "" || words == "" {
					return nil, fmt.Errorf("%s, %s: %q is not RULE: WORDS", one.Name, item, planted)
				}
			}
		}
	}
	if len(list.Servers) == 0 {
		return nil, errors.New("reading the servers: there are none")
	}
	return list.Servers, nil
}

// Items lists the items that are expected of some server.
func Items(servers []Server) []string {
	all := map[string]bool{}
	for _, one := range servers {
		for item := range one.Expect {
			all[item] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// fill puts values in place of ${NAME}. A name that is not known stays.
func fill(text string, values map[string]string) string {
	for name, value := range values {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	return text
}
