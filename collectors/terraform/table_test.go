package terraform

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// TestEveryKindIsRead holds the table against the kinds that there are: one that is neither read from a plan nor of a whole account
// is a defect.
func TestEveryKindIsRead(t *testing.T) {
	told := map[string]bool{}
	for _, e := range table() {
		told[e.kind] = true
	}
	for _, k := range kinds.Kinds() {
		if told[k.Name] == accountWide(k.Name) {
			t.Errorf("%s is read: %v, of a whole account: %v", k.Name, told[k.Name], accountWide(k.Name))
		}
	}
}

// TestEveryFactIsReadOrAGap holds the facts of each kind that is read from a plan against those that its reader was written for. One
// that came later would be told as absent, and so be a wrong pass: read it in the table's function, or give it a gap, and then
// write it into testdata/facts.txt.
func TestEveryFactIsReadOrAGap(t *testing.T) {
	text, err := os.ReadFile("testdata/facts.txt")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, e := range table() {
		told[e.kind] = true
	}
	var lines []string
	for _, k := range kinds.Kinds() {
		if told[k.Name] {
			lines = append(lines, k.Name+" "+strings.Join(factNames(k.Facts), " "))
		}
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(text)), "\n"), lines); diff != "" {
		t.Errorf("-read +there are\n%s", diff)
	}
}
