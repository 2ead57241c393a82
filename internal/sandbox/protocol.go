package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
)

// A child reads its bounds and then a request, and writes messages, all of them JSON. Its standard input stays open as
// long as it is wanted.

// bounds are what a child holds itself to before it reads anything else.
type bounds struct {
	Memory  int64 `json:"memory"`  // bytes
	Seconds int64 `json:"seconds"` // of processors' time
}

// request is what a child is asked.
type request struct {
	Policies []string                 `json:"policies"` // to be judged in this order
	Files    []opa.Files              `json:"files"`
	Params   map[string]engine.Params `json:"params"` // by target
	Now      time.Time                `json:"now"`
	Timeout  time.Duration            `json:"timeout"`
	Workers  int                      `json:"workers"`
	Snapshot []byte                   `json:"snapshot"`

	size int64 // bytes of the resources' text
}

// message is one thing that a child says. The first is Loaded; then, for each policy, Begin, any number of Done and
// Findings, and End.
type message struct {
	Loaded   bool             `json:"loaded,omitempty"`
	Begin    string           `json:"begin,omitempty"`
	Done     int              `json:"done,omitempty"` // resources of this policy
	Findings []engine.Finding `json:"findings,omitempty"`
	End      string           `json:"end,omitempty"`
	Error    string           `json:"error,omitempty"` // and then nothing more
}

// maxBatch is how many findings a message has at most.
const maxBatch = 256

// newEncoder writes JSON whose texts are kept as they are, so that facts come out as they went in.
func newEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

var errTooMuch = errors.New("too much output")

// allowance reads no more than it was granted last.
type allowance struct {
	from io.Reader
	left int64
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, errTooMuch
	}
	n, err := a.from.Read(p[:min(int64(len(p)), a.left)])
	a.left -= int64(n)
	return n, err
}
