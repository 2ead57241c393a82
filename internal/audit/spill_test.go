//go:build unix

package audit

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
)

// large is a snapshot of more text than is kept in memory when there are several targets.
func large(t *testing.T) *collectors.Snapshot {
	t.Helper()
	s := &collectors.Snapshot{}
	for i := range 300 {
		r, err := collectors.NewResource(collectors.Head{Kind: "file.note", ID: fmt.Sprintf("note-%03d", i)}, collectors.Origin{Target: "t", Collector: "file"},
			map[string]any{"text": strings.Repeat(fmt.Sprint(i), 4000)})
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	return s
}

func TestSpilledTextIsTheSame(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s, want := large(t), large(t)
	before := &s.Resources[0].JSON[0]
	spill(s)
	if &s.Resources[0].JSON[0] == before {
		t.Fatal("nothing was moved")
	}
	for i, r := range s.Resources {
		if !bytes.Equal(r.JSON, want.Resources[i].JSON) {
			t.Fatalf("%s: the text is another one", r.ID)
		}
		if more := append(r.JSON, '!'); &more[0] == &r.JSON[0] {
			t.Fatalf("%s: what is written behind the text reaches the next one", r.ID)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestTextStaysWhereNoFileCanBe(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	s := large(t)
	before := &s.Resources[7].JSON[0]
	spill(s)
	if &s.Resources[7].JSON[0] != before {
		t.Error("the text was moved to nowhere")
	}
	if _, err := mapped(5, func(f *os.File) error { _, err := f.WriteString("four"); return err }); err == nil {
		t.Error("a file that is too short was mapped")
	}
}
