package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
	"github.com/assize/assize/engine"
)

// evidenceBytes is how much of one value is shown, evidenceItems how many items of a list of them, and evidenceLine how much
// stands on one line together.
const (
	evidenceBytes = 240
	evidenceItems = 4
	evidenceLine  = 62
)

// A factLine is one line of evidence, which may be an item of a list.
type factLine struct {
	text string
	item bool
}

// found says in a few lines which fact is at fault, what it is, and what it should be. A value that is made of others has an item
// for each of them.
func found(failure engine.Failure, evidence []engine.Evidence) []factLine {
	fact, digest := failure.Actual, ""
	for _, e := range evidence {
		if failure.Actual == nil && e.Path == failure.Path {
			fact = e.Value
			if digest = e.Digest; digest != "" {
				digest = fmt.Sprintf("(%s bytes, %s)", grouped(e.Bytes), digest)
			}
		}
	}
	if from, to, origin, ok := updateOf(compact(fact)); ok && digest == "" {
		return []factLine{{text: partly(fmt.Sprintf("%s: installed %s, available %s (%s)", failure.Path, from, to, origin), evidenceBytes)}}
	}
	actual, items := value(fact)
	if digest != "" {
		actual, items = digest, nil
	}
	first := failure.Path
	switch {
	case len(items) > 0:
		first += ":"
	case first != "" && actual != "":
		first += " = " + partly(actual, evidenceBytes)
	default:
		first += partly(actual, evidenceBytes)
	}
	expected := ""
	if failure.Expected != nil {
		expected = "expected " + partly(inline(failure.Expected, 0), evidenceBytes)
	}
	if joined := first + "  ·  " + expected; len(items) == 0 && first != "" && expected != "" && len(joined) <= evidenceLine {
		return []factLine{{text: joined}}
	}
	lines := slices.Concat([]factLine{{text: first}}, items, []factLine{{text: expected}})
	return slices.DeleteFunc(lines, func(line factLine) bool { return line.text == "" })
}

// partly shortens what stands whole in findings.json.
func partly(text string, limit int) string {
	short := cut(text, limit)
	if short == text {
		return text
	}
	head := short[:strings.LastIndex(short, " ... ")]
	return fmt.Sprintf("%s … (%s bytes more in findings.json)", head, grouped(len(text)-len(head)))
}

// compact is a JSON value on one line, whether it comes from the engine or from a file that was indented.
func compact(value json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, value); err != nil {
		return string(value) // not JSON: shown as it is
	}
	return b.String()
}

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
