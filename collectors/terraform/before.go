package terraform

import (
	"bytes"
	"encoding/json"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
)

// Deleted returns the ids of what the plan at path deletes, sorted. Prior says whether the plan knows what was there before it, which
// the option state=before reads; without that nothing is said to be deleted. The errors are those of the collector.
func Deleted(path string) (ids []string, prior bool, err error) {
	text, err := readDocument(path)
	if err != nil || !bytes.Contains(text, []byte(`"prior_state"`)) {
		return nil, false, err
	}
	var d struct {
		Changes []*struct {
			Address    string `json:"address"`
			DeposedKey string `json:"deposed"`
			Change     struct {
				Actions tfjson.Actions `json:"actions"`
			} `json:"change"`
		} `json:"resource_changes"`
		PriorState json.RawMessage `json:"prior_state"`
	}
	if err := json.Unmarshal(text, &d); err != nil || len(d.PriorState) == 0 {
		return nil, false, nil //nolint:nilerr // the collector says what is wrong with it
	}
	for _, c := range d.Changes {
		if c != nil && c.DeposedKey == "" && c.Change.Actions.Delete() {
			ids = append(ids, printable(c.Address))
		}
	}
	slices.Sort(ids)
	return ids, true, nil
}

// moves are the addresses before the plan of what it moves, and those after it: a thing is the same under another address.
func (d *document) moves() map[string]string {
	out := map[string]string{}
	for _, c := range d.ResourceChanges {
		if c != nil && c.PreviousAddress != "" && c.PreviousAddress != c.Address && c.DeposedKey == "" {
			out[c.PreviousAddress] = c.Address
		}
	}
	return out
}
