package register

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/register"
)

// A record is one that was read: ready to be told.
type record struct {
	head  collectors.Head
	facts any // a pointer to the kind's struct
}

// A reader gathers a register's records and what is wrong with them.
type reader struct {
	records  []record
	places   map[string]string // file:line of each record, by kind and id
	problems []problem
}

// A problem is one thing that is wrong. Line is 0 when it is the file as a whole.
type problem struct {
	file string
	line int
	text string
}

func newReader() *reader { return &reader{places: map[string]string{}} }

func (r *reader) problem(file string, line int, format string, args ...any) {
	r.problems = append(r.problems, problem{file, line, fmt.Sprintf(format, args...)})
}

// refuse returns the one error that names all problems, or nil.
func (r *reader) refuse() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortFunc(r.problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	var text strings.Builder
	fmt.Fprintf(&text, "the register has %d problems:", len(r.problems))
	if len(r.problems) == 1 {
		text.Reset()
		text.WriteString("the register has a problem:")
	}
	for i, p := range r.problems {
		if i == maxProblems {
			fmt.Fprintf(&text, "\n  … and %d more", len(r.problems)-maxProblems)
			break
		}
		if p.line > 0 {
			fmt.Fprintf(&text, "\n  %s:%d: %s", p.file, p.line, p.text)
		} else {
			fmt.Fprintf(&text, "\n  %s: %s", p.file, p.text)
		}
	}
	return usage(errors.New(text.String()), "mend the lines above; nothing of the register is used until all of it is right")
}

// file reads one file of the register.
func (r *reader) file(root *os.Root, p string) error {
	f, err := root.Open(p)
	if err != nil {
		return usage(fmt.Errorf("read the register: %w", err), "run as a user who may read all of its files")
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return fmt.Errorf("read the register: %w", err)
	}
	if len(text) > maxFile {
		r.problem(p, 0, "is larger than %d bytes: split it", maxFile)
		return nil
	}
	r.text(p, text)
	if len(r.records) > maxRecords {
		return usage(fmt.Errorf("the register has more than %d records", maxRecords), "split it into several registers")
	}
	return nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// text reads the records of one file's text.
func (r *reader) text(file string, text []byte) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			line := 0
			if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
				line, _ = strconv.Atoi(m[1])
			}
			r.problem(file, line, "is not YAML: %s", yamlLine.ReplaceAllString(err.Error(), ""))
			return
		}
		for _, node := range document.Content {
			switch {
			case node.Kind == yaml.SequenceNode:
				for _, element := range node.Content {
					r.record(file, element)
				}
			case node.Kind == yaml.ScalarNode && node.Tag == "!!null": // an empty document
			default:
				r.record(file, node)
			}
		}
	}
}

// facts returns a pointer to the zero value of a kind's struct.
func facts(kind string) any {
	switch kind {
	case "training":
		return &kinds.Training{}
	case "vendor":
		return &kinds.Vendor{}
	case "restore_test":
		return &kinds.RestoreTest{}
	case "exercise":
		return &kinds.Exercise{}
	case "document":
		return &kinds.Document{}
	case "budget":
		return &kinds.Budget{}
	case "attestation":
		return &kinds.Attestation{}
	}
	return nil
}

// knownKinds are the words for kind, for the message to who wrote another.
const knownKinds = "training, vendor, restore_test, exercise, document, budget or attestation"

// identifier is the form of an id: it appears in reports and waivers, so it has to be easy to type.
var identifier = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// record reads one record.
func (r *reader) record(file string, node *yaml.Node) {
	d := decoder{reader: r, file: file}
	fields, ok := d.mapping(node, "a record")
	if !ok {
		return
	}
	kind, id := d.word(fields, node, "kind"), d.word(fields, node, "id")
	delete(fields, "kind")
	delete(fields, "id")
	into := facts(kind)
	switch {
	case kind == "":
		return
	case into == nil:
		r.problem(file, node.Line, "unknown kind %q: write %s", kind, knownKinds)
		return
	case id != "" && !identifier.MatchString(id):
		r.problem(file, node.Line, "id %q: use letters, digits, dots, dashes and underscores, at most 100", id)
	}
	d.fill(into, fields, node.Line, kind)
	place := fmt.Sprintf("%s:%d", file, node.Line)
	if first, taken := r.places[kind+" "+id]; taken && id != "" {
		r.problem(file, node.Line, "%s %q is there already, at %s: give one of them another id", kind, id, first)
		return
	}
	r.places[kind+" "+id] = place
	r.records = append(r.records, record{
		head:  collectors.Head{Kind: "register." + kind, ID: id, Name: title(into), File: file, Line: node.Line},
		facts: into,
	})
}

// title is what a person calls the record; "" where its id says it best.
func title(facts any) string {
	switch f := facts.(type) {
	case *kinds.Training:
		return f.Topic
	case *kinds.RestoreTest:
		return f.System
	case *kinds.Exercise:
		return f.Scenario
	case *kinds.Document:
		return f.Title
	case *kinds.Budget:
		return strings.TrimSpace(f.Area + " " + f.Period)
	case *kinds.Attestation:
		return f.Subject
	}
	return ""
}
