package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
)

// Alerts reads rules of Prometheus that others publish. What a rule watches is told by
// the name that its author gave it, which golive does not read.
type Alerts struct {
	Folder string
	Files  string         // of rules, a pattern below the checkout
	Beside *regexp.Regexp // files of the machinery itself: what they say of it is no label
}

// Watched is the rule of the findings that say that an alert of an item's kind is there.
const Watched = "watched"

// alertKinds say by the names of alerts what they watch. aside are names of which nothing
// is said: other illnesses of the same organ.
var alertKinds = []struct {
	item         checks.ItemID
	named, aside *regexp.Regexp
}{
	{
		"monitoring.alerts.cpu", regexp.MustCompile(`CPU|Cpu|Processor|LoadAverage|SystemLoad|SystemSaturation`),
		regexp.MustCompile(`(?i)steal|iowait|throttl|overcommit|quota|under_?util|request|temperature|IsIdle|credit|limit|LowCPU|CPULow|count`),
	},
	{
		"monitoring.alerts.memory", regexp.MustCompile(`Memory|(?:^|[a-z_])Mem(?:$|[A-Z_])|OOM|Oom|OutOfMem|Heap|Swap`),
		regexp.MustCompile(`(?i)correctable|edac|ecc|overcommit|quota|under_?util|request|pages|fault|fragment|cache|limit|leak|growth|InMemory|memoryLow|lowMemory|series|pool|GarbageCollect|tombstone`),
	},
	{
		"monitoring.alerts.queue", regexp.MustCompile(`Queue|Lag(?:$|[A-Z_]|ging)|Backlog|DeadLetter|Unack|Unconsumed|MessagesReady|PendingMessages`),
		regexp.MustCompile(`(?i)replica|slave|standby|wal|disk|network|notification|query|compaction|garbage|hinted|thread|worker|scheduler|lagsbehind|shard|consumers|binlog|raft|proposal|transmit|io`),
	},
	{
		"monitoring.alerts.error-rate", regexp.MustCompile(`5[xX]{2}|(?:Http|HTTP|Request|Response|Grpc|GRPC|Rpc|RPC|Api|API|Server).*(?:Error|Fail)|Error(?:Rate|Ratio|Budget)`),
		regexp.MustCompile(`(?i)4xx|client|disk|network|interface|receive|transmit|memory|storage|notification|config|reload|login|auth|token|scrape|compact|backup|replic|sync|connection|dns|write|read|job|task|disc|filesystem|crc|ecc|log|query|index|sql|cache|certificate|webhook|export|import|rule|remote|probe`),
	},
}

// Name implements Set.
func (a Alerts) Name() string { return a.Folder }

// alertFile is a file of rules, by itself or in an object of the operator.
type alertFile struct {
	Groups []alertGroup `yaml:"groups"`
	Spec   struct {
		Groups []alertGroup `yaml:"groups"`
	} `yaml:"spec"`
}

type alertGroup struct {
	Name  string      `yaml:"name"`
	Rules []yaml.Node `yaml:"rules"`
}

// Samples implements Set. Each rule is a sample for each kind, with the recordings of its
// file.
func (a Alerts) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	err := filepath.WalkDir(checkout, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(checkout, name)
		if err != nil {
			return fmt.Errorf("reading rules: %w", err)
		}
		inside = filepath.ToSlash(inside)
		if matched, _ := regexp.MatchString(a.Files, inside); !matched || a.Beside != nil && a.Beside.MatchString(inside) {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("reading rules: %w", err)
		}
		var file alertFile
		if yaml.Unmarshal(content, &file) != nil {
			return nil // templates of other tools, which are none
		}
		read, err := file.samples(inside)
		samples = append(samples, read...)
		return err
	})
	if err == nil && len(samples) == 0 {
		err = fmt.Errorf("no rule is read of %s: %w", a.Folder, os.ErrNotExist)
	}
	return samples, err
}

func (f alertFile) samples(inside string) ([]Sample, error) {
	var recordings, alerts []yaml.Node
	for _, group := range append(f.Groups, f.Spec.Groups...) {
		for _, rule := range group.Rules {
			if alertName(rule) == "" {
				recordings = append(recordings, rule)
			} else {
				alerts = append(alerts, rule)
			}
		}
	}
	var samples []Sample
	for index, rule := range alerts {
		text, err := yaml.Marshal(map[string]any{"groups": []any{map[string]any{"name": "rules", "rules": append([]yaml.Node{rule}, recordings...)}}})
		if err != nil {
			return nil, fmt.Errorf("writing a rule of %s: %w", inside, err)
		}
		name := alertName(rule)
		for _, kind := range alertKinds {
			if kind.named.MatchString(name) && kind.aside.MatchString(name) {
				continue
			}
			samples = append(samples, Sample{
				ID: fmt.Sprintf("%s#%d.%s", inside, index, name), Item: kind.item, Language: "PromQL", Files: map[string]string{"rules/alerts.yml": string(text)},
				Labels: []Label{{Rule: Watched, Path: "rules/alerts.yml", Positive: kind.named.MatchString(name)}},
			})
		}
	}
	return samples, nil
}

func alertName(rule yaml.Node) string {
	var read struct {
		Alert string `yaml:"alert"`
	}
	if rule.Decode(&read) != nil {
		return ""
	}
	return strings.TrimSpace(read.Alert)
}

// RuleFiles reads Prometheus' own files of rules, good and bad.
type RuleFiles struct{ Beside *regexp.Regexp }

// Name implements Set.
func (RuleFiles) Name() string { return "prometheus" }

// Samples implements Set.
func (r RuleFiles) Samples(checkout string) ([]Sample, error) {
	files, err := filepath.Glob(filepath.Join(checkout, "model", "rulefmt", "testdata", "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("reading files of rules: %w", os.ErrNotExist)
	}
	var samples []Sample
	for _, name := range files {
		base := filepath.Base(name)
		if r.Beside != nil && r.Beside.MatchString(base) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading a file of rules: %w", err)
		}
		samples = append(samples, Sample{
			ID: base, Item: "monitoring.alerts.error-rate", Part: "refused", Language: "PromQL", Files: map[string]string{"rules/alerts.yml": string(text)},
			Labels: []Label{{Rule: "alerts.invalid", Path: "rules/alerts.yml", Positive: strings.Contains(base, ".bad.")}},
		})
	}
	return samples, nil
}

// alertSets are the label sets of rules. Left out, before anything was measured: files of
// what watches and runs the cluster itself, whose failures are not the service's; and a
// file that is bad only where names in UTF-8 are switched off.
func alertSets() []Set {
	machinery := regexp.MustCompile(`(?i)thanos|loki|mimir|tempo|cortex|prometheus-self|prometheus/|kubernetes/|controlplane|alertmanager|etcd|cilium|coredns|grafana|promscale|argo|flux|velero|vault|jaeger|opentelemetry|istio|linkerd|cert-manager|ceph|minio|apc|ipmi|netdata|ebpf|snmp`)
	return []Set{
		Alerts{Folder: "awesome-prometheus-alerts", Files: `^dist/rules/.*\.yml$`, Beside: machinery},
		Alerts{Folder: "kube-prometheus", Files: `^manifests/.*[Pp]rometheusRule\.yaml$`, Beside: regexp.MustCompile(`ControlPlane|alertmanager|grafana|/prometheus`)},
		Alerts{Folder: "mixins", Files: `^assets/.*alerts\.ya?ml$`, Beside: machinery},
		RuleFiles{Beside: regexp.MustCompile(`^legacy_validation_annotation\.bad`)},
	}
}
