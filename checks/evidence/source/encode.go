package source

import "encoding/json"

// Facts go from the child to its parent, and to the disk, as bytes.

func encodeFacts(facts Facts) ([]byte, error) { return json.Marshal(facts) }

func decodeFacts(encoded []byte) (Facts, error) {
	var facts Facts
	err := json.Unmarshal(encoded, &facts)
	return facts, err
}
