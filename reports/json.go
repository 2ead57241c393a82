package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/assize/assize/engine"
)

// JSON is findings.json, the canonical result: schema reports/schemas/assessment.v1.json. Indented, UTF-8.
type JSON struct{}

// Name implements Format.
func (JSON) Name() string { return "json" }

// Help implements Format.
func (JSON) Help() string { return "the canonical result, with its published schema" }

// Extension implements Format.
func (JSON) Extension() string { return ".json" }

// Write implements Format. Findings are written one after the other, because there may be a million of them.
func (JSON) Write(w io.Writer, a *engine.Assessment) error {
	out := bufio.NewWriterSize(w, 64<<10)
	if err := writeAssessment(out, a); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// writeAssessment writes what json.Encoder would, without ever holding all of it. A writer that fails says so when it is flushed.
func writeAssessment(w *bufio.Writer, a *engine.Assessment) error {
	rest, key := *a, []byte("\n  \"findings\": ")
	rest.Findings = nil
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(rest); err != nil {
		return err
	}
	before, after, found := bytes.Cut(text.Bytes(), append(key, "null"...)) // no text holds a line break
	if !found {
		return errors.New("there is no place for the findings")
	}
	w.Write(before)
	w.Write(key)
	if err := writeFindings(w, a.Findings); err != nil {
		return err
	}
	w.Write(after)
	return nil
}

func writeFindings(w *bufio.Writer, findings []engine.Finding) error {
	if len(findings) == 0 {
		text := "[]"
		if findings == nil {
			text = "null"
		}
		w.WriteString(text)
		return nil
	}
	const indent = "    "
	var text bytes.Buffer
	w.WriteByte('[')
	for i, f := range findings {
		if i > 0 {
			w.WriteByte(',')
		}
		plain, err := f.MarshalJSON()
		if err != nil {
			return err
		}
		text.Reset()
		if err := json.Indent(&text, bytes.TrimSuffix(plain, []byte("\n")), indent, "  "); err != nil {
			return err
		}
		w.WriteString("\n" + indent)
		w.Write(text.Bytes())
	}
	w.WriteString("\n  ]")
	return nil
}
