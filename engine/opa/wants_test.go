package opa

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWants: what the policies read is wanted, what they look up too, and nothing besides; what may be anything is everything.
func TestWants(t *testing.T) {
	places := map[string][]string{"t.box": {"on", "mode", "list", "map", "o.on", "o.x", "o.x.y"}, "t.item": {"a"}}
	for name, c := range map[string]struct {
		rules string
		want  []string // what is wanted of the places
	}{
		"a fact":                     {`fail contains {"message": "x"} if not input.on`, []string{"t.box", "t.box on"}},
		"applicable":                 {"applicable if input.mode == \"x\"\nfail contains {\"message\": \"x\"} if not input.o.on", []string{"t.box", "t.box mode", "t.box o.on"}},
		"nothing of it":              {`fail contains {"message": "x"} if 1 == 2`, []string{"t.box"}},
		"an element of a list":       {`fail contains {"message": "x"} if { some e in input.list; e.a }`, []string{"t.box", "t.box list"}},
		"only a type":                {`fail contains {"message": "x"} if is_null(input.o.x)`, []string{"t.box", "t.box o.x", "t.box o.x.y"}},
		"below it":                   {`fail contains {"message": "x"} if input.o.x.y == "1"`, []string{"t.box", "t.box o.x", "t.box o.x.y"}},
		"the whole of joined ones":   {`fail contains {"message": sprintf("%v", [data.resources["t.item"][_]])} if true`, []string{"t.box", "t.item", "t.item a"}},
		"a joined fact":              {`fail contains {"message": "x"} if { some r in data.resources["t.item"]; r.a }`, []string{"t.box", "t.item", "t.item a"}},
		"how many there are":         {`fail contains {"message": "x"} if count(data.resources["t.item"]) > 1`, []string{"t.box", "t.item", "t.item a"}},
		"joined ones, head and tags": {`fail contains {"message": "x"} if { some r in data.resources["t.item"]; r.id == input.mode }`, []string{"t.box", "t.box mode", "t.item"}},
		"through a function":         {"_of(x) := x.o.on\nfail contains {\"message\": \"x\"} if not _of(input)", []string{"t.box", "t.box o.on"}},
	} {
		t.Run(name, func(t *testing.T) {
			wants, err := loadText(t, map[string]string{"p": c.rules}).Wants([]string{"t.box", "t.item"})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, kind := range sortedKeys(places) {
				if wants.Kind(kind) {
					got = append(got, kind)
				}
				for _, path := range places[kind] {
					if wants.Fact(kind, path) {
						got = append(got, kind+" "+path)
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWantsOfSomeKinds: policies on other kinds that look these up count, and policies that have nothing to do with them do not.
func TestWantsOfSomeKinds(t *testing.T) {
	set := loadText(t, map[string]string{
		"box":  `fail contains {"message": "x"} if { some r in data.resources["t.item"]; r.a }`,
		"item": head("item", "t.item", "") + `fail contains {"message": "x"} if not input.m`,
	})
	for kind, want := range map[string][2]bool{"t.item": {true, true}, "t.box": {true, false}} {
		wants, err := set.Wants([]string{kind})
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]bool{wants.Fact("t.item", "a"), wants.Fact("t.item", "m")}; got != want {
			t.Errorf("asked for %s: %v", kind, got)
		}
	}
}
