package reports

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

const schemaFile = "schemas/assessment.v1.json"

// TestSchemaEqualsTheStruct keeps the published schema what engine.Assessment says: go test ./reports -update
// writes it.
func TestSchemaEqualsTheStruct(t *testing.T) {
	want := makeSchema(t)
	if *update {
		if err := os.MkdirAll(filepath.Dir(schemaFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(have, want) {
		t.Errorf("%s is not what the struct says (%v): run go test ./reports -update", schemaFile, err)
	}
}

// makeSchema reflects the assessment: closed, with the values that an enumeration allows, raw JSON as anything.
func makeSchema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{Anonymous: true, Mapper: special}
	for _, folder := range []string{"../engine", "../collectors"} {
		if err := r.AddGoComments("github.com/assize/assize/reports", folder); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(r.Reflect(&engine.Assessment{}))
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	schema["$id"] = "urn:assize:assessment:v1"
	definition := schema["$defs"].(map[string]any)["Assessment"].(map[string]any)
	definition["properties"].(map[string]any)["schema"] = map[string]any{"const": engine.AssessmentSchema}
	schema["title"] = "findings.json of Assize: all findings of one snapshot and what went into them"
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// special gives the types that reflection says too little of.
func special(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[json.RawMessage]():
		return &jsonschema.Schema{Description: "any JSON value"}
	case reflect.TypeFor[engine.Verdict]():
		return oneOf(engine.Verdicts())
	case reflect.TypeFor[engine.Severity]():
		return oneOf(engine.Severities())
	case reflect.TypeFor[engine.Threshold]():
		return oneOf(engine.Thresholds())
	case reflect.TypeFor[engine.Status]():
		return oneOf([]engine.Status{engine.Active, engine.Expired, engine.NotYet, engine.Unmatched})
	case reflect.TypeFor[collectors.Cause]():
		return oneOf(collectors.Causes())
	case reflect.TypeFor[engine.Date]():
		return &jsonschema.Schema{Type: "string", Format: "date"}
	}
	return nil
}

func oneOf[T ~string](values []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

func TestSchemaHoldsFindingsJSON(t *testing.T) {
	schema := compiled(t)
	for name, a := range map[string]*engine.Assessment{"sample": sample(), "hostile": hostile(), "empty": newBuilder().build()} {
		if err := schema.Validate(asJSON(t, a)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefuses shows that the schema is closed and knows its values.
func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	for name, spoil := range map[string]func(map[string]any){
		"an unknown key":      func(a map[string]any) { a["extra"] = 1 },
		"a missing key":       func(a map[string]any) { delete(a, "gate") },
		"an unknown verdict":  func(a map[string]any) { a["findings"].([]any)[0].(map[string]any)["verdict"] = "ok" },
		"an unknown severity": func(a map[string]any) { a["findings"].([]any)[0].(map[string]any)["severity"] = "grave" },
		"a number as text":    func(a map[string]any) { a["gate"].(map[string]any)["exit_code"] = "1" },
	} {
		value := asJSON(t, sample()).(map[string]any)
		spoil(value)
		if schema.Validate(value) == nil {
			t.Errorf("%s is allowed", name)
		}
	}
}

func compiled(t *testing.T) *validator.Schema {
	t.Helper()
	document, err := validator.UnmarshalJSON(bytes.NewReader(AssessmentSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := validator.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("assessment.v1.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("assessment.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func asJSON(t *testing.T, a *engine.Assessment) any {
	t.Helper()
	var b bytes.Buffer
	if err := (JSON{}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	value, err := validator.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestFindingsJSONComesBack shows that what is written is read again, and that another schema is refused.
func TestFindingsJSONComesBack(t *testing.T) {
	var first, second bytes.Buffer
	if err := (JSON{}).Write(&first, sample()); err != nil {
		t.Fatal(err)
	}
	a, err := ReadJSON(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := (JSON{}).Write(&second, a); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("written, read and written again differs")
	}
	old := regexp.MustCompile(`"tags": \[\],\s*`).ReplaceAll(first.Bytes(), nil) // as it was before policies had tags
	if bytes.Equal(old, first.Bytes()) {
		t.Fatal("the sample has no tags to leave out")
	}
	if a, err = ReadJSON(bytes.NewReader(old)); err != nil {
		t.Fatal(err)
	}
	second.Reset()
	if err := (JSON{}).Write(&second, a); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("findings without tags do not come back as findings with none (%v)", err)
	}
	if _, err := ReadJSON(strings.NewReader(`{"schema":"assize.assessment/v9"}`)); err == nil {
		t.Error("another schema is read")
	}
}

func TestFind(t *testing.T) {
	names := []string{}
	for _, f := range All() {
		names = append(names, f.Name())
		found, err := Find(f.Name())
		if err != nil || found.Name() != f.Name() || found.Help() == "" || !strings.HasPrefix(found.Extension(), ".") {
			t.Errorf("Find(%q) = %v, %v", f.Name(), found, err)
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != len(All()) {
		t.Error("two formats have one name")
	}
	if _, err := Find("docx"); err == nil || !strings.Contains(err.Error(), "pdf") {
		t.Errorf("an unknown format gives %v, which should list the known ones", err)
	}
}
