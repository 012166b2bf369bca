package accuracy

import (
	"context"
	"fmt"
	"hash/fnv"
)

// Half is one of two halves of the samples. Whoever mends an item looks at the
// tuned ones alone, so that the others say how it does on what it has not seen.
type Half string

// The halves. What is opened was held back until its slips were looked at: it is tuned
// since, and counted apart.
const (
	Tuned    Half = "tuned"
	Opened   Half = "opened"
	HeldBack Half = "held back"
)

// HalfOf splits by the sample's id, so that a sample never changes its half.
func HalfOf(id string) Half {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(id))
	if sum.Sum32()%2 == 0 {
		return Tuned
	}
	return HeldBack
}

// halfOf is the half of a sample: its own where its set is of one half, else by its id.
func halfOf(set string, sample Sample) Half {
	half := sample.Half
	if half == "" {
		half = HalfOf(set + "/" + sample.ID)
		if half == HeldBack && isOpened(set, sample) {
			half = Opened
		}
	}
	return half
}

// Score counts the labels of one row of the table.
type Score struct {
	Positive int // labels that ask for a finding
	Found    int // of them
	Negative int // labels that forbid one, and samples without any
	False    int // findings where there must be none
}

// Recall is the part of what was to be found that was; 1 where there is nothing.
func (s Score) Recall() float64 { return part(s.Found, s.Positive) }

// Precision is the part of the findings that are right.
func (s Score) Precision() float64 { return part(s.Found, s.Found+s.False) }

// FalseRate is the part of the places where there must be none that have one.
func (s Score) FalseRate() float64 {
	if s.Negative == 0 {
		return 0
	}
	return float64(s.False) / float64(s.Negative)
}

func part(some, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(some) / float64(all)
}

// Row is what a score is counted for.
type Row struct {
	Item, Part, Language, Set string
	Half                      Half
	Way                       Way // the labels of one way alone; empty for all
}

// Slip is a label that a check does not agree with.
type Slip struct {
	Row    Row
	Sample Sample
	Label  Label
	Found  *Finding // the false finding; nil for a miss
}

// Result is what was measured.
type Result struct {
	Scores map[Row]Score
	Slips  []Slip
}

// Measure judges the samples of a set.
func (r *Result) Measure(ctx context.Context, set string, samples []Sample, judge Judge) error {
	for _, sample := range samples {
		findings, err := judge.Judge(ctx, sample)
		if err != nil {
			return fmt.Errorf("judging %s of %s: %w", sample.ID, set, err)
		}
		row := Row{Item: string(sample.Item), Part: sample.Part, Language: sample.Language, Set: set, Half: halfOf(set, sample)}
		r.count(row, sample, findings)
	}
	return nil
}

func (r *Result) count(row Row, sample Sample, findings []Finding) {
	if r.Scores == nil {
		r.Scores = map[Row]Score{}
	}
	score, wanted, forbidden := r.Scores[row], make([]bool, len(findings)), make([]bool, len(findings))
	for _, label := range sample.Labels {
		found := -1
		for i, finding := range findings {
			if label.covers(finding) {
				found = i
				wanted[i] = wanted[i] || label.Positive
				forbidden[i] = forbidden[i] || !label.Positive
			}
		}
		switch {
		case !label.Positive:
			score.Negative++
		case found >= 0:
			score.Positive++
			score.Found++
			r.along(row, label.Way, 1)
		default:
			score.Positive++
			r.along(row, label.Way, 0)
			r.Slips = append(r.Slips, Slip{Row: row, Sample: sample, Label: label})
		}
	}
	alarms := 0
	for i := range findings {
		if !wanted[i] && (forbidden[i] || sample.tellsOf(findings[i])) {
			alarms++
			r.Slips = append(r.Slips, Slip{Row: row, Sample: sample, Found: &findings[i]})
		}
	}
	if len(sample.Labels) == 0 { // a sample in which there is nothing to find
		score.Negative++
		alarms = min(alarms, 1)
	}
	score.False += alarms
	r.Scores[row] = score
}

// along counts a label that asks for a finding among those of its way.
func (r *Result) along(row Row, way Way, found int) {
	if way == "" {
		return
	}
	row.Way = way
	score := r.Scores[row]
	score.Positive++
	score.Found += found
	r.Scores[row] = score
}
