package collectors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// A Kind is one sort of resource, for example "linux.sshd".
type Kind struct {
	// Name is family and noun, joined by a dot.
	Name string
	// Title is what a report calls it, for example "SSH server".
	Title string
	// Facts is the zero value of the kind's struct; the kind's closed JSON Schema is made from it.
	Facts any
}

// A Head names a resource.
type Head struct {
	Kind string
	// ID is unique among the resources of its kind in its target and stable across runs.
	ID string
	// Name is what a person calls it; empty means ID.
	Name string
	// Tags are labels that the target itself carries, for example those of a cloud resource.
	Tags map[string]string
	// Account, Region, File and Line say where it was found, as far as that makes sense for it.
	Account, Region, File string
	Line                  int
}

// An Origin says where a resource was found.
type Origin struct {
	Target    string `json:"target"`
	Collector string `json:"collector"`
	Account   string `json:"account,omitempty"`
	Region    string `json:"region,omitempty"`
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
}

// A Resource is one configured thing as it was found. It is immutable.
type Resource struct {
	Kind   string
	ID     string
	Name   string
	Origin Origin
	// JSON is the whole resource as one flat object (kind, id, name, origin, tags and the facts), canonical.
	// The tags stand there alone: ask [TagsOf].
	JSON json.RawMessage
}

// reserved are the keys of a resource that are not facts.
var reserved = []string{"kind", "id", "name", "origin", "tags"}

// NewResource makes a resource from its head, its origin and its facts, leaving out the facts at the paths
// in unread. Facts must encode to a JSON object that has none of the keys kind, id, name, origin and tags.
// A path in unread that leads nowhere is an error, because a gap there would hide nothing and mean nothing;
// so is one that would remove an element of a list, because the others would change their places. A tag and a part of the
// origin may be unread as well.
func NewResource(head Head, origin Origin, facts any, unread ...Path) (Resource, error) {
	if head.Kind == "" || head.ID == "" {
		return Resource{}, fmt.Errorf("resource without kind or id: %q %q", head.Kind, head.ID)
	}
	object, err := toObject(facts)
	if err != nil {
		return Resource{}, fmt.Errorf("facts of %s %q: %w", head.Kind, head.ID, err)
	}
	for _, key := range reserved {
		if _, clash := object[key]; clash {
			return Resource{}, fmt.Errorf("facts of %s %q use the reserved key %q", head.Kind, head.ID, key)
		}
	}
	if head.Name == "" {
		head.Name = head.ID
	}
	tags := map[string]any{}
	for k, v := range head.Tags {
		tags[k] = v
	}
	origin.Account, origin.Region, origin.File, origin.Line = head.Account, head.Region, head.File, head.Line
	object["kind"], object["id"], object["name"] = head.Kind, head.ID, head.Name
	object["origin"], object["tags"] = origin.object(), tags
	for _, p := range unread {
		if len(p) == 1 && slices.Contains([]any{"kind", "id", "name", "origin"}, p[0]) {
			continue // a resource always has them
		}
		if err := p.remove(object); err != nil {
			return Resource{}, fmt.Errorf("gap on %s %q: %w", head.Kind, head.ID, err)
		}
	}
	text, err := Canonical(object)
	if err != nil {
		return Resource{}, fmt.Errorf("encode %s %q: %w", head.Kind, head.ID, err)
	}
	return Resource{Kind: head.Kind, ID: head.ID, Name: head.Name, Origin: origin, JSON: text}, nil
}

// TagsOf returns the tags in a resource's canonical JSON; nil when there are none. The map is the caller's. Few ask, and
// a map for each of a hundred thousand resources is much to hold and to look through for whoever collects garbage.
func TagsOf(resource json.RawMessage) map[string]string {
	var tags map[string]string
	text := member(resource, "tags")
	if text == nil || json.Unmarshal(text, &tags) != nil || len(tags) == 0 {
		return nil
	}
	return tags
}

func (o Origin) object() map[string]any {
	out := map[string]any{"target": o.Target, "collector": o.Collector}
	for key, value := range map[string]string{"account": o.Account, "region": o.Region, "file": o.File} {
		if value != "" {
			out[key] = value
		}
	}
	if o.Line > 0 {
		out["line"] = json.Number(fmt.Sprint(o.Line))
	}
	return out
}

// parseResource is the way back from a snapshot's line, which somebody may have written by hand.
func parseResource(text json.RawMessage) (Resource, error) {
	if !IsCanonical(text) {
		var err error
		if text, err = CanonicalJSON(text); err != nil {
			return Resource{}, err
		}
	}
	var head struct {
		Kind   string            `json:"kind"`
		ID     string            `json:"id"`
		Name   string            `json:"name"`
		Origin Origin            `json:"origin"`
		Tags   map[string]string `json:"tags"` // must be texts
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return Resource{}, err
	}
	if head.Kind == "" || head.ID == "" || head.Origin.Target == "" {
		return Resource{}, fmt.Errorf("resource needs kind, id and origin.target")
	}
	return Resource{Kind: head.Kind, ID: head.ID, Name: head.Name, Origin: head.Origin, JSON: bytes.Clone(text)}, nil
}

// toObject turns a struct or map into the generic form, numbers kept exact. A nil list or map becomes an
// empty one: absent by nature is an empty list, and null is only what a pointer says.
func toObject(facts any) (map[string]any, error) {
	text, err := json.Marshal(filled(reflect.ValueOf(facts)).Interface())
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	if object == nil {
		object = map[string]any{}
	}
	return object, nil
}

// filled returns a copy of v in which no list and no map is nil, at any depth.
func filled(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if out.Field(i).CanSet() {
				out.Field(i).Set(filled(v.Field(i)))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(filled(v.Elem()))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(filled(v.Elem()))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(filled(v.Index(i)))
		}
	case reflect.Map:
		out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for _, key := range v.MapKeys() {
			out.SetMapIndex(key, filled(v.MapIndex(key)))
		}
	}
	return out
}
