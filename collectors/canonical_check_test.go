package collectors

import (
	"bytes"
	"testing"
)

func seedCanonical() []string {
	return []string{
		`{}`, `[]`, `""`, `0`, `-0`, `-1`, `01`, `1.0`, `1.5`, `1e3`, `9007199254740991`, `9007199254740993`, `123456789012345678`, `-`, ``, ` 1`, `1 `,
		`{"a":1,"b":2}`, `{"b":1,"a":2}`, `{"a":1,"a":2}`, `{"a":1,}`, `{"a" :1}`, `{"a":[1, 2]}`, `{"a":{"x":null,"y":true,"z":false}}`, `[1,]`, `[,1]`, `{`, `[`,
		`"a\"b"`, `"\u0041"`, `"\/"`, `"\n"`, `"\u000a"`, `"\u000f"`, `"\u000F"`, `"\u001f"`, `"\x"`, `"\`, `"a`, "\"\x01\"", "\"\xff\"", `"ä€😀"`, `{"ä":1,"a":2}`, `{"a":1,"ä":2}`,
		"{\"\U0001f600\":1,\"\ufb33\":2}", "{\"\ufb33\":1,\"\U0001f600\":2}", `{"a\"":1,"a!":2}`, `{"a!":1,"a\"":2}`, `{"\r":1,"1":2}`, `tru`, `nul`, `truex`, `[true,false,null]`, `{"a"}`, `{1:2}`,
	}
}

// TestIsCanonical holds the check against what it stands for: the text is what Canonical would write.
func TestIsCanonical(t *testing.T) {
	for _, text := range seedCanonical() {
		written, err := CanonicalJSON([]byte(text))
		if want, got := err == nil && string(written) == text, IsCanonical([]byte(text)); got != want {
			t.Errorf("%q: got %v, want %v (written %s, %v)", text, got, want, written, err)
		}
	}
}

func TestParseResourceBringsIntoForm(t *testing.T) {
	r, err := parseResource([]byte(`{"kind": "k", "id": "1", "name": "n", "origin": {"target": "t", "collector": "c"}, "b": 1.0, "a": "\u0041", "b": 2}`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"a":"A","b":2,"id":"1","kind":"k","name":"n","origin":{"collector":"c","target":"t"}}`
	if string(r.JSON) != want {
		t.Errorf("got  %s\nwant %s", r.JSON, want)
	}
}

func FuzzIsCanonical(f *testing.F) {
	for _, text := range seedCanonical() {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		written, err := CanonicalJSON(text)
		want := err == nil && bytes.Equal(written, text)
		if got := IsCanonical(text); got != want {
			t.Fatalf("%q: got %v, want %v (written %s, %v)", text, got, want, written, err)
		}
	})
}
