package policies

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds"
)

var update = flag.Bool("update", false, "write policies/schemas anew from the kinds' structs")

// TestSchemasEqualTheKinds keeps policies/schemas what the Go structs say: go test ./policies -update writes them.
func TestSchemasEqualTheKinds(t *testing.T) {
	reflector := &jsonschema.Reflector{DoNotReference: true, ExpandedStruct: true, Anonymous: true}
	if err := reflector.AddGoComments("github.com/assize/assize/policies", "../collectors/kinds"); err != nil {
		t.Fatal(err)
	}
	want := map[string][]byte{}
	resources, records := map[string]any{}, map[string]any{}
	for _, kind := range kinds.All() {
		schema := schemaOf(t, reflector, kind)
		want[kind.Name+".json"] = indent(t, schema)
		resources[kind.Name] = map[string]any{"type": "array", "items": schema}
		if strings.HasPrefix(kind.Name, "register.") && kind.Name != "register.index" {
			records[kind.Name] = resources[kind.Name]
		}
	}
	want["resources.json"] = indent(t, joined("All resources of the same target, by kind.", resources))
	want["records.json"] = indent(t, joined("The people-made records of the audit, by kind.", records))

	if *update {
		for name, text := range want {
			if err := os.WriteFile(filepath.Join("schemas", name), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	found, err := filepath.Glob("schemas/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if want[filepath.Base(path)] == nil {
			t.Errorf("%s belongs to no kind: remove it", path)
		}
	}
	for name, text := range want {
		have, err := os.ReadFile(filepath.Join("schemas", name))
		if err != nil || !bytes.Equal(have, text) {
			t.Errorf("schemas/%s is not what the struct says (%v): run go test ./policies -update", name, err)
		}
	}
}

// schemaOf makes the closed schema of one kind: the facts of its struct and the head of every resource.
func schemaOf(t *testing.T, reflector *jsonschema.Reflector, kind collectors.Kind) map[string]any {
	t.Helper()
	facts := reflector.Reflect(kind.Facts)
	facts.Version = ""
	text, err := json.Marshal(facts)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	nullable(schema, reflect.TypeOf(kind.Facts))
	properties := schema["properties"].(map[string]any)
	text1 := map[string]any{"type": "string"}
	properties["kind"] = map[string]any{"type": "string", "enum": []any{kind.Name}}
	properties["id"], properties["name"] = text1, text1
	properties["tags"] = map[string]any{"type": "object", "additionalProperties": text1}
	properties["origin"] = map[string]any{
		"type": "object", "additionalProperties": false, "required": []any{"target", "collector"},
		"properties": map[string]any{
			"target": text1, "collector": text1, "account": text1, "region": text1, "file": text1,
			"line": map[string]any{"type": "integer"},
		},
	}
	required, _ := schema["required"].([]any)
	schema["required"] = append([]any{"kind", "id", "name", "origin", "tags"}, required...)
	schema["title"] = kind.Title
	return schema
}

// nullable says of every pointer of t that it may be null, which the reflector does not.
func nullable(schema map[string]any, t reflect.Type) {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			field := t.Field(i)
			if field.Anonymous {
				nullable(schema, field.Type)
				continue
			}
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			properties := schema["properties"].(map[string]any)
			property := properties[name].(map[string]any)
			if field.Type.Kind() != reflect.Pointer {
				nullable(property, field.Type)
				continue
			}
			nullable(property, field.Type.Elem())
			either := map[string]any{}
			if description, ok := property["description"]; ok {
				either["description"] = description
				delete(property, "description")
			}
			either["anyOf"] = []any{property, map[string]any{"type": "null"}}
			properties[name] = either
		}
	case reflect.Slice:
		nullable(schema["items"].(map[string]any), t.Elem())
	case reflect.Map:
		if inner, ok := schema["additionalProperties"].(map[string]any); ok {
			nullable(inner, t.Elem())
		}
	}
}

func joined(title string, properties map[string]any) map[string]any {
	return map[string]any{"title": title, "type": "object", "additionalProperties": false, "properties": properties}
}

func indent(t *testing.T, value any) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
