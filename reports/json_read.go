package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/assize/assize/engine"
)

// ReadJSON reads what Write wrote, and refuses keys that it does not know. The findings are read one after the other ([findingsReader]), and
// those of one policy or one resource share what they say of it, so that a hundred thousand take less room than their text.
func ReadJSON(r io.Reader) (*engine.Assessment, error) {
	a, err := readAssessment(r)
	if err != nil {
		return nil, fmt.Errorf("read assessment: %w", err)
	}
	if a.Schema != engine.AssessmentSchema {
		return nil, fmt.Errorf("read assessment: schema is %q, this program reads %q", a.Schema, engine.AssessmentSchema)
	}
	if a.Run.ID == "" || a.Digests.Snapshot == "" {
		return nil, errors.New("read assessment: it names no run or no snapshot: it is not whole")
	}
	for i := range a.Policies {
		if a.Policies[i].Tags == nil { // written before there were any
			a.Policies[i].Tags = []string{}
		}
	}
	for i, f := range a.Findings {
		if !f.Whole() || slices.ContainsFunc(f.Failures, func(failure engine.Failure) bool { return failure.Fault == nil }) {
			return nil, fmt.Errorf("read assessment: finding %d is not whole", i+1)
		}
	}
	return a, nil
}

// ReadHead reads a text that Write wrote, but for its findings: it does not look at them. It is for a caller who has the findings
// from elsewhere and compares the texts byte by byte; whoever has not reads all with ReadJSON.
func ReadHead(text []byte) (*engine.Assessment, error) {
	const key = "\n  \"findings\": ["
	begin := bytes.Index(text, []byte(key)) + len(key)
	if begin < len(key) {
		return nil, errors.New("read assessment: there is no place for the findings")
	}
	size := 0
	if !hasPrefix(text[begin:], "]") {
		if size = bytes.Index(text[begin:], []byte(findingsEnd)); size < 0 {
			return nil, errors.New("read assessment: the findings do not end")
		}
	}
	return ReadJSON(io.MultiReader(bytes.NewReader(text[:begin]), bytes.NewReader(text[begin+size:])))
}

// readAssessment takes the findings out of the text and decodes what is left as one.
func readAssessment(r io.Reader) (*engine.Assessment, error) {
	decoder := json.NewDecoder(r)
	begin, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if begin != json.Delim('{') {
		return nil, errors.New("it is no JSON object")
	}
	var findings []engine.Finding
	rest, seen := bytes.NewBufferString("{"), map[string]bool{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, midway(err)
		}
		name, _ := key.(string)
		if field := oneField(name); seen[field] { // encoding/json would take the last one, another reader the first
			return nil, fmt.Errorf("the key %q is there twice", name)
		} else if seen[field] = true; strings.EqualFold(name, "findings") { // as encoding/json finds a field
			list := &findingsReader{source: decoder, from: r, known: newRepeated()}
			if findings, err = list.read(); err != nil {
				return nil, midway(err)
			}
			decoder = list.source
			continue
		}
		if err := copyMember(rest, decoder, key); err != nil {
			return nil, midway(err)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return nil, midway(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the assessment")
	}
	rest.WriteByte('}')
	others := json.NewDecoder(rest)
	others.DisallowUnknownFields()
	var a engine.Assessment
	if err := others.Decode(&a); err != nil {
		return nil, err
	}
	a.Findings = findings
	return &a, nil
}

// oneField is the same for all keys that encoding/json takes for one field, such as "findings" with a long s at its end.
func oneField(key string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, key)
}

// midway says of a text that ends too early that it does.
func midway(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// copyMember adds a key and its value to an object that is not closed yet.
func copyMember(object *bytes.Buffer, decoder *json.Decoder, key json.Token) error {
	var value json.RawMessage
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	name, err := json.Marshal(key)
	if err != nil {
		return err
	}
	if object.Len() > 1 {
		object.WriteByte(',')
	}
	object.Write(name)
	object.WriteByte(':')
	object.Write(value)
	return nil
}
