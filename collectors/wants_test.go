package collectors

import "testing"

func TestWants(t *testing.T) {
	some := NewWants(map[string][]Path{"k": {PathOf("a", "b"), PathOf("c")}, "whole": {PathOf()}, "bare": nil})
	for _, c := range []struct {
		wants          *Wants
		kind, path     string
		inKind, inFact bool
	}{
		{nil, "k", "x", true, true},
		{some, "k", "a.b", true, true},
		{some, "k", "a", true, true},
		{some, "k", "a.b.d", true, true},
		{some, "k", "a.bc", true, false},
		{some, "k", "c[2].e", true, true},
		{some, "k", "x", true, false},
		{some, "k", "no path!", true, true},
		{some, "whole", "anything", true, true},
		{some, "bare", "anything", true, false},
		{some, "other", "a.b", false, false},
		{NewWants(nil), "k", "a", false, false},
		{some.And("k", "x"), "k", "x", true, true},
		{some.And("other", "x"), "other", "y", true, false},
		{(*Wants)(nil).And("k", "x"), "k", "y", true, true},
		{LaterWants(func() *Wants { return some }), "k", "x", true, false},
		{LaterWants(func() *Wants { return nil }), "k", "x", true, true},
		{LaterWants(func() *Wants { return nil }).And("k", "x"), "other", "y", true, true},
		{LaterWants(func() *Wants { return some }).And("k", "x"), "other", "y", false, false},
	} {
		if got := c.wants.Kind(c.kind); got != c.inKind {
			t.Errorf("the kind %s is wanted: %v", c.kind, got)
		}
		if got := c.wants.Fact(c.kind, c.path); got != c.inFact {
			t.Errorf("%s of the kind %s is wanted: %v", c.path, c.kind, got)
		}
	}
}
