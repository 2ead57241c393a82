package collectors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"
)

func TestCanonicalFollowsRFC8785(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"keys by UTF-16 units", `{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
			"{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001f600\":5,\"\ufb33\":3}"},
		{"numbers", `[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0]`, `[333333333.3333333,1e+30,4.5,0.002,1e-27,0]`},
		{"strings", `"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"`, "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\""},
		{"integers beyond 2^53 become strings", `[9007199254740991,9007199254740993,-9007199254740992]`, `[9007199254740991,"9007199254740993","-9007199254740992"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := CanonicalJSON([]byte(c.in))
			if err != nil || string(got) != c.want {
				t.Fatalf("got %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}

func FuzzCanonicalIsStable(f *testing.F) {
	f.Add([]byte(`{"b":[1,2.5e3,null,true,"\u0000"],"a":{}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		once, err := CanonicalJSON(text)
		if err != nil {
			t.Skip()
		}
		twice, err := CanonicalJSON(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s became %s, %v", once, twice, err)
		}
	})
}

func TestPathRoundTrip(t *testing.T) {
	for _, text := range []string{"a", "a.b", `running["net.ipv4.ip_forward"]`, "rules[2].commands", `["with space"].x`, `m["a\"]b"]`} {
		p, err := ParsePath(text)
		if err != nil || p.String() != text {
			t.Errorf("%s became %s, %v", text, p, err)
		}
	}
	for _, text := range []string{"", ".", "a.", "a..b", "a[", "a[x]", "a[-1]", "1a", `a["b]`} {
		if p, err := ParsePath(text); err == nil {
			t.Errorf("%q was taken as %v", text, p)
		}
	}
}

func FuzzPath(f *testing.F) {
	f.Add(`a["b c"][3].d`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePath(text)
		if err != nil {
			t.Skip()
		}
		again, err := ParsePath(p.String())
		if err != nil || again.String() != p.String() {
			t.Fatalf("%q: %s became %s, %v", text, p, again, err)
		}
	})
}

type facts struct {
	List []string       `json:"list"`
	Map  map[string]int `json:"map"`
	Ptr  *int           `json:"ptr"`
	Deep []struct {
		Inner []int `json:"inner"`
	} `json:"deep"`
}

func TestResourceLeavesOutWhatWasNotRead(t *testing.T) {
	f := facts{Map: map[string]int{"x": 1, "y": 2}, Deep: make([]struct {
		Inner []int `json:"inner"`
	}, 1)}
	r, err := NewResource(Head{Kind: "k", ID: "1"}, Origin{Target: "t", Collector: "c"}, f, PathOf("map", "x"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"deep":[{"inner":[]}],"id":"1","kind":"k","list":[],"map":{"y":2},"name":"1","origin":{"collector":"c","target":"t"},"ptr":null,"tags":{}}`
	if string(r.JSON) != want {
		t.Fatalf("got  %s\nwant %s", r.JSON, want)
	}
	for _, bad := range []Path{PathOf("none", "x"), PathOf("deep", 0), PathOf("list", "x")} {
		if _, err := NewResource(Head{Kind: "k", ID: "1"}, Origin{}, f, bad); err == nil {
			t.Errorf("gap at %s was taken", bad)
		}
	}
	if _, err := NewResource(Head{Kind: "k", ID: "1"}, Origin{}, map[string]any{"origin": 1}); err == nil {
		t.Error("a reserved key was taken as a fact")
	}
}

func TestATagAndTheOriginMayBeUnread(t *testing.T) {
	head := Head{Kind: "k", ID: "1", Account: "a", Region: "r", Tags: map[string]string{"x": "1", "y": "2"}}
	r, err := NewResource(head, Origin{Target: "t", Collector: "c"}, struct{}{}, PathOf("tags", "x"), PathOf("origin", "account"), PathOf("name"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"1","kind":"k","name":"1","origin":{"collector":"c","region":"r","target":"t"},"tags":{"y":"2"}}`
	if string(r.JSON) != want {
		t.Fatalf("got  %s\nwant %s", r.JSON, want)
	}
}

func sample(t *testing.T) *Snapshot {
	t.Helper()
	r := NewRecorder(Target{Ref: "x:1"}, Description{Name: "x", Version: "1", Kinds: []string{"k"}}, nil)
	r.Identify("x-1", "one")
	for _, id := range []string{"b", "a"} {
		if err := r.Resource(Head{Kind: "k", ID: id}, map[string]any{"v": id}, GapAt(PathOf("w"), Denied, "no", "root", "read w")); err != nil {
			t.Fatal(err)
		}
	}
	r.Cover(Coverage{Service: "s", Calls: 1})
	r.Cover(Coverage{Service: "s", Calls: 2, Denied: 1})
	return r.finish("assize test", time.Unix(1, 0), time.Unix(2, 0), nil)
}

func TestSnapshotRoundTrip(t *testing.T) {
	s := sample(t)
	var first, second bytes.Buffer
	if err := s.Write(&first); err != nil {
		t.Fatal(err)
	}
	read, err := ReadSnapshot(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Write(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Fatal("a snapshot that was read and written is not the same")
	}
	if got := len(read.Of("x-1", "k")); got != 2 {
		t.Errorf("%d resources, want 2", got)
	}
	if got := len(read.GapsOf("x-1", "k")); got != 2 {
		t.Errorf("%d gaps, want 2", got)
	}
	if read.Coverage[0].Calls != 3 || read.Coverage[0].Denied != 1 {
		t.Errorf("coverage %+v", read.Coverage)
	}
}

func TestSnapshotCutAnywhereIsRefused(t *testing.T) {
	var whole bytes.Buffer
	if err := sample(t).write(&whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole.Len() {
		if _, err := ReadSnapshot(bytes.NewReader(whole.Bytes()[:n])); err == nil {
			t.Fatalf("the first %d of %d bytes were taken as a whole snapshot", n, whole.Len())
		}
	}
	lines := strings.SplitAfter(whole.String(), "\n")
	missing := strings.Join(append(append([]string{}, lines[:2]...), lines[3:]...), "")
	if _, err := ReadSnapshot(strings.NewReader(missing)); !errors.Is(err, ErrTruncated) {
		t.Fatalf("a missing line gave %v", err)
	}
}

// A gap that names no kind would concern no policy: what was not read would look like nothing.
func TestGapsWithoutKindAreRefused(t *testing.T) {
	s := Snapshot{Targets: []TargetInfo{{ID: "here"}}, Gaps: []Gap{{Target: "here", Cause: Denied}}}
	if err := s.check(); err == nil || !strings.Contains(err.Error(), "names no kind") {
		t.Errorf("error %v", err)
	}
}

func FuzzReadSnapshot(f *testing.F) {
	f.Add([]byte("{\"header\":{\"schema\":\"assize.snapshot/v1\"}}\n{\"end\":{\"targets\":0}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ReadSnapshot(bytes.NewReader(text))
		if err == nil && s == nil {
			t.Fatal("neither snapshot nor error")
		}
	})
}

func TestRecorderRefusesDefects(t *testing.T) {
	r := NewRecorder(Target{Ref: "x:1"}, Description{}, nil)
	if err := r.Resource(Head{Kind: "k", ID: "a"}, facts{}); err == nil {
		t.Error("a resource before Identify was taken")
	}
	r.Identify("i", "")
	if err := r.Resource(Head{Kind: "k", ID: "a"}, facts{}); err != nil {
		t.Error(err)
	}
	if err := r.Resource(Head{Kind: "k", ID: "a"}, facts{}); err == nil {
		t.Error("an id was taken twice")
	}
}

func TestAFailedTargetIsGapsNotSilence(t *testing.T) {
	r := NewRecorder(Target{Ref: "x:1"}, Description{Kinds: []string{"k", "l"}}, nil)
	s := r.finish("t", time.Time{}, time.Time{}, errors.New("no route"))
	if len(s.Gaps) != 2 || s.Gaps[0].Detail != "no route" || s.Targets[0].Error != "no route" {
		t.Fatalf("%+v", s)
	}
}

func TestKindsToldAtRunTimeJoinTheDescribedOnes(t *testing.T) {
	r := NewRecorder(Target{Ref: "x:1"}, Description{Kinds: []string{"k"}}, nil)
	r.Identify("i", "")
	r.Kinds("z", "a", "k")
	s := r.finish("t", time.Time{}, time.Time{}, nil)
	if got := strings.Join(s.Targets[0].Kinds, " "); got != "a k z" {
		t.Fatalf("kinds %q", got)
	}
}

// described is a collector of schemes that visits nothing.
type described []Scheme

func (d described) Describe() Description { return Description{Name: "described", Schemes: d} }

func (described) Collect(context.Context, Target, Sink) error { return nil }

func TestATargetLacksEitherPart(t *testing.T) {
	registry := NewRegistry(described{Scheme{Name: "root"}, Scheme{Name: "cloud", Bare: true}})
	for ref, want := range map[string]string{"web1": "no scheme", ":web1": "no scheme", "root:": "no address", "": "no scheme"} {
		var usage *UsageError
		target, err := ParseTarget(ref)
		if err == nil {
			_, err = registry.Lookup(target)
		}
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), want) || usage.Hint == "" {
			t.Errorf("%q: got %v, want %q with a hint", ref, err, want)
		}
	}
	if _, err := registry.Lookup(Target{Ref: "cloud:", Scheme: "cloud"}); err != nil {
		t.Errorf("an address that may be left out: %v", err)
	}
	if got, err := ParseTarget("ssh:admin@web1:22"); err != nil || got.Scheme != "ssh" || got.Address != "admin@web1:22" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestASnapshotWithAnUnknownCauseIsRefused(t *testing.T) {
	var whole bytes.Buffer
	if err := sample(t).write(&whole); err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(whole.String(), `"cause":"denied"`, `"cause":"shrug"`, 1)
	if text == whole.String() {
		t.Fatal("the sample has no gap to spoil")
	}
	if _, err := ReadSnapshot(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), `unknown cause "shrug"`) {
		t.Errorf("got %v", err)
	}
}

func TestResourceTags(t *testing.T) {
	facts := map[string]any{"a": -1.5e-7, "list": []any{map[string]any{"tags": "x"}, "\"tags\":{"}, "tag": nil, "z": true}
	for name, tags := range map[string]map[string]string{"none": nil, "empty": {}, "two": {"env": "test", "team": ""},
		"escapes": {"a\"b": "\\", "\u2028": "\u2028<&>", "tags": "tags"}} {
		made, err := NewResource(Head{Kind: "acme.door", ID: "north", Tags: tags}, Origin{Target: "t", Collector: "c"}, facts)
		if err != nil {
			t.Fatal(err)
		}
		read, err := parseResource(made.JSON)
		if err != nil || !maps.Equal(TagsOf(made.JSON), tags) || !maps.Equal(TagsOf(read.JSON), tags) {
			t.Errorf("%s: made with %v, read with %v, %v", name, TagsOf(made.JSON), TagsOf(read.JSON), err)
		}
		if len(tags) == 0 && TagsOf(made.JSON) != nil {
			t.Errorf("%s: no tags are not nil", name)
		}
	}
	for _, text := range []string{"", "{", "{}", "[]", `{"tags"`, `{"tags":`, `{"tags":{"a"`, `{"tags":{"a":1}}`, `{"tags":null}`, `{"a":{"tags":{"b":"c"}}}`} {
		if tags := TagsOf(json.RawMessage(text)); tags != nil {
			t.Errorf("%s has tags %v", text, tags)
		}
	}
	if _, err := parseResource(json.RawMessage(`{"kind":"k","id":"i","origin":{"target":"t"},"tags":{"a":1}}`)); err == nil {
		t.Error("a tag that is a number is taken")
	}
}
