package source

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// Facts go from the child to its parent, and to the disk, as bytes: CBOR (RFC 8949),
// by the names that their fields have in JSON, which takes half of JSON's time. A
// name in code may hold bytes that are no UTF-8; they stay as they are.

// maxFactElements bounds a list or a map of facts: more than a frame has room for.
const maxFactElements = maxFrame

var factsDecoding = func() cbor.DecMode {
	mode, err := cbor.DecOptions{
		UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: maxFactElements, MaxMapPairs: maxFactElements, MaxNestedLevels: 64,
	}.DecMode()
	if err != nil {
		panic(err) // the options are constants
	}
	return mode
}()

// The same facts give the same bytes.
var factsEncoding = func() cbor.EncMode {
	mode, err := cbor.EncOptions{Sort: cbor.SortLengthFirst}.EncMode()
	if err != nil {
		panic(err) // as above
	}
	return mode
}()

func encodeFacts(facts Facts) ([]byte, error) {
	encoded, err := factsEncoding.Marshal(facts)
	if err != nil {
		return nil, fmt.Errorf("encoding facts: %w", err)
	}
	return encoded, nil
}

func decodeFacts(encoded []byte) (Facts, error) {
	var facts Facts
	if err := factsDecoding.Unmarshal(encoded, &facts); err != nil {
		return Facts{}, fmt.Errorf("decoding facts: %w", err)
	}
	return facts, nil
}
