package archive

import (
	"fmt"
	"testing"
)

// TestManyTextsAreLookedUpAtOnce: more than go into one question, none left out, and those that are known not again.
func TestManyTextsAreLookedUpAtOnce(t *testing.T) {
	a, f := create(t), newFleet(10, 1)
	mustStore(t, a, f)
	x, err := a.Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const first, many = 10_000, 2*mostAsked + 7
	rows := make([]spanRow, many)
	for i := range rows {
		rows[i].message = first + i
		if _, err := x.db.Exec("INSERT INTO texts VALUES (?, ?)", first+i, fmt.Sprint("text ", i)); err != nil {
			t.Fatal(err)
		}
	}
	q := &diffQuery{Index: x, ctx: t.Context(), texts: map[int]string{first: "known"}}
	if err := q.know(many, func(i int) *spanRow { return &rows[i] }); err != nil {
		t.Fatal(err)
	}
	if len(q.texts) != many || q.texts[first] != "known" {
		t.Errorf("%d texts, the first is %q", len(q.texts), q.texts[first])
	}
	for i := 1; i < many; i++ {
		if want := fmt.Sprint("text ", i); q.texts[first+i] != want {
			t.Fatalf("%q, want %q", q.texts[first+i], want)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}
