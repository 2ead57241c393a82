package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
	"github.com/assize/assize/engine"
)

// found says in one line which fact is at fault, what it is, and what it should be.
func found(failure engine.Failure, evidence []engine.Evidence) string {
	actual := compact(failure.Actual)
	for _, e := range evidence {
		if failure.Actual != nil || e.Path != failure.Path {
			continue
		}
		if actual = compact(e.Value); e.Digest != "" {
			actual = fmt.Sprintf("(%s bytes, %s)", grouped(e.Bytes), e.Digest)
		}
	}
	if from, to, origin, ok := updateOf(actual); ok {
		return cut(fmt.Sprintf("%s: installed %s, available %s (%s)", failure.Path, from, to, origin), 3*evidenceBytes)
	}
	var parts []string
	switch {
	case failure.Path != "" && actual != "":
		parts = append(parts, failure.Path+" = "+cut(actual, evidenceBytes))
	case failure.Path != "" || actual != "":
		parts = append(parts, failure.Path+cut(actual, evidenceBytes))
	}
	if failure.Expected != nil {
		parts = append(parts, "expected "+cut(compact(failure.Expected), evidenceBytes))
	}
	return strings.Join(parts, "  ·  ")
}

// compact is a JSON value on one line, whether it comes from the engine or from a file that was indented.
func compact(value json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, value); err != nil {
		return string(value) // not JSON: shown as it is
	}
	return b.String()
}

// evidenceBytes is how much of one value is shown.
const evidenceBytes = 100

// updateOf reads a package that can be updated, as linux.updates has it: people want to see two versions and not an object.
func updateOf(fact string) (from, to, origin string, ok bool) {
	if !strings.HasPrefix(fact, `{"from":`) {
		return "", "", "", false
	}
	var u linux.Update
	decoder := json.NewDecoder(strings.NewReader(fact))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&u) != nil || u.From == "" || u.To == "" || u.Origin == "" {
		return "", "", "", false
	}
	return u.From, u.To, u.Origin, true
}
