package accuracy

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
)

// scaled is the item of autoscalers.
const scaled = checks.ItemID("infrastructure.autoscaling")

// manifestCheck is what a check of a linter means for an item.
type manifestCheck struct {
	item   checks.ItemID
	rule   string
	beside *regexp.Regexp // files of which nothing is said
}

// manifestSample is a file of manifests, in which something is wrong or is not.
func manifestSample(id, text string, check manifestCheck, positive bool) Sample {
	return Sample{
		ID: id, Item: check.item, Language: "Kubernetes", Files: map[string]string{"k8s/app.yaml": text},
		Labels: []Label{{Rule: check.rule, Path: "k8s/app.yaml", Positive: positive}},
	}
}

// KubeScore reads the tests of kube-score: a file, and the grade that a check gives it.
type KubeScore struct{ Checks map[string]manifestCheck }

// Name implements Set.
func (KubeScore) Name() string { return "kube-score" }

var (
	scoreFile    = regexp.MustCompile(`"([\w.-]+\.yaml)"`)
	scoreGrade   = regexp.MustCompile(`"([^"]+)",\s*scorecard\.Grade(\w+)\)`)
	scoreSetting = regexp.MustCompile(`MinReplicasHPA:\s*(\d+)`)
)

// Samples implements Set. Tests that say that a check was skipped say nothing of the
// file, nor do those that set another limit than golive's.
func (k KubeScore) Samples(checkout string) ([]Sample, error) {
	tests, err := filepath.Glob(filepath.Join(checkout, "score", "*_test.go"))
	if err != nil || len(tests) == 0 {
		return nil, fmt.Errorf("reading tests of kube-score: %w", os.ErrNotExist)
	}
	var samples []Sample
	for _, name := range tests {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading tests: %w", err)
		}
		for _, function := range strings.Split("\n"+string(content), "\nfunc ")[1:] {
			function = "func " + function
			file, grade := scoreFile.FindStringSubmatch(function), scoreGrade.FindStringSubmatch(function)
			if file == nil || grade == nil || strings.Contains(function, "skipping") {
				continue
			}
			check, meant := k.Checks[grade[1]]
			limit := scoreSetting.FindStringSubmatch(function)
			if !meant || check.beside != nil && check.beside.MatchString(file[1]) || limit != nil && limit[1] != "2" {
				continue
			}
			if strings.HasPrefix(file[1], "-") {
				continue // a part of a name that the test puts together
			}
			text, err := os.ReadFile(filepath.Join(checkout, "score", "testdata", file[1]))
			if err != nil {
				return nil, fmt.Errorf("reading what is tested: %w", err)
			}
			samples = append(samples, manifestSample(file[1]+"#"+grade[1], string(text), check, grade[2] != "AllOK"))
		}
	}
	return samples, nil
}

// Polaris reads the files that Polaris has for its checks: those that fail, those that
// pass, and those that it has mended.
type Polaris struct{ Checks map[string]manifestCheck }

// Name implements Set.
func (Polaris) Name() string { return "polaris" }

// Samples implements Set.
func (p Polaris) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for folder, check := range p.Checks {
		files, err := filepath.Glob(filepath.Join(checkout, "test", "checks", folder, "*.yaml"))
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("reading the check %s: %w", folder, os.ErrNotExist)
		}
		for _, name := range files {
			base := filepath.Base(name)
			if base == "check.yaml" || check.beside != nil && check.beside.MatchString(base) {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("reading a check: %w", err)
			}
			samples = append(samples, manifestSample(path.Join(folder, base), string(text), check, strings.HasPrefix(base, "failure")))
		}
	}
	return samples, nil
}

// KubeLinter reads kube-linter's tests: a file, and the containers or objects in it that
// its command line has to tell of.
type KubeLinter struct{ Checks map[string]manifestCheck }

// Name implements Set.
func (KubeLinter) Name() string { return "kube-linter" }

var (
	linterTest    = regexp.MustCompile(`(?s)@test "([\w-]+)" \{.*?\n\}`)
	linterFile    = regexp.MustCompile(`tmp="([^"]+)"`)
	linterMessage = regexp.MustCompile(`== "(\w+): (.*?)" \]\]`)
	linterQuoted  = regexp.MustCompile(`container \\"([^\\]+)\\"`)
)

// Samples implements Set. Each document is a sample of its own, with the image that a
// part of an object lacks; autoscalers stand beside what they scale.
func (k KubeLinter) Samples(checkout string) ([]Sample, error) {
	tests, err := os.ReadFile(filepath.Join(checkout, "e2etests", "bats-tests.sh"))
	if err != nil {
		return nil, fmt.Errorf("reading tests: %w", err)
	}
	var samples []Sample
	for _, test := range linterTest.FindAllStringSubmatch(string(tests), -1) {
		check, meant := k.Checks[test[1]]
		file := linterFile.FindStringSubmatch(test[0])
		if !meant || file == nil {
			continue
		}
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(file[1])))
		if err != nil {
			return nil, fmt.Errorf("reading what is tested: %w", err)
		}
		told := map[string]bool{} // by kind and container
		for _, message := range linterMessage.FindAllStringSubmatch(test[0], -1) {
			if name := linterQuoted.FindStringSubmatch(message[2]); name != nil {
				told[message[1]+" "+name[1]] = true
			} else {
				told[message[1]] = true
			}
		}
		read, err := linterSamples(test[1], content, check, told)
		if err != nil {
			return nil, err
		}
		samples = append(samples, read...)
	}
	return samples, nil
}

func linterSamples(name string, content []byte, check manifestCheck, told map[string]bool) ([]Sample, error) {
	if told["HorizontalPodAutoscaler"] { // one file, of which one autoscaler leads nowhere
		return []Sample{manifestSample(name, string(content), check, true)}, nil
	}
	var samples []Sample
	decoder := yaml.NewDecoder(strings.NewReader(string(content)))
	for index := 0; ; index++ {
		var object map[string]any
		if err := decoder.Decode(&object); err != nil {
			return samples, nil // its end
		}
		spec, _ := object["spec"].(map[string]any)
		template, _ := spec["template"].(map[string]any)
		pod, _ := template["spec"].(map[string]any)
		containers, _ := pod["containers"].([]any)
		for at, one := range containers {
			container, is := one.(map[string]any)
			if !is {
				continue
			}
			alone := map[string]any{"image": "acme/app:1"}
			for key, value := range container {
				alone[key] = value
			}
			kind, title := fmt.Sprint(object["kind"]), fmt.Sprint(container["name"])
			metadata, _ := object["metadata"].(map[string]any)
			fires := told[kind+" "+title] && metadata["name"] != "dont-fire" // messages do not name the object
			text, err := yaml.Marshal(map[string]any{
				"apiVersion": object["apiVersion"], "kind": kind, "metadata": map[string]any{"name": "app"},
				"spec": map[string]any{"template": map[string]any{"spec": map[string]any{"containers": []any{alone}}}},
			})
			if err != nil {
				return nil, fmt.Errorf("writing a container of %s: %w", name, err)
			}
			if check.beside == nil || !check.beside.Match(text) {
				samples = append(samples, manifestSample(fmt.Sprintf("%s#%d.%d", name, index, at), string(text), check, fires))
			}
		}
	}
}

// manifestSets are the label sets of Kubernetes. Left out, before anything was measured:
//   - where a check was skipped, for that says nothing;
//   - two containers of one pod of which one is asked: golive asks each;
//   - the same probe twice by TCP, which can ask nothing else, and by a command, of which
//     golive tells as a notice alone;
//   - budgets alone, without what they are for, and budgets by the label that nothing has;
//   - as many pods as the budget keeps: Polaris takes that for right, and no node can be
//     drained;
//   - autoscalers that leave the smallest number out: Kubernetes takes one pod, Polaris
//     takes it for right;
//   - probes of ports by number, which a container need not declare;
//   - other limits than golive's (three pods).
func manifestSets() []Set {
	none := func(text string) *regexp.Regexp { return regexp.MustCompile(text) }
	return []Set{
		KubeScore{Checks: map[string]manifestCheck{
			"Pod Probes":                         {healthy, "k8s.readiness", none(`on-different-containers\.yaml`)},
			"Pod Probes Identical":               {healthy, "k8s.same-probe", none(`-tcp|-exec`)},
			"HorizontalPodAutoscaler has target": {scaled, "k8s.scaler-target", nil},
			"HorizontalPodAutoscaler Replicas":   {scaled, "k8s.scaler-min", nil},
		}},
		KubeLinter{Checks: map[string]manifestCheck{
			"no-liveness-probe":                {healthy, "k8s.liveness", nil},
			"no-readiness-probe":               {healthy, "k8s.readiness", nil},
			"liveness-port":                    {healthy, "k8s.probe-port", none(`port: \d`)},
			"readiness-port":                   {healthy, "k8s.probe-port", none(`port: \d`)},
			"startup-port":                     {healthy, "k8s.probe-port", none(`port: \d`)},
			"dangling-horizontalpodautoscaler": {scaled, "k8s.scaler-target", nil},
		}},
		Polaris{Checks: map[string]manifestCheck{
			"livenessProbeMissing":                     {healthy, "k8s.liveness", nil},
			"readinessProbeMissing":                    {healthy, "k8s.readiness", nil},
			"hpaMaxAvailability":                       {scaled, "k8s.scaler-range", nil},
			"hpaMinAvailability":                       {scaled, "k8s.scaler-min", none(`minReplicaAbsent`)},
			"pdbMinAvailableGreaterThanHPAMinReplicas": {healthy, "k8s.budget-blocks", none(`equals`)},
		}},
	}
}
