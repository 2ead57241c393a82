package github

import (
	"encoding/json"
	"testing"
)

func TestSelects(t *testing.T) {
	repository := `{"id": 7, "name": "Web-Shop", "owner": {"type": "Organization"}, "custom_properties": {"tier": "1", "teams": ["a", "b"]}}`
	for _, c := range []struct {
		name, conditions string
		holds, known     bool
	}{
		{"all", `{"repository_name": {"include": ["~ALL"], "exclude": []}}`, true, true},
		{"by name", `{"repository_name": {"include": ["web-*"], "exclude": []}}`, true, true},
		{"another name", `{"repository_name": {"include": ["web"], "exclude": []}}`, false, true},
		{"excluded", `{"repository_name": {"include": ["~ALL"], "exclude": ["web-s*"]}}`, false, true},
		{"a pattern that is none", `{"repository_name": {"include": ["[web"], "exclude": []}}`, false, false},
		{"by number", `{"repository_id": {"repository_ids": [6, 7]}}`, true, true},
		{"another number", `{"repository_id": {"repository_ids": [6]}}`, false, true},
		{"by property", `{"repository_property": {"include": [{"name": "tier", "property_values": ["1", "2"], "source": "custom"}], "exclude": []}}`, true, true},
		{"by both properties", `{"repository_property": {"include": [{"name": "tier", "property_values": ["1"]}, {"name": "teams", "property_values": ["c"]}], "exclude": []}}`, false, true},
		{"excluded by property", `{"repository_property": {"include": [{"name": "tier", "property_values": ["1"]}], "exclude": [{"name": "teams", "property_values": ["b"]}]}}`, false, true},
		{"a property of GitHub's", `{"repository_property": {"include": [{"name": "language", "property_values": ["Go"], "source": "system"}], "exclude": []}}`, false, false},
		{"without what it includes", `{"repository_name": {"exclude": []}}`, false, false},
		{"by something new", `{"repository_mood": {}}`, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			holds, known := selects(objectOf(t, c.conditions), objectOf(t, repository))
			if known != c.known || known && holds != c.holds {
				t.Errorf("holds %v, known %v", holds, known)
			}
		})
	}
}

func TestSelectsWhereNoPropertiesAreShown(t *testing.T) {
	conditions := objectOf(t, `{"repository_property": {"include": [{"name": "tier", "property_values": ["1"]}], "exclude": []}}`)
	if _, known := selects(conditions, objectOf(t, `{"name": "web", "owner": {"type": "Organization"}}`)); known {
		t.Error("properties that were not shown are known")
	}
}

func objectOf(t *testing.T, text string) object {
	t.Helper()
	o := object{into: &partial{}}
	if err := json.Unmarshal([]byte(text), &o.fields); err != nil {
		t.Fatal(err)
	}
	return o
}
