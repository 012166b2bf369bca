package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// record is one entry of the chain.
type record struct {
	Number   int             `json:"number"` // from 1
	Item     checks.ItemID   `json:"item"`
	Kind     recordKind      `json:"kind"`
	Content  json.RawMessage `json:"content"`
	Previous string          `json:"prev_hash"`
	Hash     string          `json:"hash"`
}

type recordKind string

const (
	recordEvidence recordKind = "evidence" // a checks.Evidence
	recordResult   recordKind = "result"   // a checks.Result without its evidence, which stands before it
)

// compact returns JSON without what is between its words.
func compact(data json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Compact(&out, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// genesis is what the first record follows: the hash of what all of them are about.
func genesis(about json.RawMessage) (string, error) {
	data, err := compact(about)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte("golive chain 1\n"), data...))
	return hex.EncodeToString(sum[:]), nil
}

// hash is what the record's hash has to be.
func (r record) hash() (string, error) {
	data, err := compact(r.Content)
	if err != nil {
		return "", err
	}
	head, err := json.Marshal([]any{r.Number, r.Item, r.Kind, r.Previous})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append(append([]byte("golive record 1\n"), head...), data...))
	return hex.EncodeToString(sum[:]), nil
}

// chain writes the results as records.
func chain(start string, report checks.Report) ([]record, error) {
	records := []record{}
	add := func(item checks.ItemID, kind recordKind, of any) error {
		data, err := json.Marshal(of)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", kind, item, err)
		}
		one := record{Number: len(records) + 1, Item: item, Kind: kind, Content: data, Previous: start}
		if len(records) > 0 {
			one.Previous = records[len(records)-1].Hash
		}
		if one.Hash, err = one.hash(); err != nil {
			return err
		}
		records = append(records, one)
		return nil
	}
	for _, item := range report.Items {
		result, found := report.Results[item.ID]
		if !found {
			result = checks.Result{Item: item.ID, Level: item.LevelFor(report.Release.Kind)}
		}
		for _, evidence := range result.Evidence {
			if err := add(item.ID, recordEvidence, evidence); err != nil {
				return nil, err
			}
		}
		result.Evidence = nil
		if err := add(item.ID, recordResult, result); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// result puts a result together again. Its evidence comes in the records before it.
func (r record) result(evidence []json.RawMessage) (checks.Result, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(r.Content, &fields); err != nil {
		return checks.Result{}, err
	}
	if _, twice := fields["evidence"]; twice || fields == nil {
		return checks.Result{}, fmt.Errorf("it has evidence that is no record, or is no result")
	}
	list, err := json.Marshal(evidence)
	if err != nil {
		return checks.Result{}, err
	}
	fields["evidence"] = list
	whole, err := json.Marshal(fields)
	if err != nil {
		return checks.Result{}, err
	}
	var result checks.Result
	err = json.Unmarshal(whole, &result)
	return result, err
}
