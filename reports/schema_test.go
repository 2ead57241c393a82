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

// schemas are the published ones, each of a struct.
func schemas() []published {
	return []published{
		{"assessment.v1.json", "urn:assize:assessment:v1", engine.AssessmentSchema, "findings.json of Assize: all findings of one snapshot and what went into them", &engine.Assessment{}},
		{"diff.v1.json", "urn:assize:diff:v1", engine.DiffSchema, "assize diff -o json: what changed between two runs", &engine.Diff{}},
		{"trend.v1.json", "urn:assize:trend:v1", engine.TrendSchema, "assize history trend -o json: how many failures there were run by run", &engine.Trend{}},
		{"history.v1.json", "urn:assize:history:v1", engine.HistorySchema, "assize history list and show -o json: the runs that are kept", &engine.History{}},
		{"history-check.v1.json", "urn:assize:history-check:v1", engine.CheckSchema, "assize history check -o json: whether anything is lost or changed", &engine.HistoryCheck{}},
		{"waivers.v1.json", "urn:assize:waivers:v1", engine.WaiversSchema, "assize waiver list -o json: the waivers and how they stand", &engine.WaiverList{}},
		{"verification.v1.json", "urn:assize:verification:v1", engine.VerificationSchema, "assize verify -o json: whether a report is what was sealed", &engine.Verification{}},
		{"diagnosis.v1.json", "urn:assize:diagnosis:v1", engine.DiagnosisSchema, "assize doctor -o json: what cannot be read, what that costs, and what would allow it", &engine.Diagnosis{}},
		{"view.v1.json", "urn:assize:view:v1", engine.ViewSchema, "assize verify --extract: the part of the findings that is about one control, policy or resource", &engine.View{}},
		{"signed-report.v1.json", engine.SignedReportType, engine.SignedReportSchema, "what is signed of an output that is no PDF: the predicate of FILE.dsse.json", &engine.SignedReport{}},
	}
}

type published struct {
	file, id, version, title string
	of                       any
}

// TestSchemaEqualsTheStruct keeps the published schemas what the structs say: go test ./reports -update writes them.
func TestSchemaEqualsTheStruct(t *testing.T) {
	for _, p := range schemas() {
		want, file := makeSchema(t, p), filepath.Join("schemas", p.file)
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s is not what the struct says (%v): run go test ./reports -update", file, err)
		}
	}
}

// makeSchema reflects a struct: closed, with the values that an enumeration allows, raw JSON as anything.
func makeSchema(t *testing.T, p published) []byte {
	t.Helper()
	r := &jsonschema.Reflector{Anonymous: true, Mapper: special}
	for _, folder := range []string{"../engine", "../collectors"} {
		if err := r.AddGoComments("github.com/assize/assize/reports", folder); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(r.Reflect(p.of))
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	schema["$id"] = p.id
	definition := schema["$defs"].(map[string]any)[reflect.TypeOf(p.of).Elem().Name()].(map[string]any)
	definition["properties"].(map[string]any)["schema"] = map[string]any{"const": p.version}
	schema["title"] = p.title
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
	case reflect.TypeFor[engine.Change]():
		return oneOf(engine.Changes())
	case reflect.TypeFor[engine.Threshold]():
		return oneOf(engine.Thresholds())
	case reflect.TypeFor[engine.Status]():
		return oneOf([]engine.Status{engine.Active, engine.Expired, engine.NotYet, engine.Unmatched})
	case reflect.TypeFor[collectors.Cause]():
		return oneOf(collectors.Causes())
	case reflect.TypeFor[engine.Scope]():
		return scopeSchema()
	case reflect.TypeFor[engine.WaiverGroup]():
		return oneOf(engine.WaiverGroups())
	case reflect.TypeFor[engine.Date]():
		return &jsonschema.Schema{Type: "string", Format: "date"}
	}
	return nil
}

// scopeSchema is a text, or an object that gives at least one part.
func scopeSchema() *jsonschema.Schema {
	one, parts := uint64(1), jsonschema.NewProperties()
	for _, key := range engine.ScopeKeys() {
		parts.Set(key, &jsonschema.Schema{Type: "string"})
	}
	parts.Set("tags", &jsonschema.Schema{Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "string"}})
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"},
		{Type: "object", Properties: parts, AdditionalProperties: jsonschema.FalseSchema, MinProperties: &one}}}
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
	return compile(t, AssessmentSchema())
}

func compile(t *testing.T, text []byte) *validator.Schema {
	t.Helper()
	document, err := validator.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := validator.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
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

// TestWaiversOfOldAreRead: findings from before tickets, tags and scopes of parts are valid still.
func TestWaiversOfOldAreRead(t *testing.T) {
	var now bytes.Buffer
	a := sample()
	a.Findings[0].Tags = map[string]string{"env": "test"}
	if err := (JSON{}).Write(&now, a); err != nil {
		t.Fatal(err)
	}
	old := now.Bytes()
	for _, key := range []string{`"open_again": \d+`, `"ticket": "[^"]*"`, `"tags": \{[^}]*\}`} {
		less := regexp.MustCompile(`,\s*`+key).ReplaceAll(old, nil)
		if bytes.Equal(less, old) {
			t.Fatalf("the sample has no %s to leave out", key)
		}
		old = less
	}
	value, err := validator.UnmarshalJSON(bytes.NewReader(old))
	if err == nil {
		err = compiled(t).Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
	read, err := ReadJSON(bytes.NewReader(old))
	if err != nil || len(read.Waivers) != len(a.Waivers) || read.Waivers[0].Resources[0].Pattern != "*" {
		t.Errorf("%+v, %v", read, err)
	}
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
