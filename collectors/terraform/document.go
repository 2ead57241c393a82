package terraform

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf16"

	tfjson "github.com/hashicorp/terraform-json"
)

// maxDocument is the size of a plan that is read, in bytes. A resource takes about 4 KiB.
const maxDocument = 512 << 20

const showHint = "write one with: terraform show -json plan.bin > plan.json (or tofu show -json)"

// A document is what "terraform show -json" prints of a plan or a state. Source: JSON Output Format, Terraform's documentation.
type document struct {
	FormatVersion   string                   `json:"format_version"`
	ResourceChanges []*tfjson.ResourceChange `json:"resource_changes"`
	// Deferred are changes that only another plan, after this one is applied, will show whole.
	Deferred      []*tfjson.DeferredResourceChange `json:"deferred_changes"`
	Configuration *tfjson.Config                   `json:"configuration"`
	Relevant      []relevant                       `json:"relevant_attributes"`
	PriorState    *stateDocument                   `json:"prior_state"`
	Values        *stateValues                     `json:"values"` // of a state
	// Errored is true for a plan that broke off.
	Errored bool `json:"errored"`

	plan bool
}

type stateDocument struct {
	Values *stateValues `json:"values"`
}

// stateValues are tfjson.StateValues without the outputs, which may hold secrets and are not needed.
type stateValues struct {
	RootModule *tfjson.StateModule `json:"root_module"`
}

func (d *document) what() string {
	if d.plan {
		return "plan"
	}
	return "state"
}

// readDocument reads the text of the file at path, as UTF-8.
func readDocument(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, usage(fmt.Errorf("read the plan: %w", err), showHint)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxDocument+1))
	if err != nil {
		return nil, usage(fmt.Errorf("read the plan: %w", err), showHint)
	}
	if len(text) > maxDocument {
		return nil, usage(fmt.Errorf("%s is larger than %d MiB", path, maxDocument>>20), "split the configuration, or plan a part of it with -target")
	}
	return utf8Of(text), nil
}

// openDocument reads the file at path. An error says what the file is instead, and what to do.
func openDocument(path string) (*document, error) {
	text, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	d, err := parseDocument(text)
	if err != nil {
		var hinted *hintedError
		if errors.As(err, &hinted) {
			return nil, usage(fmt.Errorf("%s %w", path, hinted.err), hinted.hint)
		}
		return nil, usage(fmt.Errorf("%s %w", path, err), showHint)
	}
	return d, nil
}

// A hintedError has advice of its own.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }

// parseDocument reads a plan or a state. An error goes on from the file's name.
func parseDocument(text []byte) (*document, error) {
	if bytes.HasPrefix(text, []byte("PK\x03\x04")) {
		return nil, errors.New("is a plan as terraform plan -out writes it, and not JSON")
	}
	text = utf8Of(text)
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("is empty")
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(text, &keys); err != nil {
		return nil, fmt.Errorf("is not JSON of terraform show: %w", err)
	}
	if keys["lineage"] != nil && keys["serial"] != nil {
		return nil, &hintedError{errors.New("is a state file as Terraform keeps it"), "write one with: terraform show -json > state.json"}
	}
	if keys["resource_changes"] == nil && keys["values"] == nil && keys["planned_values"] == nil && keys["format_version"] == nil {
		return nil, errors.New("is JSON, but neither a plan nor a state")
	}
	if err := knownFormat(keys["format_version"]); err != nil {
		return nil, err
	}
	d := &document{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(d); err != nil {
		return nil, fmt.Errorf("is not JSON of terraform show: %w", err)
	}
	d.plan = keys["values"] == nil
	if d.Errored {
		return nil, &hintedError{errors.New("is a plan that broke off with an error"), "mend what terraform plan complains of, and plan again"}
	}
	return d, nil
}

// knownFormat refuses a format that is newer than what is understood. A minimal plan has none.
func knownFormat(raw json.RawMessage) error {
	if raw == nil {
		return nil
	}
	var version string
	if err := json.Unmarshal(raw, &version); err != nil {
		return errors.New("has a format_version that is no text")
	}
	major, err := strconv.Atoi(strings.SplitN(version, ".", 2)[0])
	if err != nil {
		return fmt.Errorf("has the format_version %.20q, which is no version", version)
	}
	if major > 1 {
		return &hintedError{fmt.Errorf("has the format version %.20s; versions 0 and 1 are understood", version), "use a newer assize, or an older Terraform to show the plan"}
	}
	return nil
}

// utf8Of takes a byte order mark away, and turns UTF-16, which PowerShell writes, into UTF-8.
func utf8Of(text []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF}):
		return text[3:]
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for rest := text[2:]; len(rest) >= 2; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}
