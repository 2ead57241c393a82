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
	Version         json.RawMessage          `json:"format_version"`
	ResourceChanges []*tfjson.ResourceChange `json:"resource_changes"`
	// Deferred are changes that only another plan, after this one is applied, will show whole.
	Deferred      []*tfjson.DeferredResourceChange `json:"deferred_changes"`
	Configuration *tfjson.Config                   `json:"configuration"`
	Relevant      []relevant                       `json:"relevant_attributes"`
	PriorState    *stateDocument                   `json:"prior_state"`
	Values        *stateValues                     `json:"values"` // of a state
	// Errored is true for a plan that broke off.
	Errored bool `json:"errored"`
	// Planned, Lineage and Serial are there or not.
	Planned present `json:"planned_values"`
	Lineage present `json:"lineage"`
	Serial  present `json:"serial"`

	plan bool
}

// present says that a key is there, whatever it holds.
type present bool

// UnmarshalJSON implements json.Unmarshaler.
func (p *present) UnmarshalJSON([]byte) error {
	*p = true
	return nil
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
	switch {
	case bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return nil, errors.New("is a plan as terraform plan -out writes it, and not JSON")
	case bytes.HasPrefix(text, []byte{0x1F, 0x8B}):
		return nil, &hintedError{errors.New("is compressed with gzip"), "gunzip it first"}
	}
	text = utf8Of(text)
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte(`{"@level"`)) {
		return nil, errors.New("is what terraform plan -json says while it works, and no plan")
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("is empty")
	}
	d := &document{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err := decoder.Decode(d)
	if err == nil {
		if _, err = decoder.Token(); err == nil {
			err = errors.New("more than one JSON value")
		} else if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err != nil { // what stands behind the fault was not read
		var head document
		if json.Unmarshal(text, &struct {
			Version *json.RawMessage `json:"format_version"`
			Lineage *present         `json:"lineage"`
			Serial  *present         `json:"serial"`
		}{&head.Version, &head.Lineage, &head.Serial}) == nil {
			d = &head
		}
	}
	if problem := d.otherThanKnown(err); problem != nil {
		return nil, problem
	}
	d.plan = d.Values == nil
	if d.Errored {
		return nil, &hintedError{errors.New("is a plan that broke off with an error"), "mend what terraform plan complains of, and plan again"}
	}
	return d, nil
}

// otherThanKnown says what a text is that is no plan or state of a format that is understood; err is what came of decoding it. A
// format that is newer may have other forms, so that it is said first.
func (d *document) otherThanKnown(err error) error {
	var syntax *json.SyntaxError
	var form *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &hintedError{errors.New("ends in the middle of its JSON"), "it was not written whole: write it again with terraform show -json plan.bin > plan.json"}
	case errors.As(err, &syntax):
		return fmt.Errorf("is not JSON of terraform show: %w", err)
	case errors.As(err, &form) && form.Field == "" && form.Struct == "":
		return errors.New("is JSON, but neither a plan nor a state")
	}
	if d.Lineage && d.Serial {
		return &hintedError{errors.New("is a state file as Terraform keeps it"), "write one with: terraform show -json > state.json"}
	}
	if newer := knownFormat(d.Version); newer != nil {
		return newer
	}
	if err != nil {
		return fmt.Errorf("is not JSON of terraform show: %w", err)
	}
	if d.ResourceChanges == nil && d.Values == nil && !bool(d.Planned) && d.Version == nil {
		return errors.New("is JSON, but neither a plan nor a state")
	}
	return nil
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

// utf8Of takes a byte order mark away, and turns UTF-16, which PowerShell writes, into UTF-8. Without a mark it is known by the zero in
// its first letter, which begins a JSON object.
func utf8Of(text []byte) []byte {
	var order binary.ByteOrder
	mark := 2
	switch {
	case bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF}):
		return text[3:]
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	case bytes.HasPrefix(text, []byte("{\x00")):
		order, mark = binary.LittleEndian, 0
	case bytes.HasPrefix(text, []byte("\x00{")):
		order, mark = binary.BigEndian, 0
	default:
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for rest := text[mark:]; len(rest) >= 2; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}
