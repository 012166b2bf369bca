package main

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/app/loadreport"
	"github.com/golive-app/golive/checks/evidence/load"
)

// intent is what the job sends, as far as baselines are concerned.
func (j loadJob) intent() load.Intent {
	steps := []string{j.step()}
	if flow := j.load.Plan.Flow; flow != nil {
		steps = nil
		for _, step := range flow.Steps {
			steps = append(steps, step.Name)
		}
	}
	return load.Intent{URL: j.service.String(), Steps: steps, Plan: j.load.Plan}
}

// compare reads the baseline, where there is one, and lets thresholds follow from it. A
// run that must not be held against it is refused before anything is sent.
func (j *loadJob) compare(path string) error {
	isRelative := func(one load.Threshold) bool { return one.Relative() }
	if path == "" {
		if at := slices.IndexFunc(j.thresholds, isRelative); at >= 0 {
			return fmt.Errorf("--threshold %q: which baseline? --baseline FILE names it", j.thresholds[at])
		}
		return nil
	}
	baseline, err := loadreport.ReadBaseline(path)
	if err != nil {
		return fmt.Errorf("--baseline %s: %w", path, reasonOf(err))
	}
	if err := baseline.Refuses(j.intent()); err != nil {
		return fmt.Errorf("--baseline %s: %w", path, err)
	}
	if !slices.ContainsFunc(j.thresholds, isRelative) {
		j.thresholds = append(j.thresholds, load.BaselineThresholds()...)
	}
	for index, threshold := range j.thresholds {
		j.thresholds[index] = threshold.Against(baseline, j.load.Plan)
	}
	j.baseline = &baseline
	return nil
}
