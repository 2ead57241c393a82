package opa

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestWhatAPlanDoesNotShow: the rest of the account is a gap for policies that look up other resources, and no finding of its
// own; what a plan does not have does not apply to it. Another cause beside it is a finding as ever.
func TestWhatAPlanDoesNotShow(t *testing.T) {
	set := loadText(t, map[string]string{
		"on":   `fail contains {"message": "off"} if not input.on`,
		"join": `fail contains {"message": "a"} if { some r in data.resources["t.item"]; r.a }`,
		"item": head("item", "t.item", "") + `fail contains {"message": "a"} if not input.a`,
	})
	outside := func(kind string) collectors.Gap { return collectors.Gap{Kind: kind, Cause: collectors.OutsidePlan} }
	denied := collectors.Gap{Kind: "t.item", Cause: collectors.Denied}
	for name, c := range map[string]struct {
		gaps []collectors.Gap
		want []string
	}{
		"a plan": {[]collectors.Gap{outside("t.box"), outside("t.item")},
			[]string{"here t/item * not_applicable | none in the plan", "here t/join 1 unknown ?t.item", "here t/on 1 pass"}},
		"and more that is not known": {[]collectors.Gap{outside("t.box"), outside("t.item"), denied},
			[]string{"here t/item * unknown ?t.item", "here t/join 1 unknown ?t.item ?t.item", "here t/on 1 pass"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshotOf(t, map[string]string{"t.box 1": goodBox}, c.gaps...)
			if diff := cmp.Diff(c.want, short(evaluate(t, set, s, engine.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAGapInAListExplainsWhatIsMissing: what an element of a list lacks has its reason, and clouds nothing beside it.
func TestAGapInAListExplainsWhatIsMissing(t *testing.T) {
	set := loadText(t, map[string]string{
		"a": `fail contains {"message": "a"} if { some x in input.list; x.a }`,
		"b": `fail contains {"message": "b"} if { some x in input.list; x.b }`,
	})
	box := strings.Replace(goodBox, `"list":[{"a":true,"b":true},{"a":true,"b":true}]`, `"list":[{"a":false}]`, 1)
	if box == goodBox {
		t.Fatal("the box has another list")
	}
	s := snapshotOf(t, map[string]string{"t.box 1": box}, collectors.Gap{Kind: "t.box", Resource: "1", Path: "list[0].b", Cause: collectors.AfterApply})
	findings := evaluate(t, set, s, engine.Options{})
	if diff := cmp.Diff([]string{"here t/a 1 pass", "here t/b 1 unknown ?t.box 1 list[0].b"}, short(findings)); diff != "" {
		t.Error(diff)
	}
	if !engine.ByNature(findings[1]) {
		t.Errorf("gaps %+v", findings[1].Gaps)
	}
}
